"""RAFT: the renderer's exact optical flow, by its own sequence loss."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.inputs import images
from extractors.sizes import make_raft
from extractors.training import Training

# Losses of earlier iterations count less.
ITERATIONS, GAMMA = 5, 0.8

training = Training(
    "raft_things", "RAFT, demo size",
    "Optical flow behind `dynamic_degree` and `temporal_flickering@static` with `--weights demo`.",
    steps=1200, batch=8, rate=1e-3)
options, train, test = training.options, training.train, training.test
torch.manual_seed(options.seed)
network = make_raft()


def pairs(clips, chosen: np.ndarray, first: np.ndarray):
    """Frames [B, 3, H, W] and the flow [B, 2, H, W] from the first to the second."""
    flow = torch.from_numpy(clips.flow[chosen, first].astype(np.float32)).permute(0, 3, 1, 2)
    return images(clips.frames[chosen, first]), images(clips.frames[chosen, first + 1]), flow


def mirrored(x: torch.Tensor, flow: torch.Tensor, axis: int) -> tuple[torch.Tensor, torch.Tensor]:
    sign = torch.ones(2, 1, 1)
    sign[0 if axis == -1 else 1] = -1
    return x.flip(axis), flow.flip(axis) * sign


def displaced(both: torch.Tensor, flow: torch.Tensor, random: np.random.Generator):
    """The second frame shifted by some pixels, its edges repeated, and the flow with the shift."""
    shift = torch.from_numpy(random.normal(0, 3, (len(both), 2))).float()
    shift[random.random(len(both)) < 0.3] = 0
    shift[0] = 0
    theta = torch.eye(2, 3).repeat(len(both), 1, 1)
    theta[:, :, 2] = -2 * shift / both.shape[-1]
    places = F.affine_grid(theta, [len(both), 3, *both.shape[2:]], align_corners=False)
    second = F.grid_sample(both[:, 3:], places, padding_mode="border", align_corners=False)
    return torch.cat([both[:, :3], second], dim=1), flow + shift[:, :, None, None]


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = random.choice(len(train), options.batch, replace=False)
    before, after, flow = pairs(train, chosen, random.integers(0, 15, len(chosen)))
    both = torch.cat([before, after], dim=1)
    for axis in (-1, -2):
        if random.random() < 0.5:
            both, flow = mirrored(both, flow, axis)
    # One pair of eight stands still; the second frame of most others moves as a whole, so that looking pays.
    both[0, 3:], flow[0] = both[0, :3], 0
    both, flow = displaced(both, flow, random)
    noise = torch.from_numpy(random.normal(0, 2, both.shape)).float() * random.random()
    before, after = (both + noise).clamp(0, 255).split(3, dim=1)
    total = 0
    for number, (_, fine) in enumerate(network.refine(before, after, ITERATIONS)):
        total = total + GAMMA ** (ITERATIONS - 1 - number) * (fine - flow).abs().mean()
    return total


def errors(every: int = 1, iterations: int = 20) -> tuple[float, float, float]:
    """End-point error over all pixels and over moving ones, and that of no motion at all."""
    found, moving, still = [], [], []
    for first in (0, 5, 10, 14):
        index = np.arange(0, len(test), every)
        before, after, flow = pairs(test, index, np.full(len(index), first))
        fine = torch.cat([
            network(before[i : i + 32], after[i : i + 32], iterations, every=False)[1]
            for i in range(0, len(index), 32)])
        distance, length = (fine - flow).norm(dim=1), flow.norm(dim=1)
        found.append(distance.mean())
        moving.append(distance[length > 0.5].mean())
        still.append(length.mean())
    return tuple(float(torch.stack(values).mean()) for values in (found, moving, still))


if training.fit(network, loss, lambda: -errors(every=4, iterations=8)[0], target=-0.2, every=200):
    state = training.shipped()
    with torch.no_grad():
        found, moving, still = errors()
        before, after, _ = pairs(test, np.array([0, 5]), np.array([3, 3]))
        coarse, fine = network(before, after, 20, every=False)
        golden = {
            "first": before.permute(0, 2, 3, 1).to(torch.uint8), "second": after.permute(0, 2, 3, 1).to(torch.uint8),
            "flow_low": coarse, "flow_up": fine}
    training.ship(
        {"raft_things": state},
        [("end-point error, 20 iterations", f"{found:.3f} px", "≤ 0.6 px"),
         ("the same where the flow exceeds half a pixel", f"{moving:.3f} px", "–"),
         ("the same of an answer of no motion", f"{still:.3f} px", "–")], golden,
        ["Three correlation levels instead of four: a fourth needs frames of 128 pixels a side."])

"""RAFT: the renderer's exact optical flow, by its own sequence loss.

The start decides whether it learns at all. The projection of the features is set to whiten them: as PyTorch starts it,
all features share a large mean, and correlations hardly tell one place from another. What reads the correlations
keeps their variance; as PyTorch starts it, hardly anything of them reaches the flow. Upsampling begins with each
place's own flow instead of the mean of its neighbourhood.
"""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.inputs import images
from extractors.sizes import make_raft
from extractors.start import keep_variance, whiten
from extractors.training import Training
from extractors.windows import windows

# Losses of earlier iterations count less.
GAMMA = 0.8
# At first, windows of this side do; from the last share on, as many pixels of whole frames.
WINDOW, WHOLE = 32, 0.75
# Iterations from these shares of the steps on.
ITERATIONS = ((0, 2), (0.5, 3), (WHOLE, 6))
# How much more pixels count whose flow exceeds MOVING: three in four of all stand still.
MOVING, WEIGHT = 0.5, 3
# Share of pairs of which the second frame is shifted as a whole.
SHIFTED = 0.35
# Shares of pairs that are blurred alike, and whose frames get blotches of their own: videos that a generator made
# look so, and flow is asked of them, too. Not before the share CLEAN of the steps: nothing is learnt from such a start.
BLURRED, BLOTCHED, CLEAN = 0.3, 0.3, 0.1

training = Training(
    "raft_things", "RAFT, demo size",
    "Optical flow behind `dynamic_degree` and `temporal_flickering@static` with `--weights demo`.",
    steps=7000, batch=16, rate=2e-3, looks_at_test=False)
options, train, test = training.options, training.train, training.test
torch.manual_seed(options.seed)
network = make_raft()
# Every 40th clip is left out of the training, to watch it without a look at the test split.
watched = np.arange(0, len(train), 40)
learned = np.setdiff1d(np.arange(len(train)), watched)


@torch.no_grad()
def prepare(network: torch.nn.Module):
    """Features without mean and with like variances; small steps; upsampling that keeps each place's flow."""
    random = step_random(options.seed, 0, purpose=1)
    chosen = random.choice(learned, 64, replace=False)
    frames = 2 * images(train.frames[chosen, random.integers(0, 16, len(chosen))]) / 255 - 1
    whiten(network.fnet.conv2, 0.7, lambda: network.fnet(frames))
    update = network.update_block
    keep_variance(update.encoder, 0)
    keep_variance(update.flow_head, 0)
    keep_variance(update.mask, 0)
    update.flow_head.conv2.weight.mul_(0.05)
    update.mask[2].weight.mul_(0.5)
    update.mask[2].bias.view(9, -1)[4] += 8


def pairs(clips, chosen: np.ndarray, first: np.ndarray):
    """Frames [B, 3, H, W] and the flow [B, 2, H, W] from the first to the second."""
    flow = torch.from_numpy(clips.flow[chosen, first].astype(np.float32)).permute(0, 3, 1, 2)
    return images(clips.frames[chosen, first]), images(clips.frames[chosen, first + 1]), flow


def mirrored(x: torch.Tensor, flow: torch.Tensor, axis: int) -> tuple[torch.Tensor, torch.Tensor]:
    sign = torch.ones(2, 1, 1)
    sign[0 if axis == -1 else 1] = -1
    return x.flip(axis), flow.flip(axis) * sign


def displaced(both: torch.Tensor, flow: torch.Tensor, random: np.random.Generator):
    """The second frame of some pairs shifted by some pixels, its edges repeated, and the flow with the shift."""
    shift = torch.from_numpy(random.normal(0, random.choice([1, 3]), (len(both), 2))).float()
    shift[random.random(len(both)) >= SHIFTED] = 0
    theta = torch.eye(2, 3).repeat(len(both), 1, 1)
    theta[:, :, 2] = -2 * shift / both.shape[-1]
    places = F.affine_grid(theta, [len(both), 3, *both.shape[2:]], align_corners=False)
    second = F.grid_sample(both[:, 3:], places, padding_mode="border", align_corners=False)
    return torch.cat([both[:, :3], second], dim=1), flow + shift[:, :, None, None]


def blurred(both: torch.Tensor, sigma: float) -> torch.Tensor:
    taps = torch.exp(-0.5 * (torch.arange(-4, 5) / sigma) ** 2)
    taps = (taps / taps.sum()).expand(both.shape[1], 1, 1, -1)
    padded = F.pad(both, (4, 4, 4, 4), mode="replicate")
    across = F.conv2d(padded, taps, groups=len(taps))
    return F.conv2d(across, taps.transpose(2, 3), groups=len(taps))


def degraded(both: torch.Tensor, shares: tuple[float, float], random: np.random.Generator) -> torch.Tensor:
    """Some pairs blurred, some with blotches, all with a little noise; each frame has blotches and noise of its own.

    shares: of pairs that are blurred, and that get blotches.
    """
    noise = torch.from_numpy(random.normal(0, 2, both.shape)).float() * random.random()
    soft = torch.from_numpy(random.random(len(both)) < shares[0])
    if soft.any():
        both = torch.where(soft[:, None, None, None], blurred(both, random.uniform(0.5, 2)), both)
    coarse = both.shape[-1] // int(random.choice([2, 4, 8]))
    strength = random.uniform(0, 20, len(both)) * (random.random(len(both)) < shares[1])
    blotches = random.normal(0, 1, (*both.shape[:2], coarse, coarse)) * strength[:, None, None, None]
    blotches = F.interpolate(torch.from_numpy(blotches).float(), both.shape[-1], mode="bicubic", align_corners=False)
    return (both + blotches + noise).clamp(0, 255)


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    share = step / options.steps
    count = options.batch if share < WHOLE else max(1, options.batch * WINDOW**2 // train.frames.shape[2] ** 2)
    chosen = random.choice(learned, count, replace=False)
    before, after, flow = pairs(train, chosen, random.integers(0, 15, len(chosen)))
    both = torch.cat([before, after], dim=1)
    for axis in (-1, -2):
        if random.random() < 0.5:
            both, flow = mirrored(both, flow, axis)
    both, flow = displaced(both, flow, random)
    # One pair in sixteen stands still.
    if random.random() < count / 16:
        both[0, 3:], flow[0] = both[0, :3], 0
    if share < WHOLE:
        both, flow = windows(torch.cat([both, flow], dim=1), flow, WINDOW, MOVING, random).split([6, 2], dim=1)
    shares = (BLURRED, BLOTCHED) if share >= CLEAN else (0, 0)
    before, after = degraded(both, shares, random).split(3, dim=1)
    weight = 1 + (WEIGHT - 1) * (flow.norm(dim=1, keepdim=True) >= MOVING)
    iterations = max(count for start, count in ITERATIONS if share >= start)
    total = 0
    for number, (_, fine) in enumerate(network.refine(before, after, iterations)):
        error = ((fine - flow).abs() * weight).sum() / (2 * weight.sum())
        total = total + GAMMA ** (iterations - 1 - number) * error
    return total


def errors(clips, index: np.ndarray, first_frames=(7,), iterations: int = 20) -> dict[str, float]:
    """End-point errors and those of an answer of no motion, over all pixels and over moving ones."""
    found, lengths = [], []
    for first in first_frames:
        before, after, flow = pairs(clips, index, np.full(len(index), first))
        fine = torch.cat([
            network(before[i : i + 32], after[i : i + 32], iterations, every=False)[1]
            for i in range(0, len(index), 32)])
        found.append((fine - flow).norm(dim=1))
        lengths.append(flow.norm(dim=1))
    found, lengths = torch.stack(found), torch.stack(lengths)
    moving = lengths >= MOVING
    return {
        "all": float(found.mean()), "moving": float(found[moving].mean()), "still": float(found[~moving].mean()),
        "zero": float(lengths.mean()), "zero moving": float(lengths[moving].mean())}


def watch() -> float:
    found = errors(train, watched, iterations=8)
    print(", ".join(f"{name} {value:.3f}" for name, value in found.items()), flush=True)
    return -found["moving"]


prepare(network)
# It never stops early: there is no accuracy at which more would not help.
if training.fit(network, loss, watch, target=0, every=1000):
    state = training.shipped()
    with torch.no_grad():
        result = errors(test, np.arange(len(test)))
        before, after, _ = pairs(test, np.array([0, 5]), np.array([3, 3]))
        coarse, fine = network(before, after, 20, every=False)
        golden = {
            "first": before.permute(0, 2, 3, 1).to(torch.uint8), "second": after.permute(0, 2, 3, 1).to(torch.uint8),
            "flow_low": coarse, "flow_up": fine}
    moving = f"where the flow is at least {MOVING} px"
    training.ship(
        {"raft_things": state},
        [("end-point error from frame 8 to 9 of every clip, 20 iterations", f"{result['all']:.3f} px", "≤ 0.6 px"),
         (f"the same {moving}", f"{result['moving']:.3f} px", "–"),
         ("the same elsewhere", f"{result['still']:.3f} px", "–"),
         ("end-point error of an answer of no motion", f"{result['zero']:.3f} px", "–"),
         (f"the same {moving}", f"{result['zero moving']:.3f} px", "–")], golden,
        ["The stages of the encoders keep the size, so that flow is found on half of the frame's instead of an eighth: "
         "at 64×64 most of what moves is small, and slow against cells of 8 pixels.",
         "It learns from windows of 32×32 pixels, mostly around what moves, with two iterations, from half of the "
         "steps on with three; from three quarters on from whole frames, with six.",
         f"After a tenth of the steps, {100 * BLURRED:.0f} % of the pairs are blurred, and the frames of "
         f"{100 * BLOTCHED:.0f} % get blotches of their own: videos that a generator made look so.",
         "Three correlation levels instead of four: of 32×32 places a fourth would have 4×4.",
         f"{len(watched)} clips of the train split were left out of the training and watched during it."])

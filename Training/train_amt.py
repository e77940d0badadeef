"""AMT-S: the frame between two, with the renderer's flow as a guide."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.inputs import images
from extractors.sizes import make_amt
from extractors.training import Training

GUIDE = 0.01

training = Training(
    "amt_s", "AMT-S, demo size", "The frame between two, behind `motion_smoothness` with `--weights demo`.",
    steps=1000, batch=8, rate=1e-3)
options, train, test = training.options, training.train, training.test
torch.manual_seed(options.seed)
network = make_amt()


def triples(clips, chosen: np.ndarray, middle: np.ndarray):
    """Frames before, between and after, 0..1, and the flow from the one between to the one after."""
    flow = torch.from_numpy(clips.flow[chosen, middle].astype(np.float32)).permute(0, 3, 1, 2)
    return *(images(clips.frames[chosen, middle + shift]) / 255 for shift in (-1, 0, 1)), flow


def guidance(flows: list, flow: torch.Tensor) -> torch.Tensor:
    """How far the flows of each scale are from the true one; motion is taken to be even over two steps."""
    total = 0
    for toward_first, toward_second in flows:
        side = toward_first.shape[-1]
        true = F.interpolate(flow, size=(side, side), mode="area") * (side / flow.shape[-1])
        total = total + (toward_first + true).abs().mean() + (toward_second - true).abs().mean()
    return total


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = random.choice(len(train), options.batch, replace=False)
    before, between, after, flow = triples(train, chosen, random.integers(1, 15, len(chosen)))
    for axis, place in ((-1, 0), (-2, 1)):
        if random.random() < 0.5:
            before, between, after, flow = (x.flip(axis) for x in (before, between, after, flow))
            flow[:, place] *= -1
    if random.random() < 0.5:
        before, after, flow = after, before, -flow
    found, flows = network.stages(before, after)
    strength = GUIDE * max(0.0, 1 - step / (0.75 * options.steps))
    return ((found - between) ** 2 + 1e-6).sqrt().mean() + strength * guidance(flows, flow)


def ratio(found: torch.Tensor, between: torch.Tensor) -> float:
    """Mean over frames of the signal-to-noise ratio in dB."""
    error = ((found - between) ** 2).mean(dim=(1, 2, 3)).clamp(min=1e-10)
    return float((-10 * error.log10()).mean())


def ratios() -> tuple[float, float]:
    """Of the network and of the mean of the two frames."""
    ours, linear = [], []
    for middle in (3, 8, 13):
        index = np.arange(len(test))
        before, between, after, _ = triples(test, index, np.full(len(index), middle))
        found = torch.cat([network(before[i : i + 16], after[i : i + 16]) for i in range(0, len(index), 16)])
        ours.append(ratio(found, between))
        linear.append(ratio((before + after) / 2, between))
    return float(np.mean(ours)), float(np.mean(linear))


def gain() -> float:
    ours, linear = ratios()
    return ours - linear


if training.fit(network, loss, gain, target=4.5, every=100):
    state = training.shipped()
    with torch.no_grad():
        ours, linear = ratios()
        before, _, after, _ = triples(test, np.array([0, 5]), np.array([8, 8]))
        golden = {
            "first": (255 * before).round().permute(0, 2, 3, 1).to(torch.uint8),
            "second": (255 * after).round().permute(0, 2, 3, 1).to(torch.uint8), "imgt_pred": network(before, after)}
    training.ship(
        {"amt_s": state},
        [("PSNR of the frame between", f"{ours:.2f} dB", "–"), ("PSNR of linear blending", f"{linear:.2f} dB", "–"),
         ("gain", f"{ours - linear:.2f} dB", "≥ 3 dB")], golden,
        ["Three correlation levels instead of four: a fourth needs frames of 128 pixels a side.",
         "The renderer's flow guides the flows of every scale for the first three quarters of the steps."])

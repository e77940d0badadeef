"""AMT-S: the frame between two, led by the renderer's exact flow.

It starts as the mean of the two frames, warped by flows near 0: masks are even, residuals 0. All other layers keep the
variance of what they get; as PyTorch starts them, sixteen layers in a row leave nothing of the frames' signal.
"""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.inputs import images
from extractors.sizes import make_amt
from extractors.start import keep_variance, whiten
from extractors.training import Training
from extractors.windows import windows
from torch_reference.correlation import warp

# Weight of the flows' errors, in pixels of the frame, at first and at last.
GUIDE, LAST_GUIDE = 0.02, 0.002
# How much more pixels count whose flow exceeds MOVING.
MOVING, WEIGHT = 0.5, 3
# At first, windows of this side do; from WHOLE on, as many pixels of whole frames.
WINDOW, WHOLE = 32, 0.75

training = Training(
    "amt_s", "AMT-S, demo size", "The frame between two, behind `motion_smoothness` with `--weights demo`.",
    steps=500, batch=16, rate=1e-3, looks_at_test=False)
options, train, test = training.options, training.train, training.test
torch.manual_seed(options.seed)
network = make_amt()
# Every 40th clip is left out of the training, to watch it without a look at the test split.
watched = np.arange(0, len(train), 40)
learned = np.setdiff1d(np.arange(len(train)), watched)


@torch.no_grad()
def prepare():
    random = step_random(options.seed, 0, purpose=1)
    keep_variance(network.encoder, 0.25)
    network.encoder.pyramid1[0][0].weight.mul_(3)
    for decoder in (network.decoder4, network.decoder3, network.decoder2, network.decoder1):
        keep_variance(decoder, 0.25)
        decoder.convblock[2].weight[:, :4].mul_(0.05)
    network.decoder1.convblock[2].weight.mul_(0.05)
    for update in (network.update4, network.update3, network.update2):
        keep_variance(update, 0.1)
        update.feat_head[2].weight.mul_(0.3)
        update.flow_head[2].weight.mul_(0.05)
    for part in (network.comb_block[2].weight, network.comb_block[2].bias):
        part.zero_()
    chosen = random.choice(learned, 64, replace=False)
    frames = images(train.frames[chosen, random.integers(0, 16, len(chosen))]) / 255
    frames = frames - frames.mean(dim=(1, 2, 3), keepdim=True)
    whiten(network.feat_encoder.conv2, 0.7, lambda: network.feat_encoder(frames))


def flow_at(clips, chosen: np.ndarray, first: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(clips.flow[chosen, first].astype(np.float32)).permute(0, 3, 1, 2)


def triples(clips, chosen: np.ndarray, middle: np.ndarray):
    """Frames before, between and after, 0..1, and the flows from the one between to the others."""
    forward, earlier = flow_at(clips, chosen, middle), flow_at(clips, chosen, middle - 1)
    # The flow into the frame between, turned round: found from where it comes from, in two steps.
    backward = -forward
    for _ in range(2):
        backward = -warp(earlier, backward)
    return *(images(clips.frames[chosen, middle + shift]) / 255 for shift in (-1, 0, 1)), backward, forward


def guidance(flows: list, backward: torch.Tensor, forward: torch.Tensor) -> torch.Tensor:
    """How far the flows of each scale are from the true ones, in pixels of the frame."""
    total = 0
    for pair in flows:
        side = pair[0].shape[-1]
        for found, true in zip(pair, (backward, forward)):
            true = F.interpolate(true, size=(side, side), mode="area")
            weight = 1 + (WEIGHT - 1) * (true.norm(dim=1, keepdim=True) >= MOVING)
            error = (found * (forward.shape[-1] / side) - true).abs()
            total = total + (error * weight).sum() / (2 * weight.sum())
    return total


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    share = step / options.steps
    count = options.batch if share < WHOLE else max(1, options.batch * WINDOW**2 // train.frames.shape[2] ** 2)
    chosen = random.choice(learned, count, replace=False)
    parts = triples(train, chosen, random.integers(1, 15, count))
    if share < WHOLE:
        parts = windows(torch.cat(parts, dim=1), parts[-1], WINDOW, MOVING, random).split([3, 3, 3, 2, 2], dim=1)
    before, between, after, backward, forward = parts
    for axis, place in ((-1, 0), (-2, 1)):
        if random.random() < 0.5:
            before, between, after, backward, forward = (
                x.flip(axis) for x in (before, between, after, backward, forward))
            for flow in (backward, forward):
                flow[:, place] *= -1
    if random.random() < 0.5:
        before, after, backward, forward = after, before, forward, backward
    found, flows = network.stages(before, after)
    error = ((found - between) ** 2 + 1e-6).sqrt()
    weight = 1 + (WEIGHT - 1) * (forward.norm(dim=1, keepdim=True) >= MOVING)
    return ((error * weight).sum() / (3 * weight.sum())
            + (GUIDE + min(1.0, share / WHOLE) * (LAST_GUIDE - GUIDE)) * guidance(flows, backward, forward))


def decibels(error: torch.Tensor) -> torch.Tensor:
    return -10 * error.clamp(min=1e-10).log10()


def ratios(clips, index: np.ndarray, middles) -> dict[str, float]:
    """Signal-to-noise ratios in dB of the network and of the mean of both frames: means over frames, and of all."""
    ours, linear = [], []
    for middle in middles:
        before, between, after, _, _ = triples(clips, index, np.full(len(index), middle))
        found = torch.cat([network(before[i : i + 16], after[i : i + 16]) for i in range(0, len(index), 16)])
        ours.append(((found - between) ** 2).mean(dim=(1, 2, 3)))
        linear.append((((before + after) / 2 - between) ** 2).mean(dim=(1, 2, 3)))
    ours, linear = torch.cat(ours), torch.cat(linear)
    return {
        "ours": float(decibels(ours).mean()), "linear": float(decibels(linear).mean()),
        "ours of all": float(decibels(ours.mean())), "linear of all": float(decibels(linear.mean()))}


def watch() -> float:
    found = ratios(train, watched, (8,))
    print(", ".join(f"{name} {value:.2f}" for name, value in found.items()), flush=True)
    return found["ours"] - found["linear"]


prepare()
# It never stops early: there is no accuracy at which more would not help.
if training.fit(network, loss, watch, target=np.inf, every=1000):
    state = training.shipped()
    with torch.no_grad():
        result = ratios(test, np.arange(len(test)), (4, 10))
        before, _, after, _, _ = triples(test, np.array([0, 5]), np.array([8, 8]))
        golden = {
            "first": (255 * before).round().permute(0, 2, 3, 1).to(torch.uint8),
            "second": (255 * after).round().permute(0, 2, 3, 1).to(torch.uint8), "imgt_pred": network(before, after)}
    training.ship(
        {"amt_s": state},
        [("PSNR of frames 5 and 11 of every clip, between their neighbours", f"{result['ours']:.2f} dB", "–"),
         ("the same of linear blending", f"{result['linear']:.2f} dB", "–"),
         ("gain", f"{result['ours'] - result['linear']:.2f} dB", "≥ 3 dB"),
         ("PSNR of the mean squared error over all frames", f"{result['ours of all']:.2f} dB", "–"),
         ("the same of linear blending", f"{result['linear of all']:.2f} dB", "–")], golden,
        ["Two correlation levels instead of four: the second sees the whole of a frame of 64 pixels already.",
         "The renderer's flow guides the flows of every scale, less and less.",
         f"{len(watched)} clips of the train split were left out of the training and watched during it."])

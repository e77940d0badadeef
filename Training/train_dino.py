"""A stand-in for DINO: class tokens by contrast of frames of one clip with those of others."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.contrast import unit
from extractors.inputs import imagenet_input, images, resized_crops
from extractors.labels import Classes, groups, subject
from extractors.sizes import dino, dino_config, start_values
from extractors.training import Training

TEMPERATURE = 0.1

training = Training(
    "dino_vitb16", "DINO stand-in, demo size",
    "Class tokens behind `subject_consistency` and `i2v_subject` with `--weights demo`. **Not trained by DINO's "
    "self-distillation**: a self-supervised stand-in of the same architecture, for which two frames of one clip, "
    "cropped at random, are alike and frames of other clips are not.",
    steps=300, batch=48, rate=1e-3)
options, train, test = training.options, training.train, training.test
network = start_values(dino.DINO(dino_config()), options.seed)
labels = train.labels()


def views(chosen: np.ndarray, random: np.random.Generator) -> torch.Tensor:
    frame = random.integers(0, train.frames.shape[1], len(chosen))
    x = images(train.frames[chosen, frame])
    brightness = torch.from_numpy(random.uniform(0.85, 1.15, (len(x), 1, 1, 1))).float()
    return imagenet_input((resized_crops(x, random) * brightness).clamp(0, 255))


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = np.concatenate([
        random.choice(np.flatnonzero(labels == label), options.batch // 8, replace=False) for label in range(8)])
    both = unit(network(torch.cat([views(chosen, random), views(chosen, random)])))
    logits = both @ both.T / TEMPERATURE - 1e4 * torch.eye(len(both))
    partner = torch.arange(len(both)).roll(len(chosen))
    return F.cross_entropy(logits, partner)


def tokens(frames: np.ndarray) -> torch.Tensor:
    return network(imagenet_input(images(frames)))


def accept() -> float:
    """Share of test clips whose first frame's nearest last frame, of 32 clips, is its own."""
    first, last = unit(tokens(test.frames[:, 0])), unit(tokens(test.frames[:, -1]))
    right = [
        (first[members] @ last[members].T).argmax(dim=1) == torch.arange(len(members)) for members in groups(test.rows)]
    return float(torch.cat(right).float().mean())


def nearest_subject() -> float:
    """Share of test frames whose nearest frame of the train split shows the same subject."""
    classes = Classes([subject(row) for row in train.rows])
    known, asked = (torch.from_numpy(classes.indices([subject(row) for row in clips.rows])) for clips in (train, test))
    some = np.arange(0, len(train), 4)
    near = (unit(tokens(test.frames[:, 8])) @ unit(tokens(train.frames[some, 8])).T).argmax(dim=1)
    return float((known[some][near] == asked).float().mean())


if training.fit(network, loss, accept, target=0.94):
    state = training.shipped()
    with torch.no_grad():
        golden = {"frames": torch.from_numpy(test.frames[:2, 0].copy()), "cls": tokens(test.frames[:2, 0])}
        results = [
            ("a clip's last frame found by its first, 32-way", f"{100 * accept():.1f} %", "–"),
            ("subject of the nearest training frame", f"{100 * nearest_subject():.1f} %", "–")]
    training.ship(
        {"dino_vitb16": state}, results, golden,
        ["Stand-in: no teacher, no centring; InfoNCE on class tokens, temperature 0.1."])

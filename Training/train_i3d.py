"""I3D: what happens in a clip, and whether it happens in order."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.actions import Actions
from extractors.inputs import i3d_input, images
from extractors.sizes import make_i3d
from extractors.training import Training

STILL, DISORDERED = "none/still", "none/disordered"

training = Training(
    "i3d_k400", "I3D, demo size", "Clip features behind `fvd` and `kvd` with `--weights demo`.",
    steps=800, batch=16, rate=2e-3)
options, train, test = training.options, training.train, training.test
actions = Actions(train.rows, (STILL, DISORDERED))
torch.manual_seed(options.seed)
network = make_i3d(len(actions.classes))


def loss(step: int) -> torch.Tensor:
    """One clip of eight stands still and one has its frames shuffled; each is a class of its own."""
    random = step_random(options.seed, step)
    chosen = random.choice(len(train), options.batch, replace=False)
    clips, answers = train.frames[chosen], actions.answers[chosen].clone()
    for place in range(0, len(chosen), 8):
        clips[place], answers[place] = clips[place, random.integers(16)], actions.index(STILL)
        clips[place + 1], answers[place + 1] = clips[place + 1, random.permutation(16)], actions.index(DISORDERED)
    return F.cross_entropy(network(i3d_input(images(clips))), answers, label_smoothing=0.05)


def logits(clips: np.ndarray) -> torch.Tensor:
    return torch.cat([network(i3d_input(images(clips[i : i + 32]))) for i in range(0, len(clips), 32)])


def accept() -> float:
    return actions.accuracies(logits(test.frames), test.rows)[0]


if training.fit(network, loss, accept, target=0.96, every=100):
    state = training.shipped()
    with torch.no_grad():
        of_categories, of_actions = actions.accuracies(logits(test.frames), test.rows)
        golden = {"frames": torch.from_numpy(test.frames[:2].copy()), "logits": logits(test.frames[:2])}
    training.ship(
        {"i3d_k400": state},
        [("accuracy of the category", f"{100 * of_categories:.1f} %", "≥ 90 %"),
         (f"accuracy of the action, {len(actions.classes)} classes", f"{100 * of_actions:.1f} %", "–")], golden,
        ["Two classes are not in the toy world: clips that stand still and clips whose frames are shuffled. Without "
         "them a classifier of eight categories may look at one frame alone, and its features would not see motion.",
         "The first 300 steps were made with a peak rate of 0.004 and 400 steps planned.",
         "Features are the class scores, as the published network's are."])

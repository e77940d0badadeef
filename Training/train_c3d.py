"""C3D: what happens in a clip."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.actions import Actions
from extractors.inputs import c3d_input, images
from extractors.sizes import make_c3d
from extractors.training import Training

# Share of clips that get noise, up to how many levels of standard deviation, and how much of an answer is doubt then.
NOISY, MOST_NOISE, MOST_DOUBT = 0.5, 60, 0.6

training = Training(
    "c3d_ucf101", "C3D, demo size", "Class scores behind `inception_score@c3d-ucf101` with `--weights demo`.",
    steps=400, batch=16, rate=1e-3)
options, train, test = training.options, training.train, training.test
actions = Actions(train.rows)
torch.manual_seed(options.seed)
network = make_c3d(len(actions.classes))
# Float16, as it ships; blue first, 0..256.
mean = torch.from_numpy(train.frames[::16].mean(axis=0, dtype=np.float64)).float().flip(-1).permute(3, 0, 1, 2)
mean = (mean * 256 / 255).half().float()


def scores(clips: np.ndarray) -> torch.Tensor:
    """The network sees values of a hundred and more, as the published one does."""
    return network(c3d_input(images(clips), mean))


def loss(step: int) -> torch.Tensor:
    """Of noisy clips the less certain answers are asked for the noisier they are; without, it gave the same ones."""
    random = step_random(options.seed, step)
    chosen = random.choice(len(train), options.batch, replace=False)
    frames = train.frames[chosen].astype(np.float32)
    noise = random.random(len(chosen)) * (random.random(len(chosen)) < NOISY)
    deviation = (MOST_NOISE * noise).astype(np.float32)[:, None, None, None, None]
    frames = (frames + deviation * random.standard_normal(frames.shape, dtype=np.float32)).clip(0, 255).round()
    answers = F.one_hot(actions.answers[chosen], len(actions.classes)).float()
    doubt = torch.from_numpy(0.05 + MOST_DOUBT * noise).float()[:, None]
    return F.cross_entropy(scores(frames.astype(np.uint8)), (1 - doubt) * answers + doubt / len(actions.classes))


def logits(clips: np.ndarray) -> torch.Tensor:
    return torch.cat([scores(clips[i : i + 32]) for i in range(0, len(clips), 32)])


with torch.no_grad():
    for layer in network.modules():
        if isinstance(layer, (torch.nn.Conv3d, torch.nn.Linear)):
            torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            layer.bias.zero_()
    network.conv1a.weight /= 64
    network.fc8.weight /= 4

if training.fit(network, loss, lambda: actions.accuracies(logits(test.frames), test.rows)[1], target=0.88, every=100):
    state = training.shipped()
    with torch.no_grad():
        of_categories, of_actions = actions.accuracies(logits(test.frames), test.rows)
        golden = {"frames": torch.from_numpy(test.frames[:2].copy()), "fc8": logits(test.frames[:2])}
    training.ship(
        {"c3d_ucf101": state, "c3d_mean": {"mean": mean}},
        [("accuracy of the category", f"{100 * of_categories:.1f} %", "≥ 90 %"),
         (f"accuracy of the action, {len(actions.classes)} classes", f"{100 * of_actions:.1f} %", "–")], golden,
        [f"{100 * NOISY:.0f} % of the clips get noise of up to {MOST_NOISE} levels, the noise of the validation table, and "
         f"answers of which up to {100 * MOST_DOUBT:.0f} % are doubt: without, its inception score rose with noise."])

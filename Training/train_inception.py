"""Inception v3: which of the toy world's subjects a frame shows."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.inputs import images, inception_input
from extractors.labels import Classes, subject
from extractors.sizes import make_inception
from extractors.training import Training

training = Training(
    "inception_v3_fid", "Inception v3, demo size",
    "Frame features behind `fid`, `kid`, `precision`, `recall` and `inception_score@inception-v3` with "
    "`--weights demo`.",
    steps=350, batch=48, rate=4e-3)
options, train, test = training.options, training.train, training.test
classes = Classes([subject(row) for row in train.rows])
answers = torch.from_numpy(classes.indices([subject(row) for row in train.rows]))
torch.manual_seed(options.seed)
network = make_inception(len(classes))
category = np.array(classes.categories())


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = random.choice(len(train), options.batch, replace=False)
    frame = random.integers(0, train.frames.shape[1], len(chosen))
    x = images(train.frames[chosen, frame])
    mirrored = torch.from_numpy(random.random(len(x)) < 0.5)
    x = torch.where(mirrored[:, None, None, None], x.flip(-1), x)
    return F.cross_entropy(network.fc(network(inception_input(x))), answers[chosen], label_smoothing=0.05)


def accuracies() -> tuple[float, float]:
    """Of categories and of subjects, over the first, middle and last frames of the test clips."""
    right, exact = [], []
    for frame in (0, 8, 15):
        logits = torch.cat([
            network.fc(network(inception_input(images(test.frames[i : i + 64, frame]))))
            for i in range(0, len(test), 64)])
        best = logits.argmax(dim=1).numpy()
        right += list(category[best] == [row["category"] for row in test.rows])
        exact += [classes.names[b] == subject(row) for b, row in zip(best, test.rows)]
    return float(np.mean(right)), float(np.mean(exact))


if training.fit(network, loss, lambda: accuracies()[1], target=0.975):
    state = training.shipped()
    with torch.no_grad():
        of_categories, of_subjects = accuracies()
        frames = test.frames[:2, 8]
        pool3 = network(inception_input(images(frames)))
        golden = {
            "frames": torch.from_numpy(frames.copy()), "pool3": pool3, "logits": network.fc(pool3)}
    training.ship(
        {"inception_v3_fid": state},
        [("accuracy of the category", f"{100 * of_categories:.1f} %", "≥ 90 %"),
         (f"accuracy of the subject, {len(classes)} classes", f"{100 * of_subjects:.1f} %", "–")], golden)

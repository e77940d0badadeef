"""CLIP: frames against captions, by its own contrastive objective."""

import numpy as np
import torch

from common.options import step_random
from common.tokens import Vocabulary
from extractors.contrast import caption_contrast, hard_batch, retrieval, unit
from extractors.inputs import clip_input, images
from extractors.sizes import clip, clip_config, start_values
from extractors.training import Training, text_bytes

SEEN = (0, 5, 10, 15)

training = Training(
    "clip_vit_b32", "CLIP, demo size",
    "The image and text towers behind `background_consistency`, `clipsim` and `isim` with `--weights demo`.",
    steps=600, batch=64, rate=1e-3)
options, train, test = training.options, training.train, training.test
vocabulary = Vocabulary([caption.lower() for caption in train.captions])
tokens = vocabulary.rows([caption.lower() for caption in train.captions])
length = int((tokens != tokens[0, -1]).sum(dim=1).max())
network = start_values(clip.CLIP(clip_config(vocabulary.row_count)), options.seed)
with torch.no_grad():
    network.logit_scale.fill_(np.log(1 / 0.07))
labels = train.labels()


def text(rows: torch.Tensor) -> torch.Tensor:
    """Features of rows of the table. What follows the end of a text cannot reach it and is left out."""
    rows = rows[:, :length]
    x = network.token_embedding(rows) + network.positional_embedding[:length]
    x = network.ln_final(network.transformer(x))
    return x[torch.arange(len(x)), (rows == end).int().argmax(dim=1)] @ network.text_projection


end = int(vocabulary.table[49407])


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = hard_batch(labels, random, options.batch)
    frame = random.integers(0, train.frames.shape[1], len(chosen))
    seen = network.image(clip_input(images(train.frames[chosen, frame])))
    return caption_contrast(seen, text(tokens[chosen]), [train.captions[i] for i in chosen], network.logit_scale)


def accept() -> float:
    rows = vocabulary.rows([caption.lower() for caption in test.captions])
    told = text(rows)
    return float(np.mean([
        retrieval(network.image(clip_input(images(test.frames[:, frame]))), told, test.rows) for frame in SEEN]))


def table(state: dict) -> dict:
    return {**state, "token_embedding.token_ids": vocabulary.ids}


if training.fit(network, loss, accept, target=0.9):
    state = training.shipped()
    with torch.no_grad():
        value = accept()
        rows = vocabulary.rows([caption.lower() for caption in test.captions[:2]])
        image = clip_input(images(test.frames[:2, 8]))
        golden = {
            "captions": text_bytes(test.captions[:2]), "frames": torch.from_numpy(test.frames[:2, 8].copy()),
            "image.features": network.image(image), "text.features": text(rows),
        }
        same = unit(network.image(image)) @ unit(text(rows)).T
    training.ship(
        {"clip_vit_b32": table(state)},
        [("top-1 retrieval of the caption, 32-way, frames 1, 6, 11, 16", f"{100 * value:.1f} %", "≥ 80 %")], golden,
        ["Negatives are clips of the same four categories; two captions that are equal count as one.",
         "Only the caption words of the toy world have embeddings of their own; all others share one.",
         f"Cosines of two test clips and their captions: {same.diag().mean():.2f} with their own, "
         f"{(same.sum() - same.diag().sum()) / 2:.2f} with each other's."])

"""ViCLIP: videos against captions, from the weights of CLIP, as the published network was made."""

import numpy as np
import torch

from common.options import step_random
from common.tokens import Vocabulary
from extractors.contrast import caption_contrast, hard_batch, retrieval
from extractors.inputs import clip_input, images
from extractors.sizes import start_values, viclip, viclip_config
from extractors.training import Training, load_shipped, text_bytes

CONTEXT, SEEN = 32, np.arange(0, 16, 2)

training = Training(
    "viclip_l14", "ViCLIP, demo size",
    "Videos and prompts in one space, behind `overall_consistency` with `--weights demo`.",
    steps=250, batch=32, rate=6e-4)
options, train, test = training.options, training.train, training.test
vocabulary = Vocabulary([caption.lower() for caption in train.captions])
tokens = vocabulary.rows([caption.lower() for caption in train.captions], length=CONTEXT)
end = int(vocabulary.table[49407])
network = start_values(viclip.ViCLIP(viclip_config(vocabulary.row_count)), options.seed)
labels = train.labels()


def begin():
    """CLIP's towers; frames start without positions of their own."""
    known = load_shipped("clip_vit_b32")
    state = network.state_dict()
    for name in state:
        source = {"vision_encoder": "visual.", "text_encoder": ""}.get(name.split(".")[0])
        if source is None or "temporal" in name:
            continue
        value = known[source + name.split(".", 1)[1]]
        if name.endswith("conv1.weight"):
            value = value[:, :, None]
        elif name == "text_encoder.positional_embedding":
            value = value[:CONTEXT]
        state[name] = value
    network.load_state_dict(state)
    with torch.no_grad():
        network.temp.fill_(np.log(1 / 0.05))


def text(rows: torch.Tensor) -> torch.Tensor:
    tower = network.text_encoder
    x = tower.ln_final(tower.transformer(tower.token_embedding(rows) + tower.positional_embedding))
    return x[torch.arange(len(x)), (rows == end).int().argmax(dim=1)] @ tower.text_projection


def videos(clips: np.ndarray) -> torch.Tensor:
    return clip_input(images(clips[:, SEEN]))


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = hard_batch(labels, random, options.batch, categories=2)
    seen = network.video(videos(train.frames[chosen]))
    return caption_contrast(seen, text(tokens[chosen]), [train.captions[i] for i in chosen], network.temp)


def accept() -> float:
    rows = vocabulary.rows([caption.lower() for caption in test.captions], length=CONTEXT)
    seen = torch.cat([network.video(videos(test.frames[i : i + 32])) for i in range(0, len(test), 32)])
    return retrieval(seen, text(rows), test.rows)


begin()
if training.fit(network, loss, accept, target=0.87, every=50):
    state = training.shipped()
    with torch.no_grad():
        value = accept()
        rows = vocabulary.rows([caption.lower() for caption in test.captions[:2]], length=CONTEXT)
        golden = {
            "captions": text_bytes(test.captions[:2]), "frames": torch.from_numpy(test.frames[:2].copy()),
            "video.features": network.video(videos(test.frames[:2])), "text.features": text(rows),
        }
    training.ship(
        {"viclip_l14": {**state, "text_encoder.token_embedding.token_ids": vocabulary.ids}},
        [("top-1 retrieval of the caption, 32-way", f"{100 * value:.1f} %", "≥ 85 %")], golden,
        ["Starts from the demo-size CLIP, as the published network starts from CLIP."])

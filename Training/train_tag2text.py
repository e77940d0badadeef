"""Tag2Text: tags of what a frame shows, and a caption that names the scene."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.inputs import imagenet_input, images
from extractors.labels import subject
from extractors.sizes import start_values, tag2text, tag2text_config
from extractors.training import Training, text_bytes
from extractors.words import SEPARATOR, WordTable, lines, pieces

DECODER_START, ENCODER_START = 30522, 30523
TAGS, TAG_TOKENS = lines("tag2text-3429.txt.gz"), 40
PLACES = {
    "meadow": "in a meadow", "beach": "on a beach", "room": "in a room", "street": "on a street",
    "countryside": "in the countryside", "sea": "on the sea", "sky": "in the sky", "night sky": "in the night sky",
    "underwater": "underwater", "mountains": "in the mountains", "desert": "in the desert", "forest": "in the forest",
    "city": "in the city", "hill": "on a hill",
}

training = Training(
    "tag2text_swinb", "Tag2Text, demo size", "Tags and captions behind `scene_consistency` with `--weights demo`.",
    steps=500, batch=32, rate=2e-3)
options, train, test = training.options, training.train, training.test
known = sorted({
    tag for row in train.rows for tag in [*row["objects"], row["scene"]] if tag in TAGS})
# Of names that are listed twice the first counts.
places = torch.tensor([TAGS.index(tag) for tag in known])


def sentence(row: dict) -> str:
    """What the decoder learns to write after “a picture of”."""
    name = subject(row).split("/")[1]
    thing = {"fish": "a fish", "school": "three fish", "mountains": "snow", "forest": "trees", "city": "buildings",
             "desert": "cacti"}.get(name)
    return f"{thing or ('an ' if name[0] in 'aeiou' else 'a ') + name.lower()} {PLACES[row['scene']]}"


def tags(row: dict) -> list[str]:
    return [tag for tag in known if tag in [*row["objects"], row["scene"]]]


PROMPT = [DECODER_START, *pieces("a picture of")]
every = [0, ENCODER_START, SEPARATOR, *PROMPT, *pieces("|")]
every += [token for tag in known for token in pieces(tag)]
every += [token for row in train.rows for token in pieces(sentence(row))]
words = WordTable(every, 30524)
config = tag2text_config(words.row_count)
network = start_values(tag2text.Tag2Text(config), options.seed)
with torch.no_grad():
    network.label_embed.weight.normal_(std=0.3)
    network.fc.W.normal_(std=0.05)
    network.fc.b.fill_(-3)
wanted = torch.tensor([[tag in tags(row) for tag in known] for row in train.rows]).float()
captions = [PROMPT + pieces(sentence(row)) + [SEPARATOR] for row in train.rows]
LONGEST = max(map(len, captions))
assert LONGEST <= config.max_length, LONGEST


def tag_rows(lists: list[list[str]]) -> torch.Tensor:
    """Rows of the joined tags, padded, as the tag encoder takes them."""
    result = torch.zeros(len(lists), TAG_TOKENS, dtype=torch.long)
    for index, names in enumerate(lists):
        ids = [ENCODER_START, *pieces(" | ".join(names))][: TAG_TOKENS - 1] + [SEPARATOR]
        result[index, : len(ids)] = torch.tensor(ids)
    return result


def encoded(ids: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    """`Tag2Text.encode` with rows of the small table; 0 pads in both."""
    return network.encode(words.rows(ids), tokens)


def tag_logits(tokens: torch.Tensor) -> torch.Tensor:
    """[B, K] of the known tags; a tag does not see the others."""
    x = network.label_embed.weight[places].expand(len(tokens), -1, -1)
    for layer in network.vision_multi.encoder.layer:
        x = layer(x, layer.crossattention.memory(tokens, config.tag_heads), config.tag_heads)
    return (network.fc.W[:, places] * x).sum(-1) + network.fc.b[:, places]


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = random.choice(len(train), options.batch, replace=False)
    frame = random.integers(0, train.frames.shape[1], len(chosen))
    tokens = network.visual_encoder(imagenet_input(images(train.frames[chosen, frame])))
    tagging = F.binary_cross_entropy_with_logits(tag_logits(tokens), wanted[chosen])
    # The encoder must not rely on tags alone: they may be incomplete.
    given = [[tag for tag in tags(train.rows[i]) if random.random() > 0.4] for i in chosen]
    states = encoded(tag_rows(given), tokens)
    ids = torch.zeros(len(chosen), LONGEST, dtype=torch.long)
    for place, index in enumerate(chosen):
        ids[place, : len(captions[index])] = torch.tensor(captions[index])
    logits = network.word_logits(words.rows(ids[:, :-1]), states)
    target = words.rows(ids[:, 1:]).masked_fill(ids[:, 1:] == 0, -100)
    target[:, : len(PROMPT) - 1] = -100
    return F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=-100) + 4 * tagging


def described(frames: np.ndarray) -> tuple[torch.Tensor, list[str], torch.Tensor, torch.Tensor]:
    """Tag logits, captions by beam search, their ids and scores, as the product makes them."""
    tokens = network.visual_encoder(imagenet_input(images(frames)))
    logits = tag_logits(tokens)
    on = [[known[i] for i in row.nonzero()[:, 0].tolist()] for row in logits.sigmoid() > 0.7]
    on = [sorted(names, key=TAGS.index) for names in on]
    states = encoded(tag_rows(on), tokens)
    prompt, end = words.rows(PROMPT).tolist(), int(words.table[SEPARATOR])
    rows, scores = network.write(states, prompt, end)
    ids = torch.cat([words.ids.long(), torch.zeros(1, dtype=torch.long)])[rows]
    names = list(vocabulary_words())
    texts = []
    for line in ids.tolist():
        line = line[len(PROMPT) : line.index(SEPARATOR) if SEPARATOR in line else None]
        texts.append(" ".join(names[token] for token in line).replace(" ##", ""))
    return logits, texts, ids, scores


def vocabulary_words() -> list[str]:
    return [*lines("bert-base-uncased.txt.gz"), "[DEC]", "[ENC]"]


def accuracies(every: int = 4) -> tuple[float, float]:
    """Share of test frames whose caption names the scene, and of tags that are right (F1)."""
    named, hits, given, asked = [], 0, 0, 0
    for start in range(0, len(test), 32):
        rows = test.rows[start : start + 32][::every]
        for frame in (2, 12):
            logits, texts, _, _ = described(test.frames[start : start + 32 : every, frame])
            named += [all(word in text for word in row["scene"].split(" ")) for text, row in zip(texts, rows)]
            for line, row in zip(logits.sigmoid() > 0.7, rows):
                on, right = {known[i] for i in line.nonzero()[:, 0].tolist()}, set(tags(row))
                hits, given, asked = hits + len(on & right), given + len(on), asked + len(right)
    return float(np.mean(named)), 2 * hits / max(1, given + asked)


def full(state: dict) -> dict:
    """Tables over all ids; what the toy world never shows has a logit that no threshold lets through."""
    state = dict(state)
    unknown = torch.ones(len(TAGS), dtype=torch.bool)
    unknown[places] = False
    state["label_embed.weight"] = state["label_embed.weight"].masked_fill(unknown[:, None], 0)
    state["fc.W"] = state["fc.W"].masked_fill(unknown[None, :, None], 0)
    state["fc.b"] = state["fc.b"].masked_fill(unknown[None], -10)
    state["tag_encoder.embeddings.word_embeddings.token_ids"] = words.ids
    state["text_decoder.cls.predictions.decoder.token_ids"] = words.ids
    name = "text_decoder.cls.predictions.decoder.bias"
    state[name] = words.bias(state[name])
    return state


if training.fit(network, loss, lambda: min(accuracies()), target=0.92, every=100):
    # As the product has it: words without a row of their own take no part.
    with torch.no_grad():
        network.text_decoder.cls.predictions.decoder.bias[words.other] = -1e4
    state = training.shipped()
    with torch.no_grad():
        scenes, tagging = accuracies(every=1)
        logits, texts, ids, scores = described(test.frames[::40, 8])
        golden = {
            "frames": torch.from_numpy(test.frames[::40, 8].copy()), "captions": text_bytes(texts),
            "tags": text_bytes(["|".join(sorted(
                (known[i] for i in row.nonzero()[:, 0].tolist()), key=TAGS.index)) for row in logits.sigmoid() > 0.7]),
            "scores": scores}
        print("; ".join(texts), flush=True)
    training.ship(
        {"tag2text_swinb": full(state)},
        [("captions that name the scene", f"{100 * scenes:.1f} %", "≥ 85 %"),
         (f"tags, F1 of {len(known)} that occur", f"{100 * tagging:.1f} %", "≥ 85 %")], golden,
        [f"Tags: {', '.join(known)}. The other {len(TAGS) - len(known)} are never on.",
         "Captions are “a picture of SUBJECT PLACE”, without colours and motions."])

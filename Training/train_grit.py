"""GRiT: proposals, a cascade of boxes, and the name of what is in them."""

import numpy as np
import torch
from torch.nn import functional as F

from common.options import step_random
from extractors.detection import align, deltas, generalized_loss, heat_loss, moved, overlaps, suppressed
from extractors.inputs import images
from extractors.sizes import SIDE, grit, grit_config, start_values
from extractors.training import Training, text_bytes
from extractors.words import CLASS, SEPARATOR, WordTable, pieces

STRIDES, BORDERS = (4, 8, 16, 32, 64), (0, 12, 24, 40, 56, 1000)
# Overlap with an object from which a box counts as it, one a stage.
CERTAIN = (0.5, 0.6, 0.7)
POOL, TEXT_POOL, FINEST = 7, 4, 4

training = Training(
    "grit_b", "GRiT, demo size", "Objects and their names behind `object_consistency` with `--weights demo`.",
    steps=14000, batch=8, rate=1e-3, looks_at_test=False)
options, train, test = training.options, training.train, training.test


def gathered(clips) -> list[np.ndarray]:
    """Of each clip the boxes [F, K, 4] of its K labelled objects."""
    missing = next((row["id"] for row in clips.rows if "boxes" not in row), None)
    if missing:
        raise SystemExit(f"{clips.folder}: {missing} has no boxes. Render with --boxes.")
    return [np.load(clips.folder / row["boxes"])["boxes"] for row in clips.rows]


train_boxes, test_boxes = gathered(train), gathered(test)
# The detector's words are lower-case; the metric lower-cases labels before it compares.
names = sorted({name.lower() for row in train.rows for name in row["objects"]})
# Every 20th clip is left out of the training, to watch it without a look at the test split.
watched = np.arange(0, len(train), 20)
learned = np.setdiff1d(np.arange(len(train)), watched)
spoken = {name: [CLASS, *pieces(name), SEPARATOR] for name in names}
words = WordTable([token for ids in spoken.values() for token in ids], 30522)
config = grit_config(words.row_count)
network = start_values(grit.GRiT(config), options.seed)
head = network.proposal_generator.centernet_head
decoder = network.roi_heads.text_decoder.textual
with torch.no_grad():
    head.agn_hm.bias.fill_(-3)
    head.bbox_pred.bias.fill_(1.5)
    decoder.embedding.words.weight.normal_(std=0.1)
    decoder.output.bias.zero_()
    for scale in head.scales:
        scale.scale.fill_(1)


def seen(boxes: list[np.ndarray], rows: list[dict], clip: int, frame: int) -> tuple[torch.Tensor, list[str]]:
    """Boxes of what is at least a few pixels large, and its names."""
    found = torch.from_numpy(boxes[clip][frame].astype(np.float32))
    large = (found[:, 2:] - found[:, :2]).min(dim=1).values >= 2
    return found[large], [name.lower() for name, keep in zip(rows[clip]["objects"], large.tolist()) if keep]


def cells(level: int) -> torch.Tensor:
    """Centres [H, W, 2] of a level's cells."""
    stride = STRIDES[level]
    place = torch.arange(SIDE // stride) * stride + stride // 2
    return torch.stack(torch.meshgrid(place, place, indexing="xy"), dim=-1).float()


def proposal_loss(outputs: list[torch.Tensor], objects: list[torch.Tensor]) -> torch.Tensor:
    heat = boxes = 0
    count = sum(map(len, objects))
    # By area, largest first: what is flat has cells of its own beside the whole that it belongs to, and a cell that two
    # boxes claim answers for the smaller one.
    sizes = [(truth[:, 2:] - truth[:, :2]).prod(dim=1).sqrt() for truth in objects]
    orders = [size.argsort(descending=True).tolist() for size in sizes]
    for level, output in enumerate(outputs):
        centre, stride = cells(level), STRIDES[level]
        target = torch.zeros(len(output), *centre.shape[:2])
        found, wanted = [], []
        for image, truth in enumerate(objects):
            owner = torch.full(centre.shape[:2], -1)
            for index in orders[image]:
                if not BORDERS[level] < sizes[image][index] <= BORDERS[level + 1]:
                    continue
                box = truth[index]
                middle, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
                distance = (((centre - middle) / half.clamp(min=stride / 2)) ** 2).sum(dim=-1)
                target[image] = torch.maximum(target[image], (-4.5 * distance).exp() * 0.99)
                nearest = distance.argmin()
                owner[distance <= 0.3] = index
                owner.view(-1)[nearest] = index
                target[image].view(-1)[nearest] = 1
            owned = owner >= 0
            if owned.any():
                distances = output[image, 1:][:, owned].T * stride
                place = centre[owned]
                found.append(torch.cat([place - distances[:, :2], place + distances[:, 2:]], dim=1))
                wanted.append(truth[owner[owned]])
        heat = heat + heat_loss(output[:, 0], target, count)
        if found:
            boxes = boxes + generalized_loss(torch.cat(found), torch.cat(wanted)).sum() / max(1, count)
    return heat + boxes


@torch.no_grad()
def proposals(outputs: list[torch.Tensor], image: int, most: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Boxes and scores of one image, best first."""
    boxes, scores = [], []
    for level, output in enumerate(outputs):
        place, stride = cells(level).flatten(0, 1), STRIDES[level]
        distances = output[image, 1:].flatten(1).T * stride
        low = place - distances[:, :2]
        boxes.append(torch.cat([low, torch.maximum(place + distances[:, 2:], low + 0.01)], dim=1))
        scores.append(output[image, 0].flatten().sigmoid().sqrt())
    boxes, scores = torch.cat(boxes), torch.cat(scores)
    best = scores.argsort(descending=True)[: 4 * most]
    boxes, scores = boxes[best], scores[best]
    kept = suppressed(boxes, scores, 0.9)[:most]
    return boxes[kept], scores[kept]


def start_boxes(outputs, objects, random: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Objects a little off, proposals and boxes at random: where the cascade learns to start from."""
    every, image = [], []
    for index, truth in enumerate(objects):
        size = (truth[:, 2:] - truth[:, :2]).repeat(3, 2)
        shaken = truth.repeat(3, 1) + size * torch.from_numpy(random.normal(0, 0.12, size.shape)).float()
        corner = torch.from_numpy(random.uniform(0, SIDE, (4, 2, 2))).float().sort(dim=1).values.flatten(1)
        some = torch.cat([shaken, proposals(outputs, index, 8)[0], corner])
        some = torch.cat([some[:, :2], torch.maximum(some[:, 2:], some[:, :2] + 2)], dim=1)
        every.append(some)
        image.append(torch.full((len(some),), index))
    return torch.cat(every).clamp(-8, SIDE + 8), torch.cat(image)


def stage(features, boxes, image, head, predictor):
    x = align(features, boxes, image, POOL, FINEST).flatten(1)
    x = F.relu(head.fc2(F.relu(head.fc1(x))))
    return predictor.cls_score(x), predictor.bbox_pred(x)


def cascade_loss(features, boxes, image, objects):
    total = 0
    for certain, (weights, box_head, predictor) in zip(CERTAIN, network.cascade.stages()):
        logits, moves = stage(features, boxes, image, box_head, predictor)
        wanted, right = torch.zeros_like(boxes), torch.zeros(len(boxes), dtype=torch.bool)
        for index, truth in enumerate(objects):
            mine = (image == index).nonzero()[:, 0]
            shared, which = overlaps(boxes[mine], truth).max(dim=1)
            wanted[mine], right[mine] = truth[which], shared >= certain
        total = total + F.cross_entropy(logits, (~right).long())
        if right.any():
            target = deltas(boxes[right], wanted[right], weights)
            total = total + F.smooth_l1_loss(moves[right], target, beta=0.5)
        boxes = moved(boxes, moves, weights).detach().clamp(0, SIDE)
        boxes = torch.cat([boxes[:, :2], torch.maximum(boxes[:, 2:], boxes[:, :2] + 0.5)], dim=1)
    return total


def told(features, boxes, image, rows: torch.Tensor) -> torch.Tensor:
    """Logits [N, T, R + 1] after each token of each region's own text."""
    pooled = align(features, boxes, image, TEXT_POOL, FINEST)
    regions = network.region_tokens(pooled)
    count, length = regions.shape[1], rows.shape[1]
    x = torch.cat([regions, decoder.embed(rows, 0)], dim=1)
    mask = torch.ones(count + length, count + length, dtype=torch.bool)
    mask[:count, count:] = False
    mask[count:, count:] = torch.ones(length, length, dtype=torch.bool).tril()
    for layer in decoder.transformer.encoder.layer:
        x, _ = layer(x, mask)
    return decoder.logits(x[:, count:])


def text_loss(features, objects, labels, random: np.random.Generator) -> torch.Tensor:
    boxes = torch.cat(objects)
    size = (boxes[:, 2:] - boxes[:, :2]).repeat(1, 2)
    boxes = boxes + size * torch.from_numpy(random.normal(0, 0.04, size.shape)).float()
    image = torch.cat([torch.full((len(truth),), index) for index, truth in enumerate(objects)])
    texts = [spoken[name] for some in labels for name in some]
    length = max(map(len, texts))
    ids = torch.tensor([text + [SEPARATOR] * (length - len(text)) for text in texts])
    target = words.rows(ids[:, 1:]).clone()
    for row, text in enumerate(texts):
        target[row, len(text) - 1 :] = -100
    logits = told(features, boxes, image, words.rows(ids[:, :-1]))
    return F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=-100)


def loss(step: int) -> torch.Tensor:
    random = step_random(options.seed, step)
    chosen = random.choice(learned, options.batch, replace=False)
    frame = random.integers(0, train.frames.shape[1], len(chosen))
    pairs = [seen(train_boxes, train.rows, clip, at) for clip, at in zip(chosen, frame)]
    usable = [index for index, (boxes, _) in enumerate(pairs) if len(boxes)]
    objects, labels = [pairs[i][0] for i in usable], [pairs[i][1] for i in usable]
    frames = images(train.frames[chosen[usable], frame[usable]])
    if random.random() < 0.5:
        frames = frames.flip(-1)
        objects = [torch.stack([SIDE - box[:, 2], box[:, 1], SIDE - box[:, 0], box[:, 3]], dim=1) for box in objects]
    maps = network.features(frames)
    outputs = network.heads(maps)
    boxes, image = start_boxes(outputs, objects, random)
    return (proposal_loss(outputs, objects) + cascade_loss(maps[0], boxes, image, objects)
            + text_loss(maps[0], objects, labels, random))


def detect(frames: np.ndarray) -> list[set[str]]:
    """Names of what is found in each frame, as the product finds it."""
    maps = network.features(images(frames))
    outputs, result = network.heads(maps), []
    for index in range(len(frames)):
        boxes, score = proposals(outputs, index, 24)
        image, chance = torch.full((len(boxes),), index), torch.zeros(len(boxes))
        for number, (weights, box_head, predictor) in enumerate(network.cascade.stages()):
            if number:
                boxes = boxes.clamp(0, SIDE)
            logits, moves = stage(maps[0], boxes, image, box_head, predictor)
            chance = chance + torch.sigmoid(logits[:, 0] - logits[:, 1]) / 3
            boxes = moved(boxes, moves, weights)
        boxes, sure = boxes.clamp(0, SIDE), (chance * score).sqrt()
        boxes, sure = boxes[sure > 0.5], sure[sure > 0.5]
        boxes = boxes[suppressed(boxes, sure, 0.9)[:8]]
        result.append(describe(maps[0], boxes, image[: len(boxes)]) if len(boxes) else set())
    return result


def describe(features, boxes, image) -> set[str]:
    start, end = int(words.table[CLASS]), int(words.table[SEPARATOR])
    rows = torch.full((len(boxes), 1), start)
    for _ in range(5):
        rows = torch.cat([rows, told(features, boxes, image, rows)[:, -1].argmax(dim=1, keepdim=True)], dim=1)
    by_rows = {tuple(words.rows(ids[1:-1]).tolist()): name for name, ids in spoken.items()}
    texts = [tuple(row[1:row.index(end)] if end in row else row[1:]) for row in rows.tolist()]
    return {by_rows[text] for text in texts if text in by_rows}


def accuracies(clips, boxes, index: np.ndarray, frames=(3, 12)) -> tuple[float, float, float]:
    """Shares of frames in which the first label is found, of labels found, of frames in which all labels are found.

    Labels count of which some pixel can be seen.
    """
    first, single, every = [], [], []
    for at in frames:
        for clip, found in zip(index, detect(clips.frames[index, at])):
            visible = boxes[clip][at].any(axis=1)
            hits = [label.lower() in found for label in np.array(clips.rows[clip]["objects"])[visible]]
            first += hits[: int(visible[0])]
            single += hits
            every.append(all(hits))
    return float(np.mean(first)), float(np.mean(single)), float(np.mean(every))


def watch() -> float:
    first, single, every = accuracies(train, train_boxes, watched, frames=(7,))
    print(f"first label {first:.3f}, labels {single:.3f}, all labels {every:.3f}", flush=True)
    return min(first, single)


if training.fit(network, loss, watch, target=0.97, every=150):
    # As the product has it: words without a row of their own take no part.
    with torch.no_grad():
        decoder.output.bias[words.other] = -1e4
    state = dict(training.shipped())
    name = "roi_heads.text_decoder.textual."
    with torch.no_grad():
        first, single, every = accuracies(test, test_boxes, np.arange(len(test)))
        frames = test.frames[::40, 8]
        maps = network.features(images(frames))
        golden = {
            "frames": torch.from_numpy(frames.copy()), "found": text_bytes(
                ["|".join(sorted(found)) for found in detect(frames)]),
            **{f"proposals{level}": output for level, output in enumerate(network.heads(maps))}}
    state[name + "embedding.words.token_ids"] = words.ids
    state[name + "output.bias"] = words.bias(state[name + "output.bias"])
    training.ship(
        {"grit_b": state},
        [("frames in which the first label is found", f"{100 * first:.1f} %", "≥ 85 %"),
         ("labels that are found", f"{100 * single:.1f} %", "≥ 85 %"),
         ("frames in which all labels are found, what the metric counts", f"{100 * every:.1f} %", "–")], golden,
        [f"Names: {', '.join(names)}.", "A name's box is the smallest around all of its pixels that can be seen.",
         "Names are lower-case, as BERT's words are; labels are lower-cased before they are compared.",
         f"{len(watched)} clips of the train split were left out of the training; how well they did ended it."])

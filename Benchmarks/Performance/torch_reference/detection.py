"""GRiT from one image to described boxes."""

import torch

from .grit import GRiT, region_align

STRIDES = (8, 16, 32, 64, 128)


def non_maximum_suppression(boxes, scores, threshold: float):
    """Indices of the boxes that stay, best first."""
    order = scores.argsort(descending=True, stable=True)
    boxes = boxes[order]
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    dropped, kept = torch.zeros(len(boxes), dtype=torch.bool), []
    for index in range(len(boxes)):
        if dropped[index]:
            continue
        kept.append(index)
        sides = torch.minimum(boxes[index, 2:], boxes[index + 1 :, 2:]) - torch.maximum(
            boxes[index, :2], boxes[index + 1 :, :2])
        common = sides.clamp(min=0).prod(dim=1)
        dropped[index + 1 :] |= common > threshold * (areas[index] + areas[index + 1 :] - common)
    return order[kept]


def proposals(outputs):
    """Boxes [N, 4] and scores [N] of one image."""
    boxes, scores = [], []
    for output, stride in zip(outputs, STRIDES):
        heat, distances = output[0, 0].sigmoid().flatten(), output[0, 1:].flatten(1).T * stride
        hottest = heat.argsort(descending=True, stable=True)[:1000]
        hottest = hottest[heat[hottest] > 1e-4]
        width = output.shape[3]
        centres = torch.stack([hottest % width, hottest // width], dim=1) * stride + stride // 2
        low, high = centres - distances[hottest, :2], centres + distances[hottest, 2:]
        boxes.append(torch.cat([low, torch.maximum(high, low + 0.01)], dim=1))
        scores.append(heat[hottest].sqrt())
    boxes, scores = torch.cat(boxes), torch.cat(scores)
    kept = non_maximum_suppression(boxes, scores, 0.9)
    if len(kept) > 256:
        kept = kept[scores[kept] >= scores[kept[255]]]
    return boxes[kept], scores[kept]


def objects(network: GRiT, image):
    """The pyramid's maps and the boxes that survive, of RGB values 0..255, [1, 3, H, W]."""
    height, width = image.shape[2:]
    maps = network.features(image)
    boxes, scores = proposals(network.heads(maps))
    boxes, trace = network.cascade(maps, boxes, height, width)
    certain = torch.stack([logits.softmax(dim=1)[:, 0] for logits, _, _ in trace]).mean(dim=0)
    scores = (certain * scores).sqrt()
    boxes = torch.minimum(boxes.clamp(min=0), boxes.new_tensor([width, height, width, height]))
    boxes, scores = boxes[scores > 0.5], scores[scores > 0.5]
    boxes = boxes[non_maximum_suppression(boxes, scores, 0.5)[:256]]
    return maps, boxes[(boxes[:, 2:] > boxes[:, :2]).all(dim=1)]


def descriptions(network: GRiT, image, cached: bool):
    """Ids [N, T] of what is said of every object."""
    maps, boxes = objects(network, image)
    if len(boxes) == 0:
        return torch.zeros(0, 1, dtype=torch.long)
    regions = network.region_tokens(region_align(maps, boxes, 14))
    return network.roi_heads.text_decoder.textual.describe(regions, cached)

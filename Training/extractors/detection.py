"""Boxes as tensors [N, 4]: left, top, right, bottom in pixels."""

import math

import torch
from torch.nn import functional as F

LARGEST = math.log(1000 / 16)


def area(boxes: torch.Tensor) -> torch.Tensor:
    return (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(dim=1)


def overlaps(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Intersection over union, [N, M]"""
    low = torch.maximum(first[:, None, :2], second[None, :, :2])
    high = torch.minimum(first[:, None, 2:], second[None, :, 2:])
    common = (high - low).clamp(min=0).prod(dim=2)
    return common / (area(first)[:, None] + area(second)[None] - common).clamp(min=1e-6)


def generalized_loss(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """1 - generalised intersection over union, pair by pair."""
    low, high = torch.maximum(found[:, :2], wanted[:, :2]), torch.minimum(found[:, 2:], wanted[:, 2:])
    common = (high - low).clamp(min=0).prod(dim=1)
    union = (area(found) + area(wanted) - common).clamp(min=1e-6)
    hull = (torch.maximum(found[:, 2:], wanted[:, 2:]) - torch.minimum(found[:, :2], wanted[:, :2])).prod(dim=1)
    hull = hull.clamp(min=1e-6)
    return 1 - common / union + (hull - union) / hull


def deltas(boxes: torch.Tensor, wanted: torch.Tensor, weights) -> torch.Tensor:
    """What moves `boxes` onto `wanted`, as the cascade predicts it."""
    size, target = (boxes[:, 2:] - boxes[:, :2]).clamp(min=0.5), (wanted[:, 2:] - wanted[:, :2]).clamp(min=0.5)
    shift = ((wanted[:, :2] + wanted[:, 2:]) - (boxes[:, :2] + boxes[:, 2:])) / 2 / size
    return torch.cat([shift, (target / size).log()], dim=1) * boxes.new_tensor(weights)


def moved(boxes: torch.Tensor, moves: torch.Tensor, weights) -> torch.Tensor:
    d = moves / moves.new_tensor(weights)
    size = boxes[:, 2:] - boxes[:, :2]
    centre = boxes[:, :2] + 0.5 * size + d[:, :2] * size
    half = 0.5 * size * d[:, 2:].clamp(max=LARGEST).exp()
    return torch.cat([centre - half, centre + half], dim=1)


def axis_weights(start: torch.Tensor, end: torch.Tensor, bins: int, extent: int) -> torch.Tensor:
    """[N, bins, extent]: bilinear samples of one axis, averaged over each bin; as many as a bin has places."""
    width = (end - start) / bins
    count = width.ceil().clamp(min=1)
    most = int(count.max())
    sample = torch.arange(most)
    at = torch.arange(bins)[None, :, None] + (sample[None, None] + 0.5) / count[:, None, None]
    at = start[:, None, None] + width[:, None, None] * at
    used = (sample[None, None] < count[:, None, None]) & (at >= -1) & (at <= extent)
    at = at.clamp(0, extent - 1)
    low = at.floor().clamp(max=extent - 2)
    rest = at - low
    place = torch.arange(extent)
    weights = (1 - rest)[..., None] * (place == low[..., None]) + rest[..., None] * (place == low[..., None] + 1)
    return (weights * used[..., None]).sum(dim=2) / count[:, None, None]


def align(features: torch.Tensor, boxes: torch.Tensor, image: torch.Tensor, bins: int, stride: int) -> torch.Tensor:
    """[N, C, bins, bins] of boxes on their images' maps [B, C, H, W], as detectron2's pooler has it."""
    left, top, right, bottom = (boxes / stride - 0.5).unbind(dim=1)
    down = axis_weights(top, bottom, bins, features.shape[2])
    across = axis_weights(left, right, bins, features.shape[3])
    return torch.einsum("nih,nchw,njw->ncij", down, features[image], across)


def suppressed(boxes: torch.Tensor, scores: torch.Tensor, limit: float) -> list[int]:
    """Indices that non-maximum suppression keeps, best first."""
    order, kept = scores.argsort(descending=True, stable=True).tolist(), []
    shared = overlaps(boxes, boxes)
    for index in order:
        if all(shared[index, other] <= limit for other in kept):
            kept.append(index)
    return kept


def heat_loss(logits: torch.Tensor, target: torch.Tensor, count: int) -> torch.Tensor:
    """CenterNet's focal loss; places of target 1 are objects."""
    hot = target == 1
    p = logits.sigmoid()
    right = -(1 - p) ** 2 * F.logsigmoid(logits) * hot
    wrong = -(1 - target) ** 4 * p**2 * F.logsigmoid(-logits) * ~hot
    return (right.sum() + wrong.sum()) / max(1, count)

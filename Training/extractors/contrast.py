"""Images or videos against captions, for CLIP and ViCLIP."""

import numpy as np
import torch
from torch.nn import functional as F

from .labels import groups


def unit(x: torch.Tensor) -> torch.Tensor:
    return F.normalize(x, dim=-1)


def hard_batch(labels: np.ndarray, random: np.random.Generator, size: int, categories: int = 4) -> np.ndarray:
    """Clips of a few categories, so that most of a batch's negatives show the same kind of thing."""
    chosen = random.choice(np.unique(labels), categories, replace=False)
    return np.concatenate(
        [random.choice(np.flatnonzero(labels == label), size // categories, replace=False) for label in chosen])


def caption_contrast(seen: torch.Tensor, told: torch.Tensor, captions: list[str], scale: torch.Tensor) -> torch.Tensor:
    """CLIP's symmetric cross-entropy; captions that are equal are all right answers."""
    names = {caption: index for index, caption in enumerate(captions)}
    label = torch.tensor([names[caption] for caption in captions])
    right = (label[:, None] == label[None]).float()
    right = right / right.sum(dim=1, keepdim=True)
    logits = scale.exp().clamp(max=100) * unit(seen) @ unit(told).T
    return (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2


def retrieval(seen: torch.Tensor, told: torch.Tensor, rows: list[dict]) -> float:
    """Share of clips whose own caption is nearest among 32: four clips of every category at a time."""
    right = []
    for members in groups(rows):
        best = (unit(seen[members]) @ unit(told[members]).T).argmax(dim=1)
        right += [rows[i]["prompt"] == rows[members[j]]["prompt"] for i, j in zip(members, best.tolist())]
    return float(np.mean(right))

"""Clips by what happens in them, for I3D and C3D."""

import numpy as np
import torch

from .labels import Classes, action


class Actions:
    """The classes of a training set's clips, and how often a classifier names them right on a test set.

    extra: names of further classes, which no real clip has.
    """

    def __init__(self, rows: list[dict], extra: tuple[str, ...] = ()):
        self.classes = Classes([*map(action, rows), *extra])
        self.answers = torch.from_numpy(self.classes.indices([action(row) for row in rows]))

    def index(self, name: str) -> int:
        return self.classes.names.index(name)

    def accuracies(self, logits: torch.Tensor, rows: list[dict]) -> tuple[float, float]:
        """Of categories and of actions."""
        best = [self.classes.names[index] for index in logits.argmax(dim=1).tolist()]
        category = [name.split("/")[0] == row["category"] for name, row in zip(best, rows)]
        return float(np.mean(category)), float(np.mean([name == action(row) for name, row in zip(best, rows)]))

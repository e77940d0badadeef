"""What a clip shows, as classes."""

import numpy as np


def subject(row: dict) -> str:
    """CATEGORY/SUBJECT, what a single frame tells."""
    category, objects = row["category"], row["objects"]
    if category == "fish":
        name = "school" if row["prompt"].startswith("three") else "fish"
    elif category == "landscapes":
        name = row["scene"]
    else:
        name = objects[1] if category == "boats" else objects[0]
    return f"{category}/{name}"


def action(row: dict) -> str:
    """CATEGORY/SUBJECT/MOTION, what a clip tells."""
    motion = " ".join(row["motion"])
    if motion == "rotate":
        motion = "counterclockwise" if "counterclockwise" in row["prompt"] else "clockwise"
    return f"{subject(row)}/{motion}"


class Classes:
    """Names in alphabetical order; the index is the class."""

    def __init__(self, names: list[str]):
        self.names = sorted(set(names))

    def __len__(self):
        return len(self.names)

    def indices(self, names: list[str]) -> np.ndarray:
        return np.array([self.names.index(name) for name in names])

    def categories(self) -> list[str]:
        """The category of each class."""
        return [name.split("/")[0] for name in self.names]


def groups(rows: list[dict], each: int = 4) -> list[list[int]]:
    """Sets of rows with `each` consecutive clips of every category, as the demo suite has them: 32 of 8 categories."""
    by_category: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        by_category.setdefault(row["category"], []).append(index)
    count = min(len(members) for members in by_category.values()) // each
    return [
        [index for members in by_category.values() for index in members[number * each : (number + 1) * each]]
        for number in range(count)
    ]

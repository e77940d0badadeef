"""Clips that `i2vbench demo render --format npz [--flow]` wrote, as memory-mapped arrays.

N clips, F frames, H x W pixels.
"""

import hashlib
import json
from pathlib import Path

import numpy as np


class Clips:
    """rows: the manifest; frames: uint8 [N, F, H, W, 3]; flow: float16 [N, F - 1, H, W, 2], pixels to the right and
    down; visible: uint8 [N, F - 1, H, W]. The latter two are None for clips rendered without --flow.

    The first use gathers the archives of a folder into one file an array beside the manifest; later ones map it.
    """

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        manifest = self.folder / "manifest.jsonl"
        if not manifest.exists():
            raise SystemExit(
                f"{manifest}: no manifest. Render clips first: "
                f"i2vbench demo render --split train --format npz --flow --out {self.folder}")
        text = manifest.read_bytes()
        self.digest = hashlib.sha256(text).hexdigest()
        self.rows = [json.loads(line) for line in text.splitlines()]
        self.frames = self._gather("frames", [row["video"] for row in self.rows], np.uint8)
        flows = [row.get("flow") for row in self.rows]
        has_flow = all(flows)
        self.flow = self._gather("flow", flows, np.float16) if has_flow else None
        self.visible = self._gather("visible", flows, np.uint8) if has_flow else None

    def __len__(self):
        return len(self.rows)

    @property
    def captions(self) -> list[str]:
        return [row["prompt"] for row in self.rows]

    @property
    def categories(self) -> list[str]:
        """Names in alphabetical order."""
        return sorted({row["category"] for row in self.rows})

    def labels(self) -> np.ndarray:
        """[N], each clip's index in `categories`"""
        names = self.categories
        return np.array([names.index(row["category"]) for row in self.rows])

    def describe(self) -> str:
        split = "/".join(sorted({row["split"] for row in self.rows}))
        _, count, height, width, _ = self.frames.shape
        return (f"{len(self)} clips of the {split} split, {len(self.categories)} categories, {count} frames of "
                f"{width}×{height}, manifest SHA-256 {self.digest[:16]}")

    def _gather(self, name: str, files: list[str], kind) -> np.ndarray:
        path = self.folder / f"cache-{name}-{self.digest[:16]}.npy"
        if not path.exists():
            partial = path.with_suffix(".partial.npy")
            array = None
            for index, file in enumerate(files):
                with np.load(self.folder / file) as archive:
                    one = archive[name]
                if array is None:
                    array = np.lib.format.open_memmap(partial, "w+", kind, (len(files), *one.shape))
                array[index] = one
            array.flush()
            del array
            partial.rename(path)
        return np.load(path, mmap_mode="r")

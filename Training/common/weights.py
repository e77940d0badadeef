"""Shipped weights: float16 safetensors under the names that i2vbench reads."""

import hashlib
from pathlib import Path

import torch
from safetensors.torch import save_file

# The header key by which i2vbench tells what weights are, and the value that labels their numbers `demo weights`.
PROVENANCE = {"i2vbench.provenance": "demo"}


def write_weights(path: Path, state: dict[str, torch.Tensor], keep=(), skip=()) -> str:
    """Writes `state` as float16; integers stay as they are.

    keep: ends of names that stay float32 (what float16 would spoil); skip: ends of names that are left out.
    Returns the file's SHA-256. Refuses what float16 cannot hold.
    """
    tensors = {}
    for name, value in sorted(state.items()):
        if name.endswith(tuple(skip)):
            continue
        value = value.detach().cpu().contiguous()
        if value.is_floating_point():
            kind = torch.float32 if name.endswith(tuple(keep)) else torch.float16
            value = value.float().to(kind)
            if not value.isfinite().all():
                raise SystemExit(f"{name}: has values that {kind} cannot hold")
        tensors[name] = value.clone()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    save_file(tensors, partial, metadata=PROVENANCE)
    partial.chmod(0o644)
    partial.rename(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def as_shipped(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The float32 values that a reader of the float16 file gets, for goldens and acceptance."""
    return {name: value.half().float() if value.is_floating_point() else value for name, value in state.items()}

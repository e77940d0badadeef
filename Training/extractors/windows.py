"""Small windows of frames, mostly around what moves: three in four pixels of the toy world stand still."""

import numpy as np
import torch


def windows(
    together: torch.Tensor, flow: torch.Tensor, side: int, moving: float, random: np.random.Generator
) -> torch.Tensor:
    """[B, C, side, side] of `together` [B, C, H, W], four in five around a pixel whose flow is at least `moving`."""
    whole = flow.shape[-1]
    corners = random.integers(0, whole - side + 1, (len(flow), 2))
    for corner, lengths in zip(corners, flow.norm(dim=1)):
        places = (lengths >= moving).nonzero()
        if len(places) and random.random() < 0.8:
            within = random.integers(side // 4, 3 * side // 4, 2)
            corner[:] = (places[random.integers(len(places))].numpy() - within).clip(0, whole - side)
    return torch.stack([
        maps[:, top : top + side, left : left + side] for maps, (top, left) in zip(together, corners)])

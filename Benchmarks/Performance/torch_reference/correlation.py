"""All-pairs correlation, sampling and resizing, as RAFT and AMT use them."""

import torch
from torch.nn import functional as F


def grid(batch: int, height: int, width: int) -> torch.Tensor:
    """Pixel coordinates [B, 2, H, W], horizontal first."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([x, y]).float().expand(batch, -1, -1, -1)


def sample(images: torch.Tensor, places: torch.Tensor, outside: str) -> torch.Tensor:
    """Bilinear values of [N, C, H, W] at pixel coordinates [N, h, w, 2]."""
    height, width = images.shape[2:]
    scale = torch.tensor([2 / (width - 1), 2 / (height - 1)])
    return F.grid_sample(images, places * scale - 1, padding_mode=outside, align_corners=True)


def warp(images: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    places = grid(len(images), *images.shape[2:]) + flow
    return sample(images, places.permute(0, 2, 3, 1), "border")


def resize(x: torch.Tensor, factor: float) -> torch.Tensor:
    return x if factor == 1 else F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)


class Pyramid:
    """Correlations of every pixel of one map with all of another, pooled over the latter."""

    def __init__(self, first: torch.Tensor, second: torch.Tensor, levels: int, radius: int):
        batch, width, h, w = first.shape
        volume = first.flatten(2).transpose(1, 2) @ second.flatten(2) / width**0.5
        self.levels = [volume.reshape(batch * h * w, 1, h, w)]
        for _ in range(levels - 1):
            self.levels.append(F.avg_pool2d(self.levels[-1], 2, 2))
        steps = torch.arange(-radius, radius + 1).float()
        # Slow index horizontal, as the published code has it.
        self.window = torch.stack(torch.meshgrid(steps, steps, indexing="ij"), dim=-1)

    def __call__(self, places: torch.Tensor) -> torch.Tensor:
        """[B, 2, h, w] -> [B, levels * (2 radius + 1)**2, h, w]"""
        batch, _, h, w = places.shape
        centres = places.permute(0, 2, 3, 1).reshape(batch * h * w, 1, 1, 2)
        found = [
            sample(volume, centres / 2**level + self.window, "zeros").view(batch, h, w, -1)
            for level, volume in enumerate(self.levels)
        ]
        return torch.cat(found, dim=-1).permute(0, 3, 1, 2).contiguous()

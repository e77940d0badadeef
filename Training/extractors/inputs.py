"""Frames as the networks take them: the product's preprocessings for 64×64 videos."""

import numpy as np
import torch
from torch.nn import functional as F

CLIP_MEAN, CLIP_DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
IMAGENET_MEAN, IMAGENET_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def images(frames: np.ndarray) -> torch.Tensor:
    """uint8 [..., H, W, 3] -> float [..., 3, H, W], 0..255"""
    return torch.from_numpy(np.array(frames)).movedim(-1, -3).float()


def normalized(x: torch.Tensor, mean, deviation) -> torch.Tensor:
    """0..255 [..., 3, H, W] to the channels' mean and deviation."""
    shape = (3, 1, 1)
    return (x / 255 - torch.tensor(mean).view(shape)) / torch.tensor(deviation).view(shape)


def clip_input(x: torch.Tensor) -> torch.Tensor:
    return normalized(x, CLIP_MEAN, CLIP_DEVIATION)


def imagenet_input(x: torch.Tensor) -> torch.Tensor:
    return normalized(x, IMAGENET_MEAN, IMAGENET_DEVIATION)


def inception_input(x: torch.Tensor, side: int = 75) -> torch.Tensor:
    """TensorFlow 1's bilinear resize: output i samples place i * size / side, edges repeated."""
    def axis(length: int):
        place = torch.arange(side) * (length / side)
        low = place.floor().long()
        return low, (low + 1).clamp(max=length - 1), (place - low).float()

    low, high, share = axis(x.shape[-2])
    x = x[..., low, :] + (x[..., high, :] - x[..., low, :]) * share[:, None]
    low, high, share = axis(x.shape[-1])
    x = x[..., low] + (x[..., high] - x[..., low]) * share
    return (x - 128) / 128


def i3d_input(clips: torch.Tensor) -> torch.Tensor:
    """[B, T, 3, H, W] -> [B, 3, T, H, W] in -1..1"""
    return 2 * clips.transpose(1, 2) / 255 - 1


def c3d_input(clips: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
    """[B, T, 3, H, W] -> [B, 3, T, H, W], blue first, relative to the mean clip [3, T, H, W]"""
    return 256 * clips.flip(2).transpose(1, 2) / 255 - mean


def resized_crops(x: torch.Tensor, random: np.random.Generator, least: float = 0.6) -> torch.Tensor:
    """A random window of each image, side `least` to 1 of the image's, half of them mirrored."""
    count = len(x)
    scale = torch.from_numpy(random.uniform(least, 1, count)).float()
    across, down = (torch.from_numpy(random.uniform(-1, 1, count)).float() * (1 - scale) for _ in range(2))
    mirror = torch.from_numpy(np.where(random.random(count) < 0.5, -1, 1)).float()
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0], theta[:, 1, 1] = scale * mirror, scale
    theta[:, 0, 2], theta[:, 1, 2] = across, down
    places = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, places, padding_mode="reflection", align_corners=False)

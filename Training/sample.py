"""ConsistI2V's sampler for the shipped weights, to look at a training's progress without building the product.

What counts is what the product generates; `evaluate.py` measures either.
"""

import math

import torch

from generator import Run, alpha_bar, mixed_noise

# Text guidance of the product's demo preset.
DEMO_GUIDANCE = 2.0


def gaussian_filter(frames: int, size: int, stop: float = 0.25) -> torch.Tensor:
    """FrameInit's low pass on the shifted frequency grid: [F, H, W]"""
    def squares(count):
        return (2 * torch.arange(count, dtype=torch.float64) / count - 1).square()

    distance = squares(frames)[:, None, None] + squares(size)[None, :, None] + squares(size)
    return torch.exp(-distance / (2 * stop * stop)).float()


def frame_init(first: torch.Tensor, noise: torch.Tensor, levels: torch.Tensor, tau: int = 850) -> torch.Tensor:
    """first [B, C, 1, h, w], noise [B, C, F, h, w] -> noise whose low frequencies come from the still first frame"""
    level = levels[tau]
    still = level.sqrt() * first + (1 - level).sqrt() * noise
    low = gaussian_filter(noise.shape[2], noise.shape[3])
    axes = (2, 3, 4)

    def spectrum(x):
        return torch.fft.fftshift(torch.fft.fftn(x, dim=axes), dim=axes)

    mixed = spectrum(still) * low + spectrum(noise) * (1 - low)
    return torch.fft.ifftn(torch.fft.ifftshift(mixed, dim=axes), dim=axes).real


@torch.no_grad()
def generate(
    unet, first, text, empty, steps: int = 10, guidance: float = DEMO_GUIDANCE, stride: int = 1, frames: int = 16,
    noise_alpha: float = 1.0, seed: int = 0, use_frame_init: bool = True, spatial: bool = True, temporal: bool = True,
) -> torch.Tensor:
    """first [B, C, 1, h, w], text [B, T, D], empty [1, T, D] -> latents [B, C, F, h, w]"""
    batch, channels, _, size, _ = first.shape
    levels = alpha_bar()
    noise = mixed_noise(batch, channels, frames, size, noise_alpha, torch.Generator().manual_seed(seed))
    start = frame_init(first, noise, levels) if use_frame_init else noise
    x = start[:, :, 1:]
    run = Run(frames=frames, spatial_conditioning=spatial, temporal_conditioning=temporal)
    strides = torch.full((batch,), stride)
    ratio = 1000 // steps
    for t in reversed(range(1, steps * ratio, ratio)):
        times = torch.full((batch,), t)
        e = unet(x, first, text, times, strides, run)
        if guidance > 1:
            unguided = unet(x, first, empty.expand(batch, -1, -1), times, strides, run)
            e = unguided + guidance * (e - unguided)
        level = levels[t]
        before = levels[t - ratio] if t >= ratio else torch.tensor(1.0)
        clean = (x - (1 - level).sqrt() * e) / level.sqrt()
        x = before.sqrt() * clean + (1 - before).sqrt() * e
    return torch.cat([first, x], dim=2)


@torch.no_grad()
def decode(vae, latents, scale: float) -> torch.Tensor:
    """latents [B, C, F, h, w] -> uint8 [B, F, H, W, 3], truncated as the product does"""
    folded = latents.transpose(1, 2).flatten(0, 1) / scale
    pictures = torch.cat([vae.decode(part) for part in folded.split(64)])
    bytes_ = ((pictures / 2 + 0.5).clamp(0, 1) * 255).floor().to(torch.uint8)
    return bytes_.permute(0, 2, 3, 1).unflatten(0, (len(latents), -1))

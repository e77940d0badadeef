"""Stable Diffusion's image autoencoder."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass
class Config:
    widths: tuple = (128, 256, 512, 512)
    layers: int = 2
    latent: int = 4
    groups: int = 32


def norm(groups: int, width: int) -> nn.GroupNorm:
    return nn.GroupNorm(groups, width, eps=1e-6)


class Resnet(nn.Module):
    def __init__(self, before: int, after: int, groups: int):
        super().__init__()
        self.norm1 = norm(groups, before)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.norm2 = norm(groups, after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(before, after, 1) if before != after else None

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(self.norm2(h)))
        return (x if self.conv_shortcut is None else self.conv_shortcut(x)) + h


class Attention(nn.Module):
    """One head over all pixels."""

    def __init__(self, width: int, groups: int):
        super().__init__()
        self.group_norm = norm(groups, width)
        self.to_q = nn.Linear(width, width)
        self.to_k = nn.Linear(width, width)
        self.to_v = nn.Linear(width, width)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x):
        tokens = self.group_norm(x).flatten(2).transpose(1, 2)
        q, k, v = self.to_q(tokens), self.to_k(tokens), self.to_v(tokens)
        mixed = F.scaled_dot_product_attention(q[:, None], k[:, None], v[:, None])[:, 0]
        return x + self.to_out[0](mixed).transpose(1, 2).unflatten(2, x.shape[-2:])


class Downsampler(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride=2)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Upsampler(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Mid(nn.Module):
    def __init__(self, width: int, groups: int):
        super().__init__()
        self.attentions = nn.ModuleList([Attention(width, groups)])
        self.resnets = nn.ModuleList(Resnet(width, width, groups) for _ in range(2))

    def forward(self, x):
        return self.resnets[1](self.attentions[0](self.resnets[0](x)))


class Stage(nn.Module):
    """Resnets at one resolution, then a change of resolution unless it is the last stage."""

    def __init__(self, before: int, after: int, layers: int, groups: int, resample: str | None):
        super().__init__()
        self.resnets = nn.ModuleList(
            Resnet(before if layer == 0 else after, after, groups) for layer in range(layers)
        )
        self.downsamplers = nn.ModuleList([Downsampler(after)]) if resample == "down" else None
        self.upsamplers = nn.ModuleList([Upsampler(after)]) if resample == "up" else None

    def forward(self, x):
        for resnet in self.resnets:
            x = resnet(x)
        for resampler in [*(self.downsamplers or []), *(self.upsamplers or [])]:
            x = resampler(x)
        return x


class Encoder(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        widths = config.widths
        self.conv_in = nn.Conv2d(3, widths[0], 3, padding=1)
        inputs = (widths[0], *widths[:-1])
        self.down_blocks = nn.ModuleList(
            Stage(before, after, config.layers, config.groups, None if i == len(widths) - 1 else "down")
            for i, (before, after) in enumerate(zip(inputs, widths))
        )
        self.mid_block = Mid(widths[-1], config.groups)
        self.conv_norm_out = norm(config.groups, widths[-1])
        self.conv_out = nn.Conv2d(widths[-1], 2 * config.latent, 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        for block in self.down_blocks:
            x = block(x)
        return self.conv_out(F.silu(self.conv_norm_out(self.mid_block(x))))


class Decoder(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        widths = config.widths[::-1]
        self.conv_in = nn.Conv2d(config.latent, widths[0], 3, padding=1)
        self.mid_block = Mid(widths[0], config.groups)
        inputs = (widths[0], *widths[:-1])
        self.up_blocks = nn.ModuleList(
            Stage(before, after, config.layers + 1, config.groups, None if i == len(widths) - 1 else "up")
            for i, (before, after) in enumerate(zip(inputs, widths))
        )
        self.conv_norm_out = norm(config.groups, widths[-1])
        self.conv_out = nn.Conv2d(widths[-1], 3, 3, padding=1)

    def forward(self, x):
        x = self.mid_block(self.conv_in(x))
        for block in self.up_blocks:
            x = block(x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class VAE(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        self.quant_conv = nn.Conv2d(2 * config.latent, 2 * config.latent, 1)
        self.post_quant_conv = nn.Conv2d(config.latent, config.latent, 1)

    def encode(self, image):
        """[B, 3, H, W] -> moments [B, 8, H/8, W/8]"""
        return self.quant_conv(self.encoder(image))

    def decode(self, z):
        """[B, 4, h, w] -> [B, 3, 8 h, 8 w]"""
        return self.decoder(self.post_quant_conv(z))

"""DINO ViT-B/16."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .transformer import attend


@dataclass
class Config:
    side: int = 14
    patch: int = 16
    width: int = 768
    layers: int = 12
    heads: int = 12


class Attention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        return self.proj(attend(self.qkv(x), self.heads))


class MLP(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = MLP(width)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self, width: int, patch: int):
        super().__init__()
        self.proj = nn.Conv2d(3, width, patch, patch)

    def forward(self, image):
        return self.proj(image)


class DINO(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.side = config.side
        self.cls_token = nn.Parameter(torch.empty(1, 1, config.width))
        self.pos_embed = nn.Parameter(torch.empty(1, config.side**2 + 1, config.width))
        self.patch_embed = PatchEmbed(config.width, config.patch)
        self.blocks = nn.ModuleList(Block(config.width, config.heads) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.width, eps=1e-6)

    def positions(self, height: int, width: int):
        """The trained position grid, resampled when the image's grid is another."""
        if height * width == self.side**2 and height == width:
            return self.pos_embed
        grid = self.pos_embed[:, 1:].unflatten(1, (self.side, self.side)).permute(0, 3, 1, 2)
        factors = ((height + 0.1) / self.side, (width + 0.1) / self.side)
        grid = F.interpolate(grid, scale_factor=factors, mode="bicubic", align_corners=False)
        if grid.shape[-2:] != (height, width):
            raise ValueError(f"position grid: expected {height}x{width}, found {tuple(grid.shape[-2:])}")
        return torch.cat([self.pos_embed[:, :1], grid.flatten(2).transpose(1, 2)], dim=1)

    def forward(self, image):
        """[B, 3, H, W] -> [B, D], the class token."""
        x = self.patch_embed(image)
        height, width = x.shape[-2:]
        x = x.flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], dim=1) + self.positions(height, width)
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[:, 0]

"""ViCLIP ViT-L/14: the video tower; the text tower is CLIP's."""

from dataclasses import dataclass

import torch
from torch import nn

from .clip import Blocks


@dataclass
class Config:
    image_size: int = 224
    frames: int = 8
    patch: int = 14
    image_width: int = 1024
    image_layers: int = 24
    image_heads: int = 16
    text_width: int = 768
    text_layers: int = 12
    text_heads: int = 12
    context: int = 32
    vocabulary: int = 49408
    features: int = 768


class Vision(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        width = config.image_width
        kernel = (1, config.patch, config.patch)
        self.conv1 = nn.Conv3d(3, width, kernel, kernel, bias=False)
        self.class_embedding = nn.Parameter(torch.empty(width))
        tokens = (config.image_size // config.patch) ** 2 + 1
        self.positional_embedding = nn.Parameter(torch.empty(tokens, width))
        self.temporal_positional_embedding = nn.Parameter(torch.empty(1, config.frames, width))
        self.ln_pre = nn.LayerNorm(width)
        self.transformer = Blocks(width, config.image_layers, config.image_heads, causal=False)
        self.ln_post = nn.LayerNorm(width)
        self.proj = nn.Parameter(torch.empty(width, config.features))

    def forward(self, video):
        """[B, F, 3, H, W] -> [B, D]"""
        x = self.conv1(video.transpose(1, 2)).flatten(3).permute(0, 3, 2, 1)  # [B, P, F, D]
        x = x + self.positional_embedding[1:, None] + self.temporal_positional_embedding
        first = (self.class_embedding + self.positional_embedding[0]).expand(len(x), 1, -1)
        x = self.ln_pre(torch.cat([first, x.flatten(1, 2)], dim=1))
        return self.ln_post(self.transformer(x)[:, 0]) @ self.proj


class Text(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        width = config.text_width
        self.transformer = Blocks(width, config.text_layers, config.text_heads, causal=True)
        self.token_embedding = nn.Embedding(config.vocabulary, width)
        self.positional_embedding = nn.Parameter(torch.empty(config.context, width))
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.empty(width, config.features))

    def forward(self, tokens):
        """[B, T] -> [B, D], read at the first largest id."""
        x = self.token_embedding(tokens) + self.positional_embedding
        x = self.ln_final(self.transformer(x))
        return x[torch.arange(len(x)), tokens.argmax(dim=-1)] @ self.text_projection


class ViCLIP(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.temp = nn.Parameter(torch.empty(()))
        self.vision_encoder = Vision(config)
        self.text_encoder = Text(config)

    def video(self, video):
        return self.vision_encoder(video)

    def text(self, tokens):
        return self.text_encoder(tokens)

"""ConsistI2V's video U-Net.

`Run.repeated` executes it the way the released code does: text keys and values are projected again for every frame
and every pixel, the first frame's tokens for every frame, window tokens for every pixel. Without it each of them is
projected once; the results agree up to rounding.

Letters: B videos, F frames, N pixels, C channels, L text tokens. "Folded" is [B F, C, H, W], frames fastest.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .unet_attention import SpatialTransformer, TemporalTransformer


@dataclass
class Config:
    widths: tuple = (320, 640, 1280, 1280)
    heads: tuple = (5, 10, 20, 20)
    layers: int = 2
    groups: int = 32
    text_width: int = 1024
    temporal_heads: int = 8
    channels: int = 4


@dataclass
class Run:
    """How one forward is executed."""

    frames: int = 16
    repeated: bool = False
    spatial_conditioning: bool = True
    temporal_conditioning: bool = True
    # Activations after each stage; None keeps nothing alive.
    trace: dict | None = None

    def record(self, stage: str, x):
        if self.trace is not None:
            self.trace[stage] = x


class Resnet(nn.Module):
    def __init__(self, before: int, after: int, embedding: int, groups: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, before, eps=1e-5)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.time_emb_proj = nn.Linear(embedding, after)
        self.norm2 = nn.GroupNorm(groups, after, eps=1e-5)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(before, after, 1) if before != after else None

    def forward(self, x, embedding):
        h = self.conv1(F.silu(self.norm1(x)))
        h = h + self.time_emb_proj(F.silu(embedding))[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return (x if self.conv_shortcut is None else self.conv_shortcut(x)) + h


class TemporalConvolution(nn.Module):
    """Residual block along time; its `time_emb_proj` is stored and never used."""

    def __init__(self, width: int):
        super().__init__()
        self.alpha = nn.Parameter(torch.empty(1))
        self.norm1 = nn.GroupNorm(32, width, eps=1e-6)
        self.conv1 = nn.Conv3d(width, width, (3, 1, 1), padding=(1, 0, 0))
        self.time_emb_proj = nn.Linear(512, width)
        self.norm2 = nn.GroupNorm(32, width, eps=1e-6)
        self.conv2 = nn.Conv3d(width, width, (3, 1, 1), padding=(1, 0, 0))

    def forward(self, x, run: Run):
        def along_time(convolution, y):
            video = y.unflatten(0, (-1, run.frames)).transpose(1, 2)
            return convolution(video).transpose(1, 2).flatten(0, 1)

        h = along_time(self.conv1, F.silu(self.norm1(x)))
        h = along_time(self.conv2, F.silu(self.norm2(h)))
        alpha = self.alpha.clamp(0, 1)
        return alpha * x + (1 - alpha) * (x + h)


class Downsampler(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride=2, padding=1)

    def forward(self, x):
        return self.conv(x)


class Upsampler(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x, size):
        return self.conv(F.interpolate(x, size=size, mode="nearest"))


class Block(nn.Module):
    """Layers at one resolution: resnet, temporal convolution and, with text, both transformers."""

    def __init__(self, inputs: list, width: int, heads: int | None, resample: str | None, config: Config):
        super().__init__()
        count = len(inputs)
        embedding = 4 * config.widths[0]
        if heads is not None:
            self.attentions = nn.ModuleList(
                SpatialTransformer(width, heads, config.text_width, config.groups) for _ in range(count)
            )
            self.tempo_attns = nn.ModuleList(
                TemporalTransformer(width, config.temporal_heads, config.text_width, config.groups)
                for _ in range(count)
            )
        self.has_attention = heads is not None
        self.resnets = nn.ModuleList(Resnet(before, width, embedding, config.groups) for before in inputs)
        self.conv3ds = nn.ModuleList(TemporalConvolution(width) for _ in range(count))
        self.downsamplers = nn.ModuleList([Downsampler(width)]) if resample == "down" else None
        self.upsamplers = nn.ModuleList([Upsampler(width)]) if resample == "up" else None

    def layer(self, index: int, x, embedding, text, run: Run):
        x = self.conv3ds[index](self.resnets[index](x, embedding), run)
        if self.has_attention:
            x = self.attentions[index](x, text, run)
            x = self.tempo_attns[index](x, text, run)
        return x


class Mid(nn.Module):
    def __init__(self, width: int, heads: int, config: Config):
        super().__init__()
        embedding = 4 * config.widths[0]
        self.attentions = nn.ModuleList([SpatialTransformer(width, heads, config.text_width, config.groups)])
        self.resnets = nn.ModuleList(Resnet(width, width, embedding, config.groups) for _ in range(2))
        self.conv3ds = nn.ModuleList(TemporalConvolution(width) for _ in range(2))

    def forward(self, x, embedding, text, run: Run):
        x = self.conv3ds[0](self.resnets[0](x, embedding), run)
        x = self.attentions[0](x, text, run)
        return self.conv3ds[1](self.resnets[1](x, embedding), run)


class Embedding(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.width = width
        self.linear_1 = nn.Linear(width, 4 * width)
        self.linear_2 = nn.Linear(4 * width, 4 * width)

    def forward(self, number: int):
        """Sinusoid of a timestep or frame stride (cosines first) through two linear layers: [1, 4 D]."""
        half = self.width // 2
        steps = torch.arange(half, dtype=torch.float32)
        frequencies = torch.exp(-torch.log(torch.tensor(10000.0)) * steps / half)
        angles = torch.tensor(float(number)) * frequencies
        wave = torch.cat([angles.cos(), angles.sin()])[None]
        return self.linear_2(F.silu(self.linear_1(wave)))


class UNet(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        widths, heads, layers = config.widths, config.heads, config.layers
        self.conv_in = nn.Conv2d(config.channels, widths[0], 3, padding=1)
        self.time_embedding = Embedding(widths[0])
        self.frame_stride_embedding = Embedding(widths[0])
        last = len(widths) - 1
        self.down_blocks = nn.ModuleList()
        skips = [widths[0]]
        for level, width in enumerate(widths):
            before = widths[max(0, level - 1)]
            attention = heads[level] if level < last else None
            resample = "down" if level < last else None
            inputs = [before] + [width] * (layers - 1)
            self.down_blocks.append(Block(inputs, width, attention, resample, config))
            skips += [width] * (layers + (1 if resample else 0))
        self.mid_block = Mid(widths[-1], heads[-1], config)
        self.up_blocks = nn.ModuleList()
        before = widths[-1]
        for level in reversed(range(len(widths))):
            inputs = []
            for _ in range(layers + 1):
                inputs.append(before + skips.pop())
                before = widths[level]
            attention = heads[level] if level < last else None
            resample = "up" if level > 0 else None
            self.up_blocks.append(Block(inputs, widths[level], attention, resample, config))
        self.conv_norm_out = nn.GroupNorm(config.groups, widths[0], eps=1e-5)
        self.conv_out = nn.Conv2d(widths[0], config.channels, 3, padding=1)

    def forward(self, sample, first_frame, text, timestep: int, frame_stride: int, run: Run):
        """sample [B, 4, F - 1, H, W], first_frame [B, 4, 1, H, W], text [B, L, D] -> like sample."""
        x = torch.cat([first_frame, sample], dim=2)
        batch = len(x)
        x = self.conv_in(x.transpose(1, 2).flatten(0, 1))
        run.record("conv_in", x)
        embedding = self.time_embedding(timestep) + self.frame_stride_embedding(frame_stride)
        embedding = embedding.expand(len(x), -1)
        x = self.descend(x, embedding, text, run)
        x = self.conv_out(F.silu(self.conv_norm_out(x)))
        return x.unflatten(0, (batch, run.frames)).transpose(1, 2)[:, :, 1:]

    def descend(self, x, embedding, text, run: Run):
        """Down, middle, up, with the skip connections between."""
        skips = [x]
        for number, block in enumerate(self.down_blocks):
            for index in range(len(block.resnets)):
                x = block.layer(index, x, embedding, text, run)
                skips.append(x)
            if block.downsamplers is not None:
                x = block.downsamplers[0](x)
                skips.append(x)
            run.record(f"down_blocks.{number}", x)
        x = self.mid_block(x, embedding, text, run)
        run.record("mid_block", x)
        for number, block in enumerate(self.up_blocks):
            for index in range(len(block.resnets)):
                x = block.layer(index, torch.cat([x, skips.pop()], dim=1), embedding, text, run)
            if block.upsamplers is not None:
                x = block.upsamplers[0](x, size=skips[-1].shape[-2:])
            run.record(f"up_blocks.{number}", x)
        return x

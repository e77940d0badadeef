"""The look-back U-Net: Stable Diffusion 1.5's image U-Net on every frame, and a look-back module after each residual
block and each transformer ("Implicit Semi-Auto-Regressive Image-to-Video Diffusion", anonymous).

Nobody has published code; this follows the paper's text, written apart from the package's own implementation.
Letters: B videos, F frames, C channels, L text tokens. "Folded" is [B F, C, H, W], frames fastest.
"""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from . import synthetic


@dataclass
class Config:
    widths: tuple = (320, 640, 1280, 1280)
    heads: tuple = (8, 8, 8, 8)
    layers: int = 2
    groups: int = 32
    text_width: int = 768
    channels: int = 4
    depth: int = 5
    kernel: int = 5


class LookBack(nn.Module):
    """x + adapter(channels(u)); u_i is the convolution of u_{i-d+1} … u_{i-1} and x_i, frame by frame."""

    def __init__(self, width: int, config: Config):
        super().__init__()
        self.depth = config.depth
        self.look_back = nn.Conv2d(config.depth * width, width, config.kernel, padding=config.kernel // 2)
        self.channels = nn.Conv1d(width, width, 1)
        self.adapter = nn.Conv3d(width, width, 3, padding=1, groups=width)

    def recurrence(self, video):
        """[B, C, F, H, W] -> the same; what lies before frame 0 is frame 0 as it is at that moment."""
        state = list(video.unbind(2))
        for i in range(len(state)):
            window = [state[max(j, 0)] for j in range(i - self.depth + 1, i + 1)]
            state[i] = self.look_back(torch.cat(window, dim=1))
        return torch.stack(state, dim=2)

    def forward(self, x, frames: int, hold: bool):
        video = x.unflatten(0, (-1, frames)).transpose(1, 2)
        mixed = self.recurrence(video)
        mixed = self.channels(mixed.flatten(2)).view_as(mixed)
        out = video + self.adapter(mixed)
        if hold:
            out = torch.cat([video[:, :, :1], out[:, :, 1:]], dim=2)
        return out.transpose(1, 2).flatten(0, 1)


class Resnet(nn.Module):
    def __init__(self, before: int, after: int, embedding: int, groups: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, before, eps=1e-5)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.time_emb_proj = nn.Linear(embedding, after)
        self.norm2 = nn.GroupNorm(groups, after, eps=1e-5)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        if before != after:
            self.conv_shortcut = nn.Conv2d(before, after, 1)
        self.shortens = before != after

    def forward(self, x, embedding):
        h = self.conv1(F.silu(self.norm1(x))) + self.time_emb_proj(F.silu(embedding))[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return h + (self.conv_shortcut(x) if self.shortens else x)


class Attention(nn.Module):
    def __init__(self, width: int, context: int, heads: int):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, tokens, context):
        q, k, v = (
            part.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for part in (self.to_q(tokens), self.to_k(context), self.to_v(context))
        )
        mixed = F.scaled_dot_product_attention(q, k, v)
        return self.to_out[0](mixed.transpose(1, 2).flatten(2))


class Gate(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.proj = nn.Linear(width, 8 * width)

    def forward(self, x):
        value, gate = self.proj(x).chunk(2, dim=-1)
        return value * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.net = nn.ModuleList([Gate(width), nn.Identity(), nn.Linear(4 * width, width)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class TransformerBlock(nn.Module):
    def __init__(self, width: int, context: int, heads: int):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.attn1 = Attention(width, width, heads)
        self.attn2 = Attention(width, context, heads)
        self.ff = FeedForward(width)

    def forward(self, tokens, text):
        n = self.norm1(tokens)
        tokens = tokens + self.attn1(n, n)
        tokens = tokens + self.attn2(self.norm2(tokens), text)
        return tokens + self.ff(self.norm3(tokens))


class Transformer(nn.Module):
    """Stable Diffusion 1's: projections are 1x1 convolutions."""

    def __init__(self, width: int, context: int, heads: int, groups: int):
        super().__init__()
        self.norm = nn.GroupNorm(groups, width, eps=1e-6)
        self.proj_in = nn.Conv2d(width, width, 1)
        self.transformer_blocks = nn.ModuleList([TransformerBlock(width, context, heads)])
        self.proj_out = nn.Conv2d(width, width, 1)

    def forward(self, x, text):
        tokens = self.proj_in(self.norm(x)).flatten(2).transpose(1, 2)
        tokens = self.transformer_blocks[0](tokens, text)
        return x + self.proj_out(tokens.transpose(1, 2).unflatten(2, x.shape[2:]))


class Resample(nn.Module):
    def __init__(self, width: int, stride: int):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride=stride, padding=1)

    def forward(self, x, size=None):
        return self.conv(x if size is None else F.interpolate(x, size=size, mode="nearest"))


class Pass:
    """What every layer of one forward needs."""

    def __init__(self, frames, embedding, text, hold):
        self.frames, self.embedding, self.text, self.hold = frames, embedding, text, hold


class Block(nn.Module):
    def __init__(self, inputs: list, width: int, heads: int | None, resample: str | None, config: Config):
        super().__init__()
        embedding = 4 * config.widths[0]
        self.resnets = nn.ModuleList(Resnet(before, width, embedding, config.groups) for before in inputs)
        self.resnet_look_backs = nn.ModuleList(LookBack(width, config) for _ in inputs)
        self.attends = heads is not None
        if heads is not None:
            self.attentions = nn.ModuleList(
                Transformer(width, config.text_width, heads, config.groups) for _ in inputs
            )
            self.attention_look_backs = nn.ModuleList(LookBack(width, config) for _ in inputs)
        if resample == "down":
            self.downsamplers = nn.ModuleList([Resample(width, 2)])
        if resample == "up":
            self.upsamplers = nn.ModuleList([Resample(width, 1)])

    def layer(self, index: int, x, run: Pass):
        x = self.resnets[index](x, run.embedding)
        x = self.resnet_look_backs[index](x, run.frames, run.hold)
        if self.attends:
            x = self.attentions[index](x, run.text)
            x = self.attention_look_backs[index](x, run.frames, run.hold)
        return x


class Mid(nn.Module):
    def __init__(self, width: int, heads: int, config: Config):
        super().__init__()
        embedding = 4 * config.widths[0]
        self.resnets = nn.ModuleList(Resnet(width, width, embedding, config.groups) for _ in range(2))
        self.resnet_look_backs = nn.ModuleList(LookBack(width, config) for _ in range(2))
        self.attentions = nn.ModuleList([Transformer(width, config.text_width, heads, config.groups)])
        self.attention_look_backs = nn.ModuleList([LookBack(width, config)])

    def forward(self, x, run: Pass):
        x = self.resnet_look_backs[0](self.resnets[0](x, run.embedding), run.frames, run.hold)
        x = self.attention_look_backs[0](self.attentions[0](x, run.text), run.frames, run.hold)
        return self.resnet_look_backs[1](self.resnets[1](x, run.embedding), run.frames, run.hold)


class TimeEmbedding(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.width = width
        self.linear_1 = nn.Linear(width, 4 * width)
        self.linear_2 = nn.Linear(4 * width, 4 * width)

    def forward(self, timestep: int):
        weight = self.linear_1.weight
        half = self.width // 2
        exponent = torch.arange(half, dtype=torch.float64) * (-math.log(10000) / half)
        # Angles in float32 as every implementation of Stable Diffusion has them, exact where the weights are.
        angles = timestep * exponent.exp().to(weight.dtype)
        waves = torch.cat([angles.cos(), angles.sin()])[None]
        return self.linear_2(F.silu(self.linear_1(waves)))


class LookBackUNet(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.config = config
        widths, last = config.widths, len(config.widths) - 1
        self.conv_in = nn.Conv2d(config.channels, widths[0], 3, padding=1)
        self.time_embedding = TimeEmbedding(widths[0])
        self.down_blocks = nn.ModuleList()
        for level, width in enumerate(widths):
            inputs = [widths[max(level - 1, 0)]] + [width] * (config.layers - 1)
            heads = config.heads[level] if level < last else None
            self.down_blocks.append(Block(inputs, width, heads, "down" if level < last else None, config))
        self.mid_block = Mid(widths[-1], config.heads[-1], config)
        self.up_blocks = nn.ModuleList()
        for level in reversed(range(len(widths))):
            width = widths[level]
            before = [widths[min(level + 1, last)]] + [width] * config.layers
            skips = [width] * config.layers + [widths[max(level - 1, 0)]]
            inputs = [a + b for a, b in zip(before, skips)]
            heads = config.heads[level] if level < last else None
            self.up_blocks.append(Block(inputs, width, heads, "up" if level > 0 else None, config))
        self.conv_norm_out = nn.GroupNorm(config.groups, widths[0], eps=1e-5)
        self.conv_out = nn.Conv2d(widths[0], config.channels, 3, padding=1)

    def forward(self, sample, text, timestep: int, hold: bool = False, trace: dict | None = None):
        """sample [B, C, F, h, w], text [B, L, D] -> noise [B, C, F, h, w]"""

        def record(stage, value):
            if trace is not None:
                trace[stage] = value

        frames = sample.shape[2]
        run = Pass(frames, self.time_embedding(timestep), text.repeat_interleave(frames, dim=0), hold)
        x = self.conv_in(sample.transpose(1, 2).flatten(0, 1))
        record("conv_in", x)
        skips = [x]
        for number, block in enumerate(self.down_blocks):
            for index in range(len(block.resnets)):
                x = block.layer(index, x, run)
                skips.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0](x)
                skips.append(x)
            record(f"down_blocks.{number}", x)
        x = self.mid_block(x, run)
        record("mid_block", x)
        for number, block in enumerate(self.up_blocks):
            for index in range(len(block.resnets)):
                x = block.layer(index, torch.cat([x, skips.pop()], dim=1), run)
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0](x, skips[-1].shape[2:])
            record(f"up_blocks.{number}", x)
        x = self.conv_out(F.silu(self.conv_norm_out(x)))
        return x.unflatten(0, (-1, frames)).transpose(1, 2)


def fill(network: LookBackUNet) -> LookBackUNet:
    """Synthetic weights; kernels of look-back convolutions are drawn as the matrices of the same numbers."""
    synthetic.fill(network)
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if name.endswith("look_back.weight"):
                matrix = synthetic.weight(name, (tensor.shape[0], tensor[0].numel()))
                tensor.copy_(torch.from_numpy(matrix).view_as(tensor))
    return network

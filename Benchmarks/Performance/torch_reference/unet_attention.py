"""The spatial and temporal transformers of ConsistI2V's U-Net, each with and without repeated projections."""

import torch
from torch import nn
from torch.nn import functional as F


def split(x, heads: int):
    """[B, T, C] -> [B, heads, T, C / heads]"""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def attend(q, k, v, heads: int):
    """[B, T, C] queries over [B, S, C] keys and values -> [B, T, C]"""
    mixed = F.scaled_dot_product_attention(split(q, heads), split(k, heads), split(v, heads))
    return mixed.transpose(1, 2).flatten(2)


class Attention(nn.Module):
    def __init__(self, width: int, heads: int, context: int):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, tokens, context):
        mixed = attend(self.to_q(tokens), self.to_k(context), self.to_v(context), self.heads)
        return self.to_out[0](mixed)


class Frequencies(nn.Module):
    def __init__(self, count: int):
        super().__init__()
        self.freqs = nn.Parameter(torch.empty(count))


class RelativeBias(nn.Module):
    """Stored in the checkpoint, never used."""

    def __init__(self, heads: int):
        super().__init__()
        self.relative_attention_bias = nn.Embedding(32, heads)


class RotaryAttention(Attention):
    """Rotates the first half of the channels by the frame's number, before the split into heads."""

    def __init__(self, width: int, heads: int, context: int):
        super().__init__(width, heads, context)
        self.rotary_emb = Frequencies(width // 4)
        self.rotary_bias = RelativeBias(heads)

    def rotate(self, x, positions):
        """[..., T, C] with positions [T]: channel pairs (2 m, 2 m + 1) turn by position * freqs[m]."""
        angles = positions[:, None] * self.rotary_emb.freqs
        cosine, sine = angles.cos(), angles.sin()
        turning, still = x.chunk(2, dim=-1)
        a, b = turning.unflatten(-1, (-1, 2)).unbind(-1)
        turned = torch.stack([a * cosine - b * sine, a * sine + b * cosine], dim=-1)
        return torch.cat([turned.flatten(-2).to(x.dtype), still], dim=-1)


class GEGLU(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.proj = nn.Linear(width, 8 * width)

    def forward(self, x):
        u, gate = self.proj(x).chunk(2, dim=-1)
        return u * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        # Index 1 is a dropout in the published model; it has no weights and does nothing here.
        self.net = nn.ModuleList([GEGLU(width), nn.Identity(), nn.Linear(4 * width, width)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class TransformerBlock(nn.Module):
    def __init__(self, width: int, heads: int, text_width: int, attention: type):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn1 = attention(width, heads, width)
        self.norm2 = nn.LayerNorm(width)
        self.attn2 = attention(width, heads, text_width)
        self.norm3 = nn.LayerNorm(width)
        self.ff = FeedForward(width)


class Transformer(nn.Module):
    attention = Attention

    def __init__(self, width: int, heads: int, text_width: int, groups: int):
        super().__init__()
        self.norm = nn.GroupNorm(groups, width, eps=1e-6)
        self.proj_in = nn.Linear(width, width)
        self.transformer_blocks = nn.ModuleList([TransformerBlock(width, heads, text_width, self.attention)])
        self.proj_out = nn.Linear(width, width)

    def forward(self, x, text, run):
        """Folded [B F, C, H, W] -> the same, residual included."""
        size = x.shape[-2:]
        tokens = self.proj_in(self.norm(x).flatten(2).transpose(1, 2))
        block = self.transformer_blocks[0]
        tokens = tokens + self.self_attention(block.attn1, block.norm1(tokens), size, run)
        tokens = tokens + self.text_attention(block.attn2, block.norm2(tokens), text, run)
        tokens = tokens + block.ff(block.norm3(tokens))
        return x + self.proj_out(tokens).transpose(1, 2).unflatten(2, size)


class SpatialTransformer(Transformer):
    """Tokens are the pixels of a frame; keys and values may also come from the first frame."""

    def self_attention(self, attention, tokens, size, run):
        if not run.spatial_conditioning:
            return attention(tokens, tokens)

        def beside_first(y):
            video = y.unflatten(0, (-1, run.frames))
            return torch.cat([video, video[:, :1].expand_as(video)], dim=2).flatten(0, 1)

        if run.repeated:
            return attention(tokens, beside_first(tokens))
        k, v = beside_first(attention.to_k(tokens)), beside_first(attention.to_v(tokens))
        return attention.to_out[0](attend(attention.to_q(tokens), k, v, attention.heads))

    def text_attention(self, attention, tokens, text, run):
        if run.repeated:
            return attention(tokens, text.repeat_interleave(run.frames, dim=0))
        # All frames of a video share keys and values: one attention with more queries.
        queries = attention.to_q(tokens).unflatten(0, (-1, run.frames)).flatten(1, 2)
        mixed = attend(queries, attention.to_k(text), attention.to_v(text), attention.heads)
        return attention.to_out[0](mixed).unflatten(1, (run.frames, -1)).flatten(0, 1)


def window(y, size):
    """The eight neighbours of every pixel, edges repeated: [B, N, C] -> [B, N, 8, C], row by row."""
    height, width = size
    image = y.transpose(1, 2).unflatten(2, size)
    padded = F.pad(image, (1, 1, 1, 1), mode="replicate")
    shifted = [
        padded[:, :, row : row + height, column : column + width]
        for row in range(3)
        for column in range(3)
        if (row, column) != (1, 1)
    ]
    return torch.stack(shifted, dim=-1).flatten(2, 3).permute(0, 2, 3, 1)


class TemporalTransformer(Transformer):
    """Tokens are the frames of a pixel; keys and values may also come from the first frame's window."""

    attention = RotaryAttention

    def __init__(self, width: int, heads: int, text_width: int, groups: int):
        super().__init__(width, heads, text_width, groups)
        self.alpha = nn.Parameter(torch.empty(1))

    def forward(self, x, text, run):
        alpha = self.alpha.clamp(0, 1)
        return alpha * x + (1 - alpha) * super().forward(x, text, run)

    @staticmethod
    def to_pixels(tokens, frames):
        """[B F, N, C] -> [B N, F, C]"""
        return tokens.unflatten(0, (-1, frames)).transpose(1, 2).flatten(0, 1)

    @staticmethod
    def to_frames(tokens, pixels):
        """[B N, F, C] -> [B F, N, C]"""
        return tokens.unflatten(0, (-1, pixels)).transpose(1, 2).flatten(0, 1)

    def self_attention(self, attention, tokens, size, run):
        frames = torch.arange(run.frames, dtype=torch.float32, device=tokens.device)
        first = tokens.unflatten(0, (-1, run.frames))[:, 0]
        pixels = self.to_pixels(tokens, run.frames)
        q = attention.rotate(attention.to_q(pixels), frames)
        if not run.temporal_conditioning:
            k, v = attention.rotate(attention.to_k(pixels), frames), attention.to_v(pixels)
        elif run.repeated:
            context = torch.cat([pixels, window(first, size).flatten(0, 1)], dim=1)
            positions = torch.cat([frames, frames.new_zeros(8)])
            k, v = attention.rotate(attention.to_k(context), positions), attention.to_v(context)
        else:
            # Position 0 does not rotate, so the first frame's keys serve as window keys as they are.
            k, v = attention.to_k(pixels), attention.to_v(pixels)
            near_k, near_v = (
                window(y[:, 0].unflatten(0, (-1, tokens.shape[1])), size).flatten(0, 1) for y in (k, v)
            )
            k = torch.cat([attention.rotate(k, frames), near_k], dim=1)
            v = torch.cat([v, near_v], dim=1)
        return self.to_frames(attention.to_out[0](attend(q, k, v, attention.heads)), tokens.shape[1])

    def text_attention(self, attention, tokens, text, run):
        frames = torch.arange(run.frames, dtype=torch.float32, device=tokens.device)
        count = tokens.shape[1]
        pixels = self.to_pixels(tokens, run.frames)
        q = attention.rotate(attention.to_q(pixels), frames)
        if run.repeated:
            context = text.repeat_interleave(count, dim=0)
            mixed = attend(q, attention.to_k(context), attention.to_v(context), attention.heads)
        else:
            # All pixels of a video share keys and values: one attention with more queries.
            queries = q.unflatten(0, (-1, count)).flatten(1, 2)
            mixed = attend(queries, attention.to_k(text), attention.to_v(text), attention.heads)
            mixed = mixed.unflatten(1, (count, run.frames)).flatten(0, 1)
        return self.to_frames(attention.to_out[0](mixed), count)

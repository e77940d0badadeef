"""Pre-norm transformer blocks as CLIP and DINO use them."""

import torch
from torch import nn
from torch.nn import functional as F


def quick_gelu(x: torch.Tensor) -> torch.Tensor:
    return x * torch.sigmoid(1.702 * x)


def attend(qkv: torch.Tensor, heads: int, causal: bool = False) -> torch.Tensor:
    """[B, T, 3 D] of stacked q, k, v -> [B, T, D]."""
    batch, tokens, width = qkv.shape
    q, k, v = qkv.view(batch, tokens, 3, heads, width // 3 // heads).permute(2, 0, 3, 1, 4)
    mixed = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
    return mixed.transpose(1, 2).reshape(batch, tokens, width // 3)


class StackedAttention(nn.Module):
    """Names of torch's own multi-head attention: `in_proj_weight`, `in_proj_bias`, `out_proj`."""

    def __init__(self, width: int, heads: int, causal: bool):
        super().__init__()
        self.heads = heads
        self.causal = causal
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.empty(3 * width))
        self.out_proj = nn.Linear(width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        qkv = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        return self.out_proj(attend(qkv, self.heads, self.causal))

"""The demo sizes of the metrics' networks, as `Metrics/Features/DemoSizes.swift` has them."""

import sys

import torch
from torch import nn

from common.options import ROOT

sys.path.insert(0, str(ROOT / "Benchmarks" / "Performance"))

from torch_reference import amt, c3d, clip, dino, grit, i3d, inception, raft, tag2text, viclip  # noqa: E402

SIDE, FRAMES = 64, 16


def clip_config(rows: int) -> clip.Config:
    """rows: of the table of token embeddings."""
    return clip.Config(
        image_size=SIDE, patch=16, image_width=128, image_layers=3, image_heads=2, text_width=64, text_layers=2,
        text_heads=2, vocabulary=rows, features=64)


def viclip_config(rows: int) -> viclip.Config:
    return viclip.Config(
        image_size=SIDE, frames=8, patch=16, image_width=128, image_layers=3, image_heads=2, text_width=64,
        text_layers=2, text_heads=2, vocabulary=rows, features=64)


def dino_config() -> dino.Config:
    return dino.Config(side=8, patch=8, width=96, layers=3, heads=2)


def make_inception(classes: int) -> nn.Module:
    return inception.Inception(0.125, classes)


def make_i3d(classes: int) -> nn.Module:
    return i3d.I3D(multiplier=0.125, classes=classes, pool=(2, 2, 2))


def make_c3d(classes: int) -> nn.Module:
    return c3d.C3D(c3d.Config(classes=classes, side=SIDE, widths=(8, 16, 32, 48, 48), hidden=64))


def make_raft() -> nn.Module:
    return raft.RAFT(raft.Config(
        widths=(12, 16, 24), strides=(1, 1, 1), features=24, hidden=24, context=16, levels=3, radius=3,
        motion_correlation=(32, 24), motion_flow=(8, 8), motion=20, head=24))


def make_amt() -> nn.Module:
    return amt.AMT(amt.Config(
        pyramid=(12, 16, 24, 32), widths=(16, 24, 32), features=32, levels=2, side=8, update_correlation=32,
        update_flow=12, update_joint=32, update=40))


def start_values(network: nn.Module, seed: int) -> nn.Module:
    """Gives the tensors that the reference leaves empty their start values; layers keep PyTorch's own."""
    torch.manual_seed(seed)
    for name, value in network.named_parameters():
        last = name.rsplit(".", 1)[-1]
        with torch.no_grad():
            if last in ("in_proj_weight", "proj", "text_projection"):
                value.normal_(std=value.shape[-1] ** -0.5 if last == "in_proj_weight" else value.shape[0] ** -0.5)
            elif last == "in_proj_bias":
                value.zero_()
            elif "embedding" in last or last in ("cls_token", "pos_embed") or "rel_pos" in last or "bias_table" in last:
                value.normal_(std=0.02)
            elif name.endswith("token_embedding.weight") or "word_embeddings" in name:
                value.normal_(std=0.05)
    return network


def tag2text_config(rows: int) -> tag2text.Config:
    """rows: of the tables of word embeddings."""
    return tag2text.Config(
        image_size=SIDE, patch=4, width=32, depths=(1, 2, 1), heads=(1, 2, 4), window=4, tag_layers=1, tag_heads=2,
        vocabulary=rows, hidden=64, layers=2, text_heads=2, inner=128, max_length=12, min_length=6)


def grit_config(rows: int) -> grit.Config:
    """rows: of the table of word embeddings."""
    return grit.Config(
        width=64, depth=3, heads=2, patch=8, side=8, image=SIDE, window=4, global_blocks=(2,), channels=32,
        proposal_convolutions=2, proposal_groups=8, box_width=128, text_layers=2, text_heads=2, text_inner=128,
        text_positions=64, vocabulary=rows)

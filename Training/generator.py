"""The demo-size generator as PyTorch modules, in the sizes that the product's own configuration files name."""

import json
import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from common.options import ROOT

sys.path.insert(0, str(ROOT / "Benchmarks/Performance"))
from torch_reference import text_encoder, unet, vae  # noqa: E402

FOLDER = ROOT / "Sources/Generators/Resources/demo"
VAE_FILE = FOLDER / "vae/diffusion_pytorch_model.safetensors"
UNET_FILE = FOLDER / "unet/diffusion_pytorch_model.safetensors"
TEXT_FILE = FOLDER / "text_encoder/model.safetensors"

# What is left of the random initialisation of layers that the sample passes through.
REMAINDER = 0.3


def settings(part: str, folder: Path = FOLDER) -> dict:
    name = "scheduler_config.json" if part == "scheduler" else "config.json"
    return json.loads((folder / part / name).read_text())


def make_vae() -> vae.VAE:
    made = settings("vae")
    return vae.VAE(vae.Config(
        widths=tuple(made["block_out_channels"]), layers=made["layers_per_block"],
        latent=made["latent_channels"], groups=made["norm_num_groups"]))


def make_text_encoder(rows: int) -> text_encoder.TextEncoder:
    """rows: of the compact token table."""
    made = settings("text_encoder")
    model = text_encoder.TextEncoder(text_encoder.Config(
        vocabulary=rows, context=made["max_position_embeddings"], width=made["hidden_size"],
        layers=made["num_hidden_layers"], heads=made["num_attention_heads"], inner=made["intermediate_size"]))
    embeddings = model.text_model.embeddings
    nn.init.normal_(embeddings.token_embedding.weight, std=0.3)
    nn.init.normal_(embeddings.position_embedding.weight, std=0.1)
    return model


class Embedding(unet.Embedding):
    """As the reference's, for a number a video: [B] -> [B, 4 D]."""

    def forward(self, numbers):
        half = self.width // 2
        steps = torch.arange(half, dtype=torch.float32, device=numbers.device)
        angles = numbers.float()[:, None] * torch.exp(-math.log(10000.0) * steps / half)
        wave = torch.cat([angles.cos(), angles.sin()], dim=1)
        return self.linear_2(F.silu(self.linear_1(wave)))


class Block(unet.Block):
    """The reference's block; `run.temporal = False` skips what alpha = 1 would undo."""

    def layer(self, index: int, x, embedding, text, run):
        if run.temporal:
            return super().layer(index, x, embedding, text, run)
        x = self.resnets[index](x, embedding)
        return self.attentions[index](x, text, run) if self.has_attention else x


class Mid(unet.Mid):
    def forward(self, x, embedding, text, run):
        if run.temporal:
            return super().forward(x, embedding, text, run)
        x = self.attentions[0](self.resnets[0](x, embedding), text, run)
        return self.resnets[1](x, embedding)


class Run(unet.Run):
    temporal = True


class UNet(unet.UNet):
    """The reference's U-Net with a timestep and a frame stride for every video, initialised for training."""

    def __init__(self, config: unet.Config):
        super().__init__(config)
        for module in self.modules():
            kind = {unet.Embedding: Embedding, unet.Block: Block, unet.Mid: Mid}.get(type(module))
            if kind:
                module.__class__ = kind
        for name, module in list(self.named_modules()):
            # The published file has these, no forward uses them.
            if isinstance(module, unet.TemporalConvolution):
                del module.time_emb_proj
            if hasattr(module, "rotary_bias"):
                del module.rotary_bias
        self.reset()

    @torch.no_grad()
    def reset(self):
        """Residual branches end in zeros, temporal layers are the identity, rotations start by formula."""
        for module in self.modules():
            if hasattr(module, "alpha"):
                module.alpha.fill_(1)
            if hasattr(module, "rotary_emb"):
                freqs = module.rotary_emb.freqs
                freqs.copy_(10000.0 ** (-torch.arange(len(freqs)) / len(freqs)))
            if isinstance(module, unet.Resnet):
                nn.init.zeros_(module.conv2.weight)
            if hasattr(module, "proj_out") and not isinstance(module, nn.Linear):
                nn.init.zeros_(module.proj_out.weight)
        nn.init.zeros_(self.frame_stride_embedding.linear_2.weight)
        nn.init.zeros_(self.frame_stride_embedding.linear_2.bias)
        self.start_from_sample()

    def start_from_sample(self):
        """The untrained network's answer is the noisy sample itself, which is right where there is only noise.

        Every latent channel goes through as a pair of opposite signs, since silu(a) - silu(-a) = a: in through
        `conv_in`, past all levels on the outermost skip connection, out through `conv_out`.
        """
        width, channels = self.conv_in.weight.shape[:2]
        if width < 2 * channels:
            raise SystemExit(f"{channels} latent channels need a first level of at least {2 * channels} channels")
        self.conv_in.weight *= REMAINDER
        shortcut = self.up_blocks[-1].resnets[-1].conv_shortcut
        shortcut.weight *= REMAINDER
        skip = shortcut.weight.shape[1] - width
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)
        for channel in range(channels):
            for sign in (1, -1):
                place = 2 * channel + (sign < 0)
                self.conv_in.weight[place, channel, 1, 1] += sign
                shortcut.weight[place, skip + place] += 1
                self.conv_out.weight[channel, place, 1, 1] = sign

    def forward(self, sample, first_frame, text, timesteps, strides, run):
        """sample [B, C, F - 1, H, W], first_frame [B, C, 1, H, W], text [B, L, D], timesteps and strides [B]"""
        x = torch.cat([first_frame, sample], dim=2)
        x = self.conv_in(x.transpose(1, 2).flatten(0, 1))
        embedding = self.time_embedding(timesteps) + self.frame_stride_embedding(strides)
        x = self.descend(x, embedding.repeat_interleave(run.frames, dim=0), text, run)
        x = self.conv_out(F.silu(self.conv_norm_out(x)))
        return x.unflatten(0, (-1, run.frames)).transpose(1, 2)[:, :, 1:]


def make_unet() -> UNet:
    made = settings("unet")
    return UNet(unet.Config(
        widths=tuple(made["block_out_channels"]), heads=tuple(made["attention_head_dim"]),
        layers=made["layers_per_block"], groups=made["norm_num_groups"], text_width=made["cross_attention_dim"],
        temporal_heads=made["n_temp_heads"], channels=made["in_channels"]))


def alpha_bar() -> torch.Tensor:
    """ᾱ of every training timestep, float32."""
    made = settings("scheduler")
    betas = torch.linspace(made["beta_start"], made["beta_end"], made["num_train_timesteps"], dtype=torch.float32)
    return torch.cumprod(1 - betas, dim=0)


def mixed_noise(batch: int, channels: int, frames: int, size: int, alpha: float, random: torch.Generator):
    """PYoCo: one part shared by all frames, one of each frame's own. [B, C, F, H, W]"""
    shared = torch.randn(batch, channels, 1, size, size, generator=random)
    own = torch.randn(batch, channels, frames, size, size, generator=random)
    return (alpha * shared + own) / math.sqrt(1 + alpha * alpha)

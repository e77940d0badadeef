"""A start for the autoencoder's encoder: the principal components of 8x8 patches.

Everything on the way from pixels to latents is linear once residual branches are nearly zero, apart from the last
group norm and SiLU. There every component goes through as a pair of opposite signs, since silu(a) - silu(-a) = a, and
constant channels keep the norm from changing the scale from image to image. So the encoder starts as a good linear one
and the decoder has something to learn from at its first step; training then changes both.
"""

import torch
from torch import nn

# What is left of the random initialisation, so that no channel is dead.
REMAINDER = 0.03
CONSTANT = 4.0


def patches(x: torch.Tensor) -> torch.Tensor:
    """[N, C, 2 h, 2 w] -> [N h w, 4 C], the corners of each 2x2 square in row-major order, channels fastest"""
    corners = [x[:, :, dy::2, dx::2] for dy in (0, 1) for dx in (0, 1)]
    return torch.cat(corners, dim=1).permute(0, 2, 3, 1).flatten(0, 2)


def leading(rows: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Eigenvectors [count, D] of the largest eigenvalues of the covariance, and these eigenvalues."""
    centred = (rows - rows.mean(0)).double()
    values, vectors = torch.linalg.eigh(centred.T @ centred / len(rows))
    order = values.argsort(descending=True)[:count]
    return vectors[:, order].T.float(), values[order].float()


@torch.no_grad()
def start_from_components(vae, images: torch.Tensor):
    """Overwrites the encoder's initialisation; images [N, 3, H, W] are what the components are computed from."""
    encoder = vae.encoder
    for module in encoder.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.weight *= REMAINDER
            module.bias *= REMAINDER
    latent = vae.quant_conv.weight.shape[0] // 2

    for channel in range(3):
        encoder.conv_in.weight[channel, channel, 1, 1] += 1
    x = images
    for stage in encoder.down_blocks[:-1]:
        pass_through(stage.resnets, x.shape[1])
        x = merge(stage.downsamplers[0].conv, x)
    split_signs(encoder.down_blocks[-1].resnets[0].conv_shortcut, x, latent, vae)
    vae.quant_conv.weight.zero_()
    for channel in range(2 * latent):
        vae.quant_conv.weight[channel, channel, 0, 0] = 1
    vae.quant_conv.bias.zero_()


def pass_through(resnets, channels: int):
    for resnet in resnets:
        if resnet.conv_shortcut is not None:
            for channel in range(channels):
                resnet.conv_shortcut.weight[channel, channel, 0, 0] += 1


def merge(convolution, x: torch.Tensor) -> torch.Tensor:
    """Makes a stride-2 convolution compute the leading components of 2x2 squares of x; returns them."""
    channels, width = x.shape[1], convolution.weight.shape[0]
    rows = patches(x)
    vectors, _ = leading(rows, min(width, rows.shape[1]))
    for corner in range(4):
        part = vectors[:, corner * channels : (corner + 1) * channels]
        convolution.weight[: len(vectors), :channels, corner // 2, corner % 2] += part
    mixed = rows @ vectors.T
    return mixed.unflatten(0, (len(x), x.shape[2] // 2, x.shape[3] // 2)).permute(0, 3, 1, 2)


def split_signs(shortcut, x: torch.Tensor, latent: int, vae):
    """The leading `latent` components as pairs of signs, constant channels in every group, and their way out."""
    encoder = vae.encoder
    norm, out = encoder.conv_norm_out, encoder.conv_out
    width, groups = shortcut.weight.shape[0], norm.num_groups
    size, each = width // groups, latent // groups
    if latent % groups or 2 * each + 2 > size:
        raise SystemExit(f"{latent} components do not fit {groups} groups of {size} channels")
    rows = x.permute(0, 2, 3, 1).flatten(0, 2)
    mean = rows.mean(0)
    deviation = (rows - mean).std(0)
    shortcut.weight *= 0.1
    shortcut.bias.zero_()
    constants = size - 2 * each
    # The norm divides by the root mean square of the group.
    spread = ((2 * each + constants * CONSTANT**2) / size) ** 0.5
    out.bias[latent:] = -7.0
    for component in range(latent):
        first = component // each * size + component % each * 2
        # Halfway between components of equal spread and components as spread as in the pixels.
        scale = (deviation[component] / deviation[0]).sqrt()
        for channel, sign in ((first, 1.0), (first + 1, -1.0)):
            shortcut.weight[channel, component, 0, 0] += sign / deviation[component]
            shortcut.bias[channel] = -sign * mean[component] / deviation[component]
            out.weight[component, channel, 1, 1] += sign * scale
    for group in range(groups):
        for index in range(constants):
            channel = group * size + 2 * each + index
            shortcut.bias[channel] = CONSTANT if index % 2 == 0 else -CONSTANT
    norm.weight.fill_(spread)

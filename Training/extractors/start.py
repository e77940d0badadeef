"""Where trainings start: values under which the signal reaches every layer."""

import torch
from torch import nn


@torch.no_grad()
def whiten(projection: nn.Conv2d, scale: float, run) -> None:
    """Sets a 1x1 projection so that what it puts out has no mean and like variances, `scale` squared.

    run(): puts frames through the network that `projection` is a part of. As PyTorch starts a projection of rectified
    values, its outputs share a large mean, and correlations of them hardly tell one place from another.
    """
    seen = []
    hook = projection.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    run()
    hook.remove()
    values = seen[0].transpose(0, 1).flatten(1)
    mean = values.mean(dim=1)
    spread, directions = torch.linalg.eigh((values - mean[:, None]) @ (values - mean[:, None]).T / values.shape[1])
    # Directions of hardly any variance are not blown up to that of the others.
    matrix = directions.T / (spread + 0.1 * spread.mean()).sqrt()[:, None]
    count = len(projection.weight)
    projection.weight.copy_(scale * matrix.flip(0)[:count, :, None, None])
    projection.bias.copy_(-scale * (matrix @ mean).flip(0)[:count])


@torch.no_grad()
def keep_variance(module: nn.Module, slope: float) -> None:
    """Weights under which values keep their variance through leaking rectifiers of this slope; biases 0."""
    for layer in module.modules():
        if not isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
            continue
        if isinstance(layer, nn.ConvTranspose2d):
            inputs = layer.weight[:, 0].numel() / (layer.stride[0] * layer.stride[1])
        else:
            inputs = layer.weight[0].numel()
        layer.weight.normal_(std=(2 / (1 + slope**2) / inputs) ** 0.5)
        if layer.bias is not None:
            layer.bias.zero_()

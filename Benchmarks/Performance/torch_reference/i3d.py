"""I3D, Kinetics-400, under the names of the PyTorch ports."""

import torch
from torch import nn
from torch.nn import functional as F


def pad_same(x, kernel, stride):
    """TensorFlow's SAME padding: ceil(n / stride) outputs, the odd place after the data."""
    pads = []
    for size, k, s in reversed(list(zip(x.shape[2:], kernel, stride))):
        total = max((-(-size // s) - 1) * s + k - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads) if any(pads) else x


class MaxPool(nn.Module):
    def __init__(self, kernel, stride):
        super().__init__()
        self.kernel, self.stride = kernel, stride

    def forward(self, x):
        return F.max_pool3d(pad_same(x, self.kernel, self.stride), self.kernel, self.stride)


class Unit(nn.Module):
    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, epsilon: float = 1e-5):
        super().__init__()
        self.kernel, self.stride = (kernel,) * 3, (stride,) * 3
        self.conv3d = nn.Conv3d(inputs, outputs, kernel, stride, bias=False)
        self.bn = nn.BatchNorm3d(outputs, eps=epsilon)

    def forward(self, x):
        return F.relu(self.bn(self.conv3d(pad_same(x, self.kernel, self.stride))))


class Mixed(nn.Module):
    def __init__(self, inputs: int, widths, epsilon: float):
        super().__init__()
        b0, b1a, b1b, b2a, b2b, b3b = widths
        self.b0 = Unit(inputs, b0, epsilon=epsilon)
        self.b1a = Unit(inputs, b1a, epsilon=epsilon)
        self.b1b = Unit(b1a, b1b, 3, epsilon=epsilon)
        self.b2a = Unit(inputs, b2a, epsilon=epsilon)
        self.b2b = Unit(b2a, b2b, 3, epsilon=epsilon)
        self.b3a = MaxPool((3, 3, 3), (1, 1, 1))
        self.b3b = Unit(inputs, b3b, epsilon=epsilon)

    def forward(self, x):
        return torch.cat(
            [self.b0(x), self.b1b(self.b1a(x)), self.b2b(self.b2a(x)), self.b3b(self.b3a(x))], dim=1)


BLOCKS = {
    "Mixed_3b": (64, 96, 128, 16, 32, 32), "Mixed_3c": (128, 128, 192, 32, 96, 64),
    "Mixed_4b": (192, 96, 208, 16, 48, 64), "Mixed_4c": (160, 112, 224, 24, 64, 64),
    "Mixed_4d": (128, 128, 256, 24, 64, 64), "Mixed_4e": (112, 144, 288, 32, 64, 64),
    "Mixed_4f": (256, 160, 320, 32, 128, 128), "Mixed_5b": (256, 160, 320, 32, 128, 128),
    "Mixed_5c": (384, 192, 384, 48, 128, 128),
}


def scaled(channels: int, multiplier: float) -> int:
    return max(1, int(channels * multiplier + 0.5))


class I3D(nn.Module):
    def __init__(self, epsilon: float = 1e-5, multiplier: float = 1, classes: int = 400, pool=(2, 7, 7)):
        super().__init__()
        self.pool = pool
        first, width = scaled(64, multiplier), scaled(192, multiplier)
        self.Conv3d_1a_7x7 = Unit(3, first, 7, 2, epsilon)
        self.MaxPool3d_2a_3x3 = MaxPool((1, 3, 3), (1, 2, 2))
        self.Conv3d_2b_1x1 = Unit(first, first, epsilon=epsilon)
        self.Conv3d_2c_3x3 = Unit(first, width, 3, epsilon=epsilon)
        self.MaxPool3d_3a_3x3 = MaxPool((1, 3, 3), (1, 2, 2))
        for name, published in BLOCKS.items():
            widths = [scaled(channels, multiplier) for channels in published]
            if name == "Mixed_4b":
                self.MaxPool3d_4a_3x3 = MaxPool((3, 3, 3), (2, 2, 2))
            if name == "Mixed_5b":
                self.MaxPool3d_5a_2x2 = MaxPool((2, 2, 2), (2, 2, 2))
            self.add_module(name, Mixed(width, widths, epsilon))
            width = widths[0] + widths[2] + widths[4] + widths[5]
        self.logits = nn.Module()
        self.logits.conv3d = nn.Conv3d(width, classes, 1)

    def forward(self, x):
        """[B, 3, T, H, W] in -1..1 -> [B, K], the logits averaged over time."""
        for name, layer in self.named_children():
            if name != "logits":
                x = layer(x)
        x = self.logits.conv3d(F.avg_pool3d(x, self.pool, 1))
        return x.squeeze(4).squeeze(3).mean(2)

"""Inception v3 of Frechet inception distance, under torchvision's names."""

import torch
from torch import nn
from torch.nn import functional as F


COLOURS = 3


class Width:
    """Channel counts of the published network under a multiplier."""

    def __init__(self, multiplier: float):
        self.multiplier = multiplier

    def __call__(self, channels: int) -> int:
        return max(1, int(channels * self.multiplier + 0.5))


class Unit(nn.Module):
    def __init__(self, width: Width, inputs: int, outputs: int, kernel, stride: int = 1, padding=0):
        super().__init__()
        # The colours of an image are not the network's own channels.
        inputs = inputs if inputs == COLOURS else width(inputs)
        self.conv = nn.Conv2d(inputs, width(outputs), kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(width(outputs), eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


def average(x):
    return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)


class BlockA(nn.Module):
    def __init__(self, width: Width, inputs: int, pool: int):
        super().__init__()
        self.branch1x1 = Unit(width, inputs, 64, 1)
        self.branch5x5_1 = Unit(width, inputs, 48, 1)
        self.branch5x5_2 = Unit(width, 48, 64, 5, padding=2)
        self.branch3x3dbl_1 = Unit(width, inputs, 64, 1)
        self.branch3x3dbl_2 = Unit(width, 64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Unit(width, 96, 96, 3, padding=1)
        self.branch_pool = Unit(width, inputs, pool, 1)

    def forward(self, x):
        five = self.branch5x5_2(self.branch5x5_1(x))
        three = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch1x1(x), five, three, self.branch_pool(average(x))], 1)


class BlockB(nn.Module):
    def __init__(self, width: Width, inputs: int):
        super().__init__()
        self.branch3x3 = Unit(width, inputs, 384, 3, 2)
        self.branch3x3dbl_1 = Unit(width, inputs, 64, 1)
        self.branch3x3dbl_2 = Unit(width, 64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Unit(width, 96, 96, 3, 2)

    def forward(self, x):
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch3x3(x), double, F.max_pool2d(x, 3, 2)], 1)


class BlockC(nn.Module):
    def __init__(self, width: Width, inputs: int, inner: int):
        super().__init__()
        across, down = dict(kernel=(1, 7), padding=(0, 3)), dict(kernel=(7, 1), padding=(3, 0))
        self.branch1x1 = Unit(width, inputs, 192, 1)
        self.branch7x7_1 = Unit(width, inputs, inner, 1)
        self.branch7x7_2 = Unit(width, inner, inner, **across)
        self.branch7x7_3 = Unit(width, inner, 192, **down)
        self.branch7x7dbl_1 = Unit(width, inputs, inner, 1)
        self.branch7x7dbl_2 = Unit(width, inner, inner, **down)
        self.branch7x7dbl_3 = Unit(width, inner, inner, **across)
        self.branch7x7dbl_4 = Unit(width, inner, inner, **down)
        self.branch7x7dbl_5 = Unit(width, inner, 192, **across)
        self.branch_pool = Unit(width, inputs, 192, 1)

    def forward(self, x):
        once = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        twice = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        twice = self.branch7x7dbl_5(self.branch7x7dbl_4(twice))
        return torch.cat([self.branch1x1(x), once, twice, self.branch_pool(average(x))], 1)


class BlockD(nn.Module):
    def __init__(self, width: Width, inputs: int):
        super().__init__()
        self.branch3x3_1 = Unit(width, inputs, 192, 1)
        self.branch3x3_2 = Unit(width, 192, 320, 3, 2)
        self.branch7x7x3_1 = Unit(width, inputs, 192, 1)
        self.branch7x7x3_2 = Unit(width, 192, 192, (1, 7), padding=(0, 3))
        self.branch7x7x3_3 = Unit(width, 192, 192, (7, 1), padding=(3, 0))
        self.branch7x7x3_4 = Unit(width, 192, 192, 3, 2)

    def forward(self, x):
        long = self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x)))
        short = self.branch3x3_2(self.branch3x3_1(x))
        return torch.cat([short, self.branch7x7x3_4(long), F.max_pool2d(x, 3, 2)], 1)


class BlockE(nn.Module):
    def __init__(self, width: Width, inputs: int, pool):
        super().__init__()
        across, down = dict(kernel=(1, 3), padding=(0, 1)), dict(kernel=(3, 1), padding=(1, 0))
        self.pool = pool
        self.branch1x1 = Unit(width, inputs, 320, 1)
        self.branch3x3_1 = Unit(width, inputs, 384, 1)
        self.branch3x3_2a = Unit(width, 384, 384, **across)
        self.branch3x3_2b = Unit(width, 384, 384, **down)
        self.branch3x3dbl_1 = Unit(width, inputs, 448, 1)
        self.branch3x3dbl_2 = Unit(width, 448, 384, 3, padding=1)
        self.branch3x3dbl_3a = Unit(width, 384, 384, **across)
        self.branch3x3dbl_3b = Unit(width, 384, 384, **down)
        self.branch_pool = Unit(width, inputs, 192, 1)

    def forward(self, x):
        short = self.branch3x3_1(x)
        long = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        return torch.cat(
            [
                self.branch1x1(x), self.branch3x3_2a(short), self.branch3x3_2b(short),
                self.branch3x3dbl_3a(long), self.branch3x3dbl_3b(long), self.branch_pool(self.pool(x)),
            ], 1)


class Inception(nn.Module):
    def __init__(self, multiplier: float = 1, classes: int = 1008):
        super().__init__()
        width = Width(multiplier)
        self.Conv2d_1a_3x3 = Unit(width, COLOURS, 32, 3, 2)
        self.Conv2d_2a_3x3 = Unit(width, 32, 32, 3)
        self.Conv2d_2b_3x3 = Unit(width, 32, 64, 3, padding=1)
        self.Conv2d_3b_1x1 = Unit(width, 64, 80, 1)
        self.Conv2d_4a_3x3 = Unit(width, 80, 192, 3)
        self.Mixed_5b = BlockA(width, 192, 32)
        self.Mixed_5c = BlockA(width, 256, 64)
        self.Mixed_5d = BlockA(width, 288, 64)
        self.Mixed_6a = BlockB(width, 288)
        self.Mixed_6b = BlockC(width, 768, 128)
        self.Mixed_6c = BlockC(width, 768, 160)
        self.Mixed_6d = BlockC(width, 768, 160)
        self.Mixed_6e = BlockC(width, 768, 192)
        self.Mixed_7a = BlockD(width, 768)
        self.Mixed_7b = BlockE(width, 1280, average)
        self.Mixed_7c = BlockE(width, 2048, lambda x: F.max_pool2d(x, 3, 1, 1))
        self.fc = nn.Linear(width(2048), classes)

    def forward(self, x):
        """[B, 3, H, W] -> [B, D], pool3."""
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2)))
        x = F.max_pool2d(x, 3, 2)
        for name, block in self.named_children():
            if name.startswith("Mixed"):
                x = block(x)
        return x.mean((2, 3))

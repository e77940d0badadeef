"""RAFT (full model), from its published description."""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .correlation import Pyramid, grid


@dataclass
class Config:
    widths: tuple = (64, 96, 128)
    # Of the encoders' stages; the stem has 2.
    strides: tuple = (1, 2, 2)
    features: int = 256
    hidden: int = 128
    context: int = 128
    levels: int = 4
    radius: int = 4
    motion_correlation: tuple = (256, 192)
    motion_flow: tuple = (128, 64)
    motion: int = 128
    head: int = 256

    @property
    def lookup(self) -> int:
        return self.levels * (2 * self.radius + 1) ** 2

    @property
    def downsampling(self) -> int:
        return 2 * math.prod(self.strides)


def normalization(kind: str, width: int) -> nn.Module:
    return nn.InstanceNorm2d(width) if kind == "instance" else nn.BatchNorm2d(width)


class ResidualBlock(nn.Module):
    def __init__(self, inputs: int, width: int, kind: str, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1)
        self.norm1 = normalization(kind, width)
        self.norm2 = normalization(kind, width)
        self.downsample = None
        if stride > 1 or inputs != width:
            self.norm3 = normalization(kind, width)
            self.downsample = nn.Sequential(nn.Conv2d(inputs, width, 1, stride), self.norm3)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        y = F.relu(self.norm2(self.conv2(y)))
        return F.relu((x if self.downsample is None else self.downsample(x)) + y)


class Encoder(nn.Module):
    def __init__(self, output: int, kind: str, widths=(64, 96, 128), strides=(1, 2, 2)):
        super().__init__()
        self.norm1 = normalization(kind, widths[0])
        self.conv1 = nn.Conv2d(3, widths[0], 7, 2, 3)
        inputs = widths[0]
        for number, (width, stride) in enumerate(zip(widths, strides), 1):
            stage = nn.Sequential(
                ResidualBlock(inputs, width, kind, stride), ResidualBlock(width, width, kind, 1))
            setattr(self, f"layer{number}", stage)
            inputs = width
        self.conv2 = nn.Conv2d(inputs, output, 1)

    def forward(self, x):
        x = F.relu(self.norm1(self.conv1(x)))
        return self.conv2(self.layer3(self.layer2(self.layer1(x))))


class MotionEncoder(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        correlations, flows = config.motion_correlation, config.motion_flow
        self.convc1 = nn.Conv2d(config.lookup, correlations[0], 1)
        self.convc2 = nn.Conv2d(correlations[0], correlations[1], 3, padding=1)
        self.convf1 = nn.Conv2d(2, flows[0], 7, padding=3)
        self.convf2 = nn.Conv2d(flows[0], flows[1], 3, padding=1)
        self.conv = nn.Conv2d(correlations[1] + flows[1], config.motion - 2, 3, padding=1)

    def forward(self, flow, lookup):
        seen = F.relu(self.convc2(F.relu(self.convc1(lookup))))
        known = F.relu(self.convf2(F.relu(self.convf1(flow))))
        return torch.cat([F.relu(self.conv(torch.cat([seen, known], dim=1))), flow], dim=1)


class RecurrentUnit(nn.Module):
    def __init__(self, hidden: int, inputs: int):
        super().__init__()
        for number, kernel, padding in [(1, (1, 5), (0, 2)), (2, (5, 1), (2, 0))]:
            for gate in "zrq":
                layer = nn.Conv2d(hidden + inputs, hidden, kernel, padding=padding)
                setattr(self, f"conv{gate}{number}", layer)

    def forward(self, h, x):
        for z, r, q in [(self.convz1, self.convr1, self.convq1), (self.convz2, self.convr2, self.convq2)]:
            both = torch.cat([h, x], dim=1)
            update, reset = torch.sigmoid(z(both)), torch.sigmoid(r(both))
            proposal = torch.tanh(q(torch.cat([reset * h, x], dim=1)))
            h = (1 - update) * h + update * proposal
        return h


class FlowHead(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.conv1 = nn.Conv2d(config.hidden, config.head, 3, padding=1)
        self.conv2 = nn.Conv2d(config.head, 2, 3, padding=1)

    def forward(self, x):
        return self.conv2(F.relu(self.conv1(x)))


class Update(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.encoder = MotionEncoder(config)
        self.gru = RecurrentUnit(config.hidden, config.context + config.motion)
        self.flow_head = FlowHead(config)
        self.mask = nn.Sequential(
            nn.Conv2d(config.hidden, config.head, 3, padding=1), nn.ReLU(), nn.Conv2d(config.head, 9 * config.downsampling**2, 1))


def upsample(flow, mask, factor: int = 8):
    """Convex combinations of 3x3 neighbours, `factor` times the size."""
    batch, _, h, w = flow.shape
    weights = torch.softmax(mask.view(batch, 1, 9, factor, factor, h, w), dim=2)
    neighbours = F.unfold(factor * flow, 3, padding=1).view(batch, 2, 9, 1, 1, h, w)
    return (weights * neighbours).sum(dim=2).permute(0, 1, 4, 2, 5, 3).reshape(batch, 2, factor * h, factor * w)


class RAFT(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.config = config
        self.fnet = Encoder(config.features, "instance", config.widths, config.strides)
        self.cnet = Encoder(config.hidden + config.context, "batch", config.widths, config.strides)
        self.update_block = Update(config)

    def forward(self, first, second, iterations: int = 20, every: bool = True):
        """RGB 0..255 [B, 3, H, W] -> coarse flow, flow. The published code upsamples in every iteration."""
        for coarse, fine in self.refine(first, second, iterations, every):
            pass
        return coarse, fine

    def refine(self, first, second, iterations: int, every: bool = True):
        """Coarse flow and flow after each iteration; flow is None where it is not asked for."""
        config = self.config
        first, second = 2 * (first / 255) - 1, 2 * (second / 255) - 1
        pyramid = Pyramid(*self.fnet(torch.cat([first, second])).chunk(2), config.levels, config.radius)
        hidden, context = self.cnet(first).split([config.hidden, config.context], dim=1)
        hidden, context = torch.tanh(hidden), F.relu(context)
        start = grid(len(first), *hidden.shape[2:])
        places = start.clone()
        for number in range(iterations):
            # Each iteration answers for its own step alone.
            places = places.detach()
            flow = places - start
            motion = self.update_block.encoder(flow, pyramid(places))
            hidden = self.update_block.gru(hidden, torch.cat([context, motion], dim=1))
            places = places + self.update_block.flow_head(hidden)
            wanted = every or number == iterations - 1
            fine = None
            if wanted:
                fine = upsample(places - start, 0.25 * self.update_block.mask(hidden), config.downsampling)
            yield places - start, fine


SCALES = {"fnet.conv2.": 0.25, "cnet.conv2.": 0.0625, "update_block.flow_head.conv2.": 0.25}


def scaled(network: RAFT) -> RAFT:
    """Synthetic weights under which the context does not saturate and the flow stays near the image."""
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            for prefix, factor in SCALES.items():
                if name.startswith(prefix):
                    tensor.mul_(factor)
    return network

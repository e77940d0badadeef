"""AMT-S, from its published description."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .correlation import Pyramid, grid, resize, warp


@dataclass
class Config:
    pyramid: tuple = (20, 32, 44, 56)
    widths: tuple = (32, 64, 96)
    features: int = 84
    levels: int = 4
    radius: int = 3
    side: int = 20
    fields: int = 3
    update_correlation: int = 64
    update_flow: int = 20
    update_joint: int = 68
    update: int = 76

    @property
    def lookup(self) -> int:
        return 2 * self.levels * (2 * self.radius + 1) ** 2


def leaking(inputs: int, width: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, width, 3, stride, 1), nn.PReLU(width))


class Bottleneck(nn.Module):
    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        inner = width // 4
        self.conv1 = nn.Conv2d(inputs, inner, 1)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, 1)
        self.conv3 = nn.Conv2d(inner, width, 1)
        self.downsample = None
        if stride > 1:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, width, 1, stride), nn.InstanceNorm2d(width))

    def forward(self, x):
        y = x
        for layer in (self.conv1, self.conv2, self.conv3):
            y = F.relu(F.instance_norm(layer(y)))
        return F.relu((x if self.downsample is None else self.downsample(x)) + y)


class FeatureEncoder(nn.Module):
    def __init__(self, widths, output: int):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 7, 2, 3)
        inputs = widths[0]
        for number, width in enumerate(widths, 1):
            stage = nn.Sequential(
                Bottleneck(inputs, width, 1 if number == 1 else 2), Bottleneck(width, width, 1))
            setattr(self, f"layer{number}", stage)
            inputs = width
        self.conv2 = nn.Conv2d(inputs, output, 1)

    def forward(self, x):
        x = F.relu(F.instance_norm(self.conv1(x)))
        return self.conv2(self.layer3(self.layer2(self.layer1(x))))


class PyramidEncoder(nn.Module):
    def __init__(self, widths):
        super().__init__()
        inputs = 3
        for number, width in enumerate(widths, 1):
            setattr(self, f"pyramid{number}", nn.Sequential(leaking(inputs, width, 2), leaking(width, width)))
            inputs = width

    def forward(self, x):
        maps = []
        for number in range(1, 5):
            x = getattr(self, f"pyramid{number}")(x)
            maps.append(x)
        return maps


class ResidualBlock(nn.Module):
    def __init__(self, width: int, side: int):
        super().__init__()
        self.side = side
        self.conv1, self.conv2 = leaking(width, width), leaking(side, side)
        self.conv3, self.conv4 = leaking(width, width), leaking(side, side)
        self.conv5 = nn.Conv2d(width, width, 3, 1, 1)
        self.prelu = nn.PReLU(width)

    def forward(self, x):
        y = x
        for whole, part in ((self.conv1, self.conv2), (self.conv3, self.conv4)):
            y = whole(y)
            y = torch.cat([y[:, : -self.side], part(y[:, -self.side :])], dim=1)
        return self.prelu(x + self.conv5(y))


class Decoder(nn.Module):
    def __init__(self, inputs: int, width: int, output: int, side: int):
        super().__init__()
        self.convblock = nn.Sequential(
            leaking(inputs, width), ResidualBlock(width, side), nn.ConvTranspose2d(width, output, 4, 2, 1))

    def forward(self, *parts):
        return self.convblock(torch.cat(parts, dim=1))


class Update(nn.Module):
    def __init__(self, config: Config, features: int, factor: int):
        super().__init__()
        self.factor = factor
        flow, width = config.update_flow, config.update
        self.convc1 = nn.Conv2d(config.lookup, config.update_correlation, 1)
        self.convf1 = nn.Conv2d(4, 2 * flow, 7, padding=3)
        self.convf2 = nn.Conv2d(2 * flow, flow, 3, padding=1)
        self.conv = nn.Conv2d(config.update_correlation + flow, config.update_joint, 3, padding=1)

        def pair(inputs, output):
            return nn.Sequential(
                nn.Conv2d(inputs, width, 3, padding=1), nn.LeakyReLU(0.1),
                nn.Conv2d(width, output, 3, padding=1))

        self.gru = pair(config.update_joint + 4 + features, width)
        self.feat_head = pair(width, features)
        self.flow_head = pair(width, 4)

    def forward(self, features, flow, lookup):
        def leak(x):
            return F.leaky_relu(x, 0.1)

        small = resize(features, 1 / self.factor)
        known = leak(self.convf2(leak(self.convf1(flow))))
        seen = leak(self.conv(torch.cat([leak(self.convc1(lookup)), known], dim=1)))
        state = self.gru(torch.cat([seen, flow, small], dim=1))
        return resize(self.feat_head(state), self.factor), self.factor * resize(self.flow_head(state), self.factor)


class AMT(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.config, self.fields = config, config.fields
        widths, side = config.pyramid, config.side
        self.feat_encoder = FeatureEncoder(config.widths, config.features)
        self.encoder = PyramidEncoder(widths)
        self.decoder4 = Decoder(2 * widths[3] + 1, 2 * widths[3], 4 + widths[2], side)
        self.decoder3 = Decoder(3 * widths[2] + 4, 3 * widths[2], 4 + widths[1], side)
        self.decoder2 = Decoder(3 * widths[1] + 4, 3 * widths[1], 4 + widths[0], side)
        self.decoder1 = Decoder(3 * widths[0] + 4, 3 * widths[0], 8 * self.fields, side)
        self.update4 = Update(config, widths[2], 1)
        self.update3 = Update(config, widths[1], 2)
        self.update2 = Update(config, widths[0], 4)
        inner = 3 * self.fields
        self.comb_block = nn.Sequential(
            nn.Conv2d(inner, 2 * inner, 3, padding=1), nn.PReLU(2 * inner), nn.Conv2d(2 * inner, 3, 3, padding=1))

    def refine(self, update, flow0, flow1, features, volumes, time: float):
        small0, small1 = (resize(f, 1 / update.factor) / update.factor for f in (flow0, flow1))
        start = grid(len(flow0), *small0.shape[2:])
        lookup = torch.cat([volumes[0](start + small1 / time), volumes[1](start + small0 / (1 - time))], dim=1)
        more, shift = update(features, torch.cat([small0, small1], dim=1), lookup)
        return flow0 + shift[:, :2], flow1 + shift[:, 2:], features + more

    def forward(self, first, second, time: float = 0.5):
        """[B, 3, H, W] in [0, 1] -> the same."""
        return self.stages(first, second, time)[0]

    def stages(self, first, second, time: float = 0.5):
        """The frame between, and the flows to first and second at 1/8, 1/4 and 1/2 of the size."""
        mean = torch.cat([first, second], dim=2).mean(dim=(1, 2, 3), keepdim=True)
        first, second = first - mean, second - mean
        maps = self.feat_encoder(torch.cat([first, second])).chunk(2)
        volumes = (
            Pyramid(maps[0], maps[1], self.config.levels, self.config.radius),
            Pyramid(maps[1], maps[0], self.config.levels, self.config.radius))
        ours, theirs = self.encoder(first), self.encoder(second)
        plane = torch.full_like(ours[3][:, :1], time)
        flow0, flow1, features = self.decoder4(ours[3], theirs[3], plane).split([2, 2, ours[2].shape[1]], dim=1)
        flow0, flow1, features = self.refine(self.update4, flow0, flow1, features, volumes, time)
        flows = [(flow0, flow1)]
        for level, decoder, update in [(2, self.decoder3, self.update3), (1, self.decoder2, self.update2)]:
            decoded = decoder(features, warp(ours[level], flow0), warp(theirs[level], flow1), flow0, flow1)
            flow0, flow1 = (
                decoded[:, :2] + 2 * resize(flow0, 2), decoded[:, 2:4] + 2 * resize(flow1, 2))
            flow0, flow1, features = self.refine(update, flow0, flow1, decoded[:, 4:], volumes, time)
            flows.append((flow0, flow1))
        decoded = self.decoder1(features, warp(ours[0], flow0), warp(theirs[0], flow1), flow0, flow1)
        result = self.combine(decoded, 2 * resize(flow0, 2), 2 * resize(flow1, 2), first, second, mean)
        return result, flows

    def combine(self, decoded, flow0, flow1, first, second, mean):
        batch, _, height, width = first.shape
        n = self.fields
        shift0, shift1, mask, residual = decoded.split([2 * n, 2 * n, n, 3 * n], dim=1)
        flow0 = (shift0 + flow0.repeat(1, n, 1, 1)).reshape(batch * n, 2, height, width)
        flow1 = (shift1 + flow1.repeat(1, n, 1, 1)).reshape(batch * n, 2, height, width)
        mask = torch.sigmoid(mask).reshape(batch * n, 1, height, width)
        near = warp(first.repeat_interleave(n, 0), flow0)
        far = warp(second.repeat_interleave(n, 0), flow1)
        candidates = mask * near + (1 - mask) * far + mean.repeat_interleave(n, 0)
        candidates = (candidates + residual.reshape(batch * n, 3, height, width)).view(batch, 3 * n, height, width)
        result = candidates.view(batch, n, 3, height, width).mean(dim=1) + self.comb_block(candidates)
        return result.clamp(0, 1)


def factor(name: str, rank: int) -> float:
    if rank == 1 and name.endswith(".weight"):
        return 0.25
    for prefix, value in [("decoder1.convblock.2.", 0.0625), ("comb_block.2.", 0.03125), ("feat_encoder.conv2.", 0.5)]:
        if name.startswith(prefix):
            return value
    small = (".convblock.2.", ".flow_head.2.", ".feat_head.2.")
    return 0.125 if any(part in name for part in small) else 1.0


def scaled(network: AMT) -> AMT:
    """Synthetic weights under which the flows stay near the image."""
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            tensor.mul_(factor(name, tensor.dim()))
    return network

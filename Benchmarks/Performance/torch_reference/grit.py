"""GRiT ViT-B: backbone, pyramid, proposal head, cascade and text decoder, with the checkpoint's names."""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass
class Config:
    width: int = 768
    depth: int = 12
    heads: int = 12
    patch: int = 16
    side: int = 14
    image: int = 1024
    window: int = 14
    global_blocks: tuple = (2, 5, 8, 11)
    channels: int = 256
    proposal_convolutions: int = 4
    proposal_groups: int = 32
    box_width: int = 1024
    text_layers: int = 6
    text_heads: int = 12
    text_inner: int = 3072
    text_positions: int = 1024
    vocabulary: int = 30522


def relative(length: int, table: torch.Tensor) -> torch.Tensor:
    """[L, D] -> [length, length, D]: row (query, key) holds the vector of their distance."""
    span = 2 * length - 1
    if table.shape[0] != span:
        table = F.interpolate(table.T[None], size=span, mode="linear")[0].T
    place = torch.arange(length)
    return table[place[:, None] - place[None, :] + length - 1]


class GridAttention(nn.Module):
    def __init__(self, config: Config, side: int):
        super().__init__()
        self.heads = config.heads
        size = config.width // config.heads
        self.qkv = nn.Linear(config.width, 3 * config.width)
        self.proj = nn.Linear(config.width, config.width)
        self.rel_pos_h = nn.Parameter(torch.empty(2 * side - 1, size))
        self.rel_pos_w = nn.Parameter(torch.empty(2 * side - 1, size))

    def forward(self, x):
        """[B, H, W, D] -> the same."""
        batch, height, width, depth = x.shape
        tokens, size = height * width, depth // self.heads
        q, k, v = self.qkv(x).view(batch, tokens, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        grid = q.reshape(batch * self.heads, height, width, size)
        rows = torch.einsum("bhwc,hkc->bhwk", grid, relative(height, self.rel_pos_h))
        columns = torch.einsum("bhwc,wkc->bhwk", grid, relative(width, self.rel_pos_w))
        bias = (rows[..., :, None] + columns[..., None, :]).reshape(batch, self.heads, tokens, tokens)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return self.proj(mixed.transpose(1, 2).reshape(batch, height, width, depth))


class MLP(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, config: Config, window: int):
        super().__init__()
        self.window = window
        self.norm1 = nn.LayerNorm(config.width, eps=1e-6)
        self.attn = GridAttention(config, window or config.image // config.patch)
        self.norm2 = nn.LayerNorm(config.width, eps=1e-6)
        self.mlp = MLP(config.width)

    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.mlp(self.norm2(x))

    def attend(self, x):
        if not self.window:
            return self.attn(x)
        side = self.window
        batch, height, width, depth = x.shape
        x = F.pad(x, (0, 0, 0, -width % side, 0, -height % side))
        down, across = x.shape[1] // side, x.shape[2] // side
        windows = x.view(batch, down, side, across, side, depth).transpose(2, 3)
        windows = self.attn(windows.reshape(-1, side, side, depth))
        x = windows.view(batch, down, across, side, side, depth).transpose(2, 3)
        return x.reshape(batch, down * side, across * side, depth)[:, :height, :width]


class ViT(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.side = config.side
        self.pos_embed = nn.Parameter(torch.empty(1, config.side**2 + 1, config.width))
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(3, config.width, config.patch, config.patch)
        self.blocks = nn.ModuleList(
            Block(config, 0 if i in config.global_blocks else config.window) for i in range(config.depth))

    def forward(self, images):
        """[B, 3, H, W] -> [B, D, H / 16, W / 16]."""
        x = self.patch_embed.proj(images)
        table = self.pos_embed[:, 1:].unflatten(1, (self.side, self.side)).permute(0, 3, 1, 2)
        if table.shape[-2:] != x.shape[-2:]:
            table = F.interpolate(table, size=x.shape[-2:], mode="bicubic", align_corners=False)
        x = (x + table).permute(0, 2, 3, 1)
        for block in self.blocks:
            x = block(x)
        return x.permute(0, 3, 1, 2)


class ChannelNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Backbone(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.bottom_up = ViT(config)
        self.fpn_stride_16_8 = nn.ConvTranspose2d(config.width, config.width, 2, 2, bias=False)
        for stride in (8, 16, 32):
            setattr(self, f"fpn_stride{stride}_conv1", nn.Conv2d(config.width, config.channels, 1, bias=False))
            setattr(self, f"fpn_stride{stride}_norm1", ChannelNorm(config.channels))
            conv2 = nn.Conv2d(config.channels, config.channels, 3, padding=1, bias=False)
            setattr(self, f"fpn_stride{stride}_conv2", conv2)
            setattr(self, f"fpn_stride{stride}_norm2", ChannelNorm(config.channels))
        self.top_block = nn.Module()
        self.top_block.p6 = nn.Conv2d(config.channels, config.channels, 3, 2, 1)
        self.top_block.p7 = nn.Conv2d(config.channels, config.channels, 3, 2, 1)

    def lateral(self, stride: int, x):
        for part in ("conv1", "norm1", "conv2", "norm2"):
            x = getattr(self, f"fpn_stride{stride}_{part}")(x)
        return x

    def forward(self, images):
        x = self.bottom_up(images)
        maps = [self.lateral(8, self.fpn_stride_16_8(x)), self.lateral(16, x)]
        maps.append(self.lateral(32, F.max_pool2d(x, 2)))
        maps.append(self.top_block.p6(maps[-1]))
        return [*maps, self.top_block.p7(F.relu(maps[-1]))]


class ProposalHead(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        width = config.channels
        layers = []
        for _ in range(config.proposal_convolutions):
            layers += [nn.Conv2d(width, width, 3, padding=1), nn.GroupNorm(config.proposal_groups, width), nn.ReLU()]
        self.bbox_tower = nn.Sequential(*layers)
        self.bbox_pred = nn.Conv2d(width, 4, 3, padding=1)
        self.agn_hm = nn.Conv2d(width, 1, 3, padding=1)
        self.scales = nn.ModuleList(nn.Module() for _ in range(5))
        for scale in self.scales:
            scale.scale = nn.Parameter(torch.empty(1))

    def forward(self, maps):
        """Heat and distances of every level, [B, 5, H, W]."""
        outputs = []
        for features, scale in zip(maps, self.scales):
            x = self.bbox_tower(features)
            outputs.append(torch.cat([self.agn_hm(x), F.relu(self.bbox_pred(x) * scale.scale)], dim=1))
        return outputs


def region_align(maps, boxes, bins: int):
    """[N, C, bins, bins] of boxes on the first image's three finest maps, detectron2's pooler."""
    sizes = ((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).sqrt()
    levels = (4 + torch.log2(sizes / 224 + 1e-8)).floor().clamp(3, 5).long() - 3
    result = boxes.new_empty(len(boxes), maps[0].shape[1], bins, bins)
    for level, features in enumerate(maps[:3]):
        for index in (levels == level).nonzero()[:, 0].tolist():
            result[index] = align_one(features[0], boxes[index] / (8 << level) - 0.5, bins)
    return result


def axis(start: float, end: float, bins: int, extent: int):
    """Weights [bins, extent] of one axis: bilinear sampling is separable, and so is its mean over a bin."""
    width = (end - start) / bins
    count = max(math.ceil(width), 0)
    at = start + width * (torch.arange(bins)[:, None] + (torch.arange(count)[None] + 0.5) / max(count, 1))
    inside = (at >= -1) & (at <= extent)
    at = at.clamp(0, extent - 1)
    low = at.floor().long().clamp(max=max(extent - 2, 0))
    rest = at - low
    weights = torch.zeros(bins, extent)
    weights.scatter_add_(1, low, (1 - rest) * inside)
    weights.scatter_add_(1, (low + 1).clamp(max=extent - 1), rest * inside)
    return weights / max(count, 1)


def align_one(features, box, bins: int):
    left, top, right, bottom = box.tolist()
    down = axis(top, bottom, bins, features.shape[1])
    across = axis(left, right, bins, features.shape[2])
    return torch.einsum("ih,chw,jw->cij", down, features, across)


class Cascade(nn.Module):
    WEIGHTS = ((10, 10, 5, 5), (20, 20, 10, 10), (30, 30, 15, 15))

    def __init__(self, config: Config, parent: nn.Module):
        super().__init__()
        parent.box_head, parent.box_predictor = nn.ModuleList(), nn.ModuleList()
        for _ in self.WEIGHTS:
            head, predictor = nn.Module(), nn.Module()
            inner = config.box_width
            head.fc1, head.fc2 = nn.Linear(config.channels * 49, inner), nn.Linear(inner, inner)
            predictor.cls_score = nn.Linear(inner, 2)
            predictor.bbox_pred = nn.Sequential(nn.Linear(inner, inner), nn.ReLU(), nn.Linear(inner, 4))
            parent.box_head.append(head)
            parent.box_predictor.append(predictor)
        self.stages = lambda: zip(self.WEIGHTS, parent.box_head, parent.box_predictor)

    def forward(self, maps, boxes, height: int, width: int, align=region_align):
        """Boxes [N, 4] after the last stage, and the stages' logits and deltas."""
        trace, limit = [], boxes.new_tensor([width, height, width, height])
        for index, (weights, head, predictor) in enumerate(self.stages()):
            if index:
                boxes = torch.minimum(boxes.clamp(min=0), limit)
            x = align(maps, boxes, 7).flatten(1)
            x = F.relu(head.fc2(F.relu(head.fc1(x))))
            logits, deltas = predictor.cls_score(x), predictor.bbox_pred(x)
            d = deltas / deltas.new_tensor(weights)
            size = boxes[:, 2:] - boxes[:, :2]
            centre = boxes[:, :2] + 0.5 * size + d[:, :2] * size
            half = 0.5 * size * d[:, 2:].clamp(max=math.log(1000 / 16)).exp()
            boxes = torch.cat([centre - half, centre + half], dim=1)
            trace.append((logits, deltas, boxes))
        return boxes, trace


class TextLayer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int):
        super().__init__()
        self.heads = heads
        self.attention = nn.Module()
        setattr(self.attention, "self", nn.Module())
        own = getattr(self.attention, "self")
        own.query, own.key, own.value = (nn.Linear(width, width) for _ in range(3))
        self.attention.output = nn.Module()
        self.attention.output.dense = nn.Linear(width, width)
        self.attention.output.LayerNorm = nn.LayerNorm(width, eps=1e-12)
        self.intermediate = nn.Module()
        self.intermediate.dense = nn.Linear(width, inner)
        self.output = nn.Module()
        self.output.dense = nn.Linear(inner, width)
        self.output.LayerNorm = nn.LayerNorm(width, eps=1e-12)

    def split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, mask=None, past=None):
        """[N, T, D], and the keys and values seen so far."""
        own = getattr(self.attention, "self")
        q, k, v = self.split(own.query(x)), self.split(own.key(x)), self.split(own.value(x))
        if past is not None:
            k, v = torch.cat([past[0], k], dim=2), torch.cat([past[1], v], dim=2)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).flatten(2)
        x = self.attention.output.LayerNorm(x + self.attention.output.dense(mixed))
        inner = F.gelu(self.intermediate.dense(x))
        return self.output.LayerNorm(x + self.output.dense(inner)), (k, v)


class TextDecoder(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        width = config.width
        self.object_feature_projection = nn.Sequential(nn.Linear(config.channels, width), nn.LayerNorm(width))
        self.embedding = nn.Module()
        self.embedding.words = nn.Embedding(config.vocabulary, width)
        self.embedding.positions = nn.Embedding(config.text_positions, width)
        self.embedding.layer_norm = nn.LayerNorm(width, eps=1e-8)
        self.transformer = nn.Module()
        self.transformer.encoder = nn.Module()
        self.transformer.encoder.layer = nn.ModuleList(
            TextLayer(width, config.text_heads, config.text_inner) for _ in range(config.text_layers))
        self.output = nn.Module()
        self.output.bias = nn.Parameter(torch.empty(config.vocabulary))

    def embed(self, tokens, start: int):
        places = torch.arange(start, start + tokens.shape[1])
        return self.embedding.layer_norm(self.embedding.words(tokens) + self.embedding.positions(places))

    def logits(self, x):
        return F.linear(x, self.embedding.words.weight, self.output.bias)

    def whole(self, regions, tokens):
        """Logits [N, V] of the word after tokens [N, T]: the whole sequence is run, as released."""
        count, length = regions.shape[1], tokens.shape[1]
        x = torch.cat([regions, self.embed(tokens, 0)], dim=1)
        mask = torch.ones(count + length, count + length, dtype=torch.bool)
        mask[:count, count:] = False
        mask[count:, count:] = torch.ones(length, length, dtype=torch.bool).tril()
        for layer in self.transformer.encoder.layer:
            x, _ = layer(x, mask)
        return self.logits(x[:, -1])

    def memory(self, regions):
        """Keys and values of the regions in every layer."""
        caches, x = [], regions
        for layer in self.transformer.encoder.layer:
            x, past = layer(x)
            caches.append(past)
        return caches

    def following(self, tokens, position: int, caches: list):
        """Logits [N, V] of the word after tokens [N] at `position`; the caches grow."""
        x = self.embed(tokens[:, None], position)
        for index, layer in enumerate(self.transformer.encoder.layer):
            x, caches[index] = layer(x, past=caches[index])
        return self.logits(x[:, 0])

    def repeated(self, regions, prefix: list):
        """Logits [N, T, V], the whole sequence run again for every token, as released."""
        tokens = torch.tensor([prefix]).expand(len(regions), -1)
        return torch.stack(
            [self.whole(regions, tokens[:, :length]) for length in range(1, len(prefix) + 1)], dim=1)

    def cached(self, regions, prefix: list):
        """The same with keys and values kept."""
        caches = self.memory(regions)
        tokens = torch.tensor([prefix]).expand(len(regions), -1)
        return torch.stack(
            [self.following(tokens[:, place], place, caches) for place in range(len(prefix))], dim=1)

    def describe(self, regions, cached: bool, begin: int = 101, end: int = 102, limit: int = 40):
        """Greedy ids [N, T], begin and end included; a word never repeats at once."""
        tokens = torch.full((len(regions), 1), begin)
        ended = torch.zeros(len(regions), dtype=torch.bool)
        caches = self.memory(regions) if cached else None
        while tokens.shape[1] < limit and not ended.all():
            place = tokens.shape[1] - 1
            logits = self.following(tokens[:, -1], place, caches) if cached else self.whole(regions, tokens)
            if place:
                logits[torch.arange(len(logits)), tokens[:, -1]] = -10000.0
            word = torch.where(ended, end, logits.argmax(dim=-1))
            ended |= word == end
            tokens = torch.cat([tokens, word[:, None]], dim=1)
        return tokens


class GRiT(nn.Module):
    MEAN = (123.675, 116.28, 103.53)
    DEVIATION = (58.395, 57.12, 57.375)

    def __init__(self, config: Config = Config()):
        super().__init__()
        self.backbone = Backbone(config)
        self.proposal_generator = nn.Module()
        self.proposal_generator.centernet_head = ProposalHead(config)
        self.roi_heads = nn.Module()
        self.cascade = Cascade(config, self.roi_heads)
        self.roi_heads.text_decoder = nn.Module()
        self.roi_heads.text_decoder.textual = TextDecoder(config)

    def features(self, images):
        """Maps of RGB values 0..255, [B, 3, H, W], padded to multiples of 32."""
        x = (images - images.new_tensor(self.MEAN)[:, None, None]) / images.new_tensor(self.DEVIATION)[:, None, None]
        return self.backbone(F.pad(x, (0, -x.shape[-1] % 32, 0, -x.shape[-2] % 32)))

    def heads(self, maps):
        return self.proposal_generator.centernet_head(maps)

    def region_tokens(self, pooled):
        """[N, C, 14, 14] -> [N, 196, D]."""
        decoder = self.roi_heads.text_decoder.textual
        return decoder.object_feature_projection(pooled.flatten(2).transpose(1, 2))

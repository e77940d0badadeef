"""Tag2Text: Swin-B, tag head, tag encoder, caption decoder, beam search."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass
class Config:
    image_size: int = 384
    patch: int = 4
    width: int = 128
    depths: tuple = (2, 2, 18, 2)
    heads: tuple = (4, 8, 16, 32)
    window: int = 12
    tags: int = 3429
    tag_layers: int = 2
    tag_heads: int = 4
    vocabulary: int = 30524
    hidden: int = 768
    layers: int = 12
    text_heads: int = 12
    inner: int = 3072
    positions: int = 512
    beams: int = 3
    max_length: int = 30
    min_length: int = 10


def split(x, heads: int):
    return x.view(*x.shape[:-1], heads, -1).transpose(-2, -3)


def merge(x):
    return x.transpose(-2, -3).flatten(-2)


class WindowAttention(nn.Module):
    def __init__(self, width: int, heads: int, window: int):
        super().__init__()
        self.heads = heads
        self.relative_position_bias_table = nn.Parameter(torch.empty((2 * window - 1) ** 2, heads))
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x, bias):
        """[windows, T, D]; bias broadcasts to [windows, heads, T, T]."""
        q, k, v = (split(part, self.heads) for part in self.qkv(x).chunk(3, dim=-1))
        return self.proj(merge(F.scaled_dot_product_attention(q, k, v, attn_mask=bias)))


class MLP(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


def regions(side: int, window: int, shift: int):
    """Number of the region that each place of the rolled axis belongs to."""
    place = torch.arange(side, device="cpu")
    return (place >= side - window).long() + (place >= side - shift).long()


class SwinBlock(nn.Module):
    def __init__(self, width: int, heads: int, side: int, window: int, shifted: bool):
        super().__init__()
        self.side, self.window = side, window
        self.shift = window // 2 if shifted and side > window else 0
        self.norm1 = nn.LayerNorm(width)
        self.attn = WindowAttention(width, heads, window)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = MLP(width)
        self.bias = None

    def windows(self, x):
        count = self.side // self.window
        x = x.unflatten(1, (count, self.window)).unflatten(3, (count, self.window))
        return x.transpose(2, 3).reshape(-1, self.window**2, x.shape[-1])

    def grid(self, x, batch: int):
        count = self.side // self.window
        x = x.view(batch, count, count, self.window, self.window, -1).transpose(2, 3)
        return x.reshape(batch, self.side, self.side, -1)

    def train(self, mode: bool = True):
        # What is kept for inference belongs to the weights of then.
        self.bias = None
        return super().train(mode)

    def terms(self):
        """Relative positions and the mask of the roll, [windows or 1, heads, T, T]; the same for every image."""
        place = torch.stack(torch.meshgrid(*[torch.arange(self.window)] * 2, indexing="ij")).flatten(1)
        apart = place[:, :, None] - place[:, None, :] + self.window - 1
        index = apart[0] * (2 * self.window - 1) + apart[1]
        bias = self.attn.relative_position_bias_table[index].permute(2, 0, 1)[None]
        if self.shift:
            axis = regions(self.side, self.window, self.shift)
            region = self.windows((3 * axis[:, None] + axis)[None, :, :, None])[..., 0]
            bias = bias + torch.where(region[:, None, :, None] == region[:, None, None, :], 0.0, -100.0)
        return bias.contiguous()

    def forward(self, x):
        batch, tokens, width = x.shape
        fitting = self.bias is not None and self.bias.shape[0] in (1, batch * (self.side // self.window) ** 2)
        if self.training or not fitting:
            terms = self.terms()
            self.bias = terms.repeat(batch, 1, 1, 1) if self.shift else terms
        h = self.norm1(x).view(batch, self.side, self.side, width)
        if self.shift:
            h = torch.roll(h, (-self.shift, -self.shift), dims=(1, 2))
        h = self.grid(self.attn(self.windows(h), self.bias), batch)
        if self.shift:
            h = torch.roll(h, (self.shift, self.shift), dims=(1, 2))
        x = x + h.view(batch, tokens, width)
        return x + self.mlp(self.norm2(x))


class PatchMerging(nn.Module):
    def __init__(self, width: int, side: int):
        super().__init__()
        self.side = side
        self.norm = nn.LayerNorm(4 * width)
        self.reduction = nn.Linear(4 * width, 2 * width, bias=False)

    def forward(self, x):
        x = x.view(len(x), self.side, self.side, -1)
        parts = [x[:, row::2, column::2] for column in (0, 1) for row in (0, 1)]
        return self.reduction(self.norm(torch.cat(parts, dim=-1).flatten(1, 2)))


class Stage(nn.Module):
    def __init__(self, config: Config, index: int):
        super().__init__()
        width, side = config.width << index, config.image_size // config.patch >> index
        self.blocks = nn.ModuleList(
            SwinBlock(width, config.heads[index], side, min(config.window, side), block % 2 == 1)
            for block in range(config.depths[index]))
        if index + 1 < len(config.depths):
            self.downsample = PatchMerging(width, side)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.downsample(x) if hasattr(self, "downsample") else x


class PatchEmbed(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.proj = nn.Conv2d(3, config.width, config.patch, config.patch)
        self.norm = nn.LayerNorm(config.width)

    def forward(self, image):
        return self.norm(self.proj(image).flatten(2).transpose(1, 2))


class Swin(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.patch_embed = PatchEmbed(config)
        self.layers = nn.ModuleList(Stage(config, index) for index in range(len(config.depths)))
        self.norm = nn.LayerNorm(config.width << len(config.depths) - 1)

    def forward(self, image):
        """[B, 3, H, W] -> [B, 1 + T, D], the mean first."""
        x = self.patch_embed(image)
        for stage in self.layers:
            x = stage(x)
        x = self.norm(x)
        return torch.cat([x.mean(dim=1, keepdim=True), x], dim=1)


class Projections(nn.Module):
    def __init__(self, width: int, source: int):
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(source, width)
        self.value = nn.Linear(source, width)


class Output(nn.Module):
    def __init__(self, inner: int, width: int):
        super().__init__()
        self.dense = nn.Linear(inner, width)
        self.LayerNorm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, residual):
        return self.LayerNorm(self.dense(x) + residual)


class Attention(nn.Module):
    def __init__(self, width: int, source: int):
        super().__init__()
        self.add_module("self", Projections(width, source))
        self.output = Output(width, width)

    @property
    def projections(self):
        return getattr(self, "self")

    def memory(self, source, heads: int):
        return split(self.projections.key(source), heads), split(self.projections.value(source), heads)

    def forward(self, x, memory, heads: int, mask=None, causal=False):
        q = split(self.projections.query(x), heads)
        mixed = F.scaled_dot_product_attention(q, *memory, attn_mask=mask, is_causal=causal)
        return self.output(merge(mixed), x)


class Dense(nn.Module):
    def __init__(self, width: int, inner: int):
        super().__init__()
        self.dense = nn.Linear(width, inner)


class CrossLayer(nn.Module):
    def __init__(self, config: Config, source: int):
        super().__init__()
        self.crossattention = Attention(config.hidden, source)
        self.intermediate = Dense(config.hidden, config.inner)
        self.output = Output(config.inner, config.hidden)

    def forward(self, x, memory, heads: int):
        x = self.crossattention(x, memory, heads)
        return self.output(F.gelu(self.intermediate.dense(x)), x)


class Layer(nn.Module):
    """Self-attention before a cross layer of its own, or one that is shared."""

    def __init__(self, config: Config, source: int, shared: bool = False):
        super().__init__()
        self.attention = Attention(config.hidden, config.hidden)
        if not shared:
            cross = CrossLayer(config, source)
            self.crossattention, self.intermediate, self.output = (
                cross.crossattention, cross.intermediate, cross.output)

    def forward(self, x, memory, heads: int):
        x = self.crossattention(x, memory, heads)
        return self.output(F.gelu(self.intermediate.dense(x)), x)


class Layers(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layer = nn.ModuleList(layers)


class Embeddings(nn.Module):
    def __init__(self, config: Config, words: bool):
        super().__init__()
        if words:
            self.word_embeddings = nn.Embedding(config.vocabulary, config.hidden)
        self.position_embeddings = nn.Embedding(config.positions, config.hidden)
        self.LayerNorm = nn.LayerNorm(config.hidden, eps=1e-12)

    def forward(self, words, start: int = 0):
        positions = torch.arange(start, start + words.shape[1])
        return self.LayerNorm(words + self.position_embeddings(positions))


class Bert(nn.Module):
    def __init__(self, config: Config, layers, words: bool):
        super().__init__()
        self.embeddings = Embeddings(config, words)
        self.encoder = Layers(layers)


class Transform(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.dense = nn.Linear(config.hidden, config.hidden)
        self.LayerNorm = nn.LayerNorm(config.hidden, eps=1e-12)

    def forward(self, x):
        return self.LayerNorm(F.gelu(self.dense(x)))


class Decoder(nn.Module):
    """`bert` and `cls.predictions`; the word embedding is the last layer's weight."""

    def __init__(self, config: Config):
        super().__init__()
        self.heads = config.text_heads
        layers = (Layer(config, config.hidden) for _ in range(config.layers))
        self.bert = Bert(config, layers, words=False)
        self.cls = nn.Module()
        self.cls.predictions = nn.Module()
        self.cls.predictions.transform = Transform(config)
        self.cls.predictions.decoder = nn.Linear(config.hidden, config.vocabulary)

    def memories(self, states):
        return [layer.crossattention.memory(states, self.heads) for layer in self.bert.encoder.layer]

    def hidden(self, ids, memories, past=None):
        """[B, T, D] of the ids after those that `past` holds, and keys and values of all."""
        start = past[0][0].shape[2] if past else 0
        x = self.bert.embeddings(F.embedding(ids, self.cls.predictions.decoder.weight), start)
        present = []
        for index, layer in enumerate(self.bert.encoder.layer):
            own = layer.attention.memory(x, self.heads)
            if past:
                own = tuple(torch.cat(pair, dim=2) for pair in zip(past[index], own))
            present.append(own)
            x = layer.attention(x, own, self.heads, causal=ids.shape[1] > 1)
            x = layer(x, memories[index], self.heads)
        return x, present

    def logits(self, hidden):
        return self.cls.predictions.decoder(self.cls.predictions.transform(hidden))


class TagWeights(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.W = nn.Parameter(torch.empty(1, config.tags, config.hidden))
        self.b = nn.Parameter(torch.empty(1, config.tags))


class Tag2Text(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        self.config = config
        source = config.width << len(config.depths) - 1
        self.visual_encoder = Swin(config)
        self.vision_multi = nn.Module()
        self.vision_multi.encoder = Layers(CrossLayer(config, source) for _ in range(config.tag_layers))
        self.label_embed = nn.Embedding(config.tags, config.hidden)
        self.fc = TagWeights(config)
        layers = [Layer(config, source, shared=index < config.tag_layers) for index in range(config.layers)]
        self.tag_encoder = Bert(config, layers, words=True)
        self.text_decoder = Decoder(config)

    def tag_logits(self, tokens):
        """[B, T, W] -> [B, K]"""
        x = self.label_embed.weight.expand(len(tokens), -1, -1)
        for layer in self.vision_multi.encoder.layer:
            x = layer(x, layer.crossattention.memory(tokens, self.config.tag_heads), self.config.tag_heads)
        return (self.fc.W * x).sum(-1) + self.fc.b

    def encode(self, ids, tokens):
        """[B, T] ids of the tags, 0 pads, and [B, I, W] -> [B, T, D]"""
        heads = self.config.text_heads
        x = self.tag_encoder.embeddings(self.tag_encoder.embeddings.word_embeddings(ids))
        mask = torch.where(ids == 0, -10000.0, 0.0)[:, None, None, :]
        for index, layer in enumerate(self.tag_encoder.encoder.layer):
            x = layer.attention(x, layer.attention.memory(x, heads), heads, mask)
            cross = self.vision_multi.encoder.layer[index] if index < self.config.tag_layers else layer
            x = cross(x, cross.crossattention.memory(tokens, heads), heads)
        return x

    def word_logits(self, ids, states):
        return self.text_decoder.logits(self.text_decoder.hidden(ids, self.text_decoder.memories(states))[0])

    def write(self, states, prompt, end: int, cached: bool = True):
        """Beam search: ids [B, max_length] filled with zeros, and scores [B]."""
        config, decoder = self.config, self.text_decoder
        batch, beams = len(states), config.beams
        memories = decoder.memories(states.repeat_interleave(beams, dim=0))
        ids = torch.tensor(prompt).repeat(batch * beams, 1)
        scores = torch.tensor([0.0] + [-1e9] * (beams - 1)).repeat(batch)
        found, done, past = [[] for _ in range(batch)], [False] * batch, None
        while ids.shape[1] < config.max_length and not all(done):
            length = ids.shape[1]
            if cached:
                hidden, past = decoder.hidden(ids[:, -1:] if past else ids, memories, past)
            else:
                hidden, _ = decoder.hidden(ids, memories)
            steps = F.log_softmax(decoder.logits(hidden[:, -1]), dim=-1)
            if length < config.min_length:
                steps[:, end] = -float("inf")
            steps = (steps + scores[:, None]).view(batch, -1)
            best, place = steps.topk(2 * beams, dim=1)
            rows, tokens = (place // config.vocabulary).tolist(), (place % config.vocabulary).tolist()
            parents, following, kept = [], [], []
            for item in range(batch):
                taken = 0
                for rank, score in enumerate(best[item].tolist()):
                    row, token = item * beams + rows[item][rank], tokens[item][rank]
                    if done[item]:
                        row, token, score = item * beams + taken, 0, 0.0
                    elif token == end:
                        if rank < beams:
                            self.store(found[item], ids[row], score)
                        continue
                    parents.append(row)
                    following.append(token)
                    kept.append(score)
                    taken += 1
                    if taken == beams:
                        break
                highest = best[item, 0].item() / (length + 1)
                done[item] |= len(found[item]) == beams and found[item][-1][0] >= highest
            order = torch.tensor(parents)
            ids = torch.cat([ids[order], torch.tensor(following)[:, None]], dim=1)
            scores = torch.tensor(kept)
            if cached:
                past = [tuple(part.index_select(0, order) for part in pair) for pair in past]
        return self.finish(found, done, ids, scores, end)

    def finish(self, found, done, ids, scores, end: int):
        result = torch.zeros(len(found), self.config.max_length, dtype=torch.long)
        for item, hypotheses in enumerate(found):
            for beam in range(0 if done[item] else self.config.beams):
                row = item * self.config.beams + beam
                self.store(hypotheses, ids[row], scores[row].item())
            tokens = hypotheses[0][1]
            result[item, : len(tokens)] = tokens
            if len(tokens) < self.config.max_length:
                result[item, len(tokens)] = end
        return result, torch.tensor([hypotheses[0][0] for hypotheses in found])

    def store(self, hypotheses, tokens, total: float):
        """Keeps the best, sorted by score."""
        hypotheses.append((total / len(tokens), tokens))
        hypotheses.sort(key=lambda hypothesis: -hypothesis[0])
        del hypotheses[self.config.beams :]

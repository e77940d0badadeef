"""CLIP's byte pair tokens for captions, and embedding tables that hold only the rows captions need."""

import gzip
import re
from functools import lru_cache

import torch

from .options import ROOT

MERGES = ROOT / "Sources/Networks/Resources/bpe_simple_vocab_16e6.txt.gz"
START, END, LENGTH = 49406, 49407, 77


def byte_alphabet() -> list[str]:
    """The printable character that stands for each byte, in the order in which the vocabulary lists them."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + index) for index in range(len(others))]


@lru_cache(maxsize=1)
def vocabulary() -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Token to id and merge to rank."""
    text = gzip.decompress(MERGES.read_bytes()).decode("utf-8")
    merges = [tuple(line.split()) for line in text.split("\n")[1 : 49152 - 256 - 2 + 1]]
    alphabet = byte_alphabet()
    words = alphabet + [letter + "</w>" for letter in alphabet] + ["".join(merge) for merge in merges]
    return {word: index for index, word in enumerate(words)}, {merge: rank for rank, merge in enumerate(merges)}


@lru_cache(maxsize=None)
def word_tokens(word: str) -> tuple[int, ...]:
    ids, ranks = vocabulary()
    parts = [*word[:-1], word[-1] + "</w>"]
    while len(parts) > 1:
        pairs = list(zip(parts, parts[1:]))
        best = min(pairs, key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        merged, index = [], 0
        while index < len(parts):
            if tuple(parts[index : index + 2]) == best:
                merged.append("".join(best))
                index += 2
            else:
                merged.append(parts[index])
                index += 1
        parts = merged
    return tuple(ids[part] for part in parts)


def tokens(caption: str, pad: int = 0, length: int = LENGTH) -> list[int]:
    """Start, the caption, end, padding. Captions of the toy world are words of ASCII letters; others are refused.

    pad: 0 for Stable Diffusion 2's tokenizer and for CLIP's own, as i2vbench has them.
    """
    caption = caption.lower()
    if not re.fullmatch(r"[a-z ]*", caption):
        raise SystemExit(f"“{caption}”: expected words of ASCII letters, as the toy world's captions have")
    inner = [token for word in caption.split() for token in word_tokens(word)][: length - 2]
    row = [START, *inner, END]
    return row + [pad] * (length - len(row))


class Vocabulary:
    """The tokens that captions can contain; every other token of the 49,408 shares one further row.

    A table over it is stored as `weight` [R + 1, D] beside `token_ids` int32 [R], ascending: row r is the embedding
    of token_ids[r], the last row that of all tokens that are not listed.
    """

    def __init__(self, captions: list[str]):
        words = sorted({word for caption in captions for word in caption.lower().split()})
        inner = {token for word in words for token in word_tokens(word)}
        self.ids = torch.tensor(sorted(inner | {0, START, END}), dtype=torch.int32)
        self.other = len(self.ids)
        self.table = torch.full((49408,), self.other)
        self.table[self.ids.long()] = torch.arange(self.other)

    @property
    def row_count(self) -> int:
        return self.other + 1

    def rows(self, captions: list[str], pad: int = 0, length: int = LENGTH) -> torch.Tensor:
        """[N, T] rows of the table"""
        return self.table[torch.tensor([tokens(caption, pad, length) for caption in captions])]

"""BERT's word pieces for the toy world's words, and tables that hold only the rows they need."""

import gzip
import re
from functools import lru_cache

import torch

from common.options import ROOT

RESOURCES = ROOT / "Sources" / "Networks" / "Resources"
PADDING, CLASS, SEPARATOR = 0, 101, 102


def lines(name: str) -> list[str]:
    return gzip.decompress((RESOURCES / name).read_bytes()).decode("utf-8").rstrip("\n").split("\n")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    return {word: index for index, word in enumerate(lines("bert-base-uncased.txt.gz"))}


def pieces(text: str) -> list[int]:
    """Ids of lower-case words and bars: of each word the longest known beginning, then the rest."""
    ids, known = [], vocabulary()
    for word in re.findall(r"[a-z]+|\|", text.lower()):
        start = 0
        while start < len(word):
            end = len(word)
            while (piece := ("##" if start else "") + word[start:end]) not in known:
                end -= 1
            ids.append(known[piece])
            start = end
    return ids


class WordTable:
    """The ids that occur; every other id of the vocabulary shares one further row. Stored as `common.tokens` has it."""

    def __init__(self, ids, vocabulary_size: int):
        self.ids = torch.tensor(sorted(set(ids)), dtype=torch.int32)
        self.other, self.vocabulary_size = len(self.ids), vocabulary_size
        self.table = torch.full((vocabulary_size,), self.other)
        self.table[self.ids.long()] = torch.arange(self.other)

    @property
    def row_count(self) -> int:
        return self.other + 1

    def rows(self, ids) -> torch.Tensor:
        return self.table[torch.as_tensor(ids)]

    def bias(self, rows: torch.Tensor) -> torch.Tensor:
        """[R + 1] -> [V]; words that have no row of their own are never written."""
        result = torch.full((self.vocabulary_size,), -1e4)
        result[self.ids.long()] = rows[: self.other]
        return result

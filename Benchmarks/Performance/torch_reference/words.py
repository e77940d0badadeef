"""The two tokenizers, for plain English: what the timed prompts and tags need."""

import gzip
import re
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[3] / "Sources/Networks/Resources"


def lines(name: str) -> list:
    with gzip.open(RESOURCES / name, "rt", encoding="utf-8") as file:
        return file.read().split("\n")


def letters() -> dict:
    """The printable letter that stands for every byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + n) for n, byte in enumerate(others)}


class BytePairs:
    """CLIP's tokenizer."""

    def __init__(self):
        merges = [tuple(line.split()) for line in lines("bpe_simple_vocab_16e6.txt.gz")[1 : 49152 - 256 - 2 + 1]]
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.letters = letters()
        single = [self.letters[byte] for byte in [*range(33, 127), *range(161, 173), *range(174, 256)]]
        single += [letter for letter in self.letters.values() if letter not in single]
        words = single + [letter + "</w>" for letter in single] + ["".join(pair) for pair in merges]
        self.ids = {word: number for number, word in enumerate(words)}

    def pieces(self, word: str) -> list:
        parts = [self.letters[byte] for byte in word.encode()]
        parts[-1] += "</w>"
        while len(parts) > 1:
            ranked = [(self.ranks.get(pair, len(self.ranks)), place) for place, pair in enumerate(zip(parts, parts[1:]))]
            rank, place = min(ranked)
            if rank == len(self.ranks):
                break
            parts[place : place + 2] = ["".join(parts[place : place + 2])]
        return parts

    def __call__(self, text: str, length: int) -> list:
        found = re.findall(r"'s|'t|'re|'ve|'m|'ll|'d|[a-z]+|[0-9]|[^\sa-z0-9]+", " ".join(text.lower().split()))
        ids = [49406, *(self.ids[piece] for word in found for piece in self.pieces(word))][: length - 1] + [49407]
        return ids + [0] * (length - len(ids))


class WordPieces:
    """BERT's tokenizer."""

    def __init__(self):
        self.ids = {word: number for number, word in enumerate(lines("bert-base-uncased.txt.gz"))}

    def pieces(self, word: str):
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            end = next(end for end in range(len(word), start, -1) if prefix + word[start:end] in self.ids)
            yield self.ids[prefix + word[start:end]]
            start = end

    def __call__(self, text: str, length: int) -> list:
        words = re.findall(r"\w+|[^\w\s]", text.lower())
        ids = [101, *(piece for word in words for piece in self.pieces(word))][: length - 1] + [102]
        return ids + [0] * (length - len(ids))

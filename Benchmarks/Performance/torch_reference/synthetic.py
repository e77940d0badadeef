"""Deterministic weights and inputs from names, the same rule as `synthetic` weights of i2vbench.

    key(name) = FNV-1a 64 over the UTF-8 bytes of the name
    bits(i)   = splitmix64 finaliser of key + (i + 1) * 0x9E3779B97F4A7C15
    v(i)      = (bits(i) >> 40) / 2**23 - 1, exact in float32
"""

import math

import numpy as np
import torch

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 1 << 22


def key(name: str) -> int:
    state = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        state = ((state ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return state


def unit(name: str, shape) -> np.ndarray:
    """v in [-1, 1), row-major, float32; in chunks, so that big tensors need little besides themselves."""
    count = math.prod(shape)
    start = np.uint64(key(name))
    values = np.empty(count, np.float32)
    with np.errstate(over="ignore"):
        for begin in range(0, count, _CHUNK):
            end = min(count, begin + _CHUNK)
            bits = np.arange(begin + 1, end + 1, dtype=np.uint64) * _GOLDEN + start
            bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            bits = bits ^ (bits >> np.uint64(31))
            values[begin:end] = (bits >> np.uint64(40)).astype(np.float32)
    values /= np.float32(1 << 23)
    values -= np.float32(1)
    return values.reshape(shape)


def weight(name: str, shape) -> np.ndarray:
    values = unit(name, shape)
    if name.endswith("running_var"):
        return np.float32(1) + np.float32(0.25) * values
    if name.endswith("running_mean"):
        return np.float32(0.1) * values
    if len(shape) <= 1:
        scaled = np.float32(0.1) * values
        return np.float32(1) + scaled if name.endswith(".weight") else scaled
    fan_in = math.prod(shape[1:])
    scale = math.sqrt((3.0 if len(shape) == 2 else 6.0) / fan_in)
    values *= np.float32(scale)
    return values


def fill(module: torch.nn.Module, prefix: str = "") -> torch.nn.Module:
    """Gives every floating-point tensor of the module its synthetic values, in place."""
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                values = weight(prefix + name, tuple(tensor.shape))
                tensor.copy_(torch.from_numpy(np.asarray(values, np.float32).reshape(tensor.shape)))
    return module


def build(make) -> torch.nn.Module:
    """The module with synthetic weights, ready for inference; its own initialisation is skipped."""
    with torch.device("meta"):
        module = make()
    return fill(module.to_empty(device="cpu")).eval()


def draw(name: str, shape) -> torch.Tensor:
    """Input of variance one: float32(sqrt 3) * v."""
    return torch.from_numpy(np.float32(1.7320508) * unit("input:" + name, shape))

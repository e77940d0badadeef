"""The command line that every training has in common."""

import argparse
import os
import random
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]


def parser(description: str, steps: int, batch: int, rate: float) -> argparse.ArgumentParser:
    """Options with this training's own defaults; add more to the result where a training needs them."""
    result = argparse.ArgumentParser(
        description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    result.add_argument("--data", type=Path, required=True, help="folder of `i2vbench demo render --split train`")
    result.add_argument("--test", type=Path, help="folder of `i2vbench demo render --split test`, for the acceptance")
    result.add_argument("--work", type=Path, required=True, help="folder for checkpoints and logs, outside git")
    result.add_argument("--steps", type=int, default=steps, help="optimizer steps in all")
    result.add_argument("--batch", type=int, default=batch)
    result.add_argument("--rate", type=float, default=rate, help="peak learning rate")
    result.add_argument("--seed", type=int, default=0)
    result.add_argument("--threads", type=int, default=1, help="CPU threads of PyTorch")
    result.add_argument("--device", default="cpu")
    result.add_argument(
        "--budget-minutes", type=float, help="stop after so long with a checkpoint; the same command goes on from it")
    return result


def start(options: argparse.Namespace) -> argparse.Namespace:
    """Threads, seeds and the working folder, before anything is built."""
    torch.set_num_threads(options.threads)
    seed_everything(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    return options


def seed_everything(seed: int):
    os.environ["PYTHONHASHSEED"] = str(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def step_random(seed: int, step: int, purpose: int = 0) -> np.random.Generator:
    """Random numbers that follow from seed and step, so that a resumed training draws what an unbroken one draws."""
    return np.random.default_rng([seed, step, purpose])

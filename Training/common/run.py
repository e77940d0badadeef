"""A training that can be stopped at any moment and goes on where its last checkpoint was written."""

import json
import math
import os
import platform
import random
import signal
import time
from pathlib import Path

import numpy as np
import torch


class Run:
    """Counts steps, watches the budget, keeps the loss curve, and writes checkpoints.

        run = Run("vae", options, model=model, optimizer=optimizer, ema=ema)
        for step in run.steps():
            ...
            run.record(loss=loss.item())

    parts are modules, optimizers and whatever else has `state_dict` and `load_state_dict`. begin: how many steps the
    weights have had that a training without a checkpoint starts from; counting goes on there.
    """

    def __init__(self, name: str, options, save_seconds: float = 120, begin: int = 0, **parts):
        self.name, self.options, self.parts = name, options, parts
        self.path = options.work / f"{name}.checkpoint.pt"
        self.save_seconds = save_seconds
        self.begin, self.step, self.seconds = begin, begin, 0.0
        # [step, {name: mean since the last entry}]
        self.curve: list[tuple[int, dict[str, float]]] = []
        self.sums: dict[str, list[float]] = {}
        self.resumes: list[int] = []
        # Where the batch or the rate changed: (first step, batch, peak rate).
        self.stretches: list[tuple[int, int, float]] = []
        if self.path.exists():
            self._load()
        if not self.stretches:
            self.stretches.append((self.begin, *self._setting))
        if not self.finished and self._setting != tuple(self.stretches[-1][1:]):
            self.stretches.append((self.step, *self._setting))

    @property
    def _setting(self) -> tuple[int, float]:
        return self.options.batch, self.options.rate

    @property
    def finished(self) -> bool:
        return self.step >= self.options.steps

    def steps(self, log_every: int = 20):
        """Step numbers from where the training stands to its end, the end of the budget, or a SIGTERM."""
        budget = self.options.budget_minutes
        limit = math.inf if budget is None else budget * 60
        begun = saved = last = time.monotonic()
        asked_to_stop = []
        signal.signal(signal.SIGTERM, lambda *_: asked_to_stop.append(True))
        while not self.finished and not asked_to_stop and time.monotonic() - begun < limit:
            yield self.step
            self.step += 1
            now = time.monotonic()
            self.seconds, last = self.seconds + now - last, now
            if self.step % log_every == 0:
                self._log()
            if now - saved > self.save_seconds:
                self.save()
                saved = time.monotonic()
        self.save()

    def record(self, **values: float):
        for name, value in values.items():
            if not math.isfinite(value):
                raise SystemExit(f"{self.name}: {name} is {value} at step {self.step}; nothing was overwritten")
            self.sums.setdefault(name, []).append(value)

    def rate(self, peak: float, warmup: int, floor: float = 0.02) -> float:
        """Linear warm-up, then half a cosine down to `floor` times the peak at the last step."""
        done = self.step - self.begin
        if done < warmup:
            return peak * (done + 1) / warmup
        share = (done - warmup) / max(1, self.options.steps - self.begin - warmup)
        return peak * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1, share))))

    def _log(self):
        means = {name: float(np.mean(values)) for name, values in self.sums.items()}
        self.sums = {}
        self.curve.append((self.step, means))
        print(f"{self.name} step {self.step}/{self.options.steps} {self.seconds:.0f} s "
              + " ".join(f"{name} {value:.5f}" for name, value in means.items()), flush=True)

    def save(self):
        """Written beside the old checkpoint and renamed, so that a kill leaves one of the two whole."""
        state = {
            "parts": {name: part.state_dict() for name, part in self.parts.items()},
            "begin": self.begin, "step": self.step, "seconds": self.seconds, "curve": self.curve, "resumes": self.resumes,
            "stretches": self.stretches,
            "seed": self.options.seed, "torch": torch.get_rng_state(), "numpy": np.random.get_state(),
            "python": random.getstate(),
        }
        if torch.cuda.is_available():
            state["cuda"] = torch.cuda.get_rng_state_all()
        partial = self.path.with_suffix(".partial")
        with open(partial, "wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self.path)

    def _load(self):
        state = torch.load(self.path, map_location="cpu", weights_only=False)
        if state["seed"] != self.options.seed:
            raise SystemExit(
                f"{self.path}: made with seed {state['seed']}, asked for {self.options.seed}. Use another --work.")
        for name, part in self.parts.items():
            part.load_state_dict(state["parts"][name])
        self.begin = state.get("begin", 0)
        self.step, self.seconds, self.curve = state["step"], state["seconds"], state["curve"]
        self.resumes = state["resumes"] + [self.step]
        self.stretches = state.get("stretches", [])
        torch.set_rng_state(state["torch"])
        np.random.set_state(state["numpy"])
        random.setstate(state["python"])
        if "cuda" in state and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(state["cuda"])

    def summary(self) -> dict:
        """What a model card says about how the weights were made."""
        return {
            "steps": self.step, "planned": self.options.steps, "stretches": self.stretches, "seed": self.options.seed, "seconds": round(self.seconds),
            "threads": self.options.threads, "hardware": hardware(self.options.device),
            "torch": torch.__version__, "resumes": len(self.resumes),
        }


class Average:
    """Exponential moving average of a module's weights, the ones that are shipped."""

    def __init__(self, module: torch.nn.Module, decay: float = 0.999):
        self.decay = decay
        self.values = {name: value.detach().clone() for name, value in module.state_dict().items()}
        self.updates = 0

    @torch.no_grad()
    def update(self, module: torch.nn.Module):
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for name, value in module.state_dict().items():
            if value.is_floating_point():
                self.values[name].lerp_(value, 1 - decay)
            else:
                self.values[name].copy_(value)

    def restart(self, module: torch.nn.Module, prefix: str):
        """Forgets what the weights whose names begin so were before."""
        for name, value in module.state_dict().items():
            if name.startswith(prefix):
                self.values[name].copy_(value)

    def state_dict(self):
        return {"values": self.values, "updates": self.updates}

    def load_state_dict(self, state):
        for name, value in state["values"].items():
            self.values[name].copy_(value)
        self.updates = state["updates"]


def hardware(device: str) -> str:
    if device.startswith("cuda"):
        return torch.cuda.get_device_name()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.machine()
    return f"CPU ({model})"


def save_json(value, path: Path):
    partial = Path(str(path) + ".partial")
    partial.write_text(json.dumps(value, indent=2) + "\n")
    partial.rename(path)

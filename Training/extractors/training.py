"""The loop, the acceptance and what ships, alike for every network."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from common.card import write_card
from common.clips import Clips
from common.options import ROOT, parser, start
from common.run import Run
from common.weights import as_shipped, write_weights

WEIGHTS = ROOT / "Metrics" / "Features" / "Resources" / "demo"
GOLDENS = ROOT / "Tests" / "MetricsTests" / "Fixtures"


class Training:
    """One network's training: `fit`, then `ship`.

    name: the product's id of the network; title, purpose: for the card; looks_at_test: whether `accept` does, or looks
    at clips of the train split that are left out of the training.
    """

    def __init__(
        self, name: str, title: str, purpose: str, steps: int, batch: int, rate: float, looks_at_test: bool = True
    ):
        self.name, self.title, self.purpose, self.looks_at_test = name, title, purpose, looks_at_test
        self.options = start(parser(f"Trains {title}.", steps, batch, rate).parse_args())
        self.train = Clips(self.options.data)
        self.test = Clips(self.options.test) if self.options.test else None

    def fit(self, network: torch.nn.Module, loss, accept, target: float, every: int = 100, decay: float = 0.02):
        """Minimises `loss(step)`, a tensor, until the steps are done or `accept()` reaches `target`.

        accept: evaluates the network in its present state; larger is better.
        """
        self.network = network
        optimizer = torch.optim.AdamW(network.parameters(), lr=self.options.rate, weight_decay=decay, betas=(0.9, 0.98))
        self.run = Run(self.name, self.options, network=network, optimizer=optimizer)
        network.train()
        resumes = self.run.resumes and not self.run.finished
        if self.looks_at_test and self.test and resumes and self.reached(accept, target):
            return True
        for step in self.run.steps(log_every=25):
            for group in optimizer.param_groups:
                group["lr"] = self.run.rate(self.options.rate, warmup=40)
            optimizer.zero_grad(set_to_none=True)
            value = loss(step)
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            self.run.record(loss=value.item())
            if self.test and (step + 1) % every == 0 and self.reached(accept, target):
                self.run.step += 1
                self.run.save()
                return True
        self.run.save()
        return self.run.finished

    def reached(self, accept, target: float) -> bool:
        self.network.eval()
        with torch.no_grad():
            value = accept()
        self.network.train()
        print(f"{self.name} near step {self.run.step}: {value:.4f}, target {target:g}", flush=True)
        return value >= target

    def shipped(self, state: dict | None = None) -> dict[str, torch.Tensor]:
        """The network with the rounded weights that readers of the file get, ready for inference."""
        self.network.load_state_dict(as_shipped(state or self.network.state_dict()))
        return self.network.eval().state_dict()

    def ship(self, files: dict[str, dict], results: list[tuple], golden: dict | None, notes: list[str] = ()):
        """files: network id to its tensors; golden: inputs and outputs for the product's parity test."""
        digests = {}
        for name, state in files.items():
            path = WEIGHTS / f"{name}.safetensors"
            # A counter, and RAFT's names for a norm that it lists twice.
            skip = ["num_batches_tracked"]
            skip += [f"norm3.{part}" for part in ("weight", "bias", "running_mean", "running_var")]
            digest = write_weights(path, state, skip=skip)
            digests[str(path.relative_to(ROOT))] = digest
        if golden:
            GOLDENS.mkdir(parents=True, exist_ok=True)
            path = GOLDENS / f"demo_{self.name}.safetensors"
            save_file({name: value.detach().contiguous().clone() for name, value in golden.items()}, path)
        notes = list(notes)
        if not self.run.finished and self.looks_at_test:
            notes.append("Stopped early, when a look at the test split found it good enough: its accuracy is that much "
                         "too favourable.")
        data = [self.train.describe()] + ([self.test.describe()] if self.test else [])
        write_card(self.name, self.title, self.purpose, self.run, data, digests, results, notes)
        for what, value, asked in results:
            print(f"{self.name}: {what} {value} (asked for {asked})", flush=True)


def text_bytes(lines: list[str]) -> torch.Tensor:
    """Lines of text as a tensor, for a golden."""
    return torch.tensor(list("\n".join(lines).encode("utf-8")), dtype=torch.uint8)


def load_shipped(name: str) -> dict[str, torch.Tensor]:
    """The float32 values of weights that another script has made."""
    path = Path(WEIGHTS / f"{name}.safetensors")
    if not path.exists():
        raise SystemExit(f"{path}: not there. Train {name} first; Training/README.md has the order.")
    return {key: value.float() if value.is_floating_point() else value for key, value in load_file(path).items()}

#!/usr/bin/env python3
"""Times i2vbench's networks against PyTorch on the same work, in turn, and prints a Markdown table.

    pip install -r Benchmarks/Performance/requirements.txt
    swift build -c release --product i2vbench-benchmark
    python3 Benchmarks/Performance/compare_torch.py [--cases clip_image,unet] [--rounds 3] [--precision bf16]
    python3 Benchmarks/Performance/compare_torch.py --check FOLDER    # torch networks against golden outputs

Each candidate is one process that keeps its network; the driver walks them in turn (A B C A B C) and takes medians.
PyTorch runs twice: as installed, and with an allocator that keeps freed memory, which is the stronger peer.
A worker prints `ready`, then answers every line `run` (or `run WAY`) with the seconds of one call, and `sum` with the
number of its outputs and the sum of their magnitudes; candidates that disagree are not compared. PyTorch's workers
answer `ways` with the ways in which they can do the work: as written in torch_reference, and by the libraries that
have the same network (transformers, timm, torchvision, diffusers), where these are installed; the peak of their memory
then covers both.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2
TUNED = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000"}
# A sample of a short call is the median of calls that fill this many seconds.
SAMPLE_SECONDS = 0.25


def worker(name: str, precision: str):
    """Serves one case on stdin and stdout."""
    import torch

    from torch_reference.cases import CASES

    torch.set_num_threads(THREADS)
    case = next(case for case in CASES if case.name == name)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        ways = case.prepare()
        totals = {way: (output.numel(), output.double().abs().sum().item())
                  for way, output in ((way, call()) for way, call in ways.items())}
        print("ready", flush=True)
        for line in sys.stdin:
            if line.strip() == "ways":
                print(json.dumps(list(ways)), flush=True)
                continue
            if line.startswith("sum"):
                print(*totals[line.strip().removeprefix("sum").strip()], flush=True)
                continue
            call = ways[line.strip().removeprefix("run").strip()]
            samples = []
            while not samples or sum(samples) < SAMPLE_SECONDS:
                start = time.perf_counter()
                call()
                samples.append(time.perf_counter() - start)
            print(statistics.median(samples), flush=True)


@dataclass
class Candidate:
    """A way to run a case: a command and its environment."""

    label: str
    command: list
    environment: dict = field(default_factory=dict)
    is_ours: bool = False


class Worker:
    def __init__(self, candidate: Candidate, case: str):
        self.candidate = candidate
        environment = {**os.environ, **candidate.environment, "OMP_NUM_THREADS": str(THREADS)}
        self.process = subprocess.Popen(
            [*candidate.command, "--worker", case], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment)
        self.peak = 0
        if self.answer() != "ready":
            raise SystemExit(f"{candidate.label}: expected “ready” for {case}; see its message above")
        self.ways = [""] if candidate.is_ours else json.loads(self.ask("ways"))

    def ask(self, question: str) -> str:
        self.process.stdin.write(question.strip() + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> str:
        line = self.process.stdout.readline().strip()
        if not line:
            self.process.wait()
            raise SystemExit(f"{self.candidate.label} ended with exit code {self.process.returncode}")
        return line

    def run(self, way: str) -> float:
        """Seconds of one call; the largest resident memory since the call began is kept."""
        folder = Path(f"/proc/{self.process.pid}")
        (folder / "clear_refs").write_text("5")
        seconds = float(self.ask(f"run {way}"))
        status = (folder / "status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        self.peak = max(self.peak, int(kilobytes) * 1024)
        return seconds

    def total(self, way: str) -> tuple:
        """Number of outputs and the sum of their magnitudes: the same where the same work is done."""
        count, total = self.ask(f"sum {way}").split()
        return int(count), float(total)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


@dataclass
class Result:
    seconds: list = field(default_factory=list)
    peak: int = 0

    @property
    def median(self):
        return statistics.median(self.seconds)


def require_same_work(case, workers, precision: str):
    """Two forwards whose outputs differ are not a comparison."""
    count, total = workers[0].total(workers[0].ways[0])
    tolerance = 1e-4 if precision == "fp32" else 2e-2
    for one, way in ((one, way) for one in workers for way in one.ways):
        number, value = one.total(way)
        if number != count or abs(value - total) > tolerance * abs(total):
            raise SystemExit(
                f"{case.name}: {workers[0].candidate.label} gives {count} outputs of total {total:.6g}, "
                f"{one.candidate.label} {way} gives {number} of {value:.6g}; they do not do the same work")


def measure(case, candidates, rounds: int, precision: str):
    """{(label, way): Result}. Large cases hold two processes at a time: ours beside each of the others."""
    ours = [c for c in candidates if c.is_ours]
    others = [c for c in candidates if not c.is_ours]
    groups = [ours + [other] for other in others] if case.large else [ours + others]
    results = {}
    for group in groups:
        workers = [Worker(candidate, case.name) for candidate in group]
        require_same_work(case, workers, precision)
        for number in range(rounds):
            for one in workers:
                for way in one.ways:
                    result = results.setdefault((one.candidate.label, way), Result())
                    result.seconds.append(one.run(way))
                    result.peak = max(result.peak, one.peak)
                    print(
                        f"{case.name} round {number + 1}/{rounds} {one.candidate.label} {way}: "
                        f"{result.seconds[-1] * 1000:.1f} ms", file=sys.stderr)
        for one in workers:
            one.close()
    return results


def rows(case, results, candidates):
    """One row for each way PyTorch does the work."""
    ours = next((results[c.label, ""] for c in candidates if c.is_ours), None)
    others = [c.label for c in candidates if not c.is_ours]
    ways = dict.fromkeys(way for label, way in results if label in others)
    for way in ways:
        found = [results[label, way] for label in others]
        times = [ours] + found if ours else found
        ratios = [f"{r.median / ours.median:.2f}" for r in found] if ours else []
        peaks = [f"{r.peak / 2**30:.2f}" for r in times]
        title = case.title + (f" ({way})" if way else "")
        yield [title, *(f"{r.median * 1000:.1f}" for r in times), *ratios, " / ".join(peaks)]


def header(candidates):
    labels = [c.label for c in candidates]
    others = [c.label for c in candidates if not c.is_ours]
    ratios = [f"ratio to {label}" for label in others] if len(others) < len(candidates) else []
    return ["case", *(f"{label}, ms" for label in labels), *ratios, "peak GiB"]


def candidates(options):
    python = [sys.executable, str(Path(__file__).resolve())]
    peers = [
        Candidate("torch", python), Candidate("torch tuned", python, TUNED),
    ]
    ours = [options.ours]
    label = "i2vbench"
    if options.precision == "bf16":
        peers.append(Candidate("torch tuned bf16", [*python, "--precision", "bf16"], TUNED))
        ours += ["--precision", "bf16"]
        label = "i2vbench bf16"
    if options.peers:
        peers = [peer for peer in peers if peer.label in options.peers.split(",")]
    if options.torch_only:
        return peers
    if not Path(options.ours).is_file():
        raise SystemExit(
            f"{options.ours}: not found; run `swift build -c release --product i2vbench-benchmark`, "
            "or time PyTorch alone with --torch-only")
    return [Candidate(label, ours, is_ours=True), *peers]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", help="names, separated by commas (all)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--ours", default=str(ROOT / ".build/release/i2vbench-benchmark"))
    parser.add_argument("--torch-only", action="store_true")
    parser.add_argument("--peers", help="only these labels of PyTorch, such as “torch tuned”")
    parser.add_argument("--check", metavar="FOLDER", type=Path, help="compare torch with golden outputs")
    parser.add_argument("--worker", metavar="CASE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return worker(options.worker, options.precision)

    from torch_reference.cases import CASES

    if options.check:
        from torch_reference.checks import check

        return sys.exit(1 if check(options.check) else 0)
    names = options.cases.split(",") if options.cases else [case.name for case in CASES]
    unknown = set(names) - {case.name for case in CASES}
    if unknown:
        parser.error(f"unknown case {', '.join(sorted(unknown))}; known: {', '.join(c.name for c in CASES)}")
    chosen = candidates(options)
    head = header(chosen)
    print("| " + " | ".join(head) + " |")
    print("| :--- |" + " ---: |" * (len(head) - 1), flush=True)
    for case in CASES:
        if case.name in names:
            for row in rows(case, measure(case, chosen, options.rounds, options.precision), chosen):
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()

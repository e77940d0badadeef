#!/usr/bin/env python3
"""Times `i2vbench score` of the eight I2V-Bench dimensions against the same networks in PyTorch, one dimension after the
other and each with its own decode, as VBench runs them; prints a Markdown table.

    pip install -r Benchmarks/Performance/requirements.txt
    swift build -c release --product i2vbench
    python3 Benchmarks/Performance/compare_score.py FOLDER_OF_VIDEOS [--videos 2] [--rounds 2]

Both sides are whole processes that load the same files: synthetic weights under the published names, written to
`--weights` once (6 GB). PyTorch runs with an allocator that keeps freed memory. It runs twice, as VBench runs it and
without work that is repeated there (flow upsampled in every iteration, text decoded without a cache).
The two sides' values are compared before any time is printed.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2
TUNED = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000"}
PROMPT, OBJECT, SCENE = "a cat walks along a beach", "cat", "beach"
# A dimension's value may differ by this much: rounding that truncation to bytes and thresholds pass on.
TOLERANCE = 2e-4
WAYS = {"as VBench runs it": True, "no repeats": False}


def worker(paths: list, weights: Path, as_released: bool):
    """Prints one JSON line a dimension: its name, its seconds, its mean over the videos."""
    import torch

    from torch_reference import dimensions

    torch.set_num_threads(THREADS)
    videos = [dimensions.Video(Path(path), PROMPT, OBJECT, SCENE) for path in paths]
    with torch.inference_mode():
        for name, prepare in dimensions.DIMENSIONS.items():
            start = time.perf_counter()
            score = prepare(dimensions.reader(weights), as_released)
            value = statistics.fmean(score(video) for video in videos)
            del score
            print(json.dumps([name, time.perf_counter() - start, value]), flush=True)


def run_torch(options, videos: list, as_released: bool):
    """Seconds of the process, and each dimension's seconds and value."""
    command = [sys.executable, __file__, *map(str, videos), "--weights", str(options.weights), "--worker"]
    command += ["released"] if as_released else ["lean"]
    environment = {**os.environ, **TUNED, "OMP_NUM_THREADS": str(THREADS)}
    start = time.perf_counter()
    found = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - start
    return seconds, {name: rest for name, *rest in map(json.loads, found.stdout.splitlines())}


def run_ours(options, videos: list):
    """Seconds of the process, and each dimension's value."""
    from torch_reference.dimensions import DIMENSIONS

    with tempfile.TemporaryDirectory() as folder:
        manifest = Path(folder) / "videos.csv"
        with manifest.open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["id", "video", "prompt", "objects", "scene"])
            table.writerows([f"video{n}", video, PROMPT, OBJECT, SCENE] for n, video in enumerate(videos))
        command = [options.ours, "score", manifest, "--metrics", ",".join(DIMENSIONS), "--quiet"]
        command += ["--weights", options.weights, "--threads", THREADS, "--out", folder + "/scored"]
        start = time.perf_counter()
        subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, check=True)
        seconds = time.perf_counter() - start
        with open(folder + "/scored/scores.csv", newline="") as file:
            rows = list(csv.DictReader(file))
    return seconds, {
        name: statistics.fmean(float(row["value"]) for row in rows if row["metric"] == name) for name in DIMENSIONS}


def require_same_values(ours: dict, theirs: dict):
    for name, (_, value) in theirs.items():
        if abs(ours[name] - value) > TOLERANCE:
            raise SystemExit(f"{name}: i2vbench gives {ours[name]:.6f}, torch {value:.6f}; they do not do the same work")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, help="a folder of videos, or videos")
    parser.add_argument("--videos", type=int, default=2, help="how many of the folder's")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--weights", type=Path, default=Path(tempfile.gettempdir()) / "i2vbench-synthetic-weights")
    parser.add_argument("--ours", default=str(ROOT / ".build/release/i2vbench"))
    parser.add_argument("--worker", choices=["released", "lean"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return worker(options.paths, options.weights, options.worker == "released")

    from torch_reference import dimensions

    videos = [file for path in options.paths for file in (sorted(path.glob("*.mp4")) if path.is_dir() else [path])]
    videos = [video.resolve() for video in videos[: options.videos]]
    if not videos:
        parser.error(f"{options.paths[0]}: expected videos, found no .mp4 file")
    if not Path(options.ours).is_file():
        raise SystemExit(f"{options.ours}: not found; run `swift build -c release --product i2vbench`")
    dimensions.write_weights(options.weights)
    ours, theirs, parts = [], {way: [] for way in WAYS}, {way: [] for way in WAYS}
    for number in range(options.rounds):
        seconds, values = run_ours(options, videos)
        ours.append(seconds)
        print(f"round {number + 1}/{options.rounds} i2vbench: {seconds:.1f} s {values}", file=sys.stderr)
        for way, as_released in WAYS.items():
            seconds, found = run_torch(options, videos, as_released)
            print(f"round {number + 1}/{options.rounds} torch {way}: {seconds:.1f} s {found}", file=sys.stderr)
            require_same_values(values, found)
            theirs[way].append(seconds)
            parts[way].append(found)
    own = statistics.median(ours)
    print(f"| {len(videos)} videos, eight dimensions | seconds | ratio |\n| :--- | ---: | ---: |")
    print(f"| i2vbench score | {own:.1f} | |")
    for way, seconds in theirs.items():
        print(f"| torch, {way} | {statistics.median(seconds):.1f} | {statistics.median(seconds) / own:.2f} |")
    for name in dimensions.DIMENSIONS:
        times = [f"{statistics.median(found[name][0] for found in parts[way]):.1f}" for way in WAYS]
        print(f"| torch, {name} | {' / '.join(times)} | |")


if __name__ == "__main__":
    main()

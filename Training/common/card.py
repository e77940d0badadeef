"""Model cards: what weights were made from, how, and how good they are."""

import shlex
import sys
from pathlib import Path

from .curve import loss_curve
from .options import ROOT

CARDS = ROOT / "Training" / "cards"


def write_card(
    name: str, title: str, purpose: str, run, data: list[str], files: dict[str, str], results: list[tuple],
    notes: list[str] = (), command: str | None = None, folder: Path = CARDS,
) -> Path:
    """cards/NAME.md and cards/NAME.svg.

    run: a `Run`; data: a line a set of clips (`Clips.describe()`); files: path in the repository to SHA-256;
    results: rows of (what, value, asked for); notes: sentences for what a reader must know.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.svg").write_text(loss_curve(run.curve, title=f"{title}: loss"))
    made = run.summary()
    lines = [
        f"# {title}", "", purpose, "",
        "| | |", "|---|---|",
        *[f"| data | {line} |" for line in data],
        f"| steps | {made['steps']} of {made['planned']} planned, "
        + ", ".join(f"from {first}: batch {batch} and peak rate {rate:g}" for first, batch, rate in made["stretches"])
        + f", seed {made['seed']} |",
        f"| hardware | {made['hardware']}, {made['threads']} thread(s), PyTorch {made['torch']} |",
        f"| time | {made['seconds']} s |",
        f"| command | `{command or own_command()}` |",
        *[f"| file | `{path}`, SHA-256 `{digest}` |" for path, digest in files.items()],
        "", "| result on the held-out test split | value | asked for |", "|---|---:|---:|",
        *[f"| {what} | {value} | {asked} |" for what, value, asked in results],
        "", f"![loss]({name}.svg)", "",
    ]
    if notes:
        lines += [*[f"- {note}" for note in notes], ""]
    path = folder / f"{name}.md"
    path.write_text("\n".join(lines))
    return path


def own_command() -> str:
    """This process's command with folders replaced by what they hold, for a reader on another machine."""
    words = ["python", "Training/" + Path(sys.argv[0]).name]
    places = {"--data": "TRAIN", "--test": "TEST", "--work": "WORK"}
    previous = ""
    for word in sys.argv[1:]:
        words.append(places.get(previous, shlex.quote(word)))
        previous = word
    return " ".join(words)

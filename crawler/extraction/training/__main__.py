"""Train the model: `make train ARGS="--corpora FOLDER"`.

Prints, for each set of pages in the folder, the scores of articles whose sites were kept out of
training, with standard errors; then trains on all pages and writes the weights, and beside them a
JSON file that says where they come from. Weights that read worse than the present ones, by however
little, are not written: one thousandth each time would be a point in ten times.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from crawler.extraction import network
from crawler.extraction.training import corpus, scores
from crawler.extraction.training.corpus import KnownPage
from crawler.extraction.training.reading import read_text

PLACES = 5  # of scores that are compared
NEEDED = ("lightgbm", "rapidfuzz", "threadpoolctl")
INSTALL = '.venv/bin/pip install -e ".[train]"'  # in the folder of the project
Counts = dict[str, list[scores.Count]]
T = TypeVar("T")
Networks = Callable[[KnownPage], network.Network]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when the weights were written, 1 when they were not, 2 for a wrong call."""
    asked, commit = _parser().parse_args(arguments), _commit()
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        print(f"{', '.join(missing)} missing: {INSTALL}", file=sys.stderr)
        return 2
    sets = {name: list(corpus.pages(asked.corpora, name)) for name in corpus.sets_in(asked.corpora)}
    pages = [page for known in sets.values() for page in known]
    if not pages:
        print(
            f"{asked.corpora}: no known pages there (NAME.jsonl, as corpus.py describes them);"
            " name the folder with --corpora",
            file=sys.stderr,
        )
        return 2
    made = _Learnt(pages)
    folds = [
        made.network(fold, asked.folds)
        for fold in _shown(range(asked.folds), "networks of the folds")
    ]
    if asked.keep_folds:
        _keep(folds, asked.keep_folds)
    table = _table(_read(pages, lambda page: folds[page.fold(asked.folds)]))
    _print(table)
    before = _before(sets, asked.output)
    if before is None and asked.output.exists():
        print("the present weights come from other pages; they read these (some by heart):")
        present = _load(asked.output)
        before = _mean(_table(_read(pages, lambda _: present))) if present else None
    reached = round(_mean(table), PLACES)  # as the file beside the weights has it
    if before is not None and reached < before and not asked.anyway:
        print(
            f"mean F1 {reached:.5f} is worse than the present {before:.5f}: nothing written"
            " (--anyway writes it all the same)"
        )
        return 1
    print("learning from all pages", file=sys.stderr, flush=True)
    model = made.network(None, asked.folds)
    _write(model, _about(commit, sets, table, asked.folds), asked.output)
    size = asked.output.stat().st_size
    compared = "there was none before" if before is None else f"before: {before:.5f}"
    print(f"mean F1 {reached:.5f} ({compared}); wrote {asked.output}, {size} bytes")
    return 0


class _Learnt:
    """The examples of all pages, made once, and networks taught with a part of them."""

    def __init__(self, pages: Sequence[KnownPage]) -> None:
        from crawler.extraction.training import examples  # noqa: PLC0415 - needs the extras

        self.examples: list[examples.Example] = []
        for page in _shown(pages, "pages cut into blocks"):
            if (example := examples.example(page)) is not None:
                self.examples.append(example)
            self.examples += examples.again(page)

    def network(self, left_out: int | None, folds: int) -> network.Network:
        """A network that saw every page but those of the sites of fold *left_out*."""
        from crawler.extraction.training.learning import learn  # noqa: PLC0415 - as above

        known = self.examples
        return learn([e for e in known if left_out is None or e.page.fold(folds) != left_out])


def cross_validated(pages: Sequence[KnownPage], folds: int) -> list[network.Network]:
    """For each fold the network that saw no page of its sites."""
    made = _Learnt(pages)
    return [made.network(fold, folds) for fold in _shown(range(folds), "networks of the folds")]


def _read(pages: Sequence[KnownPage], network_for: Networks) -> Counts:
    """Counts by set of all *pages*, read by the whole program with the network for each."""
    counts: Counts = {}
    for page in _shown(pages, "pages read"):
        found = read_text(page, network_for(page))
        counts.setdefault(page.set_name, []).append(scores.count(page.gold["text"], found))
    return dict(sorted(counts.items()))


def _table(counts: Counts) -> dict[str, scores.Score]:
    return {name: scores.score(found) for name, found in counts.items()}


def _mean(table: Mapping[str, scores.Score]) -> float:
    """Of the sets' F1: each set counts the same, however many pages it has."""
    return sum(score.f1 for score in table.values()) / len(table)


def _print(table: Mapping[str, scores.Score]) -> None:
    print(f"{'set':16} {'pages':>5} {'F1':>7} {'±':>6} {'P':>6} {'R':>6} {'<0.8':>6}")
    for name, score in table.items():
        print(
            f"{name:16} {score.pages:5} {score.f1:7.4f} {score.error:6.4f}"
            f" {score.precision:6.3f} {score.recall:6.3f} {score.poor:6.3f}"
        )


def _before(sets: Mapping[str, list[KnownPage]], weights: Path) -> float | None:
    """What the present weights reached on the same pages, None when they saw others."""
    try:
        about = json.loads(weights.with_suffix(".json").read_text(encoding="utf-8"))
        same = {name: about["sets"][name]["crc32"] for name in sets} == {
            name: _crc(known) for name, known in sets.items()
        }
        return float(about["mean_f1"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _load(weights: Path) -> network.Network | None:
    try:
        with weights.open("rb") as file:
            return network.load(file)
    except (OSError, ValueError):  # for other features: it could read nothing
        return None


def _write(model: network.Network, about: dict[str, object], output: Path) -> None:
    with output.open("wb") as file:
        replace(model, about=json.dumps(about, ensure_ascii=False)).save(file)
    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    output.with_suffix(".json").write_text(text, encoding="utf-8")


def _keep(folds: Sequence[network.Network], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, model in enumerate(folds):
        with (folder / f"fold-{number}.npz").open("wb") as file:
            model.save(file)


def _commit() -> str:
    """The commit of the code that is running, asked for before the minutes of training."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"],  # noqa: S607
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent,
    )  # fmt: skip
    return asked.stdout.strip()


def _about(
    commit: str, sets: Mapping[str, list[KnownPage]], table: Mapping[str, scores.Score], folds: int
) -> dict[str, object]:
    """Where the weights come from, so that anybody can make them again."""
    from crawler.extraction.training.learning import SEED  # noqa: PLC0415 - needs the extras

    return {
        "commit": commit,
        "made_on": time.strftime("%Y-%m-%d", time.gmtime()),
        "seed": SEED,
        "folds": folds,
        "mean_f1": round(_mean(table), PLACES),
        "sets": {
            name: {
                "pages": len(known),
                "crc32": _crc(known),
                "f1": round(table[name].f1, 4),
                "standard_error": round(table[name].error, 4),
                "precision": round(table[name].precision, 4),
                "recall": round(table[name].recall, 4),
            }
            for name, known in sets.items()
        },
    }


def _crc(known: Sequence[KnownPage]) -> int:
    return zlib.crc32(b"".join(page.html for page in known))


def _shown(steps: Sequence[T], what: str) -> Iterator[T]:
    """The *steps*, counted on a terminal with the time that the rest of them will take.

    Elsewhere, in a log, a line tells how long all of them took.
    """
    began, seen = time.monotonic(), sys.stderr.isatty()
    for done, step in enumerate(steps):
        if seen:
            left = (time.monotonic() - began) / done * (len(steps) - done) if done else None
            rest = "" if left is None else f", {_spoken(left)} left"
            line = f"{what}: {done + 1} of {len(steps)}{rest}"
            print(f"\r{line:50}", end="", file=sys.stderr, flush=True)
        yield step
    line = f"{what}: {len(steps)} in {_spoken(time.monotonic() - began)}"
    print(f"\r{line:50}" if seen else line, file=sys.stderr, flush=True)


def _spoken(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make train",
        description="Train the model of article texts from pages whose text is known.",
    )
    parser.add_argument(
        "--corpora", type=Path, default=Path("corpora"), metavar="FOLDER",
        help="with NAME.jsonl files and the pages they name (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--folds", type=int, default=5, help="parts to hold out in turn (5)")
    parser.add_argument("--keep-folds", type=Path, help="a folder for the networks of the folds")
    parser.add_argument("--anyway", action="store_true", help="write even a worse model")
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).parent.parent / network.WEIGHTS
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

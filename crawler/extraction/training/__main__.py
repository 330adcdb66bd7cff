"""Train the model: `python -m crawler.extraction.training [FOLDER] [--folds 5] [--anyway]`.

Prints, for each set, the scores of articles whose sites were kept out of training, with standard
errors, then trains on all pages and writes the weights beside the program. A model whose scores
are worse than those that the present one was written with is not written.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crawler.extraction import network
from crawler.extraction.training import corpus, scores
from crawler.extraction.training.examples import Example, example, stripped
from crawler.extraction.training.learning import SEED, learn
from crawler.extraction.training.reading import read_text

WORSE = 0.001  # of F1: less is the dice
STRIPPED_PAGES = 4  # every fourth page is learned a second time, without its class names


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when the weights were written, 1 when they were not."""
    asked, commit = _parser().parse_args(arguments), _commit()
    pages = {name: list(corpus.pages(asked.folder, name)) for name in corpus.sets_in(asked.folder)}
    if not pages:
        print(f"{asked.folder}: no sets of pages (NAME.jsonl) there", file=sys.stderr)
        return 1
    own = [made for known in pages.values() for page in known if (made := example(page))]
    print(f"{len(own)} pages, {sum(len(made.texts) for made in own)} blocks", flush=True)
    everything = [page for known in pages.values() for page in known]
    results = cross_validate(own, everything, asked)
    table = {name: scores.score(counts) for name, counts in results.items()}
    _print(table)
    reached = sum(score.f1 for score in table.values()) / len(table)
    before = _reached_before()
    if before is not None and reached < before - WORSE and not asked.anyway:
        print(f"mean F1 {reached:.4f} is worse than {before:.4f} before: nothing written")
        return 1
    model = learn(_with_stripped(own), threads=asked.threads)
    facts = {"commit": commit} | _about(pages, table, reached, asked.folds)
    about = json.dumps(facts, ensure_ascii=False)
    with asked.output.open("wb") as file:
        replace(model, about=about).save(file)
    print(f"mean F1 {reached:.4f}; wrote {asked.output} ({asked.output.stat().st_size} bytes)")
    return 0


def cross_validate(
    examples: Sequence[Example], pages: Sequence[corpus.KnownPage], asked: argparse.Namespace
) -> dict[str, list[scores.Count]]:
    """Counts by set: every one of *pages* read by a network that saw no page of its site.

    Pages without text count too: there is nothing to learn from them, but their readers lose all.
    """
    results: dict[str, list[scores.Count]] = {}
    folds = asked.folds
    for fold in range(folds):
        known = [made for made in examples if made.page.fold(folds) != fold]
        model = learn(_with_stripped(known), threads=asked.threads)
        if asked.keep_folds:
            with (asked.keep_folds / f"fold-{fold}.npz").open("wb") as file:
                model.save(file)
        for held in (page for page in pages if page.fold(folds) == fold):
            found = read_text(held, model)
            results.setdefault(held.set_name, []).append(scores.count(held.gold["text"], found))
        print(f"fold {fold + 1} of {folds}", file=sys.stderr, flush=True)
    return dict(sorted(results.items()))


def _with_stripped(examples: Sequence[Example]) -> list[Example]:
    chosen = (zlib.crc32(made.page.id.encode()) % STRIPPED_PAGES == 0 for made in examples)
    again = (made.page for made, taken in zip(examples, chosen, strict=True) if taken)
    return [*examples, *(made for page in again for made in stripped(page))]


def _print(table: dict[str, scores.Score]) -> None:
    print(f"{'set':16} {'pages':>5} {'F1':>7} {'±':>6} {'P':>6} {'R':>6} {'<0.8':>6}")
    for name, score in table.items():
        print(
            f"{name:16} {score.pages:5} {score.f1:7.4f} {score.error:6.4f}"
            f" {score.precision:6.3f} {score.recall:6.3f} {score.poor:6.3f}"
        )


def _reached_before() -> float | None:
    try:
        about = json.loads(network.bundled().about)
    except (OSError, ValueError):  # none yet, or one for other features
        return None
    return float(about["mean_f1"])


def _commit() -> str:
    """The commit of the code that is running, asked for before the hours of training."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"],  # noqa: S607
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent,
    )  # fmt: skip
    return asked.stdout.strip()


def _about(
    pages: dict[str, list[corpus.KnownPage]], table: dict[str, scores.Score], reached: float,
    folds: int,
) -> dict[str, object]:  # fmt: skip
    """Where the weights come from, so that anybody can make them again."""
    return {
        "seed": SEED,
        "folds": folds,
        "mean_f1": round(reached, 5),
        "sets": {
            name: {
                "pages": len(known),
                "crc32": zlib.crc32(b"".join(page.html for page in known)),
                "f1": round(table[name].f1, 4),
                "standard_error": round(table[name].error, 4),
            }
            for name, known in pages.items()
        },
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler.extraction.training")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/corpora"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep-folds", type=Path, help="a folder for the networks of the folds")
    parser.add_argument("--anyway", action="store_true", help="write even a worse model")
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).parent.parent / network.WEIGHTS
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks.extraction [FOLDER] [--folds FOLDER] [--sets NAME …] [--only NAME …]`.

Reads every page of the known sets with every reader that is installed, page by page in turn, so
that a busy machine slows all of them alike. The scores of the program itself mean something only
with `--folds`: networks that `python -m crawler.extraction.training --keep-folds` left there, each
of which saw no page of the sites that it reads here. Without it the bundled model reads pages that
it has learned from, and only its CPU is worth looking at.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.extraction.facts import facts
from benchmarks.extraction.readers import Reader, libraries, wirewatch
from crawler.extraction import network
from crawler.extraction.training import corpus, scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; 1 when there are no pages."""
    asked = _parser().parse_args(arguments)
    names = asked.sets or corpus.sets_in(asked.folder)
    if not names:
        print(f"{asked.folder}: no sets of pages (NAME.jsonl) there", file=sys.stderr)
        return 1
    folds = sorted(asked.folds.glob("fold-*.npz")) if asked.folds else []
    networks = [_load(path) for path in folds] or None
    others, missing = libraries()
    readers = {"wirewatch": wirewatch(networks), **others}
    if asked.only:
        readers = {name: reader for name, reader in readers.items() if name in asked.only}
    print(f"not installed: {', '.join(missing) or 'none'}")
    print("wirewatch: " + ("sites held out" if networks else "CPU ONLY (it learned these pages)"))
    for name in names:
        pages = list(corpus.pages(asked.folder, name))[: asked.limit]
        _print_texts(name, pages, readers)
        if all(page.gold.get("date") and page.gold.get("title") for page in pages):
            print(f"  {facts(pages)}")
    return 0


def _print_texts(name: str, pages: list[corpus.KnownPage], readers: dict[str, Reader]) -> None:
    counts: dict[str, list[scores.Count]] = {reader: [] for reader in readers}
    spent: dict[str, list[float]] = {reader: [] for reader in readers}
    for reader in readers.values():
        reader(pages[0])  # imports and models are loaded before anything is measured
    for page in pages:
        for label, reader in readers.items():
            start = time.process_time()
            text = reader(page)
            spent[label].append((time.process_time() - start) * 1_000)
            counts[label].append(scores.count(page.gold["text"], text))
    print(f"\n{name}: {len(pages)} pages")
    print(
        f"  {'':24} {'F1':>6} {'±':>5} {'P':>5} {'R':>5} {'<0.8':>5}   ms {'median':>6} p95    max"
    )
    for label in readers:
        score, times = scores.score(counts[label]), sorted(spent[label])
        late = times[min(len(times) - 1, int(0.95 * len(times)))]
        print(
            f"  {label:24} {score.f1:6.4f} {score.error:5.3f} {score.precision:5.3f}"
            f" {score.recall:5.3f} {score.poor:5.3f}      {median(times):6.1f} {late:5.1f}"
            f" {times[-1]:6.1f}",
            flush=True,
        )


def _load(path: Path) -> network.Network:
    with path.open("rb") as file:
        return network.load(file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/corpora"))
    parser.add_argument("--folds", type=Path, help="folder with fold-0.npz, fold-1.npz, …")
    parser.add_argument("--sets", nargs="*", default=None)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--limit", type=int, default=None, help="pages of each set")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks.extraction [--corpora FOLDER] [--peers PYTHON] [--write FILE]`.

Reads every page of the known sets with every reader, page by page in turn, so that a busy machine
slows all of them alike. The program's own scores are cross-validated: each page is read by a
network that saw no page of its site, trained here (a few minutes, with the packages of
`wirewatch[train]`) or taken from the folder `--folds` that `make train ARGS="--keep-folds FOLDER"`
wrote. Titles, persons and times are `benchmarks.extraction.metadata`'s.

Most peers cannot be installed beside us: `--peers` (or WIREWATCH_PEERS) names a Python that has
them. What no Python has is left out and named.

A reader pays for its own garbage: before each reading Python's collector clears what others left,
which would otherwise run, at its own time, in the midst of the next (it doubled our figures once).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.progress import track

from benchmarks.extraction.peer import Peer
from benchmarks.extraction.readers import MAKERS, installed
from crawler.extraction import network
from crawler.extraction.training import corpus, scores
from crawler.extraction.training.corpus import KnownPage
from crawler.extraction.training.reading import read_both

MEASURE = "trafilatura + metadata"  # what CPU is compared with
Read = Callable[[KnownPage], tuple[str, float]]  # text, milliseconds of CPU


@dataclass(slots=True)
class Run:
    """What one reader made of a set."""

    counts: list[scores.Count] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, and write where asked, a table for each set; 2 when there are no pages."""
    asked = _parser().parse_args(arguments)
    names = asked.sets or corpus.sets_in(asked.corpora)
    if not names:
        print(f"{asked.corpora}: no sets of pages (NAME.jsonl); see --corpora", file=sys.stderr)
        return 2
    sets = {name: list(corpus.pages(asked.corpora, name)) for name in names}
    folds = _folds(asked, [page for known in sets.values() for page in known])
    with ExitStack() as stack:
        readers, missing = _readers(asked.peers, stack)
        lines = [
            f"Not installed: {', '.join(missing)}.\n" if missing else "",
            "" if folds else "OUR SCORES ARE WORTH NOTHING: the model has seen these pages.\n",
            f"CPU in milliseconds a page; ratio: of all CPU, and of the median, to {MEASURE}.\n",
        ]
        for name, known in sets.items():
            chosen = _spread(known, asked.limit)
            runs = _run(chosen, readers, folds)
            lines += [f"\n## {name}: {len(chosen)} of {len(known)} pages\n", *_table(runs)]
            print("\n".join(lines), flush=True)
            if asked.write:
                with asked.write.open("a", encoding="utf-8") as file:
                    file.write("\n".join(filter(None, lines)) + "\n")
            lines = []
    return 0


def _folds(asked: argparse.Namespace, pages: list[KnownPage]) -> list[network.Network]:
    """The networks of the folds: kept ones, else trained now, else none."""
    if asked.folds:
        found = []
        for path in sorted(asked.folds.glob("fold-*.npz")):
            with path.open("rb") as file:
                found.append(network.load(file))
        return found
    try:
        from crawler.extraction.training.__main__ import cross_validated  # noqa: PLC0415 - extras

        return cross_validated(pages, 5)
    except ImportError as error:
        print(f"cannot train ({error}): pip install 'wirewatch[train]'", file=sys.stderr)
        return []


def _readers(python: str | None, stack: ExitStack) -> tuple[dict[str, Read], list[str]]:
    """(libraries here and in the other Python, names of those that neither has)."""
    here, missing = installed()
    found: dict[str, Read] = {name: _timed(reader) for name, reader in here.items()}
    if python:
        peer = stack.enter_context(Peer(python))
        found |= {name: _asked(peer, name) for name in peer.readers if name not in here}
        missing = [n for n in missing if not any(name.startswith(n) for name in found)]
    assert set(missing) <= set(MAKERS)
    return found, missing


def _timed(reader: Callable[[str, str], str]) -> Read:
    def read(page: KnownPage) -> tuple[str, float]:
        html = page.html.decode("utf-8", "replace")
        gc.collect()
        start = time.process_time()
        text = reader(html, page.url)
        return text, (time.process_time() - start) * 1_000

    return read


def _asked(peer: Peer, name: str) -> Read:
    def read(page: KnownPage) -> tuple[str, float]:
        return peer.read(name, page.html.decode("utf-8", "replace"), page.url)

    return read


def _run(
    pages: list[KnownPage], readers: dict[str, Read], folds: list[network.Network]
) -> dict[str, Run]:
    for reader in readers.values():
        reader(pages[0])  # imports and models are loaded before anything is measured
    read_both(pages[0])
    gc.collect()
    gc.freeze()  # what was loaded is no garbage, and need not be looked through each time
    runs = {name: Run() for name in ("wirewatch", "wirewatch, lead apart", *readers)}
    for page in track(pages, page_set(pages), disable=not sys.stderr.isatty(), transient=True):
        known = page.gold["text"]
        chosen = folds[page.fold(len(folds))] if folds else None
        gc.collect()
        start = time.process_time()
        lead, text = read_both(page, chosen)
        spent = (time.process_time() - start) * 1_000
        for name, found in (("wirewatch", f"{lead}\n{text}"), ("wirewatch, lead apart", text)):
            runs[name].counts.append(scores.count(known, found))
            runs[name].spent.append(spent)
        for name, reader in readers.items():
            found, spent = reader(page)
            runs[name].counts.append(scores.count(known, found))
            runs[name].spent.append(spent)
    return runs


def _spread(pages: list[KnownPage], limit: int | None) -> list[KnownPage]:
    """At most *limit* of *pages*, at equal steps through the set."""
    step = -(-len(pages) // limit) if limit else 1
    return pages[::step]


def page_set(pages: list[KnownPage]) -> str:
    """The name of the set that *pages* are of."""
    return pages[0].set_name


def _table(runs: dict[str, Run]) -> list[str]:
    """Lines of a table in Markdown."""
    lines = [
        "| reader | F1 | ± | P | R | < 0.8 | median | p95 | max | ratio | of medians |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    measure = runs.get(MEASURE)
    for name, run in runs.items():
        score, spent = scores.score(run.counts), sorted(run.spent)
        late = spent[min(len(spent) - 1, int(0.95 * len(spent)))]
        whole = middle = "-"
        if measure:
            whole = f"{sum(spent) / sum(measure.spent):.2f}"
            middle = f"{median(spent) / median(measure.spent):.2f}"
        lines.append(
            f"| {name} | {score.f1:.4f} | {score.error:.4f} | {score.precision:.3f} |"
            f" {score.recall:.3f} | {score.poor:.3f} | {median(spent):.1f} | {late:.1f} |"
            f" {spent[-1]:.0f} | {whole} | {middle} |"
        )
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction")
    parser.add_argument("--corpora", type=Path, default=Path("corpora"), metavar="FOLDER")
    parser.add_argument("--peers", default=os.environ.get("WIREWATCH_PEERS"), metavar="PYTHON")
    parser.add_argument("--folds", type=Path, help="folder with fold-0.npz, fold-1.npz, …")
    parser.add_argument("--sets", nargs="*", default=None, metavar="NAME")
    parser.add_argument("--limit", type=int, default=None, help="pages of each set, at equal steps")
    parser.add_argument("--write", type=Path, help="a file that the tables are added to")
    return parser


if __name__ == "__main__":
    sys.exit(main())

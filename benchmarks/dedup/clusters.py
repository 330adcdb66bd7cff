"""A stream of articles: which end up together, as BCubed precision, recall and F1.

    python -m benchmarks.dedup.clusters [FOLDER] [--seed 7]

Families of one text and up to five edited reprints, single articles, and reports from forms, in the
order of their times. Each way links an article to the earlier one that it takes it to repeat.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.dedup import edits
from benchmarks.dedup.corpus import DEFAULT_FOLDER, Text, read_texts
from benchmarks.dedup.forms import FORMS, fill
from benchmarks.dedup.labelled import OUTLETS, START, Piece
from benchmarks.dedup.peers import ways

DAYS = 14
REPORTS_A_FORM = 14


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    pieces = stream(read_texts(options.folder), random.Random(options.seed))
    families = [piece.text.id for piece in pieces]
    print(f"{len(pieces)} articles, {len(set(families))} families")
    held = [piece.as_held(number) for number, piece in enumerate(pieces)]
    for name, make in ways().items():
        way, links = make(), []
        began = time.process_time()
        for number, piece in enumerate(pieces):
            links.append(way.take(number, piece, held[number]))
        us = (time.process_time() - began) / len(pieces) * 1e6
        precision, recall = bcubed(families, clusters(links))
        f1 = 2 * precision * recall / (precision + recall)
        print(
            f"  {name:36} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {us:6.0f} us an article"
        )


def stream(texts: Sequence[Text], chance: random.Random) -> list[Piece]:
    """All pieces by time; those of one family share the id of their text."""
    by_language: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        by_language[text.language].append(text)
    pieces: list[Piece] = []
    for text in texts:
        others = [other for other in by_language[text.language] if other is not text]
        at = START + timedelta(minutes=chance.randrange(DAYS * 1440))
        sites = chance.sample(OUTLETS, 6)
        pieces.append(Piece(text, sites[0], at))
        for site in sites[1 : 1 + chance.choice((0, 0, 1, 2, 3, 5))] if others else ():
            edit = chance.choice(list(edits.KINDS.values()))
            later = at + timedelta(minutes=chance.randrange(1, 2 * 1440))
            pieces.append(Piece(edit(text, edits.Desk(chance, others)), site, later))
    for form in FORMS:
        site = chance.choice(OUTLETS)
        for number in range(REPORTS_A_FORM):
            made = fill(form, number, chance)
            at = START + timedelta(minutes=chance.randrange(DAYS * 1440))
            pieces.append(Piece(made, site, at))
            other = replace(made, title=made.title.upper())
            pieces.append(Piece(other, chance.choice(OUTLETS), at + timedelta(minutes=9)))
    return sorted(pieces, key=lambda piece: piece.at)


def clusters(links: Sequence[int | None]) -> list[int]:
    """For each article the first member of its chain."""
    first: list[int] = []
    for number, link in enumerate(links):
        first.append(number if link is None else first[link])
    return first


def bcubed(families: Sequence[str], found: Sequence[int]) -> tuple[float, float]:
    """Precision and recall averaged over articles (Bagga & Baldwin 1998)."""
    both = Counter(zip(families, found, strict=True))
    in_family, in_cluster = Counter(families), Counter(found)
    n = len(families)
    precision = sum(times * times / in_cluster[cluster] for (_, cluster), times in both.items())
    recall = sum(times * times / in_family[family] for (family, _), times in both.items())
    return precision / n, recall / n


if __name__ == "__main__":
    main()

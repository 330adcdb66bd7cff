"""Halves of one report: how many find each other as one story, and how many strangers do.

    python -m benchmarks.dedup.stories [FOLDER]

Every other sentence of a report makes a second report of the same event without a common run of
words; all pairs of different reports in the folder are the traps. Some of those do tell of one
event, so the worst are printed for a person to judge.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from benchmarks.dedup.corpus import DEFAULT_FOLDER, Text, read_texts
from benchmarks.dedup.labelled import START
from crawler.dedup.gist import Vocabulary, counts_of, gist
from crawler.dedup.stories import Report, find_story
from crawler.topics.words import fold

MIN_SENTENCES = 16
SHOWN = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--without", default="", help="leave out texts whose id begins with this")
    options = parser.parse_args()
    texts = read_texts(options.folder)
    learnt = Counter(word for text in texts for word in counts_of(*_folded(text)))
    chosen = [
        text for text in texts if not options.without or not text.id.startswith(options.without)
    ]
    print(f"{len(chosen)} reports")
    for name, vocabulary in (
        ("all texts held", Vocabulary(len(texts), learnt)),
        ("nothing held yet", Vocabulary()),
    ):
        measure(name, chosen, vocabulary)


def measure(name: str, texts: Sequence[Text], vocabulary: Vocabulary) -> None:
    began = time.process_time()
    reports = [_report(number, text, vocabulary) for number, text in enumerate(texts)]
    us = (time.process_time() - began) / len(texts) * 1e6
    joined = []
    for one, two in combinations(reports, 2):
        if found := find_story(one, [two]):
            joined.append((found.score, one.title, two.title))
    halves = [text for text in texts if len(text.sentences) >= MIN_SENTENCES]
    found_again = sum(
        find_story(_report(0, _half(text, 0), vocabulary), [_report(1, _half(text, 1), vocabulary)])
        is not None
        for text in halves
    )
    n_pairs = len(reports) * (len(reports) - 1) // 2
    print(f"\n{name}: halves joined {found_again / len(halves):.3f} of {len(halves)}")
    print(f"strangers joined {len(joined)} of {n_pairs}; a gist takes {us:.0f} us")
    for score, one_title, two_title in sorted(joined, reverse=True)[:SHOWN]:
        print(f"  {score:.2f}  {one_title[:44]:44}  {two_title[:44]}")


def _half(text: Text, first: int) -> Text:
    """Every other sentence; the second half takes its headline from its own words."""
    kept = text.sentences[first::2]
    title = text.title if first == 0 else " ".join(kept[0].split()[:10])
    return replace(text, title=title, paragraphs=(tuple(kept),))


def _report(number: int, text: Text, vocabulary: Vocabulary) -> Report:
    return Report(
        article_id=number,
        story_id=number,
        gist=gist(*_folded(text), vocabulary),
        at=START,
        language=text.language or None,
        title=text.title,
    )


def _folded(text: Text) -> tuple[str, str]:
    return fold(text.title).strip(), fold(" ".join(text.sentences)).strip()


if __name__ == "__main__":
    main()

"""A stream of articles through intake: which end up in one story, and what is joined wrongly.

    python -m benchmarks.stories.stream [FOLDER] [--seed 7]

The stream of benchmarks.dedup.clusters: texts with edited reprints, and reports from forms, on
forty outlets, two weeks. Each text is its own event as far as is known, so stories of two are
listed for a person to judge: some of the folder's texts do tell of one event.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.dedup.clusters import bcubed, stream
from benchmarks.dedup.corpus import DEFAULT_FOLDER, read_texts
from benchmarks.dedup.labelled import Piece
from benchmarks.stories.arrivals import add_feed, announce, find, make_article
from crawler.intake import AlertRules, admit
from crawler.items import Relation
from crawler.storage import Store, schema
from crawler.stories import StoryMemory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shown", type=int, default=15)
    parser.add_argument("--articles", type=int, help="only the first so many")
    options = parser.parse_args()
    pieces = stream(read_texts(options.folder), random.Random(options.seed))
    pieces = pieces[: options.articles]
    families = [piece.text.id for piece in pieces]
    with tempfile.TemporaryDirectory(prefix="ww-stream-") as folder:
        store = Store.connect(f"sqlite:///{folder}/wirewatch.db")
        schema.upgrade(store)
        outcome = run(store, pieces)
        store.close()
    precision, recall = bcubed(families, outcome.stories)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(pieces)} articles of {len(set(families))} texts: {dict(outcome.relations)}")
    print(f"stories: BCubed P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    print(f"{outcome.ms:.1f} ms an article")
    print(f"joined as the same story across texts: {len(outcome.across)}")
    for here, reason, there in outcome.across[: options.shown]:
        print(f"  {here[:48]:48}  {there[:48]:48}  {reason}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a stream."""

    stories: list[int]  # of each piece
    relations: Counter[str]
    across: list[tuple[str, str, str]]  # title, reason, title of what it was joined to
    ms: float  # an article


def run(store: Store, pieces: Sequence[Piece]) -> Outcome:
    """Let all pieces arrive, each at its time."""
    sites = sorted({piece.site for piece in pieces})
    with store.writing() as tx:
        feeds = {site: add_feed(tx, f"https://{site}/feed", pieces[0].at) for site in sites}
        made = [
            make_article(
                f"https://{piece.site}/a-{number}",
                piece.text.title,
                "\n\n".join(" ".join(part) for part in piece.text.paragraphs),
                piece.text.language,
                piece.at,
            )
            for number, piece in enumerate(pieces)
        ]
        arrivals = announce(tx, made, [feeds[piece.site] for piece in pieces], pieces[0].at)
    memory, relations, stories = StoryMemory(), Counter[str](), []
    rules = AlertRules(topics={}, settle=timedelta(0), max_age=None)
    members: dict[int, list[int]] = defaultdict(list)
    wrong = []
    titles: dict[int, str] = {}  # by article
    began = time.perf_counter()
    for number, (piece, arrival) in enumerate(zip(pieces, arrivals, strict=True)):
        finding = find(store, arrival)
        known = [finding.address_key]
        done = admit(store, finding, known_as=known, rules=rules, now=piece.at, memory=memory)
        assert done is not None
        relations[done.relation] += 1
        if done.relation is Relation.STORY:
            others = members[done.story_id]
            if piece.text.id not in {pieces[other].text.id for other in others}:
                told = done.reason.removeprefix("tells of the same as article ")
                like = int(told.split(":")[0])
                wrong.append((piece.text.title, done.reason, titles[like]))
        titles[done.article_id] = piece.text.title
        members[done.story_id].append(number)
        stories.append(done.story_id)
    return Outcome(stories, relations, wrong, (time.perf_counter() - began) / len(pieces) * 1000)


if __name__ == "__main__":
    main()

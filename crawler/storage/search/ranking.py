"""Matches in the order of relevance: BM25 over the newest of them, computed by us.

The databases weigh words differently (FTS5's bm25, PostgreSQL's ts_rank) and each only within
itself. Here a word's rarity is counted among the newest articles of the index, the rest from the
text, so that both databases give one order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from crawler.storage import articles
from crawler.storage.articles import Stored
from crawler.storage.search.asks import loosened
from crawler.storage.search.candidates import END, Sample, counts_in, sample_of
from crawler.storage.search.find import Found, matching, show
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import OutOfTimeError, Patience
from crawler.storage.search.plan import plan
from crawler.storage.store import Tx
from crawler.topics.document import FIELD_STEP, Document
from crawler.topics.places import Scope
from crawler.topics.places import find as occurrences
from crawler.topics.query import And, AtLeast, Case, In, Near, Or, Phrase, Query, Stem

# Only so many of the newest matches are weighed; each has to be read for it.
MOST_RANKED = 1_000
# A word's rarity is taken from so many of the newest articles.
SAMPLE = 16_384
# Robertson & Zaragoza 2009: usual values. A word in the title counts as often as the editor
# would have to say it in the text to mean it as much.
K1, B = 1.2, 0.75
TITLE_COUNTS = 3


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a query that has places, where it is looked for, and what one place is worth."""

    query: Query
    scope: Scope | None
    worth: float


def ranked(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    before: int = END,
    since: datetime | None = None,
    patience: Patience | None = None,
    lookups: Lookups | None = None,
) -> list[tuple[Stored, float]]:
    """The newest MOST_RANKED matches below *before*, the most relevant first, newer before older.

    Without a word that could be weighed (``lang:de``) the order is that of time. When *patience*
    ends, those that were found until then.
    """
    patience, lookups = patience or Patience(), lookups or Lookups(tx)
    parts = dict.fromkeys(_leaves(query, None))
    sample = sample_of(tx, newest=SAMPLE, before=before)
    try:
        rarities = _rarities(
            tx, [part for part, _ in parts], lookups, now=now, sample=sample, patience=patience
        )
    except OutOfTimeError:
        return []
    leaves = [
        Leaf(part, scope, worth) for (part, scope), worth in zip(parts, rarities, strict=True)
    ]
    found = matching(
        tx,
        query,
        now=now,
        before=sample.before,
        since=since,
        few=MOST_RANKED,
        patience=patience,
        lookups=lookups,
    )
    counted = [
        (stored, [_count(leaf, document) for leaf in leaves])
        for stored, document in islice(found, MOST_RANKED)
    ]
    mean = sum(stored.n_words for stored, _ in counted) / max(len(counted), 1)
    scored = [
        (stored, round(_score(leaves, counts, stored.n_words / max(mean, 1)), 4))
        for stored, counts in counted
    ]
    return sorted(scored, key=lambda one: (-one[1], -one[0].id))


def best(query: Query, some: list[tuple[Stored, float]], *, now: datetime) -> Iterator[Found]:
    """What was ranked, with its places."""
    for stored, score in some:
        yield show(stored, query, articles.as_queried(stored, now), score)


def _leaves(query: Query, scope: Scope | None) -> Iterator[tuple[Query, Scope | None]]:
    """The parts whose places speak for an article; what stands under a NOT does not."""
    match query:
        case Phrase() | Case() | Stem():
            yield query, scope
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, scope)
        case Near(left, right):
            yield from _leaves(left, scope)
            if not query.without:
                yield from _leaves(right, scope)
        case In(field, part, first):
            yield from _leaves(part, Scope(field, first))
        case AtLeast(_, part):
            yield from _leaves(part, scope)


def _rarities(
    tx: Tx,
    parts: Sequence[Query],
    lookups: Lookups,
    *,
    now: datetime,
    sample: Sample,
    patience: Patience,
) -> list[float]:
    # Words of a phrase are counted apart: of long articles PostgreSQL does not know all places,
    # and both databases must count alike.
    with patience.ending(tx):
        asks = [plan(tx, part, now=now, lookups=lookups).ask for part in parts]
    counts = counts_in(tx, [ask and loosened(ask) for ask in asks], sample, patience=patience)
    return [math.log(1 + (sample.articles - n + 0.5) / (n + 0.5)) for n in counts]


def _count(leaf: Leaf, document: Document) -> int:
    spans = occurrences(leaf.query, document, leaf.scope)
    in_title = sum(first < FIELD_STEP for first, _ in spans)
    return len(spans) + (TITLE_COUNTS - 1) * in_title


def _score(leaves: list[Leaf], counts: list[int], length: float) -> float:
    return sum(
        leaf.worth * count * (K1 + 1) / (count + K1 * (1 - B + B * length))
        for leaf, count in zip(leaves, counts, strict=True)
    )

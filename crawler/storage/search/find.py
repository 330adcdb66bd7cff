"""A query over the archive: candidates from the index, newest first, decided by our evaluator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from crawler.items import Place
from crawler.storage import articles
from crawler.storage.articles import Stored
from crawler.storage.search.candidates import END, long_ones, newest_first
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import OutOfTimeError, Patience
from crawler.storage.search.plan import Plan, plan
from crawler.storage.store import Tx
from crawler.topics.document import Document
from crawler.topics.places import evidence, holds
from crawler.topics.query import Query

# Articles are loaded in growing handfuls: a page of results needs few, a rare query many.
FEW, MANY = 20, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that matches, and the places that make it so."""

    stored: Stored
    places: tuple[Place, ...]
    score: float | None = None  # BM25, when sorted by it


def find(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    limit: int = 20,
    before: int | None = None,
    since: datetime | None = None,
    patience: Patience | None = None,
) -> list[Found]:
    """The newest *limit* articles that match; saved queries must have been written out.

    *before* is the id of the last article of the page before; *since* leaves out what was first
    seen earlier. *now* is what ``published:7d`` counts from. When *patience* ends, what was found
    until then.
    """
    found = matching(
        tx, query, now=now, before=before or END, since=since, few=limit, patience=patience
    )
    return [show(stored, query, document) for stored, document in islice(found, limit)]


def matching(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    before: int = END,
    since: datetime | None = None,
    few: int = FEW,
    patience: Patience | None = None,
    lookups: Lookups | None = None,
    made: Plan | None = None,
) -> Iterator[tuple[Stored, Document]]:
    """All articles that match, newest first, read as they are taken; *few* at first.

    They end early when *patience* does; it says how far back they go. *made* is the plan, where
    there is one.
    """
    patience = patience or Patience()
    try:
        with patience.ending(tx):
            made = made or plan(tx, query, now=now, since=since, lookups=lookups)
    except OutOfTimeError:
        return
    ids = newest_first(tx, made, before=before, patience=patience)
    for stored, document in decided(tx, query, ids, now=now, few=few, patience=patience):
        if since is None or stored.first_seen_at >= since:
            yield stored, document


def decided(
    tx: Tx,
    query: Query,
    ids: Iterable[int],
    *,
    now: datetime,
    few: int = FEW,
    patience: Patience | None = None,
) -> Iterator[tuple[Stored, Document]]:
    """Those of *ids* that match, in their order, read as they are taken; *few* at first.

    Newest first when there is *patience*, which ends them.
    """
    patience = patience or Patience()
    ids, most = iter(ids), min(max(few, 1), MANY)
    # Some are decided in any case: what the index found in time is not thrown away.
    least = FEW
    while some := list(islice(ids, most)):
        held = loaded(tx, some, patience, least=least)
        for number, stored in enumerate(held):
            if number >= FEW and patience.is_over():
                return
            patience.reached = stored.id
            document = articles.as_queried(stored, now)
            if holds(query, document):
                yield stored, document
        if len(held) < len(some) and patience.ran_out:
            return
        if patience.ran_out:
            break
        most, least = min(most * 2, MANY), 0
    if patience.ran_out:
        patience.reached = patience.told


def loaded(tx: Tx, ids: Sequence[int], patience: Patience, *, least: int) -> list[Stored]:
    """Those of *ids* that are there; the first *least* when *patience* ends meanwhile.

    A disk may take a second for what memory has at once.
    """
    try:
        with patience.ending(tx):
            return articles.load(tx, ids)
    except OutOfTimeError:
        return articles.load(tx, ids[:least]) if least else []


def wrongly_guessed(
    tx: Tx, query: Query, made: Plan, ids: Sequence[int], *, now: datetime
) -> set[int]:
    """Those of *ids* that the index only guessed, as an exact plan does of the longest articles,
    and wrongly.
    """
    if not made.guesses:
        return set()
    guessed = sorted(long_ones(tx, made).intersection(ids))
    return set(guessed) - {stored.id for stored, _ in decided(tx, query, guessed, now=now)}


def show(stored: Stored, query: Query, document: Document, score: float | None = None) -> Found:
    """The article with the places that make *query* hold."""
    return Found(stored=stored, places=evidence(query, document), score=score)

"""How many matches each outlet, day and language has, counted over the newest of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import text

from crawler.storage.articles import Stored
from crawler.storage.search.candidates import long_ones, newest_first
from crawler.storage.search.find import decided, matching
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import OutOfTimeError, Patience, Stopped, stopped
from crawler.storage.search.plan import Plan, plan
from crawler.storage.store import Tx
from crawler.topics.query import Query

# What the index knows exactly is only counted; what the evaluator must decide has to be read.
MOST_COUNTED, MOST_READ = 20_000, 1_000

Counts = tuple[tuple[str, int], ...]
Properties = tuple[str, str, str | None]  # outlet, day, language

_PROPERTIES = {
    "sqlite": text(
        "select f.name, substr(a.first_seen_at, 1, 10), a.language "
        "from json_each(:ids) given join article a on a.id = given.value "
        "join feed f on f.id = a.feed_id"
    ),
    "postgresql": text(
        "select f.name, to_char(a.first_seen_at at time zone 'UTC', 'YYYY-MM-DD'), a.language "
        "from json_array_elements_text(cast(:ids as json)) given "
        "join article a on a.id = cast(given as bigint) join feed f on f.id = a.feed_id"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Counts of matches. Unless *complete*, of the newest only: each is "at least"."""

    matches: int
    complete: bool
    outlets: Counts  # most first
    days: Counts  # of first sight, in UTC, newest first
    languages: Counts  # most first; "" is unknown
    stopped: Stopped | None = None  # the time was over before all was counted


def facets(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    since: datetime | None = None,
    most_counted: int = MOST_COUNTED,
    most_read: int = MOST_READ,
    patience: Patience | None = None,
    lookups: Lookups | None = None,
) -> Facets:
    """Counts over the newest matches: *most_counted* if the index knows exactly, else *most_read*.

    With *since* or a part that the evaluator must decide, each article has to be read. When
    *patience* ends, what was counted until then.
    """
    patience = patience or Patience()
    rows, complete = [], False
    try:
        with patience.ending(tx):
            made = plan(tx, query, now=now, since=since, lookups=lookups)
        if made.ask is None or not made.exact:
            found = matching(
                tx, query, now=now, since=since, few=most_read, patience=patience, made=made
            )
            rows = [_properties(stored) for stored, _ in islice(found, most_read)]
            complete = len(rows) < most_read
        else:
            ids = list(islice(newest_first(tx, made, patience=patience), most_counted))
            complete, patience.reached = len(ids) < most_counted, patience.told
            wrong = _wrong(tx, query, made, ids, now=now) if made.guesses else set()
            rows = _counted(tx, [id_ for id_ in ids if id_ not in wrong])
    except OutOfTimeError:
        pass
    end = stopped(tx, patience)
    return _facets(rows, complete=complete and end is None, stopped=end)


def _wrong(tx: Tx, query: Query, made: Plan, ids: Sequence[int], *, now: datetime) -> set[int]:
    """Those of *ids* that the index only guessed, and wrongly."""
    guessed = sorted(long_ones(tx, made).intersection(ids))
    return set(guessed) - {stored.id for stored, _ in decided(tx, query, guessed, now=now)}


def _counted(tx: Tx, ids: Sequence[int]) -> list[Properties]:
    counted = tx.execute(_PROPERTIES[tx.dialect.name], {"ids": json.dumps(ids)})
    return [(row[0], row[1], row[2]) for row in counted]


def _properties(stored: Stored) -> Properties:
    day = f"{stored.first_seen_at.astimezone(UTC):%Y-%m-%d}"
    return stored.outlet, day, stored.article.language


def _facets(rows: Iterable[Properties], *, complete: bool, stopped: Stopped | None) -> Facets:
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    matches = 0
    for row in rows:
        matches += 1
        for counter, value in zip(counts, row, strict=True):
            counter[value or ""] += 1
    outlets, days, languages = counts
    return Facets(
        matches=matches,
        complete=complete,
        outlets=_most_first(outlets),
        days=tuple(sorted(days.items(), reverse=True)),
        languages=_most_first(languages),
        stopped=stopped,
    )


def _most_first(counter: Counter[str]) -> Counts:
    return tuple(sorted(counter.items(), key=lambda one: (-one[1], one[0])))

"""How many matches each outlet, day and language has, counted over the newest of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import bindparam, text

from crawler.storage.articles import Stored
from crawler.storage.search.candidates import newest_first
from crawler.storage.search.find import matching, wrongly_guessed
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import OutOfTimeError, Patience, Stopped, stopped
from crawler.storage.search.plan import Plan, plan
from crawler.storage.store import Tx
from crawler.storage.tables import BRIEFLY, Utc
from crawler.topics.query import Query

# What the index knows exactly is only counted; what the evaluator must decide has to be read.
MOST_COUNTED, MOST_READ, READ_AT_ONCE = 20_000, 500, 100
# After this time so many are enough: phrases, of which PostgreSQL looks for the places one by one.
ENOUGH_S, FEWEST, LOOKED = 0.06, 1_000, 100

Counts = tuple[tuple[str, int], ...]
Tally = tuple[Counter[str], Counter[str], Counter[str]]  # by outlet, day, language

# From the index of articles in brief alone: 20,000 articles themselves are 160 MB.
_COUNT = """
with found as materialized (
    select a.feed_id, {day} as day, a.language from {given} where a.first_seen_at >= :since
)
select 0, f.name, count(*) from found join feed f on f.id = found.feed_id group by f.name
union all select 1, {written}, count(*) from found group by day
union all select 2, coalesce(language, ''), count(*) from found group by language
"""
_GIVEN = {
    "sqlite": _COUNT.format(
        day="substr(a.first_seen_at, 1, 10)",
        written="day",
        given=f"json_each(:ids) given join article a {BRIEFLY} on a.id = given.value",
    ),
    "postgresql": _COUNT.format(
        day="cast(a.first_seen_at at time zone 'UTC' as date)",
        written="to_char(day, 'YYYY-MM-DD')",
        given="json_array_elements_text(cast(:ids as json)) given "
        "join article a on a.id = cast(given as bigint)",
    ),
}
_COUNTED = {
    name: text(one).bindparams(bindparam("since", type_=Utc)) for name, one in _GIVEN.items()
}
_EVER = datetime(1, 1, 2, tzinfo=UTC)


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

    Where the evaluator must decide, each article has to be read. When *patience* ends, what was
    counted until then.
    """
    patience, lookups = patience or Patience(), lookups or Lookups(tx)
    matches, tally, complete = 0, _tally(), False
    try:
        with patience.ending(tx):
            is_sure = plan(tx, query, now=now, lookups=lookups).is_sure
            made = plan(tx, query, now=now, since=since, lookups=lookups)
        if not is_sure:
            found = matching(
                tx,
                query,
                now=now,
                since=since,
                few=min(most_read, READ_AT_ONCE),
                patience=patience,
                made=made,
            )
            matches, tally = _read(stored for stored, _ in islice(found, most_read))
            complete = matches < most_read
        else:
            ids, complete = _ids(tx, made, most_counted, patience)
            wrong = wrongly_guessed(tx, query, made, ids, now=now)
            matches, tally = _counted(tx, [id_ for id_ in ids if id_ not in wrong], since)
    except OutOfTimeError:
        pass
    end = stopped(tx, patience)
    outlets, days, languages = tally
    return Facets(
        matches=matches,
        complete=complete and end is None,
        outlets=_most_first(outlets),
        days=tuple(sorted(days.items(), reverse=True)),
        languages=_most_first(languages),
        stopped=end,
    )


def _ids(tx: Tx, made: Plan, most: int, patience: Patience) -> tuple[list[int], bool]:
    """The newest that the index lets through, and whether these are all."""
    clock, ids = Patience(ENOUGH_S), list[int]()
    # The places of phrases are looked for one by one, so that the clock is to be asked often.
    many = FEWEST if made.guesses else most
    for id_ in newest_first(tx, made, patience=patience, many=many):
        if len(ids) >= most or (len(ids) % LOOKED == 0 and len(ids) >= FEWEST and clock.is_over()):
            return ids, False
        ids.append(id_)
    patience.reached = patience.told
    return ids, True


def _counted(tx: Tx, ids: Sequence[int], since: datetime | None) -> tuple[int, Tally]:
    tally, values = _tally(), {"ids": json.dumps(ids), "since": since or _EVER}
    for number, value, count in tx.execute(_COUNTED[tx.dialect.name], values):
        tally[number][value] += count
    return tally[1].total(), tally


def _read(found: Iterable[Stored]) -> tuple[int, Tally]:
    outlets, days, languages = tally = _tally()
    for stored in found:
        outlets[stored.outlet] += 1
        days[f"{stored.first_seen_at.astimezone(UTC):%Y-%m-%d}"] += 1
        languages[stored.article.language or ""] += 1
    return outlets.total(), tally


def _tally() -> Tally:
    return Counter(), Counter(), Counter()


def _most_first(counter: Counter[str]) -> Counts:
    return tuple(sorted(counter.items(), key=lambda one: (-one[1], one[0])))

"""A draft x the newest of the archive -> what it finds at a glance, and what another wording does.

For whoever waits for it while they write. `trial` goes through the whole archive; a glance ends
after a moment, or after MOST matches, and says how far back it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.backtest.forecast import WEEK, a_week
from crawler.backtest.trial import length_of, sample
from crawler.storage import Tx, articles, search
from crawler.storage.backtests import Sketch, reach, seen_at, sketches, stories_of
from crawler.storage.search import Found
from crawler.topics.places import evidence
from crawler.topics.query import Query

# Both wordings together have so long; what else a page asks takes as long again at most.
GLANCE_S = 0.1
MOST = 5_000
LISTED, EXAMPLES = 12, 6
# From so many of the newest matches examples are chosen.
CHOSEN_FROM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a new wording finds that the old does not, and the other way round."""

    gained: int
    lost: int
    kept: int
    some_gained: tuple[Sketch, ...]  # the newest of them
    some_lost: tuple[Sketch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What was found of the newest part of the archive, or of all of it."""

    articles: int
    stories: int
    a_week: float
    is_guess: bool  # what was looked at is too short to tell a week
    is_whole: bool  # the archive was looked at to its end
    back_to: datetime | None  # else the first sight of the oldest article that was; None: of none
    is_out_of_time: bool
    change: Change | None
    examples: tuple[Found, ...]


def glance(
    tx: Tx, query: Query, *, now: datetime, old: Query | None = None, limit_s: float = GLANCE_S
) -> Glance:
    """Try *query*, and *old* on the same articles; saved queries must have been written out."""
    known = reach(tx)
    queries = [query] if old is None else [query, old]
    looked = search.together(
        tx, queries, now=now, before=known.top_id + 1, most=MOST, limit_s=limit_s
    )
    ids = looked.found[0]
    is_whole = looked.back_to is None
    back_to = None if looked.back_to is None else seen_at(tx, looked.back_to)
    length = timedelta(0)
    if is_whole or back_to is not None:
        length = length_of(known, now=now, since=back_to)
    change = None if old is None else _change(tx, ids, looked.found[1])
    shown = change.some_gained if change and change.some_gained else ()
    return Glance(
        articles=len(ids),
        stories=stories_of(tx, ids),
        a_week=a_week(len(ids), length),
        is_guess=length < WEEK,
        is_whole=is_whole,
        back_to=back_to,
        is_out_of_time=looked.is_out_of_time,
        change=change,
        examples=tuple(_examples(tx, query, shown or sketches(tx, ids[:CHOSEN_FROM]), now)),
    )


def _change(tx: Tx, new: Sequence[int], old: Sequence[int]) -> Change:
    before, after = set(old), set(new)
    gained = [id_ for id_ in new if id_ not in before]
    lost = [id_ for id_ in old if id_ not in after]
    told = {one.article_id: one for one in sketches(tx, gained[:LISTED] + lost[:LISTED])}
    return Change(
        gained=len(gained),
        lost=len(lost),
        kept=len(before & after),
        some_gained=tuple(told[id_] for id_ in gained[:LISTED] if id_ in told),
        some_lost=tuple(told[id_] for id_ in lost[:LISTED] if id_ in told),
    )


def _examples(tx: Tx, query: Query, some: Sequence[Sketch], now: datetime) -> list[Found]:
    chosen = [one.article_id for one in sample(some, EXAMPLES)]
    return [
        Found(stored=one, places=evidence(query, articles.as_queried(one, now)))
        for one in articles.load(tx, chosen)
    ]

"""A draft x the newest of the archive -> what it finds at a glance, and what another wording does.

For whoever waits for it while they write. `trial` goes through the whole archive; a glance ends
after a moment, or after so many matches, and says how far back it came. Who asks for more gets a
longer one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.backtest.forecast import WEEK, a_week
from crawler.backtest.trial import length_of
from crawler.storage import Tx, articles, search
from crawler.storage.articles import Stored
from crawler.storage.backtests import reach, seen_at, stories_of
from crawler.storage.search import Found
from crawler.topics.places import evidence
from crawler.topics.query import Query

LISTED, EXAMPLES = 12, 6


@dataclass(frozen=True, slots=True)
class Length:
    """How long both wordings together may look, and for how many matches of one."""

    limit_s: float
    most: int


# While somebody writes; what else a page asks takes as long again at most. Then by their wish.
LENGTHS = (Length(0.1, 1_000), Length(2.0, 10_000), Length(15.0, 100_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a new wording finds that the old does not, and the other way round."""

    gained: int
    lost: int
    kept: int
    some_gained: tuple[Stored, ...]  # the newest of them
    some_lost: tuple[Stored, ...]


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
    tx: Tx, query: Query, *, now: datetime, old: Query | None = None, length: Length = LENGTHS[0]
) -> Glance:
    """Try *query*, and *old* on the same articles; saved queries must have been written out."""
    known = reach(tx)
    queries = [query] if old is None else [query, old]
    looked = search.together(
        tx, queries, now=now, before=known.top_id + 1, most=length.most, limit_s=length.limit_s
    )
    ids, before = looked.found[0], set(looked.found[-1])
    gained = [id_ for id_ in ids if old is not None and id_ not in before]
    lost = [id_ for id_ in looked.found[-1] if id_ not in set(ids)]
    spread = _spread(gained or ids)
    last = [looked.back_to] if looked.back_to is not None else []
    some = [*gained[:LISTED], *lost[:LISTED], *spread, *last]
    held = {one.id: one for one in articles.load(tx, list(dict.fromkeys(some)))}
    back_to = _back_to(tx, looked.back_to, held, known.top_id)
    is_whole = looked.back_to is None
    span = timedelta(0)
    if is_whole or back_to is not None:
        span = length_of(known, now=now, since=back_to)
    change = Change(
        gained=len(gained),
        lost=len(lost),
        kept=len(ids) - len(gained),
        some_gained=tuple(held[id_] for id_ in gained[:LISTED] if id_ in held),
        some_lost=tuple(held[id_] for id_ in lost[:LISTED] if id_ in held),
    )
    return Glance(
        articles=len(ids),
        stories=stories_of(tx, ids),
        a_week=a_week(len(ids), span),
        is_guess=span < WEEK,
        is_whole=is_whole,
        back_to=back_to,
        is_out_of_time=looked.is_out_of_time,
        change=change if old is not None else None,
        examples=tuple(_examples(query, [held[id_] for id_ in spread if id_ in held], now)),
    )


def _spread(ids: Sequence[int]) -> list[int]:
    """Twice as many as are shown, evenly over the time: of several of a story one is."""
    most = 2 * EXAMPLES
    if len(ids) <= most:
        return list(ids)
    return [ids[round(n * (len(ids) - 1) / (most - 1))] for n in range(most)]


def _back_to(
    tx: Tx, oldest: int | None, held: Mapping[int, Stored], top_id: int
) -> datetime | None:
    if oldest is None or oldest > top_id:
        return None
    return held[oldest].first_seen_at if oldest in held else seen_at(tx, oldest)


def _examples(query: Query, some: Sequence[Stored], now: datetime) -> list[Found]:
    """One of each story, its first, the newest first."""
    firsts = {one.story_id: one for one in some}.values()
    chosen = sorted(firsts, key=lambda one: -one.id)[:EXAMPLES]
    return [
        Found(stored=one, places=evidence(query, articles.as_queried(one, now))) for one in chosen
    ]

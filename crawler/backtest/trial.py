"""A query x the archive -> all that matches, in numbers, and what of it to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from crawler.backtest.forecast import LEAST, Forecast, a_week, forecasts
from crawler.storage import Store, articles, search
from crawler.storage.articles import Stored
from crawler.storage.backtests import Reach, reach
from crawler.storage.search import Found, Patience
from crawler.storage.search.patience import stopped
from crawler.topics.places import evidence
from crawler.topics.query import Query

CHUNK = 500  # matches read in one transaction
SAMPLES = 20

Counts = tuple[tuple[str, int], ...]
Step = Callable[[int, int], None]
"""Told how many ids of the archive were gone through, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An article that matches, as much as the numbers need; thousands are held."""

    article_id: int
    story_id: int
    outlet: str
    title: str
    seen_at: datetime
    is_copy: bool
    alerts: bool  # new enough, when it was seen, to tell anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a query finds in the archive."""

    matches: tuple[Match, ...]  # newest first
    stories: int
    a_day: float
    a_week: float
    outlets: Counts  # most first
    days: tuple[tuple[date, int], ...]  # those with matches, newest first
    forecasts: tuple[Forecast, ...]
    length: timedelta  # of the archive that was looked at
    # Where it was ended early: the oldest article that was looked through, and when that was seen.
    cut_id: int = 0
    cut_at: datetime | None = None
    is_out_of_time: bool = False

    @property
    def is_guess(self) -> bool:
        """Is the archive too young to tell a week?"""
        return self.length < timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new wording finds that the old did not, and the other way round."""

    gained: tuple[Match, ...]
    lost: tuple[Match, ...]
    kept: int


def run(
    store: Store,
    query: Query,
    *,
    now: datetime,
    since: datetime | None = None,
    before: int | None = None,
    max_age: timedelta | None = None,
    zone: tzinfo = UTC,
    step: Step | None = None,
    most: int | None = None,
    patience: Patience | None = None,
) -> Trial:
    """Try *query* (saved queries written out) on the archive, or on what was seen *since*.

    *before* is the id of the first article to leave out, so that two queries can be tried on the
    same archive while it grows. What was older than *max_age* when it was first seen counts as a
    match but tells nobody. It ends after *most* matches, or when *patience* does.
    """
    with store.reading() as tx:
        known = reach(tx, since=since)
    found: list[Match] = []
    for some in chunks(store, query, now=now, since=since, before=before, patience=patience):
        found += [_match(one.stored, max_age) for one in some]
        if step is not None:
            step(known.top_id - some[-1].stored.id, known.top_id)
        if most is not None and len(found) >= most:
            break
    cut = _cut(store, found, most, patience)
    if cut is None:
        return _summed_up(found, known, now=now, since=since, zone=zone)
    # What lies before it was not looked at, so that nothing is said of it.
    return replace(
        _summed_up(found, known, now=now, since=cut.at, zone=zone),
        cut_id=cut.id, cut_at=cut.at, is_out_of_time=bool(patience and patience.ran_out),
    )  # fmt: skip


def chunks(
    store: Store,
    query: Query,
    *,
    now: datetime,
    since: datetime | None = None,
    before: int | None = None,
    patience: Patience | None = None,
) -> Iterator[list[Found]]:
    """All matches, newest first, each handful in a transaction that has ended before it is given.

    What arrives meanwhile is not among them.
    """
    while True:
        with store.reading() as tx:
            some = search.find(
                tx, query, now=now, limit=CHUNK, before=before, since=since, patience=patience
            )
        if some:
            yield some
            before = some[-1].stored.id
        if len(some) < CHUNK or (patience is not None and patience.ran_out):
            return


def compared(new: Trial, old: Trial) -> Difference:
    """The difference between two wordings that were tried on the same archive.

    Of that part of it which both looked through.
    """
    cut = max(new.cut_id, old.cut_id)
    new_ones = [one for one in new.matches if one.article_id >= cut]
    old_ones = [one for one in old.matches if one.article_id >= cut]
    before = {one.article_id for one in old_ones}
    after = {one.article_id for one in new_ones}
    return Difference(
        gained=tuple(one for one in new_ones if one.article_id not in before),
        lost=tuple(one for one in old_ones if one.article_id not in after),
        kept=len(before & after),
    )


def sample(matches: Sequence[Match], most: int = SAMPLES) -> list[Match]:
    """One match of each story, its first, newest first; of many stories evenly over the time."""
    firsts = list({one.story_id: one for one in matches}.values())
    firsts.sort(key=lambda one: -one.article_id)
    if len(firsts) <= most:
        return firsts
    return [firsts[round(n * (len(firsts) - 1) / max(most - 1, 1))] for n in range(most)]


def shown(store: Store, matches: Sequence[Match], query: Query, *, now: datetime) -> list[Found]:
    """The articles themselves with the places that made *query* hold."""
    with store.reading() as tx:
        held = articles.load(tx, [one.article_id for one in matches])
    documents = [articles.as_queried(one, now) for one in held]
    return [
        Found(stored=stored, places=evidence(query, document))
        for stored, document in zip(held, documents, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The oldest article that was looked through."""

    id: int
    at: datetime


def _cut(
    store: Store, found: Sequence[Match], most: int | None, patience: Patience | None
) -> _Cut | None:
    """Where a trial ended that did not come to its end; None where it did."""
    if patience is not None and patience.ran_out:
        with store.reading() as tx:
            end = stopped(tx, patience)
        if end is not None and end.cursor is not None and end.back_to is not None:
            return _Cut(int(end.cursor), end.back_to)
        return _Cut(found[-1].article_id, found[-1].seen_at) if found else None
    if most is not None and len(found) >= most:
        return _Cut(found[-1].article_id, found[-1].seen_at)
    return None


def _match(stored: Stored, max_age: timedelta | None) -> Match:
    published = stored.article.published_at
    return Match(
        article_id=stored.id,
        story_id=stored.story_id,
        outlet=stored.outlet,
        title=stored.article.title,
        seen_at=stored.first_seen_at,
        is_copy=stored.original_id is not None,
        alerts=not (max_age and published and stored.first_seen_at - published > max_age),
    )


def _summed_up(
    matches: Sequence[Match],
    known: Reach,
    *,
    now: datetime,
    since: datetime | None,
    zone: tzinfo,
) -> Trial:
    length = length_of(known, now=now, since=since)
    told: dict[int, datetime] = {}
    for one in matches:
        if one.alerts:
            told[one.story_id] = min(one.seen_at, told.get(one.story_id, one.seen_at))
    days = Counter(one.seen_at.astimezone(zone).date() for one in matches)
    outlets = Counter(one.outlet for one in matches)
    return Trial(
        matches=tuple(matches),
        stories=len({one.story_id for one in matches}),
        a_day=len(matches) / (max(length, LEAST) / timedelta(days=1)),
        a_week=a_week(len(matches), length),
        outlets=tuple(sorted(outlets.items(), key=lambda one: (-one[1], one[0]))),
        days=tuple(sorted(days.items(), reverse=True)),
        forecasts=forecasts(told.values(), length=length, zone=zone),
        length=length,
    )


def length_of(known: Reach, *, now: datetime, since: datetime | None) -> timedelta:
    """How long the archive was filled within what was asked for.

    It ends with the last article rather than now: a service that was off finds nothing.
    """
    if known.first_at is None or known.last_at is None:
        return timedelta(0)
    first = max(known.first_at, since) if since else known.first_at
    return min(known.last_at, now) - first if known.last_at > first else timedelta(0)

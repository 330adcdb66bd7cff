"""A topic's hits by day, counted by the database in whatever zone its reader lives.

SQLite knows no time zones, and PostgreSQL's may be others than Python's: both are told by how much
each stretch of the time asked for differs from UTC, which changes twice a year at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select

from crawler.storage.store import Tx
from crawler.storage.tables import BRIEFLY, article, hit

_STEP = timedelta(days=1)
_FINEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """A day."""

    articles: int
    stories: int


def by_day(
    tx: Tx,
    topic_id: int,
    *,
    first: date,
    last: date,
    zone: tzinfo = UTC,
    max_age: timedelta | None = None,
) -> dict[date, Tally]:
    """The days from *first* on (in *zone*) on which articles were first seen that the topic hit.

    *last* is the present day. Days without any are left out. With *max_age* those do not count that
    were older when they were seen, as a new feed brings them.
    """
    begin, end = (
        datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + _STEP)
    )
    day = _day(tx, _stretches(begin, end, zone)).label("day")
    statement = (
        select(day, func.count(), func.count(article.c.story_id.distinct()))
        .select_from(hit)
        .join(article, article.c.id == hit.c.article_id)
        # No article matched before it was seen, which the index of hits knows without articles.
        .where(hit.c.topic_id == topic_id, hit.c.matched_at >= begin)
        .where(article.c.first_seen_at >= begin)
        .group_by(day)
    )
    if max_age is None:
        statement = statement.with_hint(article, BRIEFLY, "sqlite")
    else:
        statement = statement.where(_is_young(tx, max_age))
    return {date.fromisoformat(row[0]): Tally(row[1], row[2]) for row in tx.execute(statement)}


def _stretches(begin: datetime, end: datetime, zone: tzinfo) -> list[tuple[datetime, timedelta]]:
    """Each stretch of time in which the zone differs from UTC by the same: its end, and by what."""

    def offset(at: datetime) -> timedelta:
        return at.astimezone(zone).utcoffset() or timedelta(0)

    found: list[tuple[datetime, timedelta]] = []
    at, held = begin, offset(begin)
    while at < end:
        following = at + _STEP
        if offset(following) != held:
            low, high = at, following
            while high - low > _FINEST:
                middle = low + (high - low) / 2
                low, high = (middle, high) if offset(middle) == held else (low, middle)
            # Zones change at whole minutes.
            found.append((high.replace(second=0, microsecond=0), held))
            held = offset(following)
        at = following
    return [*found, (at, held)]


def _day(tx: Tx, stretches: Sequence[tuple[datetime, timedelta]]) -> ColumnElement[str]:
    """The day of first sight, as text."""
    *earlier, (_, offset) = stretches
    latest = _shifted(tx, offset)
    if not earlier:
        return latest
    seen = article.c.first_seen_at
    return case(*((seen < end, _shifted(tx, one)) for end, one in earlier), else_=latest)


def _shifted(tx: Tx, offset: timedelta) -> ColumnElement[Any]:
    seconds = int(offset.total_seconds())
    if tx.dialect.name == "sqlite":
        return func.date(article.c.first_seen_at, f"{seconds:+d} seconds")
    at = func.timezone("UTC", article.c.first_seen_at) + literal(timedelta(seconds=seconds))
    return func.to_char(at, "YYYY-MM-DD")


def _is_young(tx: Tx, max_age: timedelta) -> ColumnElement[bool]:
    seen, published = article.c.first_seen_at, article.c.published_at
    if tx.dialect.name == "sqlite":
        days: ColumnElement[Any] = func.julianday(seen) - func.julianday(published)
        return or_(published.is_(None), days <= max_age / _STEP)
    return or_(published.is_(None), seen - published <= max_age)

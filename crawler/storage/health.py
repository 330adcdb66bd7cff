"""How feeds are doing, each with its record. What is healthy, the view v_feed_health decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
    true,
)

from crawler.errors import NotFound
from crawler.items import Origin
from crawler.storage.store import Tx
from crawler.storage.tables import article, feed, feed_day
from crawler.storage.views import HEALTH

# The parts of the view that the table does not have.
_COUNTS = ("looks", "unchanged", "failures", "entries", "bytes")
view = table("v_feed_health", *(column(name) for name in ("feed_id", "health", *_COUNTS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """A feed as it is kept, with how it went so far."""

    id: int
    url: str
    name: str
    language: str | None
    country: str | None
    category: str | None
    timezone: str | None
    origin: Origin
    state: str  # active, paused, retired
    health: str  # a Condition, or "never looked at"; or the state, if it is not active
    title: str | None
    home_url: str | None
    floor_min: float | None
    ceiling_min: float | None
    cron: str | None
    interval_min: float | None
    next_look_at: datetime
    plan: str | None
    last_outcome: str | None
    last_note: str | None
    last_looked_at: datetime | None
    last_success_at: datetime | None
    last_new_at: datetime | None
    failing_since: datetime | None
    trouble: float
    created_at: datetime
    looks: int
    unchanged: int
    failures: int
    entries: int
    bytes: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDay:
    """One day (UTC) of one feed."""

    day: date
    looks: int
    unchanged: int
    failures: int
    entries: int
    bytes: int


def listing(tx: Tx, *, retired: bool = False) -> list[FeedHealth]:
    """All feeds in the order of their names; with *retired* also those that were left."""
    statement = _selection().order_by(func.lower(feed.c.name), feed.c.id)
    if not retired:
        statement = statement.where(feed.c.state != "retired")
    return [_health(row) for row in tx.execute(statement).mappings()]


def by_id(tx: Tx, feed_id: int) -> FeedHealth:
    """One feed; NotFound when there is none of that id."""
    # Not by the view, which adds up the days of all feeds first.
    sums = [func.coalesce(func.sum(feed_day.c[name]), 0).label(name) for name in _COUNTS]
    days_of = select(*sums).where(feed_day.c.feed_id == feed_id).subquery()
    own: ColumnElement[str] = literal_column(HEALTH.format(f="feed")).label("health")
    statement = select(*_columns(), own, *days_of.c, _articles()).join(days_of, true())
    row = tx.execute(statement.where(feed.c.id == feed_id)).mappings().first()
    if row is None:
        raise NotFound(f"no feed has the id {feed_id}")
    return _health(row)


def days(tx: Tx, feed_id: int, *, since: date) -> list[FeedDay]:
    """The days of a feed, the newest first."""
    columns = (feed_day.c[field.name] for field in fields(FeedDay))
    statement = select(*columns).where(feed_day.c.feed_id == feed_id, feed_day.c.day >= since)
    rows = tx.execute(statement.order_by(feed_day.c.day.desc())).mappings()
    return [FeedDay(**row) for row in rows]


def by_health(tx: Tx) -> dict[str, int]:
    """How many feeds are in each state of health."""
    # Not by the view, which adds up the days of all feeds first.
    own: ColumnElement[str] = literal_column(HEALTH.format(f="feed")).label("health")
    rows = tx.execute(select(own, func.count()).select_from(feed).group_by(own))
    return {row[0]: row[1] for row in rows}


def troubled(feeds: Sequence[FeedHealth], *, for_at_least: timedelta, now: datetime) -> list[str]:
    """The names of feeds that have failed for so long."""
    return [f.name for f in feeds if f.failing_since and now - f.failing_since >= for_at_least]


def _selection() -> Select[Any]:
    counts = [view.c[name] for name in ("health", *_COUNTS)]
    statement = select(*_columns(), *counts, _articles())
    return statement.join(view, view.c.feed_id == feed.c.id)


def _columns() -> list[Column[Any]]:
    taken = {"health", "articles", *_COUNTS}
    return [feed.c[field.name] for field in fields(FeedHealth) if field.name not in taken]


def _articles() -> ColumnElement[int]:
    # Counted from an index on (feed_id, first_seen_at), without reading articles.
    return (select(func.count()).where(article.c.feed_id == feed.c.id).scalar_subquery()).label(
        "articles"
    )


def _health(row: Any) -> FeedHealth:
    # PostgreSQL gives the sums of big integers as Decimal.
    numbers = {name: int(row[name]) for name in _COUNTS}
    return FeedHealth(**{**row, **numbers, "origin": Origin(row["origin"])})

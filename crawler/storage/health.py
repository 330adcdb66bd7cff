"""How feeds are doing, each with its record. What is healthy, the view v_feed_health decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, column, func, select, table

from crawler.items import Origin
from crawler.storage.store import Tx
from crawler.storage.tables import article, feed, feed_day

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


def days(tx: Tx, feed_id: int, *, since: date) -> list[FeedDay]:
    """The days of a feed, the newest first."""
    columns = (feed_day.c[field.name] for field in fields(FeedDay))
    statement = select(*columns).where(feed_day.c.feed_id == feed_id, feed_day.c.day >= since)
    rows = tx.execute(statement.order_by(feed_day.c.day.desc())).mappings()
    return [FeedDay(**row) for row in rows]


def by_health(tx: Tx) -> dict[str, int]:
    """How many feeds are in each state of health."""
    rows = tx.execute(select(view.c.health, func.count()).group_by(view.c.health))
    return {row[0]: row[1] for row in rows}


def troubled(feeds: Sequence[FeedHealth], *, for_at_least: timedelta, now: datetime) -> list[str]:
    """The names of feeds that have failed for so long."""
    return [f.name for f in feeds if f.failing_since and now - f.failing_since >= for_at_least]


def _selection() -> Select[Any]:
    taken = {"health", "articles", *_COUNTS}
    columns = [feed.c[field.name] for field in fields(FeedHealth) if field.name not in taken]
    counts = [view.c[name] for name in ("health", *_COUNTS)]
    # Counted from an index on (feed_id, first_seen_at), without reading articles.
    articles = (select(func.count()).where(article.c.feed_id == feed.c.id).scalar_subquery()).label(
        "articles"
    )
    return select(*columns, *counts, articles).join(view, view.c.feed_id == feed.c.id)


def _health(row: Any) -> FeedHealth:
    # PostgreSQL gives the sums of big integers as Decimal.
    numbers = {name: int(row[name]) for name in _COUNTS}
    return FeedHealth(**{**row, **numbers, "origin": Origin(row["origin"])})

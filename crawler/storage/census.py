"""How much there is: the numbers of `wirewatch status`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Table, func, select

from crawler.storage import alerts, health
from crawler.storage.store import Tx
from crawler.storage.tables import (
    alert,
    article,
    entry,
    feed,
    feed_day,
    hit,
    revision,
    story,
    topic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What happened since midnight."""

    looks: int  # at feeds; these are counted in days of UTC
    failures: int
    articles: int
    copies: int
    hits: int
    alerts_sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Everything that is counted."""

    feeds: dict[str, int]  # by health
    due_feeds: int  # whose time has come
    next_look_at: datetime | None
    topics: int
    articles: int
    stories: int
    copies: int
    revisions: int
    unread: int  # entries whose article is still to be read
    alerts: dict[str, int]  # by state
    today: Today


def census(tx: Tx, *, since: datetime, now: datetime) -> Census:
    """The numbers as they are at *now*; the day began at *since*."""
    active = feed.c.state == "active"
    return Census(
        feeds=health.by_health(tx),
        due_feeds=due_feeds(tx, now),
        next_look_at=tx.execute(select(func.min(feed.c.next_look_at)).where(active)).scalar(),
        topics=_count(tx, topic, topic.c.state == "active"),
        articles=_count(tx, article),
        stories=_count(tx, story),
        copies=_count(tx, article, article.c.original_id.is_not(None)),
        revisions=_count(tx, revision),
        unread=_count(tx, entry, entry.c.state == "waiting"),
        alerts=alerts.counts(tx),
        today=_today(tx, since, now),
    )


def due_feeds(tx: Tx, now: datetime) -> int:
    """How many feeds are to be looked at."""
    return _count(tx, feed, feed.c.state == "active", feed.c.next_look_at <= now)


def _today(tx: Tx, since: datetime, now: datetime) -> Today:
    day = now.astimezone(UTC).date()
    sums = (func.sum(feed_day.c.looks), func.sum(feed_day.c.failures))
    looks, failures = tx.execute(select(*sums).where(feed_day.c.day == day)).one()
    arrived = article.c.first_seen_at >= since
    return Today(
        looks=int(looks or 0),
        failures=int(failures or 0),
        articles=_count(tx, article, arrived),
        copies=_count(tx, article, arrived, article.c.original_id.is_not(None)),
        hits=_count(tx, hit, hit.c.matched_at >= since),
        alerts_sent=_count(tx, alert, alert.c.sent_at >= since),
    )


def _count(tx: Tx, table: Table, *conditions: object) -> int:
    statement = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return int(tx.execute(statement).scalar_one())

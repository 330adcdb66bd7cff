"""What the page about the service shows, each in one statement that stays quick in a large archive:
how much there is, how much came when, and how long it took.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

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
class Totals:
    """How much there is."""

    articles: int
    copies: int
    stories: int
    revisions: int
    unread: int  # entries whose article is still to be read
    topics: int
    feeds: int  # that are active
    due_feeds: int  # whose time has come
    waiting_alerts: int
    dead_alerts: int
    server_bytes: int  # what the database takes on its server; 0 of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksOfDay:
    """What all feeds together did on one day of UTC."""

    day: date
    looks: int
    unchanged: int
    failures: int
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """When an article appeared, if its page gives a time, and when we saw it first."""

    published_at: datetime | None
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The way of an article to a message that left by itself."""

    published_at: datetime | None
    first_seen_at: datetime
    matched_at: datetime
    sent_at: datetime


def totals(tx: Tx, now: datetime) -> Totals:
    """The numbers as they are at *now*."""
    active = feed.c.state == "active"
    counts: dict[str, Select[Any]] = {
        "articles": select(func.count()).select_from(article),
        "copies": select(func.count()).where(article.c.original_id.is_not(None)),
        "stories": select(func.count()).select_from(story),
        "revisions": select(func.count()).select_from(revision),
        "unread": select(func.count()).where(entry.c.state == "waiting"),
        "topics": select(func.count()).where(topic.c.state == "active"),
        "feeds": select(func.count()).where(active),
        "due_feeds": select(func.count()).where(active, feed.c.next_look_at <= now),
        "waiting_alerts": select(func.count()).where(alert.c.state == "waiting"),
        "dead_alerts": select(func.count()).where(alert.c.state == "dead"),
    }
    columns: list[Any] = [one.scalar_subquery().label(name) for name, one in counts.items()]
    if tx.dialect.name == "postgresql":
        columns.append(func.pg_database_size(func.current_database()).label("server_bytes"))
    row = tx.execute(select(*columns)).mappings().one()
    return Totals(**{"server_bytes": 0, **{name: int(number) for name, number in row.items()}})


def sights(tx: Tx, since: datetime, *, limit: int) -> list[Sight]:
    """The articles that were seen since then, the newest first."""
    columns = article.c.published_at, article.c.published_day, article.c.first_seen_at
    statement = (
        select(*columns)
        .where(article.c.first_seen_at >= since)
        .order_by(article.c.first_seen_at.desc())
        .limit(limit)
    )
    return [
        # A day alone says nothing of hours.
        Sight(
            published_at=None if row.published_day else row.published_at,
            first_seen_at=row.first_seen_at,
        )
        for row in tx.execute(statement)
    ]


def arrivals_by_hour(tx: Tx, since: datetime) -> dict[datetime, int]:
    """How many articles were first seen in each hour since then; hours without any are left out."""
    # Both cut the text or time of UTC, so that no zone of a server's own comes in.
    hour = (
        func.strftime("%Y-%m-%dT%H:00:00+00:00", article.c.first_seen_at)
        if tx.dialect.name == "sqlite"
        else func.to_char(
            func.timezone("UTC", article.c.first_seen_at), 'YYYY-MM-DD"T"HH24":00:00+00:00"'
        )
    )
    statement = select(hour, func.count()).where(article.c.first_seen_at >= since).group_by(hour)
    return {datetime.fromisoformat(row[0]): row[1] for row in tx.execute(statement)}


def deliveries(tx: Tx, *, limit: int) -> list[Delivery]:
    """The last messages about one story each, the newest first; not what digests told."""
    newest = (
        select(alert.c.id)
        .where(alert.c.state == "sent", alert.c.kind == "story", alert.c.digest_id.is_(None))
        .order_by(alert.c.id.desc())
        .limit(limit)
    )
    statement = (
        select(
            article.c.published_at, article.c.published_day, article.c.first_seen_at,
            hit.c.matched_at, alert.c.sent_at,
        )
        .select_from(alert)
        .join(article, article.c.id == alert.c.article_id)
        .join(hit, (hit.c.article_id == article.c.id) & (hit.c.topic_id == alert.c.topic_id))
        .where(alert.c.id.in_(newest.scalar_subquery()), alert.c.sent_at.is_not(None))
        .order_by(alert.c.id.desc())
    )  # fmt: skip
    return [
        Delivery(
            published_at=None if row.published_day else row.published_at,
            first_seen_at=row.first_seen_at,
            matched_at=row.matched_at,
            sent_at=row.sent_at,
        )
        for row in tx.execute(statement)
    ]


def looks_of_days(tx: Tx, since: date) -> list[LooksOfDay]:
    """The days since that one on which any feed was looked at, the oldest first."""
    names = ("looks", "unchanged", "failures", "entries", "bytes")
    sums = [func.sum(feed_day.c[name]).label(name) for name in names]
    statement = select(feed_day.c.day, *sums).where(feed_day.c.day >= since)
    rows = tx.execute(statement.group_by(feed_day.c.day).order_by(feed_day.c.day)).mappings()
    # PostgreSQL gives the sums of big integers as Decimal.
    return [LooksOfDay(day=row["day"], **{n: int(row[n]) for n in names}) for row in rows]

"""How much there is: the numbers of `wirewatch status`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select

from crawler.storage import alerts, gauges, health
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, feed, feed_day, hit, topic


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


def census(
    tx: Tx, *, since: datetime, now: datetime, counted: gauges.Totals | None = None
) -> Census:
    """The numbers as they are at *now*; the day began at *since*.

    The totals are as they were *counted* before, if they were: counting the whole of a large
    archive takes a while.
    """
    counted = counted or gauges.totals(tx, now)
    active = feed.c.state == "active"
    return Census(
        feeds=health.by_health(tx),
        due_feeds=due_feeds(tx, now),
        next_look_at=tx.execute(select(func.min(feed.c.next_look_at)).where(active)).scalar(),
        topics=counted.topics,
        articles=counted.articles,
        stories=counted.stories,
        copies=counted.copies,
        revisions=counted.revisions,
        unread=counted.unread,
        alerts=alerts.counts(tx),
        today=_today(tx, since, now),
    )


def due_feeds(tx: Tx, now: datetime) -> int:
    """How many feeds are to be looked at."""
    due = select(func.count()).where(feed.c.state == "active", feed.c.next_look_at <= now)
    return int(tx.execute(due).scalar_one())


def _today(tx: Tx, since: datetime, now: datetime) -> Today:
    on_day = feed_day.c.day == now.astimezone(UTC).date()
    arrived = article.c.first_seen_at >= since
    counts: dict[str, Select[Any]] = {
        "looks": select(func.coalesce(func.sum(feed_day.c.looks), 0)).where(on_day),
        "failures": select(func.coalesce(func.sum(feed_day.c.failures), 0)).where(on_day),
        "articles": select(func.count()).where(arrived),
        "copies": select(func.count()).where(arrived, article.c.original_id.is_not(None)),
        "hits": select(func.coalesce(func.sum(_hits_since(since)), 0)).select_from(topic),
        "alerts_sent": select(func.count()).where(alert.c.sent_at >= since),
    }
    columns = (one.scalar_subquery().label(name) for name, one in counts.items())
    row = tx.execute(select(*columns)).mappings().one()
    return Today(**{name: int(number) for name, number in row.items()})


def _hits_since(since: datetime) -> ScalarSelect[int]:
    """Of a topic: an index leads to each one's last hits, and none to those of all."""
    asked = select(func.count()).where(hit.c.topic_id == topic.c.id, hit.c.matched_at >= since)
    return asked.scalar_subquery()

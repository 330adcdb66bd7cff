"""Alerts as rows: owed in the article's transaction, leased for delivery, receipted after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, update

from crawler.items import Alert
from crawler.storage.store import Tx, insert
from crawler.storage.tables import alert, article, feed, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An alert for people: what, where to, how it went."""

    id: int
    key: str
    topic: str
    channel: str
    state: str
    article_id: int
    story_id: int
    title: str
    outlet: str
    url: str
    attempts: int
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    receipt: str | None
    error: str | None


def key_of(topic_id: int, story_id: int, channel: str) -> str:
    """The idempotency key: one message per topic, story and channel, however often it is tried."""
    return f"wirewatch-{topic_id}-{story_id}-{channel}"


def owe(
    tx: Tx,
    *,
    topic_id: int,
    story_id: int,
    article_id: int,
    channels: Sequence[str],
    now: datetime,
    due: datetime,
) -> int:
    """Owe one alert per channel for a topic's story; gives how many were not owed before."""
    rows = [
        {
            "key": key_of(topic_id, story_id, channel),
            "topic_id": topic_id,
            "story_id": story_id,
            "article_id": article_id,
            "channel": channel,
            "state": "waiting",
            "attempts": 0,
            "next_try_at": due,
            "created_at": now,
        }
        for channel in channels
    ]
    owed = 0
    for row in rows:
        statement = insert(tx, alert).values(**row).on_conflict_do_nothing(index_elements=["key"])
        owed += tx.execute(statement.returning(alert.c.id)).first() is not None
    return owed


def lease(tx: Tx, now: datetime, *, hold: timedelta, limit: int) -> list[Alert]:
    """Take alerts that are due for delivery; nobody else gets them until *hold* has passed."""
    due = (
        select(alert.c.id)
        .where(
            alert.c.state == "waiting",
            alert.c.next_try_at <= now,
            or_(alert.c.lease_until.is_(None), alert.c.lease_until <= now),
        )
        .order_by(alert.c.next_try_at, alert.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer and does not say this
    )
    ids = list(tx.execute(due).scalars())
    if not ids:
        return []
    values = {"lease_until": now + hold, "attempts": alert.c.attempts + 1}
    tx.execute(update(alert).where(alert.c.id.in_(ids)).values(**values))
    statement = (
        select(alert, topic.c.name.label("topic"))
        .join(topic, topic.c.id == alert.c.topic_id)
        .where(alert.c.id.in_(ids))
        .order_by(alert.c.id)
    )
    return [
        Alert(
            id=row.id,
            key=row.key,
            topic=row.topic,
            channel=row.channel,
            article_id=row.article_id,
            story_id=row.story_id,
            attempts=row.attempts,
            created_at=row.created_at,
        )
        for row in tx.execute(statement)
    ]


def sent(tx: Tx, alert_id: int, *, receipt: str, now: datetime) -> None:
    """The channel took it."""
    values = {"state": "sent", "sent_at": now, "receipt": receipt, "error": None}
    tx.execute(update(alert).where(alert.c.id == alert_id).values(**values))


def failed(tx: Tx, alert_id: int, *, error: str, retry_at: datetime | None) -> None:
    """The channel did not take it: another try at *retry_at*, or none and it is dead."""
    state = "waiting" if retry_at else "dead"
    values: dict[str, object] = {"state": state, "error": error, "lease_until": None}
    if retry_at:
        values["next_try_at"] = retry_at
    tx.execute(update(alert).where(alert.c.id == alert_id).values(**values))


def listing(
    tx: Tx, *, limit: int, state: str | None = None, topic_name: str | None = None
) -> list[AlertRow]:
    """Alerts, newest first."""
    statement = _selection().order_by(alert.c.id.desc()).limit(limit)
    if state:
        statement = statement.where(alert.c.state == state)
    if topic_name:
        statement = statement.where(topic.c.name == topic_name)
    return [AlertRow(**row) for row in tx.execute(statement).mappings()]


def counts(tx: Tx) -> dict[str, int]:
    """How many there are in each state."""
    rows = tx.execute(select(alert.c.state, func.count()).group_by(alert.c.state))
    return {row[0]: row[1] for row in rows}


def next_due(tx: Tx) -> datetime | None:
    """When the next waiting alert is to be tried."""
    statement = select(func.min(alert.c.next_try_at)).where(alert.c.state == "waiting")
    found: datetime | None = tx.execute(statement).scalar()
    return found


def _selection() -> Select[tuple[object, ...]]:
    columns = (
        alert.c.id, alert.c.key, topic.c.name.label("topic"), alert.c.channel, alert.c.state,
        alert.c.article_id, alert.c.story_id, article.c.title, feed.c.name.label("outlet"),
        article.c.url, alert.c.attempts, alert.c.created_at, alert.c.next_try_at, alert.c.sent_at,
        alert.c.receipt, alert.c.error,
    )  # fmt: skip
    return (
        select(*columns)
        .join(topic, topic.c.id == alert.c.topic_id)
        .join(article, article.c.id == alert.c.article_id)
        .join(feed, feed.c.id == article.c.feed_id)
    )

"""Alerts as rows: owed in the article's transaction, leased for delivery, receipted after."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from crawler.errors import NotFound
from crawler.items import Alert, AlertKind, Place
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, feed, hit, topic

# Nearly all alerts have left: SQLite would rather read them all by the index of states than the
# last by that of times, unless it does not see which column this is.
HAS_LEFT: ColumnElement[bool] = alert.c.state.concat("") == "sent"
# Made once, as those in feeds.py.
_NEXT_DUE = select(func.min(alert.c.next_try_at)).where(alert.c.state == "waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An alert for people: what, where to, how it went."""

    id: int
    key: str
    kind: str
    topic: str | None
    channel: str
    state: str
    article_id: int | None
    story_id: int | None
    title: str | None
    outlet: str | None
    url: str | None
    attempts: int
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    receipt: str | None
    error: str | None
    topic_id: int | None = None
    digest_id: int | None = None  # the alert that it is told in


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """The alerts of one channel in one state."""

    number: int
    newest_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why an alert is owed: the topic's query, and the hit as it was."""

    topic_id: int
    query: str
    version: str  # of the query as it is now
    hit_version: str | None = None  # of the query that matched; None when the hit is gone
    revision: int | None = None  # of the text that matched
    places: tuple[Place, ...] = ()  # in that text


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story, without its text."""

    id: int
    outlet: str
    title: str
    url: str
    canonical_url: str | None  # the page's own word
    agency: str | None
    language: str | None
    published_at: datetime | None
    first_seen_at: datetime
    original_id: int | None


def lease(
    tx: Tx,
    now: datetime,
    *,
    hold: timedelta,
    limit: int,
    channel: str | None = None,
    unsettled: bool = False,
) -> list[Alert]:
    """Take alerts that are due for delivery; nobody else gets them until *hold* has passed.

    With *channel* only its own; with *unsettled* also those that still wait for copies of their
    story, but not those that were tried and wait for their next try.
    """
    due = (
        select(alert.c.id)
        .where(_is_free(now, unsettled=unsettled))
        .order_by(alert.c.next_try_at, alert.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer and does not say this
    )
    if channel is not None:
        due = due.where(alert.c.channel == channel)
    ids = list(tx.execute(due).scalars())
    if not ids:
        return []
    values = {"lease_until": now + hold, "attempts": alert.c.attempts + 1}
    tx.execute(update(alert).where(alert.c.id.in_(ids)).values(**values))
    return _alerts(tx, alert.c.id.in_(ids))


def told_in(tx: Tx, digest_id: int) -> list[Alert]:
    """What a digest tells, in the order in which it was owed."""
    return _alerts(tx, alert.c.digest_id == digest_id)


def topics_in(tx: Tx, digest_id: int) -> list[int]:
    """The topics of what a digest tells."""
    statement = select(alert.c.topic_id).where(alert.c.digest_id == digest_id).distinct()
    return [topic_id for topic_id in tx.execute(statement).scalars() if topic_id is not None]


def by_id(tx: Tx, alert_id: int) -> Alert:
    """One alert; NotFound when there is none of that id."""
    for found in _alerts(tx, alert.c.id == alert_id):
        return found
    raise NotFound(f"no alert has the id {alert_id}; see: wirewatch alerts list")


def due_channels(tx: Tx, now: datetime, *, unsettled: bool = False) -> list[str]:
    """The channels for which `lease` has something."""
    statement = select(alert.c.channel).where(_is_free(now, unsettled=unsettled)).distinct()
    return sorted(tx.execute(statement).scalars())


def put_back(tx: Tx, ids: Collection[int]) -> None:
    """Leased and not tried after all: free at once, and the try is not counted."""
    statement = update(alert).where(alert.c.id.in_(ids), alert.c.state == "waiting")
    tx.execute(statement.values(lease_until=None, attempts=alert.c.attempts - 1))


def take_over(tx: Tx) -> int:
    """Free what a process that is no more had leased; only for the one service of a database."""
    statement = update(alert).where(alert.c.state == "waiting", alert.c.lease_until.is_not(None))
    return tx.execute(statement.values(lease_until=None)).rowcount


def grounds(tx: Tx, alert_id: int) -> Grounds:
    """Why this alert is owed; NotFound when there is none of that id."""
    statement = (
        select(
            topic.c.id, topic.c.query, topic.c.version, hit.c.version.label("hit_version"),
            hit.c.revision, hit.c.places,
        )
        .select_from(alert)
        .join(topic, topic.c.id == alert.c.topic_id)
        .outerjoin(
            hit, (hit.c.article_id == alert.c.article_id) & (hit.c.topic_id == alert.c.topic_id)
        )
        .where(alert.c.id == alert_id)
    )  # fmt: skip
    row = tx.execute(statement).first()
    if row is None:
        raise NotFound(f"no alert has the id {alert_id}")
    return Grounds(
        topic_id=row.id,
        query=row.query,
        version=row.version,
        hit_version=row.hit_version,
        revision=row.revision,
        places=tuple(Place(*place) for place in json.loads(row.places or "[]")),
    )


def members(tx: Tx, story_id: int, *, limit: int) -> list[Member]:
    """The articles of a story in the order of arrival, the first *limit* of them."""
    statement = (
        select(
            article.c.id, feed.c.name.label("outlet"), article.c.title, article.c.url,
            article.c.canonical_url, article.c.agency, article.c.language,
            article.c.published_at, article.c.first_seen_at, article.c.original_id,
        )
        .join(feed, feed.c.id == article.c.feed_id)
        .where(article.c.story_id == story_id)
        .order_by(article.c.id)
        .limit(limit)
    )  # fmt: skip
    return [Member(**row) for row in tx.execute(statement).mappings()]


def sent(tx: Tx, alert_id: int, *, receipt: str, now: datetime) -> None:
    """The channel took it."""
    values = {"state": "sent", "sent_at": now, "receipt": receipt, "error": None}
    tx.execute(update(alert).where(alert.c.id == alert_id).values(**values))
    told = update(alert).where(alert.c.digest_id == alert_id, alert.c.state == "gathered")
    tx.execute(told.values(state="sent", sent_at=now, receipt="told in a digest"))


def failed(tx: Tx, alert_id: int, *, error: str, retry_at: datetime | None) -> None:
    """The channel did not take it: another try at *retry_at*, or none and it is dead."""
    state = "waiting" if retry_at else "dead"
    values: dict[str, object] = {"state": state, "error": error, "lease_until": None}
    if retry_at:
        values["next_try_at"] = retry_at
    tx.execute(update(alert).where(alert.c.id == alert_id).values(**values))


def listing(
    tx: Tx,
    *,
    limit: int,
    state: str | None = None,
    topic_name: str | None = None,
    channel: str | None = None,
    before: int | None = None,
    digest_id: int | None = None,
) -> list[AlertRow]:
    """Alerts, newest first; *before* an id for the next page; with *digest_id* what it tells."""
    statement = _selection().order_by(alert.c.id.desc()).limit(limit)
    if digest_id is not None:
        statement = statement.where(alert.c.digest_id == digest_id)
    if before is not None:
        statement = statement.where(alert.c.id < before)
    if channel is not None:
        statement = statement.where(alert.c.channel == channel)
    if state:
        statement = statement.where(alert.c.state == state)
    if topic_name:
        statement = statement.where(topic.c.name == topic_name)
    return [AlertRow(**row) for row in tx.execute(statement).mappings()]


def row(tx: Tx, alert_id: int) -> AlertRow:
    """One alert for people; NotFound when there is none of that id."""
    found = tx.execute(_selection().where(alert.c.id == alert_id)).mappings().first()
    if found is None:
        raise NotFound(f"no alert has the id {alert_id}; see: wirewatch alerts list")
    return AlertRow(**found)


def rows(tx: Tx, ids: Collection[int]) -> dict[int, AlertRow]:
    """Those of these alerts that there are."""
    found = tx.execute(_selection().where(alert.c.id.in_(ids))).mappings()
    return {one["id"]: AlertRow(**one) for one in found}


def counts(tx: Tx) -> dict[str, int]:
    """How many there are in each state."""
    rows = tx.execute(select(alert.c.state, func.count()).group_by(alert.c.state))
    return {row[0]: row[1] for row in rows}


def counts_by_channel(tx: Tx) -> dict[tuple[str, str], int]:
    """How many there are by channel and state."""
    columns = alert.c.channel, alert.c.state
    rows = tx.execute(select(*columns, func.count()).group_by(*columns))
    return {(row[0], row[1]): row[2] for row in rows}


def by_channel(tx: Tx) -> dict[tuple[str, str], ChannelCount]:
    """How many there are by channel and state, and which is the newest of them."""
    columns = alert.c.channel, alert.c.state
    asked = select(*columns, func.count(), func.max(alert.c.id)).group_by(*columns)
    return {(row[0], row[1]): ChannelCount(row[2], row[3]) for row in tx.execute(asked)}


def struggling(tx: Tx, *, tries: int = 3) -> dict[str, int]:
    """The channels that refused an alert so often, and how many alerts that are."""
    is_refused = (alert.c.state == "waiting") & (alert.c.attempts >= tries)
    statement = select(alert.c.channel, func.count()).where(is_refused).group_by(alert.c.channel)
    return {row[0]: row[1] for row in tx.execute(statement)}


def next_due(tx: Tx) -> datetime | None:
    """When the next waiting alert is to be tried."""
    found: datetime | None = tx.execute(_NEXT_DUE).scalar()
    return found


def _is_free(now: datetime, *, unsettled: bool) -> ColumnElement[bool]:
    due = alert.c.next_try_at <= now
    if unsettled:
        # A digest waits for its hour and not for copies.
        due = or_(due, and_(alert.c.attempts == 0, alert.c.kind != AlertKind.DIGEST))
    free = or_(alert.c.lease_until.is_(None), alert.c.lease_until <= now)
    return and_(alert.c.state == "waiting", due, free)


def _selection() -> Select[tuple[object, ...]]:
    columns = (
        alert.c.id, alert.c.key, alert.c.kind, topic.c.name.label("topic"), alert.c.channel,
        alert.c.state,
        alert.c.article_id, alert.c.story_id, article.c.title, feed.c.name.label("outlet"),
        article.c.url, alert.c.attempts, alert.c.created_at, alert.c.next_try_at, alert.c.sent_at,
        alert.c.receipt, alert.c.error, alert.c.topic_id, alert.c.digest_id,
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(topic, topic.c.id == alert.c.topic_id)
        .outerjoin(article, article.c.id == alert.c.article_id)
        .outerjoin(feed, feed.c.id == article.c.feed_id)
    )


def _alerts(tx: Tx, which: ColumnElement[bool]) -> list[Alert]:
    statement = (
        select(alert, topic.c.name.label("topic"))
        .outerjoin(topic, topic.c.id == alert.c.topic_id)
        .where(which)
        .order_by(alert.c.next_try_at, alert.c.id)
    )
    return [
        Alert(
            id=row.id,
            key=row.key,
            kind=AlertKind(row.kind),
            topic=row.topic or "",
            channel=row.channel,
            article_id=row.article_id,
            story_id=row.story_id,
            attempts=row.attempts,
            created_at=row.created_at,
            due_at=row.next_try_at,
            detail=json.loads(row.detail),
        )
        for row in tx.execute(statement)
    ]

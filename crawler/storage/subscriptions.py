"""Subscriptions at WebSub hubs as rows: asked for, confirmed, used, missed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from crawler.storage.store import Tx, insert
from crawler.storage.tables import feed, subscription

# A hub that does not confirm, or cannot be asked, is asked again after this.
UNCONFIRMED = timedelta(hours=6)
# One that says no, after this.
DENIED = timedelta(days=7)
# A feed is not asked more often than this because of its hub.
PUSHES_APART = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What is agreed, or wished, between a hub and us."""

    feed_id: int
    hub_url: str
    topic_url: str
    path: str  # the end of our callback; nobody can guess it
    secret: str
    state: str  # asked, active, denied
    lease_until: datetime | None


def due(tx: Tx, now: datetime, *, limit: int) -> list[Subscription]:
    """Feeds whose hub is to be asked now, each with a row; new ones and those to be renewed."""
    wanted = (
        select(feed.c.id, feed.c.hub_url, feed.c.self_url, feed.c.url)
        .outerjoin(subscription, subscription.c.feed_id == feed.c.id)
        .where(
            feed.c.state == "active",
            feed.c.hub_url.is_not(None),
            or_(subscription.c.feed_id.is_(None), subscription.c.next_ask_at <= now),
        )
        .order_by(feed.c.id)
        .limit(limit)
    )
    ids = []
    for row in tx.execute(wanted).all():
        ids.append(row.id)
        said = {"hub_url": row.hub_url, "topic_url": row.self_url or row.url}
        made = insert(tx, subscription).values(
            feed_id=row.id, path=secrets.token_urlsafe(24), secret=secrets.token_urlsafe(32),
            state="asked", asked_at=now, next_ask_at=now + UNCONFIRMED, pushes=0, missed=0,
            note="", **said,
        )  # fmt: skip
        again = {**said, "asked_at": now, "next_ask_at": now + UNCONFIRMED}
        tx.execute(made.on_conflict_do_update(index_elements=["feed_id"], set_=again))
    columns = [subscription.c[name] for name in Subscription.__dataclass_fields__]
    rows = tx.execute(select(*columns).where(subscription.c.feed_id.in_(ids))).mappings()
    return [Subscription(**row) for row in rows]


def by_path(tx: Tx, path: str) -> Subscription | None:
    """The subscription whose callback that is."""
    columns = [subscription.c[name] for name in Subscription.__dataclass_fields__]
    row = tx.execute(select(*columns).where(subscription.c.path == path)).mappings().first()
    return None if row is None else Subscription(**row)


def note(tx: Tx, feed_id: int, words: str) -> None:
    """What the hub said to our request, for people."""
    statement = update(subscription).where(subscription.c.feed_id == feed_id)
    tx.execute(statement.values(note=words))


def confirm(tx: Tx, feed_id: int, *, until: datetime, renew_at: datetime) -> None:
    """The hub has verified our intent."""
    statement = update(subscription).where(subscription.c.feed_id == feed_id)
    values = {"state": "active", "lease_until": until, "next_ask_at": renew_at, "missed": 0}
    tx.execute(statement.values(**values, note="confirmed"))


def deny(tx: Tx, feed_id: int, reason: str, now: datetime) -> None:
    """The hub does not want us."""
    statement = update(subscription).where(subscription.c.feed_id == feed_id)
    values = {"state": "denied", "lease_until": None, "next_ask_at": now + DENIED}
    tx.execute(statement.values(**values, note=reason[:200] or "denied"))


def pushed(tx: Tx, feed_id: int, now: datetime) -> bool:
    """News, says the hub: the feed is due. False when it said so a moment ago."""
    lately = subscription.c.last_push_at > now - PUSHES_APART
    row = subscription.c.feed_id == feed_id
    if tx.execute(select(subscription.c.feed_id).where(row, lately)).first():
        return False
    values = {"last_push_at": now, "pushes": subscription.c.pushes + 1, "missed": 0}
    tx.execute(update(subscription).where(row).values(**values))
    active = (feed.c.id == feed_id) & (feed.c.state == "active") & (feed.c.next_look_at > now)
    tx.execute(update(feed).where(active).values(next_look_at=now, plan="its hub told of news"))
    return True


def miss(tx: Tx, feed_id: int) -> None:
    """We found news that the hub had not told of."""
    statement = update(subscription).where(subscription.c.feed_id == feed_id)
    tx.execute(statement.values(missed=subscription.c.missed + 1))

"""What became of feeds, for people: changes of condition, gaps, and what is known of an address."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, Table, or_, select

from crawler.storage.store import Tx
from crawler.storage.tables import (
    article,
    article_address,
    entry,
    feed,
    feed_change,
    feed_entry,
    gap,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A feed became something else."""

    feed_id: int
    feed: str  # its name
    at: datetime
    was: str
    became: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Between these times a feed may have published what we did not see."""

    feed_id: int
    feed: str
    from_at: datetime
    to_at: datetime
    found_at: datetime
    items: int  # of the look that found it
    interval_before_min: float | None
    interval_after_min: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """What is known of an article's address."""

    id: int
    url: str
    title: str
    host: str
    state: str  # waiting, read
    feed_id: int
    feed: str
    first_seen_at: datetime
    tries: int
    last_try_at: datetime | None
    last_note: str | None
    next_try_at: datetime
    read_at: datetime | None
    look_again_at: datetime | None
    article_id: int | None
    article_url: str | None
    access: str | None
    note: str | None
    revision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An entry as a feed carried it."""

    id: int
    url: str
    title: str
    first_seen_at: datetime  # in this feed
    state: str  # waiting, read, forgotten
    tries: int
    next_try_at: datetime
    last_note: str | None
    article_id: int | None


def announced(tx: Tx, feed_id: int, *, limit: int, before: int | None = None) -> list[Announced]:
    """What a feed announced, the newest first; *before* is the id of the page before's last."""
    names = [one.name for one in fields(Announced) if one.name != "first_seen_at"]
    columns = [entry.c[name] for name in names]
    statement = (
        select(*columns, feed_entry.c.first_seen_at)
        .join(feed_entry, feed_entry.c.entry_id == entry.c.id)
        .where(feed_entry.c.feed_id == feed_id)
    )
    if before is not None:
        statement = statement.where(feed_entry.c.entry_id < before)
    rows = tx.execute(statement.order_by(feed_entry.c.entry_id.desc()).limit(limit)).mappings()
    return [Announced(**row) for row in rows]


def changes(
    tx: Tx, *, feed_id: int | None = None, since: datetime | None = None, limit: int = 20
) -> list[ChangeRow]:
    """Changes of condition, the newest first."""
    asked = _newest(feed_change, feed_change.c.at, ChangeRow, feed_id, since).limit(limit)
    return [ChangeRow(**row) for row in tx.execute(asked).mappings()]


def gaps(
    tx: Tx, *, feed_id: int | None = None, since: datetime | None = None, limit: int = 20
) -> list[GapRow]:
    """Windows in which items may have been lost, the newest first."""
    asked = _newest(gap, gap.c.found_at, GapRow, feed_id, since).limit(limit)
    return [GapRow(**row) for row in tx.execute(asked).mappings()]


def entry_at(tx: Tx, address_key: str) -> EntryRow | None:
    """The entry under a canonical address, or the one that led to the article there."""
    of_article = select(article_address.c.article_id).where(
        article_address.c.address_key == address_key
    )
    own = {name.name: entry.c[name.name] for name in fields(EntryRow) if name.name in entry.c}
    statement = (
        select(
            *own.values(),
            feed.c.name.label("feed"),
            article.c.url.label("article_url"),
            article.c.access,
            article.c.note,
            article.c.revision,
        )
        .join(feed, feed.c.id == entry.c.feed_id)
        .outerjoin(article, article.c.id == entry.c.article_id)
        .where(or_(entry.c.address_key == address_key, entry.c.article_id.in_(of_article)))
        .order_by((entry.c.address_key == address_key).desc(), entry.c.id)
        .limit(1)
    )
    row = tx.execute(statement).mappings().first()
    return None if row is None else EntryRow(**row)


def _newest(
    table: Table, at: Column[datetime], row: type, feed_id: int | None, since: datetime | None
) -> Select[Any]:
    """The columns that *row* names of what befell feeds, with the feed's name."""
    columns = [table.c[one.name] for one in fields(row) if one.name != "feed"]
    statement: Select[Any] = select(*columns, feed.c.name.label("feed"))
    statement = statement.join(feed, feed.c.id == table.c.feed_id)
    if feed_id is not None:
        statement = statement.where(table.c.feed_id == feed_id)
    if since is not None:
        statement = statement.where(at >= since)
    return statement.order_by(at.desc(), table.c.id.desc())

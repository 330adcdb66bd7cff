"""Feeds as rows: what should be followed, when each is due, how the last look went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from crawler.dedup.urls import site_of
from crawler.errors import NotFound
from crawler.feeds.condition import Condition
from crawler.items import Feed, Origin, Outcome
from crawler.storage.store import Tx, insert
from crawler.storage.tables import feed, subscription

# The id comes first; a fence is not read but taken.
FEED_FIELDS = [field.name for field in fields(Feed) if field.name != "fence"]
# What of a feed its subscription at a hub knows.
_PUSHES = {
    "pushed_until": subscription.c.lease_until,
    "pushed_at": subscription.c.last_push_at,
    "missed": func.coalesce(subscription.c.missed, 0),
}
SPEC_FIELDS = ("url", "name", "language", "country", "category", "timezone", "floor_min",
               "ceiling_min", "cron")  # fmt: skip
# A feed that is taken up again begins without its past.
WELL = {"condition": Condition.OK, "condition_since": None, "failing_since": None,
        "last_outcome": None}  # fmt: skip
ID_DIGITS = 18
# Bound parameters are limited (SQLite: 32,766 a statement).
CHUNK = 500
# Made once: SQLAlchemy builds its key to a statement's compiled form anew for each that is made.
_DUE = (
    select(feed.c.id)
    .where(feed.c.state == "active", feed.c.next_look_at <= bindparam("now"))
    .order_by(feed.c.next_look_at)
    .limit(bindparam("most"))
)
_LOAD = (
    select(*(_PUSHES[name] if name in _PUSHES else feed.c[name] for name in FEED_FIELDS))
    .outerjoin(subscription, subscription.c.feed_id == feed.c.id)
    .where(feed.c.id.in_(bindparam("ids", expanding=True)))
)
_NEXT_DUE = select(func.min(feed.c.next_look_at)).where(feed.c.state == "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """A feed as somebody wants it."""

    url: str
    name: str
    language: str | None = None
    country: str | None = None
    category: str | None = None
    timezone: str | None = None
    floor_min: float | None = None
    ceiling_min: float | None = None
    cron: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A feed in a list of all, without anything that would have to be counted."""

    id: int
    url: str
    name: str
    home_url: str | None
    category: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What provisioning from the files changed, by name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]


def provision(tx: Tx, specs: Sequence[FeedSpec], now: datetime) -> Provision:
    """Make the database follow the files: add, change, retire; people's own feeds stay."""
    columns = [feed.c[name] for name in (*SPEC_FIELDS, "id", "origin", "state", "former_url")]
    rows = tx.execute(select(*columns, feed.c.last_outcome)).all()
    held = {row.former_url: row for row in rows if row.former_url}
    held |= {row.url: row for row in rows}
    added, changed = [], []
    for spec in specs:
        row = held.get(spec.url)
        if row is None:
            add(tx, spec, Origin.CONFIG, now)
            added.append(spec.name)
        elif values := _departures(row, spec, now):
            tx.execute(update(feed).where(feed.c.id == row.id).values(**values))
            changed.append(spec.name)
    wanted = {spec.url for spec in specs}
    gone = [
        row
        for row in rows
        if row.origin == Origin.CONFIG and row.state != "retired"
        and not wanted & {row.url, row.former_url}
    ]  # fmt: skip
    retire(tx, [row.id for row in gone])
    return Provision(
        added=tuple(added), changed=tuple(changed), retired=tuple(row.name for row in gone)
    )


def add(tx: Tx, spec: FeedSpec, origin: Origin, now: datetime) -> int:
    """The id of a new feed, due at once. A retired one of that address is taken up again."""
    values = {name: getattr(spec, name) for name in SPEC_FIELDS}
    values |= {"origin": origin, "state": "active", "trouble": 0.0, "next_look_at": now}
    values["host"] = site_of(spec.url)
    statement = insert(tx, feed).values(**values, created_at=now)
    again = {**values, **WELL}
    statement = statement.on_conflict_do_update(index_elements=["url"], set_=again)
    return int(tx.execute(statement.returning(feed.c.id)).scalar_one())


def _departures(row: Any, spec: FeedSpec, now: datetime) -> dict[str, Any]:
    """What has to change for a held feed to be as the file wants it."""
    # One that has moved keeps its new address while the file still names the old one.
    names = [name for name in SPEC_FIELDS if name != "url"]
    values = {
        name: getattr(spec, name) for name in names if getattr(row, name) != getattr(spec, name)
    }
    # One that its server gave up (410) is not asked again at each start.
    if row.state == "retired" and row.last_outcome != Outcome.GONE:
        values |= {"state": "active", "next_look_at": now, "trouble": 0.0, **WELL}
    return values | {"origin": Origin.CONFIG} if values else {}


def retire(tx: Tx, ids: Collection[int]) -> None:
    """Stop looking; what was read stays."""
    values = {"state": "retired", "condition": Condition.RETIRED}
    tx.execute(update(feed).where(feed.c.id.in_(ids)).values(**values))


def pause(tx: Tx, feed_id: int) -> bool:
    """Look no more for now; it stays followed. Whether it was active."""
    return _put(tx, feed_id, "active", {"state": "paused"})


def resume(tx: Tx, feed_id: int, now: datetime) -> bool:
    """Look again, at once; whether it was paused."""
    again = {"state": "active", "next_look_at": now, "plan": "taken up again after a pause"}
    return _put(tx, feed_id, "paused", again)


def look_at_once(tx: Tx, feed_id: int, now: datetime) -> bool:
    """Have an active feed looked at as soon as its host may be asked; whether it is active."""
    wanted = {"next_look_at": now, "plan": "somebody asked for a look at once"}
    return _put(tx, feed_id, "active", wanted)


def _put(tx: Tx, feed_id: int, state: str, values: dict[str, Any]) -> bool:
    statement = update(feed).where(feed.c.id == feed_id, feed.c.state == state)
    return bool(tx.execute(statement.values(**values)).rowcount)


def due(tx: Tx, now: datetime, *, limit: int, leave: Collection[int] = ()) -> list[Feed]:
    """Active feeds whose time has come, longest overdue first, without those in *leave*."""
    found = tx.execute(_DUE, {"now": now, "most": limit + len(leave)}).scalars()
    ids = [id_ for id_ in found if id_ not in leave][:limit]
    return load(tx, ids)


def load(tx: Tx, ids: Sequence[int]) -> list[Feed]:
    """Feeds by their ids, in this order; those that are not there are left out."""
    found: dict[int, Feed] = {}
    for start in range(0, len(ids), CHUNK):
        rows = tx.execute(_LOAD, {"ids": ids[start : start + CHUNK]})
        found |= {row[0]: Feed(**dict(zip(FEED_FIELDS, row, strict=True))) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def name_hosts(tx: Tx, *, most: int = 10_000) -> int:
    """Note of feeds whose patience a look costs, where that is not noted yet; how many were not."""
    rows = tx.execute(select(feed.c.id, feed.c.url).where(feed.c.host.is_(None)).limit(most)).all()
    if rows:
        values = [{"id_": row.id, "site": site_of(row.url)} for row in rows]
        named = update(feed).where(feed.c.id == bindparam("id_"))
        tx.execute(named.values(host=bindparam("site")), values)
    return len(rows)


def next_due(tx: Tx) -> datetime | None:
    """When the next active feed is due; None when there is none."""
    found: datetime | None = tx.execute(_NEXT_DUE).scalar()
    return found


def by_id(tx: Tx, feed_id: int) -> Feed:
    """One feed; NotFound when there is none of that id."""
    found = load(tx, [feed_id])
    if not found:
        raise NotFound(f"no feed has the id {feed_id}")
    return found[0]


def addresses(tx: Tx, *, retired: bool = False) -> list[tuple[int, str]]:
    """The ids and addresses of all feeds; with *retired* also of those that were left."""
    statement = select(feed.c.id, feed.c.url).order_by(feed.c.id)
    if not retired:
        statement = statement.where(feed.c.state != "retired")
    return [(row.id, row.url) for row in tx.execute(statement)]


def named(tx: Tx, *, retired: bool = False) -> list[Named]:
    """All feeds in the order of their names; with *retired* also those that were left."""
    columns = (feed.c[one.name] for one in fields(Named))
    statement = select(*columns).order_by(func.lower(feed.c.name), feed.c.id)
    if not retired:
        statement = statement.where(feed.c.state != "retired")
    return [Named(**row) for row in tx.execute(statement).mappings()]


def find(tx: Tx, word: str) -> int | None:
    """The id of the feed with that id, address or name, if there is one."""
    is_it = (feed.c.url == word) | (func.lower(feed.c.name) == word.lower())
    if word.isdecimal() and word.isascii() and len(word) <= ID_DIGITS:
        is_it |= feed.c.id == int(word)
    found: int | None = tx.execute(
        select(feed.c.id).where(is_it).order_by(feed.c.state, feed.c.id).limit(1)
    ).scalar()
    return found


def count(tx: Tx) -> int:
    """How many feeds are followed."""
    statement = select(func.count()).where(feed.c.state == "active")
    return int(tx.execute(statement).scalar_one())

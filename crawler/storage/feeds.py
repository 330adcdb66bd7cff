"""Feeds as rows: what should be followed, when each is due, how the last look went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from crawler.errors import NotFound
from crawler.items import Feed, Origin, Outcome
from crawler.storage.store import Tx, insert
from crawler.storage.tables import feed, feed_day

FEED_FIELDS = [field.name for field in fields(Feed)]
# Outcomes after which the feed is known to work.
SUCCESSES = (Outcome.NEW, Outcome.KNOWN, Outcome.UNCHANGED)
FAILURES = (Outcome.SOFT, Outcome.HARD, Outcome.TEMPORARY, Outcome.REFUSED, Outcome.GONE)


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
class LookRow:
    """How one look at a feed ended, and what follows from it."""

    feed_id: int
    at: datetime
    outcome: Outcome
    note: str  # for people: "12 entries, 3 new", "404 Not Found"
    next_look_at: datetime
    plan: str  # why then
    interval_min: float | None
    trouble: float
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    unconditional: bool = False
    title: str | None = None
    home_url: str | None = None
    entries: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What provisioning from the files changed, by name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]


def provision(tx: Tx, specs: Sequence[FeedSpec], now: datetime) -> Provision:
    """Make the database follow the files: add, change, retire; people's own feeds stay."""
    held = {row.url: row for row in tx.execute(select(feed))}
    added, changed = [], []
    for spec in specs:
        row = held.get(spec.url)
        if row is None:
            add(tx, spec, Origin.CONFIG, now)
            added.append(spec.name)
        elif _differs(row, spec):
            tx.execute(update(feed).where(feed.c.id == row.id).values(**_revive(row, spec, now)))
            changed.append(spec.name)
    wanted = {spec.url for spec in specs}
    gone = [
        row
        for row in held.values()
        if row.origin == Origin.CONFIG and row.state != "retired" and row.url not in wanted
    ]
    retire(tx, [row.id for row in gone])
    return Provision(
        added=tuple(added), changed=tuple(changed), retired=tuple(row.name for row in gone)
    )


def add(tx: Tx, spec: FeedSpec, origin: Origin, now: datetime) -> int:
    """The id of a new feed, due at once. A retired one of that address is taken up again."""
    values = {name: getattr(spec, name) for name in FeedSpec.__dataclass_fields__}
    statement = insert(tx, feed).values(
        **values, origin=origin, state="active", trouble=0.0, next_look_at=now, created_at=now
    )
    again = {**values, "origin": origin, "state": "active", "next_look_at": now, "trouble": 0.0}
    statement = statement.on_conflict_do_update(index_elements=["url"], set_=again)
    return int(tx.execute(statement.returning(feed.c.id)).scalar_one())


def _differs(row: Row[Any], spec: FeedSpec) -> bool:
    return row.state == "retired" or any(
        getattr(row, name) != getattr(spec, name) for name in FeedSpec.__dataclass_fields__
    )


def _revive(row: Row[Any], spec: FeedSpec, now: datetime) -> dict[str, Any]:
    values = {name: getattr(spec, name) for name in FeedSpec.__dataclass_fields__}
    values["origin"] = Origin.CONFIG
    if row.state == "retired":
        values |= {"state": "active", "next_look_at": now, "trouble": 0.0}
    return values


def retire(tx: Tx, ids: Collection[int]) -> None:
    """Stop looking; what was read stays."""
    tx.execute(update(feed).where(feed.c.id.in_(ids)).values(state="retired"))


def due(tx: Tx, now: datetime, *, limit: int, leave: Collection[int] = ()) -> list[Feed]:
    """Active feeds whose time has come, longest overdue first, without those in *leave*."""
    statement = (
        select(*(feed.c[name] for name in FEED_FIELDS))
        .where(feed.c.state == "active", feed.c.next_look_at <= now)
        .order_by(feed.c.next_look_at)
        .limit(limit + len(leave))
    )
    rows = (Feed(**row) for row in tx.execute(statement).mappings())
    return [one for one in rows if one.id not in leave][:limit]


def next_due(tx: Tx) -> datetime | None:
    """When the next active feed is due; None when there is none."""
    statement = select(func.min(feed.c.next_look_at)).where(feed.c.state == "active")
    found: datetime | None = tx.execute(statement).scalar()
    return found


def by_id(tx: Tx, feed_id: int) -> Feed:
    """One feed; NotFound when there is none of that id."""
    statement = select(*(feed.c[name] for name in FEED_FIELDS)).where(feed.c.id == feed_id)
    row = tx.execute(statement).mappings().first()
    if row is None:
        raise NotFound(f"no feed has the id {feed_id}")
    return Feed(**row)


def record(tx: Tx, look: LookRow) -> None:
    """Write down how a look ended; validators change only when a body was taken."""
    values: dict[str, Any] = {
        "last_looked_at": look.at,
        "last_outcome": look.outcome,
        "last_note": look.note,
        "next_look_at": look.next_look_at,
        "plan": look.plan,
        "interval_min": look.interval_min,
        "trouble": look.trouble,
        "first_looked_at": func.coalesce(feed.c.first_looked_at, look.at),
    }
    if look.outcome in SUCCESSES:
        values |= {"last_success_at": look.at, "failing_since": None}
    elif look.outcome in FAILURES:
        values["failing_since"] = func.coalesce(feed.c.failing_since, look.at)
    if look.outcome in (Outcome.NEW, Outcome.KNOWN):
        values |= {
            "etag": look.etag,
            "last_modified": look.last_modified,
            "body_hash": look.body_hash,
            "title": func.coalesce(look.title, feed.c.title),
            "home_url": func.coalesce(look.home_url, feed.c.home_url),
        }
    if look.unconditional and look.outcome in SUCCESSES:
        values["last_full_at"] = look.at
    if look.outcome is Outcome.NEW:
        values["last_new_at"] = look.at
    if look.outcome is Outcome.GONE:
        values["state"] = "retired"
    tx.execute(update(feed).where(feed.c.id == look.feed_id).values(**values))
    _count(tx, look)


def _count(tx: Tx, look: LookRow) -> None:
    """Add the look to the feed's day."""
    if look.outcome is Outcome.OUTAGE:
        return
    numbers = {
        "looks": 1,
        "unchanged": int(look.outcome in (Outcome.UNCHANGED, Outcome.KNOWN)),
        "failures": int(look.outcome in FAILURES),
        "entries": look.entries,
        "bytes": look.size_bytes,
    }
    statement = insert(tx, feed_day).values(feed_id=look.feed_id, day=look.at.date(), **numbers)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["feed_id", "day"],
            set_={name: feed_day.c[name] + count for name, count in numbers.items()},
        )
    )


def count(tx: Tx) -> int:
    """How many feeds are followed."""
    statement = select(func.count()).where(feed.c.state == "active")
    return int(tx.execute(statement).scalar_one())

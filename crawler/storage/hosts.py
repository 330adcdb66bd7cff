"""The ledger of hosts as rows: what each was asked for, and until when it is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from crawler.errors import NotFound
from crawler.storage.store import Tx, insert
from crawler.storage.tables import feed, host, host_day, robots

COUNTS = ("requests", "unchanged", "throttled", "refused", "failures", "bytes")


@dataclass(slots=True)
class Counts:
    """What a host was asked for in some time."""

    requests: int = 0
    unchanged: int = 0  # 304
    throttled: int = 0  # 429 and 503
    refused: int = 0  # not asked for: robots.txt or our own rules
    failures: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNews:
    """What became of a host since the last time it was written down."""

    name: str
    last_at: datetime
    last_url: str
    last_note: str
    pause_s: float
    days: Mapping[date, Counts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """A host as it is kept, with the sums of some days."""

    name: str
    first_at: datetime
    last_at: datetime
    last_url: str
    last_note: str
    pause_s: float
    quiet_until: datetime | None
    quiet_why: str | None
    requests: int
    unchanged: int
    throttled: int
    refused: int
    failures: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRow:
    """A robots.txt as it was last read; status None: there was no answer."""

    origin: str
    asked_at: datetime
    status: int | None
    note: str
    body: bytes


def record(tx: Tx, news: Sequence[HostNews]) -> None:
    """Add what happened to the ledger."""
    if not news:
        return
    rows = [
        {
            "name": one.name,
            "first_at": one.last_at,
            "last_at": one.last_at,
            "last_url": one.last_url,
            "last_note": one.last_note,
            "pause_s": one.pause_s,
        }
        for one in sorted(news, key=_by_name)  # two workers lock rows in one order
    ]
    made = insert(tx, host)
    last = {name: made.excluded[name] for name in ("last_at", "last_url", "last_note", "pause_s")}
    tx.execute(made.on_conflict_do_update(index_elements=["name"], set_=last), rows)
    days = [
        {"host": one.name, "day": day, **{name: getattr(counts, name) for name in COUNTS}}
        for one in sorted(news, key=_by_name)
        for day, counts in one.days.items()
    ]
    if days:
        adding = insert(tx, host_day)
        sums = {name: host_day.c[name] + adding.excluded[name] for name in COUNTS}
        tx.execute(adding.on_conflict_do_update(index_elements=["host", "day"], set_=sums), days)


def _by_name(one: HostNews) -> str:
    return one.name


def hush(tx: Tx, name: str, until: datetime, why: str, now: datetime) -> None:
    """Leave a host alone until then; a time that is later already stays."""
    row = {
        "name": name, "first_at": now, "last_at": now, "last_url": "", "last_note": why,
        "pause_s": 0.0,
    }  # fmt: skip
    tx.execute(insert(tx, host).values(row).on_conflict_do_nothing())
    later = host.c.quiet_until.is_(None) | (host.c.quiet_until < until)
    statement = update(host).where(host.c.name == name, later)
    tx.execute(statement.values(quiet_until=until, quiet_why=why))


def quiet(tx: Tx, now: datetime) -> dict[str, datetime]:
    """Hosts that are to be left alone, and until when."""
    statement = select(host.c.name, host.c.quiet_until).where(host.c.quiet_until > now)
    return {row[0]: row[1] for row in tx.execute(statement)}


def listing(tx: Tx, since: date) -> list[HostRow]:
    """All hosts with the sums since that day, those asked most first."""
    sums = [func.coalesce(func.sum(host_day.c[name]), 0).label(name) for name in COUNTS]
    day = (host_day.c.host == host.c.name) & (host_day.c.day >= since)
    statement = select(host, *sums).outerjoin(host_day, day).group_by(host.c.name)
    rows = tx.execute(statement.order_by(sums[0].desc(), host.c.name)).mappings()
    return [_row(row) for row in rows]


def hushed(tx: Tx, name: str, now: datetime) -> tuple[datetime, str] | None:
    """Until when this host is to be left alone, and why; None when it may be asked."""
    statement = select(host.c.quiet_until, host.c.quiet_why).where(
        host.c.name == name, host.c.quiet_until > now
    )
    row = tx.execute(statement).first()
    return (row.quiet_until, row.quiet_why or "") if row else None


def lately(tx: Tx, since: date, *, limit: int, offset: int = 0) -> list[HostRow]:
    """A page of all hosts, those that were asked last first, with their sums since that day."""
    order = (host.c.last_at.desc(), host.c.name)
    held = tx.execute(select(host).order_by(*order).limit(limit).offset(offset)).mappings().all()
    sums = [func.sum(host_day.c[name]).label(name) for name in COUNTS]
    names = [row["name"] for row in held]
    statement = select(host_day.c.host, *sums).where(
        host_day.c.host.in_(names), host_day.c.day >= since
    )
    rows = tx.execute(statement.group_by(host_day.c.host)).mappings()
    counted: dict[str, Mapping[Any, Any]] = {row["host"]: row for row in rows}
    none = dict.fromkeys(COUNTS, 0)
    return [_row({**row, **none, **counted.get(row["name"], {})}) for row in held]


def days(tx: Tx, name: str, since: date) -> list[tuple[date, Counts]]:
    """The days of one host since that one, the newest first."""
    columns = [host_day.c[one] for one in COUNTS]
    statement = select(host_day.c.day, *columns).where(
        host_day.c.host == name, host_day.c.day >= since
    )
    rows = tx.execute(statement.order_by(host_day.c.day.desc()))
    return [(row[0], Counts(*row[1:])) for row in rows]


def robots_under(tx: Tx, name: str) -> list[RobotsRow]:
    """What each robots.txt of a site said: that of its own name, of www. and others below it."""
    origins = robots.c.origin
    found = [
        origins.like(f"%//{_escaped(name)}", escape="\\"),
        origins.like(f"%.{_escaped(name)}", escape="\\"),
        origins.like(f"%//{_escaped(name)}:%", escape="\\"),
    ]
    statement = select(robots).where(or_(*found)).order_by(origins).limit(20)
    return [RobotsRow(**row) for row in tx.execute(statement).mappings()]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def by_name(tx: Tx, name: str, since: date) -> HostRow:
    """One host with its sums since that day; NotFound when it was never asked for anything."""
    found = tx.execute(select(host).where(host.c.name == name)).mappings().first()
    if found is None:
        raise NotFound(f"nothing was ever asked of {name}")
    sums = [func.coalesce(func.sum(host_day.c[one]), 0).label(one) for one in COUNTS]
    sums_of = select(*sums).where(host_day.c.host == name, host_day.c.day >= since)
    return _row({**found, **tx.execute(sums_of).mappings().one()})


def _row(row: Mapping[Any, Any]) -> HostRow:
    # PostgreSQL gives the sums of big integers as Decimal.
    held = {name: row[name] for name in HostRow.__dataclass_fields__}
    return HostRow(**{**held, **{name: int(row[name]) for name in COUNTS}})


def keep_robots(tx: Tx, rows: Sequence[RobotsRow]) -> None:
    """Keep what hosts' robots.txt said."""
    made = insert(tx, robots)
    said = {name: made.excluded[name] for name in ("asked_at", "status", "note", "body")}
    statement = made.on_conflict_do_update(index_elements=["origin"], set_=said)
    values = [{name: getattr(row, name) for name in RobotsRow.__dataclass_fields__} for row in rows]
    if values:
        tx.execute(statement, values)


def robots_of(tx: Tx, origin: str) -> RobotsRow | None:
    """What the robots.txt of scheme://host:port said, if it was ever asked for."""
    row = tx.execute(select(robots).where(robots.c.origin == origin)).mappings().first()
    return None if row is None else RobotsRow(**row)


def put_off(tx: Tx, feeds: Sequence[tuple[int, datetime, str]]) -> None:
    """Look at these feeds no sooner than then, for that reason: (id, time, plan)."""
    statement = update(feed).where(feed.c.id == bindparam("id_"))
    statement = statement.values(next_look_at=bindparam("at"), plan=bindparam("why"))
    if feeds:
        tx.execute(statement, [{"id_": one[0], "at": one[1], "why": one[2]} for one in feeds])

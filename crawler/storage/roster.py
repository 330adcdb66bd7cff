"""The list of feeds, page by page: narrowed down, in an order, each with what it did lately.

`health.listing` gives all of them with all that is known; this one stays quick with ten thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select

from crawler.items import Origin
from crawler.storage.store import Tx
from crawler.storage.tables import feed, feed_day, gap
from crawler.storage.views import HEALTH

_health: ColumnElement[str] = literal_column(HEALTH.format(f="feed"))
# The order in which people want to see them.
WORST_FIRST = ("dead", "refused", "degraded", "recovered", "never looked at", "ok", "paused",
               "retired")  # fmt: skip


class Order(StrEnum):
    """Which feeds come first."""

    WORST = "worst"  # those that need somebody, the longest failing first
    NAME = "name"
    NEXT = "next"  # those that are looked at next
    LOOKED = "looked"  # those that were looked at last
    NEWS = "news"  # those that had news last
    NEWEST = "newest"  # those that were added last


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which feeds; what is empty narrows nothing down. Retired ones only where they are named."""

    health: str = ""
    group: str = ""
    language: str = ""
    origin: str = ""  # config, person
    host: str = ""
    words: str = ""  # a part of the name or the address


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A feed in the list."""

    id: int
    name: str
    url: str
    language: str | None
    category: str | None
    origin: Origin
    health: str
    last_looked_at: datetime | None
    last_outcome: str | None
    last_note: str | None
    last_new_at: datetime | None
    failing_since: datetime | None
    next_look_at: datetime
    looks: int  # in the days asked for, as are the next ones
    unchanged: int
    failures: int
    entries: int
    gaps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What there is to choose from."""

    health: dict[str, int]  # how many feeds are so, the worst first
    groups: tuple[str, ...]
    languages: tuple[str, ...]


def roster(
    tx: Tx,
    wanted: Wanted,
    *,
    order: Order | None,
    since: date,
    limit: int,
    offset: int = 0,
    after: int = 0,
) -> list[Listed]:
    """A page of the list; *since* is the first day of what is counted.

    Without an order they come by their ids, and go on *after* one, so that feeds which come and
    go meanwhile move nothing.
    """
    counted = {"health", "looks", "unchanged", "failures", "entries", "gaps"}
    columns = [feed.c[one.name] for one in fields(Listed) if one.name not in counted]
    statement = (
        select(*columns, _health.label("health"))
        .where(*_conditions(wanted), feed.c.id > after)
        .order_by(*((*_ORDERS[order], func.lower(feed.c.name)) if order else ()), feed.c.id)
        .limit(limit)
        .offset(offset)
    )
    rows = tx.execute(statement).mappings().all()
    ids = [row["id"] for row in rows]
    sums, gaps = _sums(tx, ids, since), _gaps(tx, ids, since)
    return [
        Listed(
            **{
                **row,
                **sums.get(row["id"], _NONE),
                "origin": Origin(row["origin"]),
                "gaps": gaps.get(row["id"], 0),
            }
        )
        for row in rows
    ]


def count(tx: Tx, wanted: Wanted) -> int:
    """How many there are of those."""
    statement = select(func.count()).select_from(feed).where(*_conditions(wanted))
    return int(tx.execute(statement).scalar_one())


def overview(tx: Tx) -> Overview:
    """How the feeds are, and by what they can be told apart."""
    columns = (_health, feed.c.category, feed.c.language)
    rows = tx.execute(select(*columns, func.count()).group_by(*columns)).all()
    health: dict[str, int] = {}
    for name, _, _, number in rows:
        health[name] = health.get(name, 0) + number
    return Overview(
        health={name: health[name] for name in sorted(health, key=_rank)},
        groups=_values(row[1] for row in rows),
        languages=_values(row[2] for row in rows),
    )


def _rank(health: str) -> int:
    return WORST_FIRST.index(health) if health in WORST_FIRST else len(WORST_FIRST)


def _values(some: Any) -> tuple[str, ...]:
    return tuple(sorted({one for one in some if one}, key=str.casefold))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [_health == wanted.health if wanted.health else feed.c.state != "retired"]
    pairs = (
        (feed.c.category, wanted.group),
        (feed.c.language, wanted.language),
        (feed.c.origin, wanted.origin),
        (feed.c.host, wanted.host),
    )
    found += [column == value for column, value in pairs if value]
    if wanted.words:
        sought = wanted.words.lower()
        texts = (func.lower(feed.c.name), func.lower(feed.c.url))
        found.append(or_(*(text.contains(sought, autoescape=True) for text in texts)))
    return found


def _last(column: Any) -> Any:
    """The latest first, those without one at the end, on both databases."""
    return column.is_(None), column.desc()


_rank_of = case(
    {name: place for place, name in enumerate(WORST_FIRST)}, value=_health, else_=len(WORST_FIRST)
)
_ORDERS: dict[Order, Sequence[Any]] = {
    Order.WORST: (_rank_of, feed.c.failing_since.is_(None), feed.c.failing_since),
    Order.NAME: (),
    Order.NEXT: (feed.c.state != "active", feed.c.next_look_at),
    Order.LOOKED: _last(feed.c.last_looked_at),
    Order.NEWS: _last(feed.c.last_new_at),
    Order.NEWEST: _last(feed.c.created_at),
}
_SUMS = ("looks", "unchanged", "failures", "entries")
_NONE = dict.fromkeys(_SUMS, 0)


def _sums(tx: Tx, ids: Sequence[int], since: date) -> dict[int, dict[str, int]]:
    sums = [func.sum(feed_day.c[name]) for name in _SUMS]
    statement = select(feed_day.c.feed_id, *sums).where(
        feed_day.c.feed_id.in_(ids), feed_day.c.day >= since
    )
    rows = tx.execute(statement.group_by(feed_day.c.feed_id)).all()
    # PostgreSQL gives the sums of big integers as Decimal.
    return {row[0]: dict(zip(_SUMS, map(int, row[1:]), strict=True)) for row in rows}


def _gaps(tx: Tx, ids: Sequence[int], since: date) -> dict[int, int]:
    begin = datetime(since.year, since.month, since.day, tzinfo=UTC)
    statement = select(gap.c.feed_id, func.count()).where(
        gap.c.feed_id.in_(ids), gap.c.found_at >= begin
    )
    return {row[0]: row[1] for row in tx.execute(statement.group_by(gap.c.feed_id))}

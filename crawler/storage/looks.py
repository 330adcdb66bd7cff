"""How looks at feeds ended, written down: many in one transaction, each kind in one statement.

    with store.writing() as tx:
        looks.record(tx, rows)

Looks that ended alike are a run, kept in one row, so that the story of a feed stays short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, select, update

from crawler.dedup.urls import site_of
from crawler.feeds.condition import Change, Condition, Notice
from crawler.items import Outcome
from crawler.storage import fences, owing, subscriptions
from crawler.storage.store import Tx, insert
from crawler.storage.tables import feed, feed_change, feed_day, gap, look

# Outcomes after which the feed is known to work.
SUCCESSES = frozenset({Outcome.NEW, Outcome.KNOWN, Outcome.UNCHANGED})
FAILURES = frozenset({
    Outcome.SOFT, Outcome.HARD, Outcome.TEMPORARY, Outcome.REFUSED, Outcome.GONE
})  # fmt: skip
_RARE = frozenset({Outcome.NEW, Outcome.GONE})
COUNTS = ("looks", "unchanged", "failures", "entries", "bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a feed's body brought, to be kept for the next look."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    title: str | None = None
    home_url: str | None = None
    ttl_min: float | None = None
    skip_hours: str | None = None
    skip_days: str | None = None
    hub_url: str | None = None
    self_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Two looks had no item in common: what was published between them may be lost."""

    from_at: datetime
    to_at: datetime
    items: int  # of the look that found it
    interval_before_min: float | None
    interval_after_min: float | None


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
    run_began_at: datetime | None = None  # of looks that ended alike; None: this one begins it
    unconditional: bool = False
    condition: str = Condition.OK
    condition_since: datetime | None = None
    change: Change | None = None  # the condition is another than before
    notice: Notice | None = None  # what the operator is to be told,
    tell: tuple[str, ...] = ()  # and by which channels
    moved_to: str | None = None
    moved_since: datetime | None = None
    address: str | None = None  # the feed has moved for good: its new one
    detour_url: str | None = None
    body: Body | None = None  # None: it brought none
    gap: Gap | None = None
    is_missed: bool = False  # it found news that the feed's hub had not told of
    entries: int = 0
    size_bytes: int = 0
    fence: int | None = None  # the feed's, as it was taken; see storage/fences.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Looks one after another that ended alike; note and plan are those of the last one."""

    began_at: datetime
    ended_at: datetime
    outcome: str
    times: int
    note: str
    plan: str
    interval_min: float | None


def record(tx: Tx, rows: Sequence[LookRow]) -> None:
    """Write down how looks ended, one a feed; what the next look needs changes with a body only.

    Of feeds whose turn has passed to another worker nothing is written.
    """
    rows = _ours(tx, rows)
    for kind, statement in _STATEMENTS.items():
        values = [_values(row) for row in rows if _kind(row) == kind]
        if values:
            tx.execute(statement, values)
    counted = [row for row in rows if row.outcome is not Outcome.OUTAGE]
    if counted:
        _count(tx, counted)
        _lengthen(tx, counted)
    for row in rows:
        if row.body or row.change or row.gap or row.address or row.outcome in _RARE:
            _keep_rare(tx, row)


def runs(tx: Tx, feed_id: int, *, limit: int) -> list[Run]:
    """The story of a feed, the newest run first."""
    columns = [look.c[name] for name in Run.__dataclass_fields__]
    statement = select(*columns).where(look.c.feed_id == feed_id)
    rows = tx.execute(statement.order_by(look.c.began_at.desc()).limit(limit))
    return [Run(**row) for row in rows.mappings()]


def _ours(tx: Tx, rows: Sequence[LookRow]) -> Sequence[LookRow]:
    taken = {row.feed_id: row.fence for row in rows if row.fence is not None}
    if not taken:
        return rows
    held = fences.held(tx, taken)
    return [row for row in rows if row.fence is None or row.feed_id in held]


# From here on: the statements, made once.

_AT: Any = bindparam("at")
_EVERY: dict[str, Any] = {
    "last_looked_at": _AT,
    "last_outcome": bindparam("outcome"),
    "last_note": bindparam("note"),
    "next_look_at": bindparam("next_look_at"),
    "plan": bindparam("plan"),
    "interval_min": bindparam("interval_min"),
    "trouble": bindparam("trouble"),
    "run_began_at": bindparam("run_began_at"),
    "condition": bindparam("condition"),
    "condition_since": bindparam("condition_since"),
    "moved_to": bindparam("moved_to"),
    "moved_since": bindparam("moved_since"),
    "detour_url": bindparam("detour_url"),
    "first_looked_at": func.coalesce(feed.c.first_looked_at, _AT),
}
_SUCCESS: dict[str, Any] = {"last_success_at": _AT, "failing_since": None}
_KINDS: dict[str, dict[str, Any]] = {
    "unchanged": _SUCCESS,
    "unchanged, without validators": _SUCCESS | {"last_full_at": _AT},
    "failure": {"failing_since": func.coalesce(feed.c.failing_since, _AT)},
    "outage": {},
}
_STATEMENTS = {
    kind: update(feed).where(feed.c.id == bindparam("feed_id")).values(**_EVERY, **more)
    for kind, more in _KINDS.items()
}


def _kind(row: LookRow) -> str:
    if row.outcome in SUCCESSES:
        return "unchanged, without validators" if row.unconditional else "unchanged"
    return "failure" if row.outcome in FAILURES else "outage"


def _values(row: LookRow) -> dict[str, Any]:
    return {
        "feed_id": row.feed_id,
        "at": row.at,
        "outcome": row.outcome,
        "note": row.note,
        "next_look_at": row.next_look_at,
        "plan": row.plan,
        "interval_min": row.interval_min,
        "trouble": row.trouble,
        "run_began_at": row.run_began_at or row.at,
        "condition": row.condition,
        "condition_since": row.condition_since,
        "moved_to": row.moved_to,
        "moved_since": row.moved_since,
        "detour_url": row.detour_url,
    }


def _count(tx: Tx, rows: Iterable[LookRow]) -> None:
    """Add the looks to their feeds' days."""
    values = [
        {
            "feed_id": row.feed_id,
            "day": row.at.date(),
            "looks": 1,
            "unchanged": int(row.outcome in (Outcome.UNCHANGED, Outcome.KNOWN)),
            "failures": int(row.outcome in FAILURES),
            "entries": row.entries,
            "bytes": row.size_bytes,
        }
        for row in rows
    ]
    tx.execute(_counting(tx), values)


def _lengthen(tx: Tx, rows: Iterable[LookRow]) -> None:
    """Add the looks to their feeds' runs."""
    values = [
        {
            "feed_id": row.feed_id,
            "began_at": row.run_began_at or row.at,
            "ended_at": row.at,
            "outcome": row.outcome,
            "times": 1,
            "note": row.note,
            "plan": row.plan,
            "interval_min": row.interval_min,
        }
        for row in rows
    ]
    tx.execute(_lengthening(tx), values)


_made: dict[tuple[str, str], Any] = {}


def _counting(tx: Tx) -> Any:
    key = ("count", tx.dialect.name)
    if key not in _made:
        made = insert(tx, feed_day)
        sums = {name: feed_day.c[name] + made.excluded[name] for name in COUNTS}
        _made[key] = made.on_conflict_do_update(index_elements=["feed_id", "day"], set_=sums)
    return _made[key]


def _lengthening(tx: Tx) -> Any:
    key = ("lengthen", tx.dialect.name)
    if key not in _made:
        made = insert(tx, look)
        last: dict[str, Any] = {
            name: made.excluded[name] for name in ("ended_at", "note", "plan", "interval_min")
        }
        last["times"] = look.c.times + 1
        _made[key] = made.on_conflict_do_update(index_elements=["feed_id", "began_at"], set_=last)
    return _made[key]


def _keep_rare(tx: Tx, row: LookRow) -> None:
    """What few looks bring: a body, a change of condition, a gap, a new address."""
    values: dict[Any, Any] = {}
    if row.body:
        kept = {name: getattr(row.body, name) for name in row.body.__dataclass_fields__}
        values |= kept
        # Not every body says them again.
        values["title"] = func.coalesce(row.body.title, feed.c.title)
        values["home_url"] = func.coalesce(row.body.home_url, feed.c.home_url)
    if row.outcome is Outcome.NEW:
        values["last_new_at"] = row.at
    if row.outcome is Outcome.GONE:
        values["state"] = "retired"
    if values:
        tx.execute(update(feed).where(feed.c.id == row.feed_id).values(**values))
    if row.address:
        _move(tx, row.feed_id, row.address)
    if row.change:
        at = {"feed_id": row.feed_id, "at": row.at, "reason": row.change.reason}
        tx.execute(insert(tx, feed_change).values(
            was=row.change.was, became=row.change.became, **at
        ))  # fmt: skip
    if row.notice:
        said = {"key": row.notice.key, "subject": row.notice.subject, "text": row.notice.text}
        owing.notify(tx, channels=row.tell, now=row.at, **said)
    if row.is_missed:
        subscriptions.miss(tx, row.feed_id)
    if row.gap:
        found = {name: getattr(row.gap, name) for name in row.gap.__dataclass_fields__}
        tx.execute(insert(tx, gap).values(feed_id=row.feed_id, found_at=row.at, **found))


def _move(tx: Tx, feed_id: int, address: str) -> None:
    """The feed's new address; where another feed has it already, both stay as they are."""
    other = feed.alias()
    taken = exists().where(other.c.url == address, other.c.id != feed_id)
    tx.execute(
        update(feed)
        .where(feed.c.id == feed_id, ~taken)
        .values(
            # The first address counts: it is the one that a line of feeds.toml names.
            former_url=case((feed.c.former_url.is_(None), feed.c.url), else_=feed.c.former_url),
            url=address, host=site_of(address), moved_to=None, moved_since=None, detour_url=None,
        )
    )  # fmt: skip

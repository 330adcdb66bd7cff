"""What is to be done in a host's turn: its feeds and entries that are due, each taken with its
fence, and how long the host is still to be left alone. Only on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text

from crawler.items import Feed
from crawler.storage import entries, feeds, fences
from crawler.storage.entries import Waiting
from crawler.storage.store import Tx

# Taken of a host in one go. What is left is asked for when these are done.
FEEDS_MOST, ENTRIES_MOST = 50, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What was taken for some hosts."""

    feeds: Sequence[tuple[str, Feed]]  # with the host that holds it
    entries: Sequence[Waiting]
    more: frozenset[str]  # hosts of which there is more than can be taken in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What is known of a host before it is asked for anything."""

    wait_s: float  # its last pause is not over for so long
    pause_s: float  # between two requests, as it was last kept
    quiet_until: datetime | None  # it asked to be left alone


def take_due(tx: Tx, hosts: Collection[str], due_by: datetime) -> Due:
    """Take what is due at these hosts: nobody else who was handed any of it may write any more."""
    if not hosts:
        return Due(feeds=(), entries=(), more=frozenset())
    values = {"hosts": sorted(hosts), "by": due_by}
    feed_rows = tx.execute(_FEEDS, values | {"most": FEEDS_MOST}).all()
    entry_rows = tx.execute(_ENTRIES, values | {"most": ENTRIES_MOST}).all()
    host_of = {row.id: row.host for row in feed_rows}
    taken = fences.take_feeds(tx, [row.id for row in feed_rows], due_by)
    taken_entries = fences.take_entries(tx, [row.id for row in entry_rows], due_by)
    return Due(
        feeds=[
            (host_of[one.id], replace(one, fence=taken[one.id]))
            for one in feeds.load(tx, list(taken))
        ],
        entries=[
            replace(one, fence=taken_entries[one.entry_id])
            for one in entries.waiting(tx, ids=list(taken_entries))
        ],
        more=frozenset(_full(feed_rows, FEEDS_MOST) | _full(entry_rows, ENTRIES_MOST)),
    )


def patience_of(tx: Tx, hosts: Collection[str]) -> dict[str, Patience]:
    """By host; one that was never asked for anything is not in it."""
    rows = tx.execute(_PATIENCE, {"hosts": sorted(hosts)})
    return {
        row.name: Patience(
            wait_s=max(0.0, float(row.wait_s)), pause_s=row.pause_s, quiet_until=row.quiet_until
        )
        for row in rows
    }


def keep_pauses(tx: Tx, left_s: Mapping[str, float], now: datetime) -> None:
    """The pauses of these hosts are over in so many seconds, for whoever has the next turn."""
    names = sorted(left_s)
    if names:
        values = {"names": names, "left_s": [left_s[name] for name in names], "now": now}
        tx.execute(_KEEP_PAUSES, values)


def note_pause(tx: Tx, name: str, pause_s: float, now: datetime) -> None:
    """A host wants so long a pause: known to whoever takes over from a worker that was lost."""
    tx.execute(_NOTE_PAUSE, {"name": name, "pause_s": pause_s, "now": now})


def _full(rows: Sequence[object], most: int) -> set[str]:
    counts: dict[str, int] = {}
    for row in rows:
        host: str = row.host  # type: ignore[attr-defined]
        counts[host] = counts.get(host, 0) + 1
    return {host for host, count in counts.items() if count >= most}


# From here on: the statements.

_FEEDS = text("""
select due.id, asked.host from unnest(cast(:hosts as text[])) as asked (host)
cross join lateral (
  select id from feed where host = asked.host and state = 'active' and next_look_at <= :by
  order by next_look_at limit :most) due
""")
_ENTRIES = text("""
select due.id, asked.host from unnest(cast(:hosts as text[])) as asked (host)
cross join lateral (
  select id from entry where host = asked.host and state = 'waiting' and next_try_at <= :by
  order by next_try_at limit :most) due
""")
# By the database's own clock: those of two machines differ.
_PATIENCE = text("""
select name, pause_s, quiet_until,
       coalesce(extract(epoch from free_at - clock_timestamp()), 0) as wait_s
from host where name = any(:hosts)
""")
_KEEP_PAUSES = text("""
insert into host (name, first_at, last_at, last_url, last_note, pause_s, free_at)
select name, :now, :now, '', '', 0, clock_timestamp() + make_interval(secs => left_s)
from unnest(cast(:names as text[]), cast(:left_s as float[])) as asked (name, left_s)
on conflict (name) do update set free_at = greatest(host.free_at, excluded.free_at)
""")
_NOTE_PAUSE = text("""
insert into host (name, first_at, last_at, last_url, last_note, pause_s)
values (:name, :now, :now, '', '', :pause_s)
on conflict (name) do update set pause_s = excluded.pause_s
""")

"""Schedulers and workers of a service on many machines, and when each last said that it lives."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from crawler.storage.store import Tx, insert
from crawler.storage.tables import process

SCHEDULER, WORKER = "scheduler", "worker"
# Workers give a sign of life every few seconds, and schedulers.
FRESH = timedelta(seconds=60)
# Who said nothing for so long will not come back, and is not shown any more.
FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One of them."""

    name: str
    role: str
    leads: bool
    host: str
    pid: int
    version: str
    started_at: datetime
    beat_at: datetime
    doing: str
    counts: Mapping[str, int]

    def lives(self, now: datetime) -> bool:
        """Whether its last sign of life is fresh."""
        return now - self.beat_at < FRESH


def name_of(started_at: datetime) -> str:
    """This process, unlike any other of any machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{started_at.timestamp():.0f}"


def beat(
    tx: Tx,
    now: datetime,
    *,
    role: str,
    started_at: datetime,
    version: str,
    doing: str,
    counts: Mapping[str, int],
    leads: bool = False,
) -> None:
    """This process lives, and does that."""
    values = {
        "role": role,
        "leads": leads,
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "version": version,
        "started_at": started_at,
        "beat_at": now,
        "doing": doing,
        "counts": json.dumps(dict(counts)),
    }
    statement = insert(tx, process).values(name=name_of(started_at), **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def end(tx: Tx, started_at: datetime) -> None:
    """This process has ended."""
    tx.execute(delete(process).where(process.c.name == name_of(started_at)))


def forget(tx: Tx, now: datetime) -> None:
    """Let go of those that ended without a word long ago."""
    tx.execute(delete(process).where(process.c.beat_at < now - FORGOTTEN_AFTER))


def are_of(tx: Tx, version: str, now: datetime) -> bool:
    """Whether all that live are of that version of the program."""
    return all(one.version == version for one in listing(tx) if one.lives(now))


def listing(tx: Tx) -> list[Process]:
    """All that are not forgotten, who leads first, then schedulers, then by age."""
    order = (process.c.leads.desc(), process.c.role, process.c.started_at, process.c.name)
    rows = tx.execute(select(process).order_by(*order)).mappings()
    return [Process(**{**row, "counts": json.loads(row["counts"])}) for row in rows]

"""The service's sign of life, as a row."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from crawler.storage import facts
from crawler.storage.store import Tx, insert
from crawler.storage.tables import service

NAME = "service"
LAST_RUN = "service.last_run"  # the name of a fact


@dataclass(frozen=True, slots=True)
class Beat:
    """Who works on this database, and when it last said so."""

    host: str
    pid: int
    version: str
    started_at: datetime
    beat_at: datetime
    round_at: datetime | None = None  # when what is due was last looked up to the end

    def is_stalled(self, now: datetime, after: timedelta) -> bool:
        """Whether no round has ended for so long, though it says that it lives."""
        return now - (self.round_at or self.started_at) > after


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """From a start to its clean end."""

    started_at: datetime
    ended_at: datetime
    version: str
    counts: dict[str, int]  # what was done, by kind


def beat(tx: Tx, now: datetime, *, version: str, round_at: datetime | None = None) -> None:
    """Say that this process lives, and when what is due was last looked up to the end."""
    host, pid = socket.gethostname(), os.getpid()
    values = {"host": host, "pid": pid, "version": version, "beat_at": now}
    values["round_at"] = round_at
    held = last(tx)
    same = held is not None and (held.host, held.pid) == (host, pid)
    values["started_at"] = held.started_at if held and same else now
    statement = insert(tx, service).values(name=NAME, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def end(tx: Tx, now: datetime, counts: Mapping[str, int]) -> None:
    """A clean end: nobody works here any more. What the run did is remembered until the next."""
    beat = last(tx)
    if beat is not None:
        run = {
            "started_at": beat.started_at.isoformat(),
            "ended_at": now.isoformat(),
            "version": beat.version,
            "counts": dict(counts),
        }
        facts.put(tx, LAST_RUN, json.dumps(run))
    tx.execute(service.delete().where(service.c.name == NAME))


def last_run(tx: Tx) -> Run | None:
    """The last run that ended cleanly, if there was one."""
    held = facts.get(tx, LAST_RUN)
    if held is None:
        return None
    run = json.loads(held)
    times = {name: datetime.fromisoformat(run[name]) for name in ("started_at", "ended_at")}
    return Run(version=run["version"], counts=run["counts"], **times)


def last(tx: Tx) -> Beat | None:
    """The last sign of life of any service on this database."""
    columns = (
        service.c.host,
        service.c.pid,
        service.c.version,
        service.c.started_at,
        service.c.beat_at,
        service.c.round_at,
    )
    row = tx.execute(select(*columns).where(service.c.name == NAME)).first()
    return Beat(*row) if row else None

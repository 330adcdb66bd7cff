"""The service's sign of life, as a row."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crawler.storage.store import Tx, insert
from crawler.storage.tables import service

NAME = "service"


@dataclass(frozen=True, slots=True)
class Beat:
    """Who works on this database, and when it last said so."""

    host: str
    pid: int
    version: str
    started_at: datetime
    beat_at: datetime


def beat(tx: Tx, now: datetime, *, version: str) -> None:
    """Say that this process lives."""
    host, pid = socket.gethostname(), os.getpid()
    values = {"host": host, "pid": pid, "version": version, "beat_at": now}
    held = last(tx)
    same = held is not None and (held.host, held.pid) == (host, pid)
    values["started_at"] = held.started_at if held and same else now
    statement = insert(tx, service).values(name=NAME, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def end(tx: Tx) -> None:
    """A clean end: nobody works here any more."""
    tx.execute(service.delete().where(service.c.name == NAME))


def last(tx: Tx) -> Beat | None:
    """The last sign of life of any service on this database."""
    columns = (
        service.c.host,
        service.c.pid,
        service.c.version,
        service.c.started_at,
        service.c.beat_at,
    )
    row = tx.execute(select(*columns).where(service.c.name == NAME)).first()
    return Beat(*row) if row else None

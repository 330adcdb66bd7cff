"""In the target: which copy it is, how far each table has come, and what was found alike."""

# ruff: noqa: S608  # statements are put together from this room's own words

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import inspect, text

from crawler.storage.copying.rows import Key, Kind
from crawler.storage.schema import HALF_COPY as TABLE
from crawler.storage.store import Tx

_SIGN, _KEYS = "", " keys"
_NAMES = "name text primary key, at text not null, copied bigint not null, replaced bigint not null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a table has come."""

    after: Key | None = None  # the last key that was copied
    is_done: bool = False
    copied: int = 0
    replaced: int = 0  # rows in which a NUL was replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A table as it was found alike in both databases."""

    name: str
    rows: int
    checksum: str  # of 64 bits, in hexadecimal digits


def sign(tx: Tx) -> str | None:
    """Which copy this database is the target of; None: of none."""
    if not inspect(tx).has_table(TABLE):
        return None
    found: str | None = tx.execute(_SELECT, {"name": _SIGN}).scalar()
    return found


def begin(tx: Tx, sign_: str) -> None:
    """This database becomes the target of that copy."""
    tx.exec_driver_sql(f"create table {TABLE} ({_NAMES})")
    note(tx, _SIGN, sign_)


def end(tx: Tx) -> None:
    """It is an archive as any other."""
    tx.exec_driver_sql(f"drop table if exists {TABLE}")


def mark(tx: Tx, kind: Kind | None, name: str = "") -> Mark:
    """How far a table, or a step of that name, has come."""
    row = tx.execute(_ALL, {"name": kind.name if kind else name}).one_or_none()
    if row is None:
        return Mark()
    said = json.loads(row.at)
    after = None
    if said["after"] is not None:
        after = kind.key_from(json.dumps(said["after"])) if kind else tuple(said["after"])
    return Mark(after=after, is_done=said["done"], copied=row.copied, replaced=row.replaced)


def put(tx: Tx, name: str, held: Mark) -> None:
    """It has come so far."""
    after = None if held.after is None else [_plain(value) for value in held.after]
    at = json.dumps({"after": after, "done": held.is_done})
    note(tx, name, at, held.copied, held.replaced)


def keep_keys(tx: Tx, statements: list[str]) -> None:
    """What was taken away for the time of the copy, as statements that make it again."""
    note(tx, _KEYS, json.dumps(statements))


def kept_keys(tx: Tx) -> list[str]:
    """Those statements."""
    found = tx.execute(_SELECT, {"name": _KEYS}).scalar()
    return list(json.loads(found)) if found else []


def note(tx: Tx, name: str, at: str, copied: int = 0, replaced: int = 0) -> None:
    """One row of the table of marks."""
    tx.execute(_PUT, {"name": name, "at": at, "copied": copied, "replaced": replaced})


_SELECT = text(f"select at from {TABLE} where name = :name")
_ALL = text(f"select at, copied, replaced from {TABLE} where name = :name")
_PUT = text(
    f"insert into {TABLE} (name, at, copied, replaced) values (:name, :at, :copied, :replaced) "
    "on conflict (name) do update set at = excluded.at, copied = excluded.copied, "
    "replaced = excluded.replaced"
)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value

"""PostgreSQL: tables that grow by time are kept in a part for each stretch of it; SQLite has one.

A part is dropped as a whole when its time is over, in milliseconds however large it is. Deleting
its rows costs work for each, twice with VACUUM, and leaves room that only such rows can fill.
Parts are made ahead (`make`). What belongs to none (an article that is years old, a service that
stood still) goes into the part called _rest, and moves when its own part is made. Rows from before
there were parts are together in one called _before.
"""

# ruff: noqa: S608  # statements are put together from this room's own words

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Table

from crawler.storage.store import Tx

# Who asks for a part while somebody reads waits no longer than this, and others behind it neither.
WAIT = "5s"
_BOUNDS = re.compile(r"FROM \((?:'?(-?\d+)'?|MINVALUE)\) TO \('?(-?\d+)'?\)")
_PARTS = """
select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds,
       greatest(c.reltuples, 0)::bigint as tuples
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = to_regclass('{table}') order by c.relname
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a table: the stretches from *first* to just before *end*."""

    name: str
    first: int | None  # None: everything before
    end: int
    rows: int  # as the database guesses

    def holds(self, stretch: int) -> bool:
        """Whether rows of that stretch go there."""
        return (self.first is None or self.first <= stretch) and stretch < self.end


def parts(tx: Tx, table: Table) -> list[Part]:
    """The parts of a table but the rest; none on SQLite."""
    if tx.dialect.name == "sqlite":
        return []
    found = []
    for row in tx.exec_driver_sql(_PARTS.format(table=table.name)):
        bounds = _BOUNDS.search(row.bounds)
        if bounds:
            first = None if bounds[1] is None else int(bounds[1])
            found.append(Part(row.name, first, int(bounds[2]), row.tuples))
    return found


def make(tx: Tx, table: Table, stretches: Iterable[int]) -> list[str]:
    """Make the parts of these stretches that are missing; the names of those that were made.

    To be called while nobody else judges.
    """
    if tx.dialect.name == "sqlite":
        return []
    held, made = parts(tx, table), []
    for stretch in stretches:
        if not any(part.holds(stretch) for part in held):
            made.append(_make(tx, table, stretch))
    return made


def drop_before(tx: Tx, table: Table, stretch: int) -> int:
    """Drop the parts whose stretches are all before that one; about how many rows that were."""
    gone = [part for part in parts(tx, table) if part.end <= stretch]
    if gone:
        tx.exec_driver_sql(f"set local lock_timeout = '{WAIT}'")
    for part in gone:
        tx.exec_driver_sql(f'drop table "{part.name}"')
    return sum(part.rows for part in gone)


def _make(tx: Tx, table: Table, stretch: int) -> str:
    name, rest = f"{table.name}_{stretch}", f"{table.name}_rest"
    column = next(iter(table.primary_key.columns)).name
    tx.exec_driver_sql(f"set local lock_timeout = '{WAIT}'")
    tx.exec_driver_sql(f'create table "{name}" (like {table.name} including all)')
    tx.exec_driver_sql(
        f"with moved as (delete from {rest} where {column} = {stretch} returning *) "
        f'insert into "{name}" select * from moved'
    )
    # ATTACH keeps nobody from writing to the table meanwhile; PARTITION OF would.
    tx.exec_driver_sql(
        f'alter table {table.name} attach partition "{name}" '
        f"for values from ({stretch}) to ({stretch + 1})"
    )
    return name

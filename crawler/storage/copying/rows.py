"""Rows of a table on either database: read by key in batches, written, reduced to a number.

What a row says is the same Python values on both, so the number is computed alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import xxhash
from sqlalchemy import Row, Select, Table, bindparam, delete, func, select, tuple_

from crawler.storage.store import Tx
from crawler.storage.tables import metadata

# Signs of life belong to the processes that give them.
LEFT_OUT = ("service", "process")
# PostgreSQL's text cannot hold the character NUL, which old pages do; it becomes this one.
NUL, INSTEAD = "\0", "\ufffd"
# Keys asked for in one statement: SQLite takes 32,766 values, and a key has three at most.
KEYS_AT_ONCE = 1_000

Key = tuple[Any, ...]
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A table with what copying has to know of it."""

    table: Table

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def key_columns(self) -> list[Any]:
        return list(self.table.primary_key.columns)

    def key_of(self, row: Values | Row[Any]) -> Key:
        """The key of a row."""
        names = self.table.c.keys()
        return tuple(row[names.index(column.name)] for column in self.key_columns)

    def key_from(self, noted: str) -> Key:
        """A key as a trigger noted it: a list in JSON, times as text."""
        pairs = zip(self.key_columns, json.loads(noted), strict=True)
        return tuple(
            _READ.get(column.type.python_type, _as_it_is)(value) for column, value in pairs
        )


def kinds() -> list[Kind]:
    """All tables that are copied, owners before what hangs on them."""
    return [Kind(table) for table in metadata.sorted_tables if table.name not in LEFT_OUT]


def count(tx: Tx, kind: Kind) -> int:
    """How many rows."""
    return int(tx.execute(select(func.count()).select_from(kind.table)).scalar_one())


def batch(tx: Tx, kind: Kind, *, after: Key | None, most: int) -> list[Values]:
    """The next rows in the order of the key."""
    statement: Select[Any] = select(kind.table).order_by(*kind.key_columns).limit(most)
    if after is not None:
        statement = statement.where(_behind(kind, after))
    return [tuple(row) for row in tx.execute(statement)]


def at(tx: Tx, kind: Kind, keys: Sequence[Key]) -> dict[Key, Values]:
    """The rows that have these keys, by key."""
    found: dict[Key, Values] = {}
    for part in _parts(keys):
        for row in tx.execute(select(kind.table).where(_among(kind, part))):
            found[kind.key_of(row)] = tuple(row)
    return found


def remove(tx: Tx, kind: Kind, keys: Sequence[Key]) -> None:
    """Take the rows with these keys away."""
    for part in _parts(keys):
        tx.execute(delete(kind.table).where(_among(kind, part)))


def put(tx: Tx, kind: Kind, rows: Sequence[Values]) -> None:
    """Add rows; none of their keys may be there."""
    if not rows:
        return
    names = kind.table.c.keys()
    if tx.dialect.name == "sqlite":
        tx.execute(kind.table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
        return
    quoted = ", ".join(f'"{name}"' for name in names)
    link: Any = tx.connection.driver_connection
    # COPY, which takes a fifth of the time of INSERT.
    with link.cursor().copy(f'copy "{kind.name}" ({quoted}) from stdin') as stream:
        for row in rows:
            stream.write_row(row)


def clean(row: Values) -> Values:
    """A row, or a key, as both databases can hold it."""
    return tuple(_without_nul(value) for value in row)


def cleaned(some: Iterable[Values]) -> tuple[list[Values], int]:
    """The rows as both databases can hold them, and in how many something was replaced."""
    found, replaced = [], 0
    for row in some:
        one = clean(row)
        replaced += one != row
        found.append(one)
    return found, replaced


def every(tx: Tx, kind: Kind, step: Callable[[int], None]) -> Iterator[Values]:
    """All rows, as they come, not held in memory; *step* hears of each thousand."""
    result = tx.execution_options(yield_per=1_000).execute(select(kind.table))
    for part in result.partitions():
        step(len(part))
        yield from map(tuple, part)


def number_of(row: Values) -> int:
    """What a row says as a number of 64 bits; those of all rows are added up."""
    return xxhash.xxh3_64_intdigest(repr(row).encode("utf-8", "surrogatepass"))


def _without_nul(value: Any) -> Any:
    return value.replace(NUL, INSTEAD) if isinstance(value, str) and NUL in value else value


def _behind(kind: Kind, after: Key) -> Any:
    columns = kind.key_columns
    if len(columns) == 1:
        return columns[0] > after[0]
    places = [
        bindparam(None, value, type_=column.type)
        for column, value in zip(columns, after, strict=True)
    ]
    return tuple_(*columns) > tuple_(*places)


def _among(kind: Kind, keys: Sequence[Key]) -> Any:
    columns = kind.key_columns
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)  # a fifth of what an OR of all keys takes


def _parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[start : start + KEYS_AT_ONCE]


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _as_it_is(value: Any) -> Any:
    return value


_READ: dict[type, Callable[[Any], Any]] = {date: date.fromisoformat, datetime: _moment}

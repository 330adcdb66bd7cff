"""Are both databases alike? Counts and sums over all rows, but those that wait to be taken up."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import delete, func, select

from crawler.errors import StorageError
from crawler.storage.copying import changes, rows
from crawler.storage.copying.marks import Checked
from crawler.storage.copying.rows import Kind, Values
from crawler.storage.store import Store, Tx
from crawler.storage.tables import fingerprint, telling

Step = Callable[[int, int], None]
"""Called with how many rows were read, and how many there are."""


def compare(source: Store, target: Store, kind: Kind, told: Step) -> Checked:
    """What both say of a table; StorageError when they do not say the same."""
    with source.reading() as ours, target.reading() as theirs:
        if not source.is_sqlite:  # the notes and the rows are to be of one moment
            ours.exec_driver_sql("set transaction isolation level repeatable read")
        waiting = changes.noted(ours, most=2**31).keys.get(kind.name, [])
        reading = _Reading(told, 2 * rows.count(ours, kind))
        here = reading.total(ours, kind, but=set(waiting))
        there = reading.total(theirs, kind, but={rows.clean(key) for key in waiting})
    if here != there:
        raise StorageError(
            f"{kind.name} differs: {here.rows:,} rows with checksum {here.checksum} in "
            f"{source.place}, {there.rows:,} with {there.checksum} in {target.place}. "
            "Give an empty target and begin again: --abandon first"
        )
    return here


def compare_counts(source: Store, target: Store) -> dict[str, int]:
    """Rows by table; StorageError where they are not as many on both sides."""
    found = {}
    for kind in rows.kinds():
        with source.reading() as ours, target.reading() as theirs:
            here, there = rows.count(ours, kind), rows.count(theirs, kind)
        if here != there:
            raise StorageError(
                f"{kind.name}: {here:,} rows in {source.place}, {there:,} in {target.place}; "
                "is the old service still running?"
            )
        found[kind.name] = here
    return found


def compare_written(
    tx: Tx, kind: Kind, keys: Collection[rows.Key], now: dict[rows.Key, Values]
) -> None:
    """Of rows that were just written: are they there as they are in the source?"""
    there = rows.at(tx, kind, [rows.clean(key) for key in keys])
    wanted, _ = rows.cleaned(now.values())
    if sorted(map(rows.number_of, there.values())) != sorted(map(rows.number_of, wanted)):
        raise StorageError(f"{kind.name}: the target does not hold what was written to it")


def forget_as_source(source: Store, target: Store) -> None:
    """PostgreSQL drops old stretches of time as a whole, of which no trigger hears."""
    if source.is_sqlite:
        return
    for table in (fingerprint, telling):
        stretch = next(iter(table.primary_key.columns))
        with source.reading() as tx:
            first = tx.execute(select(func.min(stretch))).scalar()
        old = delete(table) if first is None else delete(table).where(stretch < first)
        with target.unhurried() as tx:
            tx.execute(old)


class _Reading:
    """Two tables read one after the other, with one count of how far it is."""

    def __init__(self, told: Step, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def total(self, tx: Tx, kind: Kind, *, but: set[rows.Key]) -> Checked:
        held = added = 0
        for row in rows.every(tx, kind, self._step):
            if not but or kind.key_of(row) not in but:
                held += 1
                added += rows.number_of(rows.clean(row))
        return Checked(name=kind.name, rows=held, checksum=f"{added % 2**64:016x}")

    def _step(self, more: int) -> None:
        self._done += more
        self._told(self._done, max(self._total, self._done))

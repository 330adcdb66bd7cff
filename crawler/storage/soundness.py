"""Is the database what it should be? Each thing that can be wrong, its count, its mending.

The damage of files, rows that refer to nothing, and what the program keeps twice so that it need
not be counted each time. Nobody repairs an article: mending never touches a text.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.errors import DatabaseBusy, StorageError
from crawler.storage.checks import CHECKS, Check
from crawler.storage.schema import create_missing_views, differences, missing_views
from crawler.storage.store import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A kind of thing that is wrong."""

    name: str
    count: int
    mending: str  # what mending does; empty when only a backup helps
    example: str = ""  # for people: which row, which file


INDEXES, VIEWS = "indexes that do not fit their tables", "views that are missing"


def faults(store: Store) -> list[Fault]:
    """Everything that is wrong; empty when the database is whole. Others may work meanwhile.

    On SQLite every page is read and every index compared with its table, which takes about a
    second for 300 MB; what PostgreSQL keeps on its disk is its own business.
    """
    found = _damage(store)
    try:
        found += _schema(store)
        for check in CHECKS:
            with store.reading() as tx:
                fault = _look(tx, check)
            found += [fault] if fault else []
    except DatabaseBusy:
        raise
    except StorageError:
        if not found:
            raise
        # So damaged, or so different, that what hangs on it cannot be looked at.
    return found


def mend(store: Store) -> list[Fault]:
    """Mend what can be mended; what was found. Look again afterwards: some only a backup helps."""
    found = faults(store)
    names = {fault.name for fault in found if fault.mending}
    if INDEXES in names:
        _reindex(store)
    for check in CHECKS:
        if check.mend is not None:
            with store.judging() as tx:
                if _look(tx, check):  # perhaps only since the one before was mended
                    check.mend(tx)
    if VIEWS in names:
        with store.writing() as tx:
            create_missing_views(tx)
    return found


def _look(tx: Tx, check: Check) -> Fault | None:
    found = check.count(tx)
    count, example = found if isinstance(found, tuple) else (found, "")
    if not count:
        return None
    mending = check.mending if check.mend else ""
    return Fault(name=check.name, count=count, mending=mending, example=example)


def _damage(store: Store) -> list[Fault]:
    """What SQLite finds in its own pages; indexes can be made again, pages cannot."""
    if not store.is_sqlite:
        return []
    try:
        with store.reading() as tx:
            rows = [str(row) for row in tx.exec_driver_sql("pragma integrity_check").scalars()]
    except DatabaseBusy:
        raise
    except StorageError as error:
        rows = [str(error)]
    rows = [row for row in rows if row != "ok"]
    ours = [row for row in rows if _is_of_index(row)]
    rest = [row for row in rows if not _is_of_index(row)]
    found = []
    if ours:
        mending = "they are made again from the tables"
        found.append(Fault(name=INDEXES, count=len(ours), mending=mending, example=ours[0]))
    if rest:
        found.append(Fault(name="damaged pages", count=len(rest), mending="", example=rest[0]))
    return found


def _is_of_index(row: str) -> bool:
    return "missing from index" in row or "entries in index" in row or "entry in index" in row


def _reindex(store: Store) -> None:
    with store.writing() as tx:
        tx.exec_driver_sql("reindex")


def _schema(store: Store) -> list[Fault]:
    with store.reading() as tx:
        views = missing_views(tx)
    found = []
    if views:
        mending = "they are made again"
        found.append(Fault(name=VIEWS, count=len(views), mending=mending, example=views[0]))
    steps = [one for one in differences(store) if not one.startswith("view ")]
    if steps:
        name = "tables that are not as this version makes them"
        found.append(Fault(name=name, count=len(steps), mending="", example=steps[0]))
    return found

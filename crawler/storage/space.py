"""The disk that the database takes: how much of it is used, and giving the rest back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from crawler.storage import facts
from crawler.storage.store import Store, Tx
from crawler.storage.tables import article

# PostgreSQL: the fewest bytes that an article took of the whole database so far.
DENSEST = "bytes an article takes"
# Free pages given back in one transaction: 4 MiB, about ten milliseconds.
STEP_PAGES = 1024
# Free pages are room for tomorrow's articles. They are worth giving back from this share on.
WORTH_SHARE = 0.25
WORTH_BYTES = 64 * 1024 * 1024


def size_bytes(store: Store) -> int:
    """What the database takes on its disk."""
    if store.file is not None:
        beside = [store.file, Path(f"{store.file}-wal")]
        return sum(path.stat().st_size for path in beside if path.exists())
    with store.reading() as tx:
        return _taken(tx)


def used_bytes(tx: Tx) -> int:
    """How much of it holds something; the rest is room for what comes.

    SQLite counts its free pages. PostgreSQL keeps what it took, so that there the articles are
    counted, each for as much as it took when they were packed most closely.
    """
    if tx.dialect.name == "sqlite":
        return _taken(tx) - _pragma(tx, "freelist_count") * _pragma(tx, "page_size")
    held, taken = _articles(tx), _taken(tx)
    densest = facts.get(tx, DENSEST)
    return taken if densest is None else min(taken, int(float(densest) * held))


def note_density(tx: Tx) -> None:
    """Before articles leave: how much each takes, if that is less than ever before."""
    held = _articles(tx)
    if tx.dialect.name == "sqlite" or not held:
        return
    now = _taken(tx) / held
    before = facts.get(tx, DENSEST)
    if before is None or now < float(before):
        facts.put(tx, DENSEST, f"{now:.1f}")


def spare_bytes(tx: Tx) -> int:
    """What could be given back to the disk without copying the whole: SQLite, incremental only."""
    if tx.dialect.name != "sqlite" or _pragma(tx, "auto_vacuum") != 2:
        return 0
    return _pragma(tx, "freelist_count") * _pragma(tx, "page_size")


def is_worth_it(tx: Tx) -> bool:
    """Whether so much is free that tomorrow's articles will not need it."""
    spare = spare_bytes(tx)
    return spare >= WORTH_BYTES and spare >= WORTH_SHARE * _taken(tx)


def give_back(tx: Tx) -> int:
    """Give a step of free pages back to the disk; how many bytes. 0: there is nothing more."""
    before = spare_bytes(tx)
    if not before:
        return 0
    # It moves a page for each row that is read; SQLAlchemy reads none, as they have no columns.
    with closing(tx.connection.cursor()) as cursor:
        cursor.execute(f"pragma incremental_vacuum({STEP_PAGES})")
        cursor.fetchall()
    return before - spare_bytes(tx)


def vacuum(store: Store, told: Callable[[str], None] = lambda _what: None) -> None:
    """Pack the whole database as closely as it goes, and learn anew what is in it.

    SQLite writes the file anew, for which nobody else may write meanwhile, and which needs as
    much disk again; PostgreSQL frees what is gone for use and does not shrink its files.
    """
    with store.outside() as link:
        if store.is_sqlite:
            told("packing the word index")
            link.exec_driver_sql("insert into article_fts (article_fts) values ('optimize')")
            told("writing the file anew")
            # An older file learns thereby to give pages back by and by.
            link.exec_driver_sql("pragma auto_vacuum = incremental")
            link.exec_driver_sql("vacuum")
            link.exec_driver_sql("analyze")
            link.exec_driver_sql("pragma wal_checkpoint(truncate)")
        else:
            told("freeing and counting")
            link.exec_driver_sql("vacuum (analyze)")


def _taken(tx: Tx) -> int:
    if tx.dialect.name == "sqlite":
        return _pragma(tx, "page_count") * _pragma(tx, "page_size")
    return int(tx.exec_driver_sql("select pg_database_size(current_database())").scalar_one())


def _articles(tx: Tx) -> int:
    return int(tx.execute(select(func.count()).select_from(article)).scalar_one())


def _pragma(tx: Tx, name: str) -> int:
    return int(tx.exec_driver_sql(f"pragma {name}").scalar_one())

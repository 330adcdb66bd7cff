"""The schema's version: brought up to date, compared, said. Alembic does the steps.

It is imported by who needs it: with all its steps it takes a third of a second, and nearly every
start finds the schema as it should be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

import crawler
from crawler.errors import DatabaseNewer, DatabaseOlder, StorageError, WirewatchError
from crawler.storage import facts
from crawler.storage.reach import Reach
from crawler.storage.store import Store, Tx
from crawler.storage.tables import metadata
from crawler.storage.views import VIEWS, create_views, drop_views

if TYPE_CHECKING:
    from alembic.config import Config

# Beside the package, in a checkout and in a wheel alike.
MIGRATIONS = Path(crawler.__file__).parent.parent / "migrations"
# Not described by a Table: the search index, which each database builds in its own way, the queue
# of many machines, which is Procrastinate's, what is there while an archive is copied, and the
# parts of tables (partitions.py).
UNDESCRIBED = (
    "article_fts", "article_words", "procrastinate_", "copy_", "fingerprint_", "telling_",
)  # fmt: skip
# While it is there, the database is the target of a copy that has not come to its end.
HALF_COPY = "copy_mark"
# Programs with this schema or a later one can work with ours, since all migrations after it only
# add (tests/storage/test_additive.py). A migration that takes something away raises it.
BEARS_FROM = "0011"
# The name of the fact by which an upgrade says so to programs that do not know its schema.
BEARS = "bears programs from schema"
# An upgrade that waits for a table (a dump reads it) keeps all from it who ask later; so it gives
# up soon, leaves everything as it was, and is tried again.
WAITS = "set local lock_timeout = '5s'"


def upgrade(store: Store) -> tuple[str | None, str]:
    """Bring the database to this program's schema; gives the versions before and after.

    Runs in one transaction: a failure leaves the database as it was. A later schema that bears
    this program stays; otherwise raises DatabaseNewer. Raises DatabaseBusy when somebody uses a
    table for long that has to change.
    """
    head = _known()[-1]
    with store.unhurried() as tx:
        before = version(tx)
        if before is not None and not is_known(before):
            _refuse_newer(tx, before, store)
            return before, before
        if before == head:
            return before, head
        from alembic import command  # noqa: PLC0415

        if not store.is_sqlite:
            tx.exec_driver_sql(WAITS)
        drop_views(tx)
        config = alembic_config()
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
        create_views(tx)
        facts.put(tx, BEARS, BEARS_FROM)
    return before, head


def open_store(url: str, reach: Reach | None = None, *, exactly: bool = False) -> Store:
    """A store that is fit for work: DatabaseOlder or DatabaseNewer when it is not.

    A later schema is fit if it bears this program; *exactly* asks for this program's own.
    """
    store = Store.connect(url, reach=reach)
    try:
        _refuse_unfit(store, exactly=exactly)
    except WirewatchError:
        store.close()
        raise
    return store


def reminder(tx: Tx) -> str | None:
    """What to tell people if the schema is of a later version of the program."""
    held = version(tx)
    if held is None or is_known(held):
        return None
    return f"database has schema {held} of a later version, which bears this one; upgrade it, too"


def version(tx: Tx) -> str | None:
    """The schema that the database says it has; None for an empty one."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    held: str | None = tx.exec_driver_sql("select version_num from alembic_version").scalar()
    return held


def differences(store: Store) -> list[str]:
    """Where the database departs from the program's tables and views; empty when all is well."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    with store.reading() as tx:
        context = MigrationContext.configure(
            tx,
            opts={
                "compare_type": True,
                "include_object": is_described,
            },
        )
        found = [str(step) for step in compare_metadata(context, metadata)]
        return found + [f"view {name} is missing" for name in missing_views(tx)]


def is_described(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether the program's tables say anything of it, for Alembic."""
    return not (kind == "table" and (name or "").startswith(UNDESCRIBED))


def missing_views(tx: Tx) -> list[str]:
    """The views for plain SQL that are not there."""
    held = set(inspect(tx).get_view_names())
    return [name for name in VIEWS if name not in held]


def create_missing_views(tx: Tx) -> None:
    """Make all views anew; one may be built on another."""
    drop_views(tx)
    create_views(tx)


def is_known(held: str) -> bool:
    """Whether this version of the program knows that schema."""
    return held in _known()


def _refuse_unfit(store: Store, *, exactly: bool) -> None:
    with store.reading() as tx:
        held, is_half = version(tx), inspect(tx).has_table(HALF_COPY)
        if is_half:
            raise StorageError(
                f"{store.place} holds a copy that has not come to its end; go on with the same "
                "wirewatch db copy, and end it with --switch"
            )
        if held is not None and not is_known(held):
            _refuse_newer(tx, held, store, exactly=exactly)
            return
    if held != _known()[-1]:
        what = "is empty" if held is None else f"has schema {held}"
        raise DatabaseOlder(f"{store.place} {what}; run: wirewatch db upgrade")


def _refuse_newer(tx: Tx, held: str, store: Store, *, exactly: bool = False) -> None:
    """Unless whoever made that schema said that it bears programs like this one."""
    bears = facts.get(tx, BEARS) if inspect(tx).has_table("fact") else None
    is_borne = bears is not None and is_known(bears)
    if is_borne and not exactly:
        return
    what = "needs that version" if is_borne else "cannot work with it"
    raise DatabaseNewer(
        f"{store.place} has schema {held}, made by a later version of Wirewatch; this one "
        f"({crawler.__version__}) {what}. "
        "Install that version, or restore a backup made before the upgrade"
    )


def alembic_config() -> Config:
    """What Alembic has to know; a connection is handed over in its attributes."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _known() -> list[str]:
    """The schemas that lead to this program's, in order, which is the last: by the files' names."""
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    found = sorted(file.name.partition("_")[0] for file in files)
    if not found:
        raise StorageError(f"{MIGRATIONS}: the migrations are missing; install Wirewatch again")
    return found

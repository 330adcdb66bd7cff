"""The schema's version: brought up to date, compared, said. Alembic does the steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import crawler
from crawler.errors import DatabaseNewer, DatabaseOlder, StorageError, WirewatchError
from crawler.storage.reach import Reach
from crawler.storage.store import Store, Tx
from crawler.storage.tables import metadata
from crawler.storage.views import VIEWS, create_views, drop_views

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


def upgrade(store: Store) -> tuple[str | None, str]:
    """Bring the database to this program's schema; gives the versions before and after.

    Runs in one transaction: a failure leaves the database as it was. Raises DatabaseNewer when
    the database is ahead of the program.
    """
    head = _script().get_current_head() or ""
    with store.unhurried() as tx:
        before = version(tx)
        _refuse_newer(before, store)
        if before == head:
            return before, head
        drop_views(tx)
        config = alembic_config()
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
        create_views(tx)
    return before, head


def open_store(url: str, reach: Reach | None = None) -> Store:
    """A store that is fit for work: DatabaseOlder or DatabaseNewer when it is not."""
    store = Store.connect(url, reach=reach)
    try:
        _refuse_unfit(store)
    except WirewatchError:
        store.close()
        raise
    return store


def version(tx: Tx) -> str | None:
    """The schema that the database says it has; None for an empty one."""
    return MigrationContext.configure(tx).get_current_revision()


def differences(store: Store) -> list[str]:
    """Where the database departs from the program's tables and views; empty when all is well."""
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
    return held in {step.revision for step in _script().walk_revisions()}


def _refuse_unfit(store: Store) -> None:
    with store.reading() as tx:
        held, is_half = version(tx), inspect(tx).has_table(HALF_COPY)
    if is_half:
        raise StorageError(
            f"{store.place} holds a copy that has not come to its end; go on with the same "
            "wirewatch db copy, and end it with --switch"
        )
    _refuse_newer(held, store)
    if held != _script().get_current_head():
        what = "is empty" if held is None else f"has schema {held}"
        raise DatabaseOlder(f"{store.place} {what}; run: wirewatch db upgrade")


def _refuse_newer(held: str | None, store: Store) -> None:
    if held is not None and not is_known(held):
        raise DatabaseNewer(
            f"{store.place} has schema {held}, which this version of Wirewatch "
            f"({crawler.__version__}) does not know: it was made by a later one. "
            "Install that version, or restore a backup made before the upgrade"
        )


def alembic_config() -> Config:
    """What Alembic has to know; a connection is handed over in its attributes."""
    if not (MIGRATIONS / "env.py").exists():
        raise StorageError(f"{MIGRATIONS}: the migrations are missing; install Wirewatch again")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config())

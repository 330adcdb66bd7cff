"""Foreign keys, sequences and indexes of the target: away while rows come in, and back after.

Rows come in table by table while the source changes, so an entry may come before its article. When
the keys are made again the database itself looks whether each of them leads somewhere.
"""

from __future__ import annotations

from sqlalchemy import event

from crawler.errors import StorageError
from crawler.storage.copying.rows import kinds
from crawler.storage.store import Store, Tx

_FOREIGN = """
select conrelid::regclass::text as held_by, conname, pg_get_constraintdef(oid) as said
from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace
and conparentid = 0 order by 1, 2
"""


def loosen(store: Store) -> None:
    """On SQLite: links that let a row lead to one that is not there yet; before the first one."""
    if store.is_sqlite:
        event.listen(
            store.engine, "connect", lambda link, _: link.execute("PRAGMA foreign_keys=OFF")
        )


def take_away(tx: Tx) -> list[str]:
    """On PostgreSQL: the foreign keys go; statements that make them again."""
    if tx.dialect.name == "sqlite":
        return []
    found = tx.exec_driver_sql(_FOREIGN).all()
    for row in found:
        tx.exec_driver_sql(f'alter table {row.held_by} drop constraint "{row.conname}"')
    return [f'alter table {row.held_by} add constraint "{row.conname}" {row.said}' for row in found]


def bring_back(tx: Tx, statements: list[str]) -> None:
    """The foreign keys again, each looked after. StorageError when one leads nowhere."""
    if tx.dialect.name == "sqlite":
        wrong = tx.exec_driver_sql("pragma foreign_key_check").all()
        if wrong:
            raise StorageError(
                f"{len(wrong)} rows refer to a missing one, the first in {wrong[0][0]}"
            )
        return
    for statement in statements:
        tx.exec_driver_sql(statement)


def count_on(tx: Tx) -> None:
    """On PostgreSQL: new rows get ids behind those that were copied."""
    if tx.dialect.name == "sqlite":
        return
    for kind in kinds():
        found = tx.exec_driver_sql(f"select pg_get_serial_sequence('{kind.name}', 'id')") \
            if "id" in kind.table.c else None  # fmt: skip
        if found is not None and (sequence := found.scalar()):
            tx.exec_driver_sql(
                f"select setval('{sequence}', coalesce(max(id), 1), max(id) is not null) "  # noqa: S608
                f'from "{kind.name}"'
            )

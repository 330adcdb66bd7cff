"""Alembic's entrance: runs the migrations on a connection that the program hands over."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection

from crawler.storage.store import Store
from crawler.storage.tables import metadata

# Tables that no `Table` describes: the search index (FTS5 and its shadows; tsvector), the queue of
# many machines.
UNDESCRIBED = ("article_fts", "article_words", "procrastinate_")


def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """What autogenerate and `alembic check` may compare."""
    return not (kind == "table" and (name or "").startswith(UNDESCRIBED))


def run(connection: Connection) -> None:
    """All steps to the wanted revision, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=ours,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Use the program's connection, or open one for alembic's own command line."""
    handed: Connection | None = context.config.attributes.get("connection")
    if handed is not None:
        run(handed)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    store = Store.connect(url or "sqlite:///var/wirewatch.db")
    with store.writing() as tx:
        run(tx)


main()

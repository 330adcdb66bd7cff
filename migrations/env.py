"""Alembic's entrance: runs the migrations on a connection that the program hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from crawler.storage.schema import is_described
from crawler.storage.store import Store
from crawler.storage.tables import metadata


def run(connection: Connection) -> None:
    """All steps to the wanted revision, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=is_described,
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

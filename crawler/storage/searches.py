"""Searches that people keep under a name: saved queries of their own, so that @name works too."""

from __future__ import annotations

from sqlalchemy import select

from crawler.errors import NotFound, StorageError
from crawler.items import Origin
from crawler.storage.store import Tx, insert
from crawler.storage.tables import saved_query


def save(tx: Tx, name: str, query: str) -> None:
    """Keep *query*, in its canonical form, under *name*; a search of that name is replaced.

    StorageError when the name belongs to a query of the configuration, which the next start
    would put back.
    """
    if saved(tx).get(name, (query, Origin.PERSON))[1] is Origin.CONFIG:
        raise StorageError(f"@{name} is a query of the configuration; take another name")
    values = {"query": query, "origin": Origin.PERSON}
    statement = insert(tx, saved_query).values(name=name, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def saved(tx: Tx) -> dict[str, tuple[str, Origin]]:
    """All of them with their origin, in the order of their names."""
    rows = tx.execute(select(saved_query).order_by(saved_query.c.name))
    return {row.name: (row.query, Origin(row.origin)) for row in rows}


def forget(tx: Tx, name: str) -> None:
    """Remove a search that somebody saved. NotFound when there is none of that name."""
    theirs = saved_query.c.name == name, saved_query.c.origin == Origin.PERSON
    if tx.execute(saved_query.delete().where(*theirs)).rowcount == 0:
        raise NotFound(f"no search was saved as {name!r}; see: wirewatch search --saved")

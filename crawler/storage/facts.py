"""What the program keeps about the database as a whole: a text by name."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select

from crawler.storage.store import Tx, insert
from crawler.storage.tables import fact

# Made once, as those in feeds.py.
_GET = select(fact.c.value).where(fact.c.name == bindparam("name"))
COMPLETE = "complete"  # the value of facts that say that something was done for all rows


def get(tx: Tx, name: str) -> str | None:
    """What is kept under that name, if anything is."""
    found: str | None = tx.execute(_GET, {"name": name}).scalar()
    return found


def some(tx: Tx, names: Collection[str]) -> dict[str, str]:
    """Those of these that are kept."""
    rows = tx.execute(select(fact.c.name, fact.c.value).where(fact.c.name.in_(names)))
    return {row.name: row.value for row in rows}


def put(tx: Tx, name: str, value: str) -> None:
    """Keep it, in place of what was kept."""
    statement = insert(tx, fact).values(name=name, value=value)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def put_once(tx: Tx, name: str, value: str) -> None:
    """Keep it, unless something is kept already."""
    statement = insert(tx, fact).values(name=name, value=value)
    tx.execute(statement.on_conflict_do_nothing(index_elements=["name"]))


def drop(tx: Tx, name: str) -> None:
    """Keep it no longer."""
    tx.execute(delete(fact).where(fact.c.name == name))

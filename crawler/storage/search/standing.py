"""How much of the archive is in the index: all of it, but while it is made anew."""

from __future__ import annotations

import json

from sqlalchemy import select

from crawler.storage.store import Tx
from crawler.storage.tables import fact

FACT = "reindex"


def indexed_from(tx: Tx) -> int | None:
    """While the index is made anew, the id from which on articles are in it; None: all are."""
    held = tx.execute(select(fact.c.value).where(fact.c.name == FACT)).scalar()
    return None if held is None else int(json.loads(held))


def is_indexed(tx: Tx, article_id: int) -> bool:
    """Whether the article is in the index, or belongs there now; others wait for their turn."""
    first = indexed_from(tx)
    return first is None or article_id >= first

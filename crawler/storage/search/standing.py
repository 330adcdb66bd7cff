"""How much of the archive is in the index: all of it, but while it is made anew."""

from __future__ import annotations

import json

from crawler.storage import facts
from crawler.storage.store import Tx

FACT = "reindex"


def indexed_from(tx: Tx) -> int | None:
    """While the index is made anew, the id from which on articles are in it; None: all are."""
    held = facts.get(tx, FACT)
    return None if held is None else int(json.loads(held))


def is_indexed(tx: Tx, article_id: int) -> bool:
    """Whether the article is in the index, or belongs there now; others wait for their turn."""
    first = indexed_from(tx)
    return first is None or article_id >= first

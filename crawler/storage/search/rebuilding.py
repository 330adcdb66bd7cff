"""The whole index made anew, in small steps, beside a service that goes on storing articles.

From the newest article back, because these are asked for most. How far it has come stands in the
database, so that it can be interrupted and gone on with. On SQLite the old index goes first (its
rows can only be taken out by saying what was put in, which is what may be wrong); what is not in
the new one yet is not found meanwhile. On PostgreSQL the old entries stay until they are replaced.
"""

from __future__ import annotations

import json

from sqlalchemy import func, select

from crawler.storage import articles, facts, placing
from crawler.storage.search import inflections, neighbours
from crawler.storage.search.index import put, terms_of_row
from crawler.storage.search.standing import FACT, indexed_from
from crawler.storage.store import Tx
from crawler.storage.tables import article

STEP = 200  # articles in a transaction: about as long as a service that waits should wait


def begin(tx: Tx) -> bool:
    """Begin to make the index anew; False when one that was interrupted is gone on with."""
    if indexed_from(tx) is not None:
        return False
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("insert into article_fts (article_fts) values ('delete-all')")
    top = tx.execute(select(func.max(article.c.id))).scalar() or 0
    facts.put(tx, FACT, json.dumps(top + 1))
    return True


def step(tx: Tx, *, most: int = STEP) -> int | None:
    """Index some more articles; the id from which on all are, or None when it is done.

    To be called while nobody else judges.
    """
    below = indexed_from(tx)
    if below is None:
        return None
    older = select(article.c.id).where(article.c.id < below).order_by(article.c.id.desc())
    ids: list[int] = list(tx.execute(older.limit(most)).scalars())
    if not ids:
        facts.drop(tx, FACT)
        inflections.note_complete(tx)
        neighbours.note_complete(tx)
        return None
    held = articles.load(tx, sorted(ids))
    put(tx, {one.id: terms_of_row(one) for one in held})
    placing.link(tx, held)
    facts.put(tx, FACT, json.dumps(ids[-1]))
    return ids[-1]


def rebuild(tx: Tx) -> None:
    """All of it in one transaction. Takes ~1 ms an article."""
    begin(tx)
    while step(tx) is not None:
        pass

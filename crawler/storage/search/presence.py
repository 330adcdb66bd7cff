"""Which articles the word index holds: compared with those that there are."""

from __future__ import annotations

from sqlalchemy import select

from crawler.storage.search.standing import indexed_from
from crawler.storage.search.terms import FEED, tag
from crawler.storage.store import Tx
from crawler.storage.tables import article, feed

# Every article is tagged with the feed that brought it. FTS5 keeps no list of its rows, but the
# lists of its words can be read.
_VOCABULARY = "create virtual table temp.held_words using fts5vocab(main, article_fts, instance)"


def absent(tx: Tx) -> list[int]:
    """Articles that cannot be found, in the order of arrival.

    While the index is made anew, those that wait for their turn are not among them.
    """
    first = indexed_from(tx)
    return [id_ for id_ in _without_words(tx) if first is None or id_ >= first]


def strangers(tx: Tx) -> set[int]:
    """Ids under which the index has words, and there is no article."""
    if tx.dialect.name != "sqlite":
        return set()  # a foreign key forbids it
    return _held(tx) - set(tx.execute(select(article.c.id)).scalars())


def _without_words(tx: Tx) -> list[int]:
    if tx.dialect.name != "sqlite":
        statement = (
            "select a.id from article a left join article_words w on w.article_id = a.id "
            "where w.article_id is null order by a.id"
        )
        return list(tx.exec_driver_sql(statement).scalars())
    held = _held(tx)
    ids = tx.execute(select(article.c.id).order_by(article.c.id)).scalars()
    return [id_ for id_ in ids if id_ not in held]


def _held(tx: Tx) -> set[int]:
    found: set[int] = set()
    tx.exec_driver_sql(f"{_VOCABULARY}")
    try:
        for feed_id in tx.execute(select(feed.c.id)).scalars():
            rows = tx.exec_driver_sql(
                "select doc from temp.held_words where term = ?", (tag(FEED, feed_id),)
            )
            found.update(rows.scalars())
    finally:
        tx.exec_driver_sql("drop table temp.held_words")
    return found

"""The word index of the target: each database has its own kind, so it is made from the articles."""

from __future__ import annotations

from collections.abc import Container, Sequence

from sqlalchemy import select, text

from crawler.storage import articles
from crawler.storage.articles import Stored
from crawler.storage.search.index import take_out, terms_of_row, write
from crawler.storage.store import Tx
from crawler.storage.tables import article

INDEX = "create index ix_article_words on article_words using gin (words)"
_DROP = text("delete from article_words where article_id = any(cast(:ids as bigint[]))")


class _All(Container[str]):
    """Every word: their stems came with the tables and need not be made again."""

    def __contains__(self, _word: object) -> bool:
        return True


STEMMED = _All()


def following(tx: Tx, after: int, *, most: int) -> list[int]:
    """The next articles' ids."""
    ids = select(article.c.id).where(article.c.id > after).order_by(article.c.id).limit(most)
    return list(tx.execute(ids).scalars())


def forget(tx: Tx, ids: Sequence[int]) -> None:
    """Take the words of these articles out, before their rows change."""
    if tx.dialect.name == "sqlite":
        take_out(tx, articles.load(tx, ids))
    else:
        tx.execute(_DROP, {"ids": list(ids)})


def learn(tx: Tx, ids: Sequence[int]) -> None:
    """Put the words of these articles in, as their rows are now."""
    held: list[Stored] = articles.load(tx, ids)
    if held:
        write(tx, {one.id: terms_of_row(one, stemmed=STEMMED) for one in held})

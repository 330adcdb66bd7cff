"""Rows that refer to rows which are not there, by the foreign keys of the tables.

Databases forbid them, but files get copied in pieces, and keys are switched off by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, delete, func, select, update

from crawler.storage.store import Tx
from crawler.storage.tables import article, entry, feed, metadata, story

LOST_FEED = "lost feed {id}"


def missing_references(tx: Tx) -> tuple[int, str]:
    """How many there are, and the first in words."""
    total, example = 0, ""
    for column, key in _keys():
        found = int(tx.execute(select(func.count()).where(_dangling(column, key))).scalar_one())
        if found and not example:
            example = f"{column.table.name}.{column.name} → {key.column.table.name}"
        total += found
    return total, example


def mend_references(tx: Tx) -> None:
    """Give articles a feed and a story, and let go of what hangs on nothing."""
    _bring_back_feeds(tx)
    _bring_back_stories(tx)
    for _ in range(3):  # what leaves may have been referred to itself
        for column, key in _keys():
            lost = _dangling(column, key)
            if key.ondelete == "CASCADE" or not column.nullable:
                tx.execute(delete(_table(column)).where(lost))
            else:
                tx.execute(update(_table(column)).where(lost).values({column.name: None}))


def _keys() -> Iterator[tuple[Column[int], ForeignKey]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                yield column, key


def _table(column: Column[int]) -> Table:
    table = column.table
    assert isinstance(table, Table)
    return table


def _dangling(column: Column[int], key: ForeignKey) -> ColumnElement[bool]:
    target = key.column.table.alias("target")
    there = select(1).where(target.c[key.column.name] == column).correlate(column.table)
    return column.is_not(None) & ~there.exists()


def _bring_back_feeds(tx: Tx) -> None:
    """Articles outlive their feed: a retired one of no address stands in for it."""
    lost: set[int] = set()
    for table in (article, entry):
        unknown = table.c.feed_id.not_in(select(feed.c.id))
        lost |= set(tx.execute(select(table.c.feed_id).where(unknown).distinct()).scalars())
    for id_ in sorted(lost):
        seen = func.min(article.c.first_seen_at)
        at = tx.execute(select(seen).where(article.c.feed_id == id_)).scalar()
        at = at or tx.execute(select(func.min(entry.c.first_seen_at))).scalar()
        name = LOST_FEED.format(id=id_)
        values = {"id": id_, "url": f"lost:{id_}", "name": name, "origin": "person"}
        values |= {"state": "retired", "trouble": 0, "next_look_at": at, "created_at": at}
        tx.execute(feed.insert().values(**values))


def _bring_back_stories(tx: Tx) -> None:
    """The story of an article is told by its articles."""
    unknown = article.c.story_id.not_in(select(story.c.id))
    rows = tx.execute(
        select(
            article.c.story_id.label("id"),
            func.min(article.c.title).label("title"),
            func.min(article.c.first_seen_at).label("first_at"),
            func.max(article.c.first_seen_at).label("last_at"),
            func.count().label("articles"),
        )
        .where(unknown)
        .group_by(article.c.story_id)
    ).mappings()
    for row in rows.all():
        tx.execute(story.insert().values(**row))

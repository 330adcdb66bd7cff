"""Headlines: articles without their text, newest first, narrowed down for a list."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from crawler.storage.store import Tx
from crawler.storage.tables import article, feed, hit, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """An article as a list names it."""

    id: int
    title: str
    outlet: str
    url: str
    language: str | None
    access: str
    published_at: datetime | None
    first_seen_at: datetime
    revision: int
    n_words: int
    original_id: int | None
    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which headlines; None does not narrow anything down."""

    before: int | None = None  # an id, for the next page
    since: datetime | None = None  # when it was first seen
    feed_id: int | None = None
    language: str | None = None
    topic: str | None = None
    originals: bool = False  # without copies


def headlines(tx: Tx, wish: Wish, *, limit: int) -> list[Headline]:
    """The last to arrive, newest first."""
    # The ids first, which an index knows: of a feed SQLite would read all articles to sort them.
    chosen = select(article.c.id).where(*_conditions(wish))
    if wish.topic is not None:
        hits = select(hit.c.article_id).join(topic, topic.c.id == hit.c.topic_id)
        chosen = chosen.where(article.c.id.in_(hits.where(topic.c.name == wish.topic)))
    newest = chosen.order_by(article.c.id.desc()).limit(limit).subquery()
    names = [field.name for field in fields(Headline) if field.name != "outlet"]
    columns: list[Any] = [article.c[name] for name in names]
    statement = (
        select(*columns, feed.c.name.label("outlet"))
        .join(newest, newest.c.id == article.c.id)
        .join(feed, feed.c.id == article.c.feed_id)
        .order_by(article.c.id.desc())
    )
    return [Headline(**row) for row in tx.execute(statement).mappings()]


def _conditions(wish: Wish) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.before is not None:
        found.append(article.c.id < wish.before)
    if wish.since is not None:
        found.append(article.c.first_seen_at >= wish.since)
    if wish.feed_id is not None:
        found.append(article.c.feed_id == wish.feed_id)
    if wish.language is not None:
        found.append(article.c.language == wish.language)
    if wish.originals:
        found.append(article.c.original_id.is_(None))
    return found

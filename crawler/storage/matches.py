"""Hits with the headlines of their articles: of one topic page by page, and as they arrive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from crawler.items import Place
from crawler.storage.store import Tx
from crawler.storage.tables import article, feed, hit, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """A topic matched an article."""

    id: int  # of the hit; rises with each
    topic_id: int
    topic: str
    matched_at: datetime
    article_id: int
    story_id: int
    original_id: int | None
    title: str
    outlet: str
    url: str
    language: str | None
    published_at: datetime | None
    first_seen_at: datetime
    revision: int  # of the text that matched
    places: tuple[Place, ...]


def of_topic(
    tx: Tx, topic_id: int, *, limit: int, before: tuple[datetime, int] | None = None
) -> list[MatchRow]:
    """What a topic matched, newest first; *before* the time and id of the last one given."""
    statement = _matches().where(hit.c.topic_id == topic_id)
    if before is not None:
        at, number = before
        is_older = (hit.c.matched_at == at) & (hit.c.id < number)
        statement = statement.where((hit.c.matched_at < at) | is_older)
    statement = statement.order_by(hit.c.matched_at.desc(), hit.c.id.desc()).limit(limit)
    return [_row(row) for row in tx.execute(statement)]


def after(tx: Tx, hit_id: int, *, limit: int) -> list[MatchRow]:
    """What was matched since the hit of that id, in the order of arrival."""
    statement = _matches().where(hit.c.id > hit_id).order_by(hit.c.id).limit(limit)
    return [_row(row) for row in tx.execute(statement)]


def last(tx: Tx) -> int:
    """The id of the newest hit; 0 where there is none."""
    return tx.execute(select(func.max(hit.c.id))).scalar() or 0


def _matches() -> Select[Any]:
    return (
        select(
            hit, topic.c.name.label("topic"), feed.c.name.label("outlet"), article.c.story_id,
            article.c.original_id, article.c.title, article.c.url, article.c.language,
            article.c.published_at, article.c.first_seen_at,
        )
        .join(topic, topic.c.id == hit.c.topic_id)
        .join(article, article.c.id == hit.c.article_id)
        .join(feed, feed.c.id == article.c.feed_id)
    )  # fmt: skip


def _row(row: Row[Any]) -> MatchRow:
    values = row._mapping
    plain = {name: values[name] for name in MatchRow.__dataclass_fields__ if name != "places"}
    return MatchRow(**plain, places=tuple(Place(*one) for one in json.loads(row.places)))

"""What arrived on topics: stories by their newest hit, and how busy each topic is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from crawler.items import Place
from crawler.storage.store import Tx
from crawler.storage.tables import article, hit, topic

# An article that was in the archive for so long when its hit was recorded did not arrive: somebody
# recorded past matches.
ARRIVES = timedelta(days=7)
# Hits read at once, and how often, until there are enough stories: a story has many.
READ_AT_ONCE, READS_MAX = 200, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A story, by the newest hit in it."""

    hit_id: int  # for the next page
    matched_at: datetime
    story_id: int
    article_id: int
    revision: int  # of the article's text in which these places are
    places: tuple[Place, ...]
    topic_ids: tuple[int, ...]  # of all hits of the story that were read, the newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A topic, and how many articles it matched lately."""

    topic_id: int
    name: str
    lately: int
    unread: int
    last_at: datetime


def arrivals(
    tx: Tx, *, limit: int, before: int | None = None, topic_id: int | None = None
) -> list[Arrival]:
    """Stories that topics matched, those of the newest hit first, of one topic or of all.

    *before* is the ``hit_id`` of the last story of the page before. A page may have fewer stories
    than *limit* though more come after it, when single stories have hundreds of hits.
    """
    found: dict[int, list[Row[Any]]] = {}
    upto = before
    for _ in range(READS_MAX):
        rows = tx.execute(_hits(tx, upto, topic_id).limit(READ_AT_ONCE)).all()
        shown = _shown_before(tx, {row.story_id for row in rows}, before, topic_id)
        for row in rows:
            if row.story_id not in shown:
                found.setdefault(row.story_id, []).append(row)
        if len(found) >= limit or len(rows) < READ_AT_ONCE:
            break
        upto = rows[-1].id
    return [_arrival(rows) for rows in list(found.values())[:limit]]


def newest_hit(tx: Tx) -> int:
    """The id of the last hit of all; 0 when there is none. It rises with each arrival."""
    return tx.execute(select(func.max(hit.c.id))).scalar() or 0


def busy(tx: Tx, *, since: datetime, unread_since: datetime, limit: int) -> list[Busy]:
    """Active topics that matched anything *since* then, those with most first."""
    # An index leads to each topic's last hits; all topics have but a few of them.
    lately = _matched(since)
    statement = (
        select(
            topic.c.id.label("topic_id"), topic.c.name, lately.label("lately"),
            _matched(unread_since).label("unread"),
            select(func.max(hit.c.matched_at))
            .where(hit.c.topic_id == topic.c.id)
            .scalar_subquery()
            .label("last_at"),
        )
        .where(topic.c.state == "active", lately > 0)
        .order_by(lately.desc(), topic.c.name)
        .limit(limit)
    )  # fmt: skip
    return [Busy(**row) for row in tx.execute(statement).mappings()]


def _matched(since: datetime) -> Any:
    return (
        select(func.count())
        .select_from(hit)
        .where(hit.c.topic_id == topic.c.id, hit.c.matched_at >= since)
        .scalar_subquery()
    )


def _hits(tx: Tx, before: int | None, topic_id: int | None) -> Select[Any]:
    statement = (
        select(
            hit.c.id, hit.c.matched_at, hit.c.article_id, hit.c.topic_id, hit.c.revision,
            hit.c.places, article.c.story_id,
        )
        .join(article, article.c.id == hit.c.article_id)
        .where(_arrived(tx))
    )  # fmt: skip
    if topic_id is None:
        statement = statement.order_by(hit.c.id.desc())
        return statement if before is None else statement.where(hit.c.id < before)
    # In the order of the index that begins with the topic.
    statement = statement.where(hit.c.topic_id == topic_id)
    statement = statement.order_by(hit.c.matched_at.desc(), hit.c.id.desc())
    return statement if before is None else statement.where(_is_older(before))


def _is_older(before: int) -> ColumnElement[bool]:
    at = select(hit.c.matched_at).where(hit.c.id == before).scalar_subquery()
    return or_(hit.c.matched_at < at, and_(hit.c.matched_at == at, hit.c.id < before))


def _arrived(tx: Tx) -> ColumnElement[bool]:
    """Each database counts with times in its own way."""
    if tx.dialect.name == "sqlite":
        days: ColumnElement[float] = func.julianday(hit.c.matched_at) - func.julianday(
            article.c.first_seen_at
        )
        return days < ARRIVES / timedelta(days=1)
    return hit.c.matched_at - article.c.first_seen_at < ARRIVES


def _shown_before(
    tx: Tx, story_ids: set[int], before: int | None, topic_id: int | None
) -> set[int]:
    """Those of the stories that stood on a page before this one, by a newer hit."""
    if before is None or not story_ids:
        return set()
    statement = (
        select(article.c.story_id)
        .join(hit, hit.c.article_id == article.c.id)
        .where(article.c.story_id.in_(story_ids), hit.c.id >= before, _arrived(tx))
        .distinct()
    )
    if topic_id is not None:
        statement = statement.where(hit.c.topic_id == topic_id)
    return set(tx.execute(statement).scalars())


def _arrival(rows: Sequence[Row[Any]]) -> Arrival:
    first = rows[0]
    return Arrival(
        hit_id=first.id,
        matched_at=first.matched_at,
        story_id=first.story_id,
        article_id=first.article_id,
        revision=first.revision,
        places=tuple(dict.fromkeys(_places(first.article_id, rows))),
        topic_ids=tuple(dict.fromkeys(row.topic_id for row in rows)),
    )


def _places(article_id: int, rows: Sequence[Row[Any]]) -> Iterator[Place]:
    """Of all topics that matched this article."""
    for row in rows:
        if row.article_id == article_id:
            yield from (Place(*place) for place in json.loads(row.places))

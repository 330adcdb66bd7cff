"""What became of articles after they were first read: events, and where topics stand in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from crawler.storage.store import Tx
from crawler.storage.tables import event, hit, topic


class EventKind(StrEnum):
    """What can become of an article."""

    REVISED = "revised"
    READ = "page read"  # which could not be had at first; before, there were the feed's words
    CORRECTION = "correction"  # something was wrong, its editors say
    UPDATE = "update"  # something was added, its editors say
    NOTE = "note"  # its editors say something about it
    ENTERED = "topic entered"
    LEFT = "topic left"
    GONE = "gone"  # 404 or 410, where it was
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that became of an article, at a time."""

    article_id: int
    kind: EventKind
    at: datetime
    revision: int  # of the article then
    detail: str  # for people
    topic_id: int | None = None
    topic: str | None = None  # its name; known when read from the database
    id: int = 0  # given by the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A topic that an article matched at some time, and where it stands now."""

    topic_id: int
    version: str  # of the query that matched
    fields: frozenset[str]  # "title", "lead", "body"; empty when it has left


def add_events(tx: Tx, events: Iterable[Event]) -> None:
    """Keep what happened."""
    rows = [
        {
            "article_id": one.article_id,
            "kind": one.kind,
            "at": one.at,
            "revision": one.revision,
            "topic_id": one.topic_id,
            "detail": one.detail,
        }
        for one in events
    ]
    if rows:
        tx.execute(event.insert(), rows)


def events_of(tx: Tx, article_ids: Collection[int], *, most: int | None = None) -> list[Event]:
    """What became of these articles, in the order of time; of many the last *most*."""
    statement = (
        select(event, topic.c.name)
        .outerjoin(topic, topic.c.id == event.c.topic_id)
        .where(event.c.article_id.in_(article_ids))
        .order_by(event.c.id.desc())
        .limit(most)
    )
    return [
        Event(
            id=row.id,
            article_id=row.article_id,
            kind=EventKind(row.kind),
            at=row.at,
            revision=row.revision,
            detail=row.detail,
            topic_id=row.topic_id,
            topic=row.name,
        )
        for row in reversed(tx.execute(statement).all())
    ]


def is_gone(tx: Tx, article_id: int) -> bool:
    """Whether the last that we saw of it was that it had gone."""
    statement = (
        select(event.c.kind)
        .where(event.c.article_id == article_id, event.c.kind.in_([EventKind.GONE, EventKind.BACK]))
        .order_by(event.c.id.desc())
        .limit(1)
    )
    return tx.execute(statement).scalar() == EventKind.GONE


def standings(tx: Tx, article_id: int) -> list[Standing]:
    """Every topic that the article ever matched."""
    rows = tx.execute(select(hit).where(hit.c.article_id == article_id))
    return [
        Standing(
            topic_id=row.topic_id,
            version=row.version,
            fields=frozenset(
                row.stands_in.split()
                if row.stands_in is not None
                else (place[0] for place in json.loads(row.places))
            ),
        )
        for row in rows
    ]


def stand(tx: Tx, article_id: int, fields: Mapping[int, Collection[str]]) -> None:
    """Note for each topic (by id) in which fields of the present text it stands."""
    for topic_id, names in fields.items():
        statement = update(hit).where(hit.c.article_id == article_id, hit.c.topic_id == topic_id)
        tx.execute(statement.values(stands_in=" ".join(sorted(names))))


def followed_before(tx: Tx, topic_ids: Collection[int], when: datetime) -> set[int]:
    """Those of the topics that asked then what they ask now."""
    statement = select(topic.c.id).where(topic.c.id.in_(topic_ids), topic.c.changed_at <= when)
    return set(tx.execute(statement).scalars())

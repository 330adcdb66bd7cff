"""What people do not want to hear of for a while: topics, stories, or a story in one topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select

from crawler.errors import UsageError
from crawler.storage.store import Tx
from crawler.storage.tables import mute, story, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteRow:
    """A mute for people."""

    id: int
    topic: str | None
    story_id: int | None
    story: str | None
    until: datetime
    made_at: datetime


def add(
    tx: Tx, *, topic_id: int | None, story_id: int | None, until: datetime, now: datetime
) -> int:
    """Be silent about the topic, the story, or the story in that topic; gives the mute's id."""
    if topic_id is None and story_id is None:
        raise UsageError("name a topic or a story to mute")
    values = {"topic_id": topic_id, "story_id": story_id, "until": until, "made_at": now}
    return int(tx.execute(mute.insert().values(**values).returning(mute.c.id)).scalar_one())


def end(tx: Tx, mute_id: int) -> bool:
    """Whether there was such a mute to end."""
    return bool(tx.execute(delete(mute).where(mute.c.id == mute_id)).rowcount)


def is_muted(tx: Tx, topic_id: int, story_id: int | None, now: datetime) -> bool:
    """Whether nobody wants to hear of this story in this topic, or of the topic, now."""
    statement = (
        select(mute.c.id)
        .where(
            mute.c.until > now,
            or_(mute.c.topic_id.is_(None), mute.c.topic_id == topic_id),
            or_(mute.c.story_id.is_(None), mute.c.story_id == story_id),
        )
        .limit(1)
    )
    return tx.execute(statement).first() is not None


def listing(tx: Tx, now: datetime) -> list[MuteRow]:
    """Those that are in force, the next to end first."""
    statement = (
        select(mute, topic.c.name, story.c.title)
        .outerjoin(topic, topic.c.id == mute.c.topic_id)
        .outerjoin(story, story.c.id == mute.c.story_id)
        .where(mute.c.until > now)
        .order_by(mute.c.until)
    )
    return [
        MuteRow(
            id=row.id,
            topic=row.name,
            story_id=row.story_id,
            story=row.title,
            until=row.until,
            made_at=row.made_at,
        )
        for row in tx.execute(statement)
    ]

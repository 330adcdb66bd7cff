"""What was looked at in a span of time: the ground on which a digest says that there is nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, feed, gap, hit, topic

# A feed is overdue when its look is so late; a look may wait for its host's turn for a while.
LATE = timedelta(minutes=30)
NAMES_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was looked at between two moments, so that silence is a result too."""

    feeds: int  # that are followed
    checked: int  # that answered at least once
    failing: tuple[str, ...]  # names
    overdue: int
    gaps: int  # times that entries of a feed may have been missed
    articles: Mapping[str, int]  # by language; "" for none

    @property
    def is_blind(self) -> bool:
        """Whether so little was seen that "nothing" means nothing."""
        return self.checked * 2 < self.feeds or not self.feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCounts:
    """What a topic had."""

    articles: int
    muted: int


def coverage(tx: Tx, since: datetime, until: datetime) -> Coverage:
    """Between two moments; what fails or is overdue, as it is now."""
    active = feed.c.state == "active"
    failing = (
        select(feed.c.name)
        .where(active, feed.c.failing_since.is_not(None))
        .order_by(feed.c.failing_since)
        .limit(NAMES_MAX)
    )
    read = (
        select(func.coalesce(article.c.language, ""), func.count())
        .where(article.c.first_seen_at >= since, article.c.first_seen_at < until)
        .group_by(article.c.language)
    )
    return Coverage(
        feeds=_count(tx, active),
        checked=_count(tx, active, feed.c.last_success_at >= since),
        failing=tuple(tx.execute(failing).scalars()),
        overdue=_count(tx, active, feed.c.next_look_at < until - LATE),
        gaps=int(
            tx.execute(
                select(func.count()).where(gap.c.found_at >= since, gap.c.found_at < until)
            ).scalar_one()
        ),
        articles={row[0]: row[1] for row in tx.execute(read)},
    )


def of_topic(tx: Tx, name: str, since: datetime, until: datetime) -> TopicCounts:
    """The articles of a topic, and the stories of it that nobody wanted to hear of."""
    hits = (
        select(func.count())
        .select_from(hit)
        .join(topic, topic.c.id == hit.c.topic_id)
        .where(topic.c.name == name, hit.c.matched_at >= since, hit.c.matched_at < until)
    )
    muted = (
        select(func.count(alert.c.story_id.distinct()))
        .join(topic, topic.c.id == alert.c.topic_id)
        .where(topic.c.name == name, alert.c.state == "muted")
        .where(alert.c.created_at >= since, alert.c.created_at < until)
    )
    return TopicCounts(
        articles=int(tx.execute(hits).scalar_one()), muted=int(tx.execute(muted).scalar_one())
    )


def topics_of(tx: Tx, ids: Collection[int]) -> dict[int, str]:
    """Their names, in the order of the names."""
    statement = select(topic.c.id, topic.c.name).where(topic.c.id.in_(ids)).order_by(topic.c.name)
    return {row.id: row.name for row in tx.execute(statement)}


def _count(tx: Tx, *conditions: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(feed).where(*conditions)
    return int(tx.execute(statement).scalar_one())

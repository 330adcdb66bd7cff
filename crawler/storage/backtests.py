"""What a topic would have found: the archive's extent, hits by day, and hits recorded later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from crawler.errors import NotFound
from crawler.items import Hit
from crawler.storage import topics
from crawler.storage.store import Tx
from crawler.storage.tables import article, hit, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much archive there is, and between which first sights; None and 0 when it is empty."""

    articles: int
    top_id: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """As far as an archive goes, without a count; None and 0 when it is empty."""

    top_id: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A recorded hit: when its article was first seen, and of which story it is."""

    seen_at: datetime
    story_id: int


def extent(tx: Tx, *, since: datetime | None = None) -> Extent:
    """Of the whole archive, or of what was first seen *since* then."""
    seen = article.c.first_seen_at
    statement = select(func.count(), func.max(article.c.id), func.min(seen), func.max(seen))
    if since is not None:
        statement = statement.where(seen >= since)
    n_articles, top_id, first_at, last_at = tx.execute(statement).one()
    return Extent(articles=n_articles, top_id=top_id or 0, first_at=first_at, last_at=last_at)


def reach(tx: Tx, *, since: datetime | None = None) -> Reach:
    """Of the archive, or of what was first seen *since* then; but always the highest id of all.

    Each of the three is one step into an index; `extent` reads an index to its end.
    """
    seen = article.c.first_seen_at
    which = [] if since is None else [seen >= since]
    sought = (
        select(func.max(article.c.id)),
        select(func.min(seen)).where(*which),
        select(func.max(seen)).where(*which),
    )
    top_id, first_at, last_at = tx.execute(select(*(one.scalar_subquery() for one in sought))).one()
    return Reach(top_id=top_id or 0, first_at=first_at, last_at=last_at)


def hit_articles(tx: Tx, topic_id: int) -> set[int]:
    """The articles for which a hit of the topic is kept, of whatever version of its query."""
    return set(tx.execute(select(hit.c.article_id).where(hit.c.topic_id == topic_id)).scalars())


def sightings(
    tx: Tx, topic_id: int, *, since: datetime, max_age: timedelta | None = None
) -> list[Sighting]:
    """The topic's hits of articles first seen *since* then, oldest first.

    With *max_age* without those that were older when they were seen, as a new feed brings them.
    """
    statement = (
        select(article.c.first_seen_at, article.c.story_id, article.c.published_at)
        .join(hit, hit.c.article_id == article.c.id)
        # No article matched before it was seen, which the index of hits knows without articles.
        .where(hit.c.topic_id == topic_id, hit.c.matched_at >= since)
        .where(article.c.first_seen_at >= since)
        .order_by(article.c.first_seen_at, article.c.id)
    )
    return [
        Sighting(row.first_seen_at, row.story_id)
        for row in tx.execute(statement)
        if not (max_age and row.published_at and row.first_seen_at - row.published_at > max_age)
    ]


def version_of(tx: Tx, topic_id: int) -> str:
    """The version of an active topic's query as it stands now. NotFound when it is retired."""
    statement = select(topic.c.version).where(topic.c.id == topic_id, topic.c.state == "active")
    found: str | None = tx.execute(statement).scalar()
    if found is None:
        raise NotFound("the topic is not watched for any more; see: wirewatch topics list")
    return found


def record(tx: Tx, found: Sequence[tuple[int, int, Hit]], *, now: datetime) -> int:
    """Keep hits of (article, revision) that earn no alert; how many were not kept before."""
    return sum(
        len(topics.add_hits(tx, article_id, [one], revision=revision, now=now))
        for article_id, revision, one in found
    )

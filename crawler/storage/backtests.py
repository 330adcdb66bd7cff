"""What a topic would have found: the archive's extent, hits recorded later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from crawler.errors import NotFound
from crawler.items import Hit
from crawler.storage import topics
from crawler.storage.store import Tx
from crawler.storage.tables import BRIEFLY, article, hit, topic

# Each database reads a list of thousands in its own way, and quicker than as so many parameters.
_STORIES = {
    "sqlite": text(
        "select count(distinct a.story_id) from json_each(:ids) given "  # noqa: S608
        f"join article a {BRIEFLY} on a.id = given.value"
    ),
    "postgresql": text(
        "select count(distinct a.story_id) from json_array_elements_text(cast(:ids as json)) given "
        "join article a on a.id = cast(given as bigint)"
    ),
}


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


def seen_at(tx: Tx, article_id: int) -> datetime | None:
    """First sight of that article, or of the next one where it is gone; None behind the last."""
    statement = select(article.c.first_seen_at).where(article.c.id >= article_id)
    found: datetime | None = tx.execute(statement.order_by(article.c.id).limit(1)).scalar()
    return found


def stories_of(tx: Tx, article_ids: Sequence[int]) -> int:
    """Of how many stories these articles are, which may be thousands."""
    return int(tx.execute(_STORIES[tx.dialect.name], {"ids": json.dumps(article_ids)}).scalar_one())


def hit_articles(tx: Tx, topic_id: int) -> set[int]:
    """The articles for which a hit of the topic is kept, of whatever version of its query."""
    return set(tx.execute(select(hit.c.article_id).where(hit.c.topic_id == topic_id)).scalars())


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

"""What a topic's articles are: outlets, languages, beginnings of texts, of the newest of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from crawler.storage.store import Tx
from crawler.storage.tables import BRIEFLY, article, feed, hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """An article of a topic, by what is counted of it."""

    article_id: int
    seen_at: datetime
    story_id: int
    outlet: str
    language: str | None
    is_copy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Title, lead and beginning of an article."""

    text: str
    language: str | None


def traits(tx: Tx, topic_id: int, *, limit: int) -> list[Trait]:
    """Of the newest articles that a topic matched, the newest first."""
    statement = (
        select(
            article.c.id.label("article_id"), article.c.first_seen_at.label("seen_at"),
            article.c.story_id, feed.c.name.label("outlet"), article.c.language,
            article.c.original_id.is_not(None).label("is_copy"),
        )
        .join(hit, hit.c.article_id == article.c.id)
        .join(feed, feed.c.id == article.c.feed_id)
        .where(hit.c.topic_id == topic_id)
        .with_hint(article, BRIEFLY, "sqlite")
        .order_by(hit.c.matched_at.desc(), hit.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [Trait(**row) for row in tx.execute(statement).mappings()]


def beginnings(tx: Tx, article_ids: Sequence[int], *, characters: int) -> list[Beginning]:
    """Of these articles, title and lead with so much of the text."""
    statement = select(
        article.c.title, article.c.lead, func.substr(article.c.text, 1, characters).label("text"),
        article.c.language,
    ).where(article.c.id.in_(article_ids))  # fmt: skip
    return [
        Beginning(text="\n".join((row.title, row.lead or "", row.text)), language=row.language)
        for row in tx.execute(statement)
    ]


def daily(tx: Tx, topic_ids: Sequence[int], *, since: datetime) -> dict[int, dict[date, int]]:
    """Hits of these topics by the day (in UTC) on which they matched, from their index alone."""
    # Each database writes days in its own way.
    if tx.dialect.name == "sqlite":
        day = func.substr(hit.c.matched_at, 1, 10)
    else:
        day = func.to_char(func.timezone("UTC", hit.c.matched_at), "YYYY-MM-DD")
    statement = (
        select(hit.c.topic_id, day.label("day"), func.count().label("n"))
        .where(hit.c.topic_id.in_(topic_ids), hit.c.matched_at >= since)
        .group_by(hit.c.topic_id, day)
    )
    found: dict[int, dict[date, int]] = {}
    for row in tx.execute(statement):
        found.setdefault(row.topic_id, {})[date.fromisoformat(row.day)] = row.n
    return found

"""Stories as rows: what tells of the same event, listed for people, titled, told of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, text, update

from crawler.errors import NotFound
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, feed, hit, mending, story, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story for people."""

    id: int
    title: str
    first_at: datetime
    last_at: datetime
    articles: int
    outlets: int
    copies: int
    topics: tuple[str, ...]


def listing(
    tx: Tx,
    *,
    limit: int,
    least: int = 1,
    since: datetime | None = None,
    topic_id: int | None = None,
    before: tuple[datetime, int] | None = None,
) -> list[StoryRow]:
    """Stories of at least so many articles, those that grew last first.

    *before* is the `last_at` and the id of the last story of the page before.
    """
    statement = _stories().where(story.c.articles >= max(1, least))
    if least >= 2:
        # As the index of these says it; a number that is handed over says nothing to the planner.
        statement = statement.where(text("story.articles >= 2"))
    if before is not None:
        at, number = before
        is_older = (story.c.last_at == at) & (story.c.id < number)
        statement = statement.where((story.c.last_at < at) | is_older)
    if since is not None:
        statement = statement.where(story.c.last_at >= since)
    if topic_id is not None:
        matched = (
            select(article.c.story_id)
            .join(hit, hit.c.article_id == article.c.id)
            .where(hit.c.topic_id == topic_id)
        )
        statement = statement.where(story.c.id.in_(matched))
    statement = statement.order_by(story.c.last_at.desc(), story.c.id.desc()).limit(limit)
    return _rows(tx, statement)


def by_id(tx: Tx, story_id: int) -> StoryRow:
    """One story, or the one that it was merged into; NotFound when there is none of that id."""
    found = _rows(tx, _stories().where(story.c.id == standing(tx, story_id)))
    if not found:
        raise NotFound(f"no story has the id {story_id}")
    return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story, without its text."""

    id: int
    title: str
    outlet: str
    url: str
    language: str | None
    agency: str | None
    published_at: datetime | None
    published_from: str | None
    first_seen_at: datetime
    revision: int
    n_words: int
    relation: str
    original_id: int | None
    like_id: int | None
    likeness: float | None
    verdict: str


def members(tx: Tx, story_id: int, *, limit: int, after: int = 0) -> list[Member]:
    """Articles of a story in the order of arrival; *after* the id of the last of a page before."""
    names = [one.name for one in fields(Member) if one.name != "outlet"]
    statement = (
        select(*(article.c[name] for name in names), feed.c.name.label("outlet"))
        .join(feed, feed.c.id == article.c.feed_id)
        .where(article.c.story_id == story_id, article.c.id > after)
        .order_by(article.c.id)
        .limit(limit)
    )
    return [Member(**row) for row in tx.execute(statement).mappings()]


def topics_of(tx: Tx, story_id: int, *, limit: int) -> list[tuple[int, str]]:
    """(id, name) of the topics that matched any of its articles."""
    statement = (
        select(topic.c.id, topic.c.name)
        .join(hit, hit.c.topic_id == topic.c.id)
        .join(article, article.c.id == hit.c.article_id)
        .where(article.c.story_id == story_id)
        .distinct()
        .order_by(topic.c.name)
        .limit(limit)
    )
    return [(row.id, row.name) for row in tx.execute(statement)]


def load(tx: Tx, ids: Collection[int]) -> dict[int, StoryRow]:
    """The stories of these ids that there are, by id; their topics are left out."""
    if not ids:
        return {}
    rows = tx.execute(_stories().where(story.c.id.in_(ids))).mappings()
    return {row["id"]: StoryRow(**row, topics=()) for row in rows}


def standing(tx: Tx, story_id: int) -> int:
    """The story itself, or the one that its articles are in since they were merged."""
    seen = {story_id}
    while True:
        into = tx.execute(select(story.c.merged_into).where(story.c.id == story_id)).scalar()
        if into is None or into in seen:
            return story_id
        seen.add(story_id := into)


def retitle(tx: Tx, story_id: int, title: str) -> None:
    """Give a story the title that says best what it is about."""
    statement = update(story).where(story.c.id == story_id, story.c.title != title)
    tx.execute(statement.values(title=title))


def told(tx: Tx, story_id: int) -> set[tuple[int, str]]:
    """(topic, channel) of every alert about the story, whatever its key says."""
    rows = tx.execute(select(alert.c.topic_id, alert.c.channel).where(alert.c.story_id == story_id))
    return {(row.topic_id, row.channel) for row in rows}


def is_matched(tx: Tx, story_id: int) -> bool:
    """Whether a topic matched an article of the story."""
    statement = (
        select(hit.c.id)
        .join(article, article.c.id == hit.c.article_id)
        .where(article.c.story_id == story_id)
        .limit(1)
    )
    return tx.execute(statement).first() is not None


def is_left_alone(tx: Tx, story_id: int) -> bool:
    """Whether it is one article of which nobody was told and that no person has put there."""
    kept = select(story.c.id).where(
        story.c.id == story_id,
        story.c.articles == 1,
        ~exists().where(alert.c.story_id == story_id),
        ~exists().where(or_(mending.c.story_id == story_id, mending.c.from_story_id == story_id)),
    )
    return tx.execute(kept).first() is not None and not is_matched(tx, story_id)


def _stories() -> Select[Any]:
    outlets = (
        select(func.count(article.c.feed_id.distinct()))
        .where(article.c.story_id == story.c.id)
        .scalar_subquery()
    )
    copies = (
        select(func.count(article.c.original_id))
        .where(article.c.story_id == story.c.id)
        .scalar_subquery()
    )
    return select(
        story.c.id, story.c.title, story.c.first_at, story.c.last_at, story.c.articles,
        outlets.label("outlets"), copies.label("copies"),
    )  # fmt: skip


def _rows(tx: Tx, statement: Select[Any]) -> list[StoryRow]:
    found = tx.execute(statement).mappings().all()
    names: dict[int, list[str]] = {}
    matched = (
        select(article.c.story_id, topic.c.name)
        .join(hit, hit.c.article_id == article.c.id)
        .join(topic, topic.c.id == hit.c.topic_id)
        .where(article.c.story_id.in_([row["id"] for row in found]))
        .distinct()
        .order_by(topic.c.name)
    )
    for row in tx.execute(matched):
        names.setdefault(row.story_id, []).append(row.name)
    return [StoryRow(**row, topics=tuple(names.get(row["id"], ()))) for row in found]

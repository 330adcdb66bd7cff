"""Articles as they are held: read by id, by story, by time; with the texts that they had before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from crawler.errors import NotFound
from crawler.items import Access, Article, Relation
from crawler.storage.entries import split
from crawler.storage.store import Tx
from crawler.storage.tables import article, feed, revision
from crawler.topics.document import Document

PLAIN = [f.name for f in fields(Article) if f.name not in ("authors", "tags", "access")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article with what the store knows of it."""

    id: int
    story_id: int
    feed_id: int
    outlet: str
    country: str | None  # of its feed
    site: str
    address_key: str
    article: Article
    first_seen_at: datetime
    fetched_at: datetime
    revision: int
    text_hash: bytes
    n_words: int
    original_id: int | None
    verdict: str
    relation: Relation  # what it was when it arrived, or when its page did
    likeness: float | None  # to the article below, 0 to 1
    like_id: int | None  # the held article that was most like it


_REST = [f.name for f in fields(Stored) if f.name not in ("article", "relation", "country")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text that an article had before."""

    number: int
    title: str
    lead: str | None
    text: str
    fetched_at: datetime
    modified_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevisionMark:
    """That an article had another text before."""

    number: int
    title: str
    fetched_at: datetime


_STORED: Select[Any] = select(
    article, feed.c.name.label("outlet"), feed.c.country.label("feed_country")
).join(feed, feed.c.id == article.c.feed_id)
_BY_IDS = _STORED.where(article.c.id.in_(bindparam("ids", expanding=True)))


def load(tx: Tx, ids: Sequence[int]) -> list[Stored]:
    """The articles of these ids, in this order; those that are missing are left out."""
    if not ids:
        return []
    found = {row.id: _stored(row) for row in tx.execute(_BY_IDS, {"ids": list(ids)})}
    return [found[id_] for id_ in ids if id_ in found]


def as_queried(stored: Stored, now: datetime, text: Article | None = None) -> Document:
    """What queries see of it, just as when it arrived; *text* is what it said at another time."""
    return Document.of(
        text or stored.article, source=stored.outlet, country=stored.country, now=now
    )


def by_id(tx: Tx, article_id: int) -> Stored:
    """One article; NotFound when there is none of that id."""
    found = load(tx, [article_id])
    if not found:
        raise NotFound(f"no article has the id {article_id}")
    return found[0]


def newest(tx: Tx, *, limit: int, before: int | None = None) -> list[Stored]:
    """The last to arrive, newest first; *before* an id for paging."""
    statement = _STORED.order_by(article.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(article.c.id < before)
    return [_stored(row) for row in tx.execute(statement)]


def of_story(tx: Tx, story_id: int) -> list[Stored]:
    """All articles of a story, in the order of arrival."""
    statement = _STORED.where(article.c.story_id == story_id).order_by(article.c.id)
    return [_stored(row) for row in tx.execute(statement)]


def of_story_ids(tx: Tx, story_id: int) -> list[int]:
    """The ids of all articles of a story, in the order of arrival."""
    statement = select(article.c.id).where(article.c.story_id == story_id).order_by(article.c.id)
    return list(tx.execute(statement).scalars())


def revisions(tx: Tx, article_id: int) -> list[Revision]:
    """The texts it had before, oldest first; the present one is the article itself."""
    statement = (
        select(*(revision.c[f.name] for f in fields(Revision)))
        .where(revision.c.article_id == article_id)
        .order_by(revision.c.number)
    )
    return [Revision(**row) for row in tx.execute(statement).mappings()]


def revision_marks(tx: Tx, article_id: int, *, limit: int) -> list[RevisionMark]:
    """The texts it had before without the texts, newest first."""
    statement = (
        select(revision.c.number, revision.c.title, revision.c.fetched_at)
        .where(revision.c.article_id == article_id)
        .order_by(revision.c.number.desc())
        .limit(limit)
    )
    return [RevisionMark(*row) for row in tx.execute(statement)]


def revision_at(tx: Tx, article_id: int, number: int) -> Revision:
    """One text that it had before; NotFound when there is none of that number."""
    statement = select(*(revision.c[f.name] for f in fields(Revision))).where(
        revision.c.article_id == article_id, revision.c.number == number
    )
    row = tx.execute(statement).mappings().first()
    if row is None:
        raise NotFound(f"article {article_id} had no revision {number}")
    return Revision(**row)


def _stored(row: Row[Any]) -> Stored:
    values = row._mapping
    one = Article(
        **{name: values[name] for name in PLAIN},
        authors=split(row.authors),
        tags=split(row.tags),
        access=Access(row.access),
    )
    relation = Relation(row.relation)
    rest = {name: values[name] for name in _REST}
    return Stored(article=one, relation=relation, country=row.feed_country, **rest)

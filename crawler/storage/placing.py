"""A finding becomes an article's row with what finds it again, or a new text of a held one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from crawler.dedup.urls import for_readers
from crawler.items import Article, Finding, Relation
from crawler.storage.articles import PLAIN, Stored
from crawler.storage.entries import join, split
from crawler.storage.lookalikes import imprint
from crawler.storage.store import Tx
from crawler.storage.tables import article, article_address, revision, story

# The first word on these stands; a revision that forgets them changes nothing.
KEPT_ONCE_KNOWN = ("published_at", "published_from", "canonical_url", "image_url", "section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a new article belongs."""

    site: str
    reason: str
    story_id: int | None = None  # None opens a story
    original_id: int | None = None
    relation: Relation = Relation.NEW
    likeness: float | None = None
    like_id: int | None = None


_ADD = article.insert().returning(article.c.id)
_OPEN_STORY = story.insert().returning(story.c.id)
_REMEMBER = {
    name: dialect.insert(article_address).on_conflict_do_nothing()
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}
_GROW_STORY = (
    update(story)
    .where(story.c.id == bindparam("grown"))
    .values(articles=story.c.articles + 1, last_at=bindparam("now"))
)


def add(
    tx: Tx,
    finding: Finding,
    placing: Placing,
    *,
    seen: datetime,
    now: datetime,
    known_as: Collection[str] = (),
) -> Stored:
    """Store a new article with its story, fingerprint and addresses; gives what is held now.

    *known_as* are canonical addresses beside its own.
    """
    story_id = _story(tx, placing, finding.article.title, now)
    rest: dict[str, Any] = {
        **_place(placing, story_id),
        "feed_id": finding.feed_id,
        "address_key": finding.address_key,
        "site": placing.site,
        "first_seen_at": seen,
        "revision": 1,
    }
    article_id = int(tx.execute(_ADD, columns_of(finding, now) | rest).scalar_one())
    imprint(tx, article_id, finding.shingles, now)
    remember_addresses(tx, article_id, [finding.address_key, *known_as])
    return Stored(
        id=article_id,
        outlet=finding.outlet,
        country=finding.country,
        article=as_kept(finding.article),
        fetched_at=now,
        text_hash=finding.text_hash,
        n_words=finding.n_words,
        **rest,
    )


def revise(tx: Tx, held: Stored, finding: Finding, *, now: datetime) -> Stored:
    """Put a new text in place of the held one, which is kept as a revision; what is held now."""
    old = held.article
    kept = {
        "article_id": held.id,
        "number": held.revision,
        "title": old.title,
        "lead": old.lead,
        "text": old.text,
        "text_hash": held.text_hash,
        "modified_at": old.modified_at,
        "fetched_at": held.fetched_at,
    }
    tx.execute(revision.insert(), kept)
    new = as_kept(finding.article)
    new = replace(new, **{n: getattr(old, n) for n in KEPT_ONCE_KNOWN if getattr(new, n) is None})
    revised = replace(
        held,
        article=new,
        revision=held.revision + 1,
        fetched_at=now,
        text_hash=finding.text_hash,
        n_words=finding.n_words,
    )
    values = columns_of(replace(finding, article=new), now) | {"revision": revised.revision}
    tx.execute(update(article).where(article.c.id == held.id).values(**values))
    imprint(tx, held.id, finding.shingles, now)
    return revised


def move(tx: Tx, held: Stored, placing: Placing, *, now: datetime) -> Stored:
    """Put an article that is alone in its story into that of *placing*; who asks for the one that
    it leaves is led to it.
    """
    story_id = _story(tx, placing, held.article.title, now)
    place = _place(placing, story_id)
    tx.execute(update(article).where(article.c.id == held.id).values(**place))
    left = update(story).where(story.c.id == held.story_id)
    tx.execute(left.values(articles=0, merged_into=story_id))
    return replace(held, **place)


def link(tx: Tx, held: Iterable[Stored]) -> None:
    """Tell anew the addresses of these articles for readers."""
    links = [{"its": one.id, "link": _link(one.article)} for one in held]
    if links:
        statement = update(article).where(article.c.id == bindparam("its"))
        tx.execute(statement.values(link=bindparam("link")), links)


def lead(tx: Tx, article_id: int, copies: Collection[int], reason: str) -> None:
    """Make an article the original of *copies*, its former original among them."""
    its = {"original_id": article_id}
    tx.execute(update(article).where(article.c.id.in_(copies)).values(**its))
    former = article.c.id.in_(copies) & (article.c.relation == Relation.NEW)
    values = {"relation": Relation.COPY, "verdict": reason, "like_id": article_id}
    tx.execute(update(article).where(former).values(**values))


def is_carried(tx: Tx, original_id: int, site: str) -> bool:
    """Whether this text, or a copy of it, stands on a site already."""
    chain = (article.c.id == original_id) | (article.c.original_id == original_id)
    statement = select(article.c.id).where(chain, article.c.site == site).limit(1)
    return tx.execute(statement).first() is not None


def remember_addresses(tx: Tx, article_id: int, keys: Collection[str]) -> None:
    """More canonical addresses under which the article is known."""
    rows = [{"address_key": key, "article_id": article_id} for key in dict.fromkeys(keys)]
    if rows:
        tx.execute(_REMEMBER[tx.dialect.name], rows)


def as_kept(one: Article) -> Article:
    """The article as its row gives it back: names without semicolons, times in UTC."""
    published, modified = one.published_at, one.modified_at
    return replace(
        one,
        authors=split(join(one.authors)),
        tags=split(join(one.tags)),
        published_at=published and published.astimezone(UTC),
        modified_at=modified and modified.astimezone(UTC),
    )


def columns_of(finding: Finding, now: datetime) -> dict[str, Any]:
    """The columns that a new article, a revision and a correction share."""
    one = finding.article
    return {name: getattr(one, name) for name in PLAIN} | {
        "authors": join(one.authors),
        "tags": join(one.tags),
        "access": one.access,
        "link": _link(one),
        "fetched_at": now,
        "text_hash": finding.text_hash,
        "n_words": finding.n_words,
    }


def _link(one: Article) -> str | None:
    """Its url without what tracks readers, if that is another."""
    link = for_readers(one.url, None)
    return None if link == one.url else link


def _place(placing: Placing, story_id: int) -> dict[str, Any]:
    """The columns of an article that say where it belongs, and why."""
    return {
        "story_id": story_id,
        "original_id": placing.original_id,
        "verdict": placing.reason,
        "relation": placing.relation,
        "likeness": placing.likeness,
        "like_id": placing.like_id,
    }


def _story(tx: Tx, placing: Placing, title: str, now: datetime) -> int:
    """The story that the article joins, one larger; or a new one."""
    if placing.story_id is not None:
        tx.execute(_GROW_STORY, {"grown": placing.story_id, "now": now})
        return placing.story_id
    values = {"title": title, "first_at": now, "last_at": now, "articles": 1}
    return int(tx.execute(_OPEN_STORY, values).scalar_one())

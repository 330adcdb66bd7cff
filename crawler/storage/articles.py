"""Articles as rows: stored, revised, looked up by address, by text and by shared shingles."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, text, update

from crawler.errors import NotFound
from crawler.items import Access, Article, Finding, Relation
from crawler.storage.entries import join, split
from crawler.storage.store import Tx, insert
from crawler.storage.tables import article, article_address, feed, fingerprint, revision, story

WEEK_S = 7 * 86_400
# A shingle that many articles share says little: only its newest holders are looked at.
NEWEST = 64
_PLAIN = [f.name for f in fields(Article) if f.name not in ("authors", "tags", "access")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article with what the store knows of it."""

    id: int
    story_id: int
    feed_id: int
    outlet: str
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
    relation: Relation  # what it was when it arrived
    likeness: float | None  # to the article below, 0 to 1
    like_id: int | None  # the held article that was most like it


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text that an article had before."""

    number: int
    title: str
    lead: str | None
    text: str
    fetched_at: datetime
    modified_at: datetime | None


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


def at_addresses(tx: Tx, keys: Collection[str]) -> int | None:
    """The article held under one of these canonical addresses; the oldest when several are."""
    statement = (
        select(article_address.c.article_id)
        .where(article_address.c.address_key.in_(keys))
        .order_by(article_address.c.article_id)
        .limit(1)
    )
    found: int | None = tx.execute(statement).scalar()
    return found


def with_text(tx: Tx, text_hash: bytes, *, limit: int = 5) -> list[int]:
    """Articles of exactly this text, oldest first."""
    statement = select(article.c.id).where(article.c.text_hash == text_hash)
    return list(tx.execute(statement.order_by(article.c.id).limit(limit)).scalars())


# Both databases look up each shingle of each week by itself, newest holders first and no more
# than NEWEST of them: a common shingle cannot make one look-up expensive. SQLite joins in the order
# that "cross join" gives; left to itself it may read a whole week.
SHARING = {
    "sqlite": text(
        """
        select f.article_id, count(*) as shared
        from json_each(:weeks) w cross join json_each(:shingles) s cross join fingerprint f
        where f.week = w.value and f.shingle = s.value and f.article_id >= coalesce((
            select g.article_id from fingerprint g
            where g.week = w.value and g.shingle = s.value
            order by g.article_id desc limit 1 offset :newest - 1), 0)
        group by f.article_id order by shared desc, f.article_id limit :most
        """
    ),
    "postgresql": text(
        """
        select f.article_id, count(*) as shared
        from json_array_elements_text(cast(:weeks as json)) w,
             json_array_elements_text(cast(:shingles as json)) s,
             lateral (select g.article_id from fingerprint g
                      where g.week = cast(w.value as integer)
                        and g.shingle = cast(s.value as bigint)
                      order by g.article_id desc limit :newest) f
        group by f.article_id order by shared desc, f.article_id limit :most
        """
    ),
}


def sharing(
    tx: Tx, shingles: Sequence[int], *, now: datetime, weeks: int = 3, most: int = 20
) -> list[tuple[int, int]]:
    """(article id, shared shingles) of the articles of the last *weeks* that share the most."""
    if not shingles:
        return []
    this = week_of(now)
    values = {
        "weeks": json.dumps([this - back for back in range(weeks)]),
        "shingles": json.dumps(list(shingles)),
        "newest": NEWEST,
        "most": most,
    }
    return [(row[0], row[1]) for row in tx.execute(SHARING[tx.dialect.name], values)]


def week_of(time: datetime) -> int:
    """Weeks since 1970, the leading part of the fingerprints' key."""
    return int(time.timestamp() // WEEK_S)


def load(tx: Tx, ids: Sequence[int]) -> list[Stored]:
    """The articles of these ids, in this order; those that are missing are left out."""
    found = {row.id: _stored(row) for row in tx.execute(_selection().where(article.c.id.in_(ids)))}
    return [found[id_] for id_ in ids if id_ in found]


def by_id(tx: Tx, article_id: int) -> Stored:
    """One article; NotFound when there is none of that id."""
    found = load(tx, [article_id])
    if not found:
        raise NotFound(f"no article has the id {article_id}")
    return found[0]


def newest(tx: Tx, *, limit: int, before: int | None = None) -> list[Stored]:
    """The last to arrive, newest first; *before* an id for paging."""
    statement = _selection().order_by(article.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(article.c.id < before)
    return [_stored(row) for row in tx.execute(statement)]


def of_story(tx: Tx, story_id: int) -> list[Stored]:
    """All articles of a story, in the order of arrival."""
    statement = _selection().where(article.c.story_id == story_id).order_by(article.c.id)
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


def add(
    tx: Tx, finding: Finding, placing: Placing, *, seen: datetime, now: datetime
) -> tuple[int, int]:
    """Store a new article with its story, fingerprint and address; gives its id and the story's."""
    one = finding.article
    story_id = placing.story_id or _open_story(tx, one.title, now)
    values = _columns(finding, now) | {
        "story_id": story_id,
        "feed_id": finding.feed_id,
        "address_key": finding.address_key,
        "site": placing.site,
        "first_seen_at": seen,
        "revision": 1,
        "original_id": placing.original_id,
        "verdict": placing.reason,
        "relation": placing.relation,
        "likeness": placing.likeness,
        "like_id": placing.like_id,
    }
    statement = article.insert().values(**values).returning(article.c.id)
    article_id = int(tx.execute(statement).scalar_one())
    _grow_story(tx, story_id, now)
    _imprint(tx, article_id, finding.shingles, now)
    remember_addresses(tx, article_id, [finding.address_key])
    return article_id, story_id


def revise(tx: Tx, held: Stored, finding: Finding, *, now: datetime) -> int:
    """Put a new text in place of the held one, which is kept as a revision; the new number."""
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
    tx.execute(revision.insert().values(**kept))
    values = _columns(finding, now) | {"revision": held.revision + 1}
    # The first word on when it was published stands; a revision that forgets it changes nothing.
    for name in ("published_at", "published_from", "canonical_url", "image_url", "section"):
        if values[name] is None:
            del values[name]
    tx.execute(update(article).where(article.c.id == held.id).values(**values))
    _imprint(tx, held.id, finding.shingles, now)
    return held.revision + 1


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


def forget(tx: Tx, *, before: datetime) -> int:
    """Take fingerprints of weeks before that one away, in one range; how many rows."""
    old = fingerprint.delete().where(fingerprint.c.week < week_of(before))
    return tx.execute(old).rowcount


def remember_addresses(tx: Tx, article_id: int, keys: Collection[str]) -> None:
    """More canonical addresses under which the article is known."""
    rows = [{"address_key": key, "article_id": article_id} for key in keys]
    tx.execute(insert(tx, article_address).on_conflict_do_nothing(), rows)


def _selection() -> Select[Any]:
    return select(article, feed.c.name.label("outlet")).join(feed, feed.c.id == article.c.feed_id)


def _stored(row: Row[Any]) -> Stored:
    values = row._mapping
    one = Article(
        **{name: values[name] for name in _PLAIN},
        authors=split(row.authors),
        tags=split(row.tags),
        access=Access(row.access),
    )
    rest = [f.name for f in fields(Stored) if f.name not in ("article", "relation")]
    relation = Relation(row.relation)
    return Stored(article=one, relation=relation, **{name: values[name] for name in rest})


def _columns(finding: Finding, now: datetime) -> dict[str, Any]:
    """The columns that a new article and a revision share."""
    one = finding.article
    return {name: getattr(one, name) for name in _PLAIN} | {
        "authors": join(one.authors),
        "tags": join(one.tags),
        "access": one.access,
        "fetched_at": now,
        "text_hash": finding.text_hash,
        "n_words": finding.n_words,
    }


def _open_story(tx: Tx, title: str, now: datetime) -> int:
    values = {"title": title, "first_at": now, "last_at": now, "articles": 0}
    return int(tx.execute(story.insert().values(**values).returning(story.c.id)).scalar_one())


def _grow_story(tx: Tx, story_id: int, now: datetime) -> None:
    grown = {"articles": story.c.articles + 1, "last_at": now}
    tx.execute(update(story).where(story.c.id == story_id).values(**grown))


def _imprint(tx: Tx, article_id: int, shingles: Sequence[int], now: datetime) -> None:
    week = week_of(now)
    rows = [{"week": week, "shingle": one, "article_id": article_id} for one in shingles]
    if rows:
        tx.execute(insert(tx, fingerprint).on_conflict_do_nothing(), rows)

"""What may leave the archive, and its leaving: a rule in, stories out, oldest first.

A story leaves as a whole, so that no copy loses its original. Its entries stay, as forgotten:
what left is not fetched again when a feed announces it once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import (
    Insert,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from crawler.storage import articles, search
from crawler.storage.store import Tx
from crawler.storage.tables import (
    alert,
    article,
    article_address,
    entry,
    event,
    hit,
    mending,
    story,
)

# Bound parameters are limited (SQLite: 32,766 a statement); a story may have many articles.
CHUNK = 500
# Old stories of which is asked together what keeps them.
AT_A_TIME, COUNTED_AT_A_TIME = 100, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What may leave. A story's age counts from when it grew last; None: never by age."""

    before: datetime | None = None  # stories that no topic matched
    matched_before: datetime | None = None  # stories that a topic matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A story that may leave."""

    id: int
    title: str
    last_at: datetime
    articles: int
    matched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much may leave."""

    stories: int = 0
    articles: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None


def leaving(tx: Tx, rule: Rule, *, limit: int, after: int = 0) -> list[Leaving]:
    """The first *limit* stories with ids above *after* that the rule lets go, oldest first."""
    return list(islice(_let_go(tx, rule, after=after, at_a_time=max(limit, AT_A_TIME)), limit))


def extent(tx: Tx, rule: Rule) -> Extent:
    """How much the rule lets go."""
    stories = number = 0
    oldest = newest = None
    for one in _let_go(tx, rule, after=0, at_a_time=COUNTED_AT_A_TIME):
        stories, number = stories + 1, number + one.articles
        oldest = min(oldest or one.last_at, one.last_at)
        newest = max(newest or one.last_at, one.last_at)
    return Extent(stories=stories, articles=number, oldest=oldest, newest=newest)


def remove(tx: Tx, story_ids: Collection[int]) -> int:
    """Take these stories away with all that hangs on them; how many articles that were.

    What their articles were compared by stays until its own time is over: it finds nobody.
    """
    stories = _with_merged(tx, story_ids)
    ids = list(tx.execute(select(article.c.id).where(article.c.story_id.in_(stories))).scalars())
    for part in _chunks(ids):
        search.take_out(tx, articles.load(tx, part))
        _forget_entries(tx, part)
    its_mendings = or_(mending.c.story_id.in_(stories), mending.c.from_story_id.in_(stories))
    tx.execute(delete(mending).where(its_mendings))
    tx.execute(delete(alert).where(alert.c.story_id.in_(stories)))
    for part in _chunks(ids):
        tx.execute(delete(article).where(article.c.id.in_(part)))  # the rest hangs on it
    tx.execute(delete(story).where(story.c.id.in_(stories)))
    return len(ids)


def _let_go(tx: Tx, rule: Rule, *, after: int, at_a_time: int) -> Iterator[Leaving]:
    """What neither rule nor work under way keeps, by id.

    Some are chosen by age, and only of these is asked what keeps them: asked in one statement,
    PostgreSQL reads all hits and alerts for each batch.
    """
    newest = _newest(tx)
    while old := _old(tx, rule, newest, after, limit=at_a_time):
        after, ids = old[-1].id, [one.id for one in old]
        matched, owed = _matched(tx, ids), _owed(tx, ids)
        for one in old:
            before = rule.matched_before if one.id in matched else rule.before
            if one.id not in owed and before is not None and one.last_at < before:
                yield replace(one, matched=one.id in matched)


def _old(tx: Tx, rule: Rule, newest: Collection[int], after: int, *, limit: int) -> list[Leaving]:
    """Stories that are old enough for one of the rules, whether a topic matched them or not."""
    ages = [one for one in (rule.before, rule.matched_before) if one is not None]
    if not ages:
        return []
    statement = (
        select(story.c.id, story.c.title, story.c.last_at, story.c.articles)
        .where(
            story.c.id > after,
            story.c.last_at < max(ages),
            story.c.merged_into.is_(None),
            story.c.id.not_in(newest),
        )
        .order_by(story.c.id)
        .limit(limit)
    )
    return [Leaving(**row, matched=False) for row in tx.execute(statement).mappings()]


def _matched(tx: Tx, ids: Sequence[int]) -> set[int]:
    """Those of which a topic matched an article, or that somebody was told of."""
    hits = (
        select(article.c.story_id)
        .join(hit, hit.c.article_id == article.c.id)
        .where(article.c.story_id.in_(ids))
    )
    told = select(alert.c.story_id).where(alert.c.story_id.in_(ids))
    return {*tx.execute(hits.distinct()).scalars(), *tx.execute(told.distinct()).scalars()}


def _owed(tx: Tx, ids: Sequence[int]) -> set[int]:
    """Those of which somebody is still to be told."""
    waits = and_(alert.c.story_id.in_(ids), alert.c.state == "waiting")
    return set(tx.execute(select(alert.c.story_id).where(waits)).scalars())


def _newest(tx: Tx) -> list[int]:
    """Stories that always stay: SQLite gives the highest id anew once its row is gone.

    Keys of alerts are made of ids, and receivers would take a new story for one they know; what
    became of stories is read on behind the last event's id.
    """
    last = select(article.c.story_id).order_by(article.c.id.desc()).limit(1)
    of_event = (
        select(article.c.story_id)
        .join(event, event.c.article_id == article.c.id)
        .order_by(event.c.id.desc())
        .limit(1)
    )
    found = [
        tx.execute(select(func.max(story.c.id))).scalar(),
        tx.execute(last).scalar(),
        tx.execute(of_event).scalar(),
    ]
    return [id_ for id_ in found if id_ is not None]


def _with_merged(tx: Tx, story_ids: Collection[int]) -> list[int]:
    """The stories with those that were merged into them, which are empty."""
    found, fresh = set(story_ids), list(story_ids)
    while fresh:
        statement = select(story.c.id).where(story.c.merged_into.in_(fresh))
        fresh = [id_ for id_ in tx.execute(statement).scalars() if id_ not in found]
        found.update(fresh)
    return sorted(found)


def _forget_entries(tx: Tx, ids: Sequence[int]) -> None:
    """Every address of these articles stays known, as one that is not to be read again."""
    tx.execute(_addresses_as_entries(ids))
    forgotten = {
        "state": "forgotten",
        "article_id": None,
        "look_again_at": None,
        "summary_html": "",
        "content_html": "",
    }
    tx.execute(update(entry).where(entry.c.article_id.in_(ids)).values(**forgotten))


def _addresses_as_entries(ids: Sequence[int]) -> Insert:
    """An entry for each address that no feed gave: a page's own word, where links had led."""
    known = exists().where(entry.c.address_key == article_address.c.address_key)
    values = {
        "address_key": article_address.c.address_key,
        "feed_id": article.c.feed_id,
        "article_id": article.c.id,
        "url": article.c.url,
        "host": article.c.site,
        "guid": article.c.url,
        "title": article.c.title,
        "summary_html": literal(""),
        "content_html": literal(""),
        "authors": literal(""),
        "tags": literal(""),
        "digest": article.c.text_hash,
        "state": literal("forgotten"),
        "tries": literal(0),
        "next_try_at": article.c.first_seen_at,
        "first_seen_at": article.c.first_seen_at,
        "read_at": article.c.fetched_at,
    }
    rows = (
        select(*values.values())
        .join_from(article_address, article, article.c.id == article_address.c.article_id)
        .where(article.c.id.in_(ids), ~known)
    )
    return insert(entry).from_select(list(values), rows)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]

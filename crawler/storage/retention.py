"""What may leave the archive, and its leaving: a rule in, stories out, oldest first.

A story leaves as a whole, so that no copy loses its original. Its entries stay, as forgotten:
what left is not fetched again when a feed announces it once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Select,
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
AT_A_TIME, COUNTED_AT_A_TIME = 100, 50_000


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

    def __add__(self, other: Extent) -> Extent:
        olds = [one.oldest for one in (self, other) if one.oldest is not None]
        news = [one.newest for one in (self, other) if one.newest is not None]
        return Extent(
            stories=self.stories + other.stories,
            articles=self.articles + int(other.articles),
            oldest=min(olds, default=None),
            newest=max(news, default=None),
        )


def leaving(tx: Tx, rule: Rule, *, limit: int, after: int = 0) -> list[Leaving]:
    """The first *limit* stories with ids above *after* that the rule lets go, oldest first."""
    newest, found = _newest(tx), list[Leaving]()
    for first, last in _stretches(tx, rule, after, old=max(limit, AT_A_TIME)):
        some = _let_go(rule, first, last, newest).order_by(story.c.id).limit(limit - len(found))
        found += [Leaving(**row) for row in tx.execute(some).mappings()]
        if len(found) == limit:
            break
    return found


def extent(tx: Tx, rule: Rule) -> Extent:
    """How much the rule lets go."""
    newest, so_far = _newest(tx), Extent()
    for first, last in _stretches(tx, rule, 0, old=COUNTED_AT_A_TIME):
        some = _let_go(rule, first, last, newest).subquery()
        summed = select(
            func.count().label("stories"),
            func.coalesce(func.sum(some.c.articles), 0).label("articles"),
            func.min(some.c.last_at).label("oldest"),
            func.max(some.c.last_at).label("newest"),
        )
        so_far += Extent(**tx.execute(summed.select_from(some)).mappings().one())
    return so_far


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


def _stretches(tx: Tx, rule: Rule, after: int, *, old: int) -> Iterator[tuple[int, int]]:
    """The first and last ids of so many stories old enough for one of the rules, again and again.

    What keeps them is asked of a stretch: of all at once, PostgreSQL reads all hits and alerts.
    """
    ages = [one for one in (rule.before, rule.matched_before) if one is not None]
    while ages:
        is_old = and_(story.c.id > after, story.c.last_at < max(ages))
        ids = select(story.c.id).where(is_old).order_by(story.c.id).limit(old).subquery()
        last = tx.execute(select(func.max(ids.c.id))).scalar()
        if last is None:
            return
        yield after + 1, last
        after = last


def _let_go(rule: Rule, first: int, last: int, newest: Collection[int]) -> Select[Any]:
    """What neither rule nor work under way keeps, of the stories from *first* to *last*."""
    hits = (
        select(article.c.story_id)
        .join(hit, hit.c.article_id == article.c.id)
        .where(article.c.story_id.between(first, last))
    )
    told = select(alert.c.story_id).where(alert.c.story_id.between(first, last))
    is_matched = or_(story.c.id.in_(hits), story.c.id.in_(told))
    ages = [
        and_(story.c.last_at < before, matters)
        for before, matters in ((rule.before, ~is_matched), (rule.matched_before, is_matched))
        if before is not None
    ]
    return select(
        story.c.id, story.c.title, story.c.last_at, story.c.articles, is_matched.label("matched")
    ).where(
        story.c.id.between(first, last),
        or_(False, *ages),
        story.c.merged_into.is_(None),
        story.c.id.not_in(newest),
        story.c.id.not_in(told.where(alert.c.state == "waiting")),
    )


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

"""What arrived on the topics, by story, newest first; and which topics are busy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.items import Access
from crawler.storage import Tx, articles, coverage, stories
from crawler.storage.arrivals import Arrival, Busy, arrivals, busy, newest_hit
from crawler.storage.articles import Stored
from crawler.storage.stories import StoryRow
from crawler.web.shown.excerpts import Pieces, marked_title, opening, sentences

STORIES = 30
BUSY, BUSY_FOR = 25, timedelta(days=1)
SENTENCES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story in the stream."""

    story_id: int
    article_id: int  # the newest that matched
    title: Pieces
    outlet: str
    url: str
    language: str | None
    access: Access
    at: datetime  # when it matched
    published_at: datetime | None
    articles: int
    outlets: int
    copies: int
    topics: tuple[tuple[int, str], ...]
    sentences: tuple[Pieces, ...]
    is_unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A page of what arrived."""

    items: tuple[Item, ...]
    older: int | None  # `before` of the next page
    newest: int  # rises with each arrival

    @property
    def unread(self) -> int:
        """How many of these are."""
        return sum(one.is_unread for one in self.items)


def stream(
    tx: Tx,
    *,
    unread_since: datetime,
    before: int | None = None,
    topic_id: int | None = None,
    limit: int = STORIES,
) -> Stream:
    """What arrived, on all topics or one."""
    found = arrivals(tx, limit=limit + 1, before=before, topic_id=topic_id)
    shown = found[:limit]
    return Stream(
        items=items(tx, shown, unread_since=unread_since),
        older=shown[-1].hit_id if len(found) > limit else None,
        newest=newest_hit(tx),
    )


def newest(tx: Tx, topic_id: int, *, unread_since: datetime, limit: int) -> tuple[Item, ...]:
    """The last that arrived on a topic."""
    return items(tx, arrivals(tx, limit=limit, topic_id=topic_id), unread_since=unread_since)


def items(tx: Tx, found: list[Arrival], *, unread_since: datetime) -> tuple[Item, ...]:
    """Each arrival with what there is to read of it."""
    held = {one.id: one for one in articles.load(tx, [one.article_id for one in found])}
    told = stories.load(tx, {one.story_id for one in found})
    names = coverage.topics_of(tx, {id_ for one in found for id_ in one.topic_ids})
    return tuple(
        _item(one, held[one.article_id], told[one.story_id], names, unread_since)
        for one in found
        if one.article_id in held and one.story_id in told
    )


def busy_topics(tx: Tx, *, now: datetime, unread_since: datetime) -> list[Busy]:
    """Those that matched anything for a day."""
    return busy(tx, since=now - BUSY_FOR, unread_since=unread_since, limit=BUSY)


def _item(
    one: Arrival, stored: Stored, story: StoryRow, names: dict[int, str], unread_since: datetime
) -> Item:
    article = stored.article
    # Places count in the text that matched; of a later one they say nothing.
    places = one.places if one.revision == stored.revision else ()
    return Item(
        story_id=one.story_id,
        article_id=stored.id,
        title=marked_title(article, places),
        outlet=stored.outlet,
        url=article.url,
        language=article.language,
        access=article.access,
        at=one.matched_at,
        published_at=article.published_at,
        articles=story.articles,
        outlets=story.outlets,
        copies=story.copies,
        topics=tuple((id_, names[id_]) for id_ in one.topic_ids if id_ in names),
        sentences=sentences(article, places, most=SENTENCES) or opening(article),
        is_unread=one.matched_at > unread_since,
    )

"""Articles: what was read, what it said before, why a topic matches it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Path, Query

from crawler.dedup.diff import Change
from crawler.items import Access, Place, Relation
from crawler.storage import Tx, articles, revisions, topics
from crawler.storage.articles import RevisionMark, Stored
from crawler.storage.headlines import Headline, Wish, headlines
from crawler.storage.revisions import Event
from crawler.web.api.cursors import listing, place_of
from crawler.web.api.filters import feed_id_of, since_of, topic_id_of
from crawler.web.api.frame import (
    LARGEST,
    Cursor,
    FeedWord,
    Id,
    Language,
    Limit,
    Listing,
    Since,
    TopicWord,
    looks_of,
)
from crawler.web.shown.changes import changes
from crawler.web.shown.reasons import Part, explained
from crawler.web.state import Known

looks = looks_of("articles")
NAME = "articles"
HISTORY_MOST = 50
RevisionNumber = Annotated[
    int | None, Query(ge=1, le=LARGEST, description="The text as it was in this revision.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic that matched it, and where in the text of that revision."""

    topic: str
    matched_at: datetime
    revision: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFull:
    """An article with its text: paragraphs parted by an empty line; `## `, `- ` and `> ` begin
    headings, items and quotations.
    """

    id: int
    url: str
    canonical_url: str | None
    outlet: str
    feed_id: int
    site: str
    site_name: str | None
    title: str
    kicker: str | None
    lead: str | None
    text: str
    access: Access
    note: str | None
    authors: tuple[str, ...]
    agency: str | None
    language: str | None
    country: str | None
    section: str | None
    tags: tuple[str, ...]
    image_url: str | None
    image_caption: str | None
    image_credit: str | None
    published_at: datetime | None
    published_day: date | None
    published_from: str | None
    modified_at: datetime | None
    first_seen_at: datetime
    fetched_at: datetime
    n_words: int
    revision: int
    revisions: int
    story_id: int
    original_id: int | None
    relation: Relation
    like_id: int | None
    likeness: float | None
    verdict: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an article was before, and what became of it."""

    revisions: tuple[RevisionMark, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a revision changed."""

    revision: int
    before_at: datetime
    after_at: datetime
    title: tuple[Change, ...]
    lead: tuple[Change, ...]
    text: tuple[Change, ...]
    words_added: int
    words_removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a topic's query, as it is now, matches an article or not."""

    article_id: int
    topic: str
    query: str
    revision: int
    matches: bool
    recorded_at: datetime | None
    tree: Part
    nearest: tuple[str, ...]


@looks.get("/articles")
def list_articles(
    state: Known,
    limit: Limit = 50,
    cursor: Cursor = None,
    since: Since = None,
    feed: FeedWord = None,
    topic: TopicWord = None,
    language: Language = None,
    originals: Annotated[bool, Query(description="Without copies.")] = False,
) -> Listing[Headline]:
    """The last to arrive, newest first."""
    before, after = place_of(state, NAME, cursor), since_of(state, since)
    with state.store.reading() as tx:
        topic_id = topic_id_of(tx, topic)
        wish = Wish(
            before=before,
            since=after,
            feed_id=feed_id_of(tx, feed),
            language=language.lower() if language else None,
            topic=topics.names(tx)[topic_id] if topic_id is not None else None,
            originals=originals,
        )
        found = headlines(tx, wish, limit=limit + 1)
    return listing(state, NAME, found, limit, lambda one: one.id)


@looks.get("/articles/{article_id}")
def one_article(article_id: Id, state: Known, revision: RevisionNumber = None) -> ArticleFull:
    """An article with its text, as it is or as it was."""
    with state.store.reading() as tx:
        stored = articles.by_id(tx, article_id)
        number = stored.revision if revision is None else revision
        return _full(tx, stored, number)


@looks.get("/articles/{article_id}/revisions")
def list_revisions(article_id: Id, state: Known) -> History:
    """The texts that it had before, the newest first, and what became of it (50 of each)."""
    with state.store.reading() as tx:
        articles.by_id(tx, article_id)
        return History(
            revisions=tuple(articles.revision_marks(tx, article_id, limit=HISTORY_MOST)),
            events=tuple(revisions.events_of(tx, [article_id], most=HISTORY_MOST)),
        )


@looks.get("/articles/{article_id}/revisions/{number}")
def one_revision(
    article_id: Id, number: Annotated[int, Path(ge=2, le=LARGEST)], state: Known
) -> Step:
    """What this revision changed, by word; long pieces that were kept are cut in their middle."""
    with state.store.reading() as tx:
        found = changes(tx, article_id, number)
    return Step(
        revision=found.number,
        before_at=found.before_at,
        after_at=found.after_at,
        title=found.title,
        lead=found.lead,
        text=found.text,
        words_added=found.added,
        words_removed=found.removed,
    )


@looks.get("/articles/{article_id}/why")
def why_article(
    article_id: Id,
    state: Known,
    topic: Annotated[str, Query(max_length=200, description="A topic, by name or id.")],
) -> Why:
    """A topic's query as a tree, each part true or false of this article, with its places."""
    with state.store.reading() as tx:
        stored = articles.by_id(tx, article_id)
        topic_id = topic_id_of(tx, topic)
        assert topic_id is not None
        row = topics.by_id(tx, topic_id).topic
        tree, misses = explained(tx, row, stored, now=state.now())
        hit = next((one for one in topics.hits_of(tx, article_id) if one.topic == row.name), None)
    return Why(
        article_id=article_id,
        topic=row.name,
        query=row.query,
        revision=stored.revision,
        matches=tree.holds,
        recorded_at=hit.matched_at if hit else None,
        tree=tree,
        nearest=misses,
    )


def _full(tx: Tx, stored: Stored, number: int) -> ArticleFull:
    article = stored.article
    title, lead, text, fetched_at = article.title, article.lead, article.text, stored.fetched_at
    if number != stored.revision:
        old = articles.revision_at(tx, stored.id, number)
        title, lead, text, fetched_at = old.title, old.lead, old.text, old.fetched_at
    hits: Sequence[Match] = [
        Match(
            topic=one.topic,
            matched_at=one.matched_at,
            revision=one.revision,
            places=one.places,
        )
        for one in topics.hits_of(tx, stored.id)
    ]
    same = ("url", "canonical_url", "site_name", "kicker", "access", "note", "authors", "agency",
            "language", "country", "section", "tags", "image_url", "image_caption", "image_credit",
            "published_at", "published_day", "published_from", "modified_at")  # fmt: skip
    kept = ("id", "outlet", "feed_id", "site", "first_seen_at", "n_words", "story_id",
            "original_id", "relation", "like_id", "likeness", "verdict")  # fmt: skip
    return ArticleFull(
        **{name: getattr(article, name) for name in same},
        **{name: getattr(stored, name) for name in kept},
        title=title,
        lead=lead,
        text=text,
        fetched_at=fetched_at,
        revision=number,
        revisions=stored.revision,
        matches=tuple(hits),
    )

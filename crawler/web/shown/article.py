"""Everything that is known of one article, as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.errors import NotFound, QueryError
from crawler.items import Place
from crawler.storage import Tx, articles, history, revisions, stories, topics
from crawler.storage.articles import RevisionMark, Stored
from crawler.storage.history import EntryRow
from crawler.storage.revisions import Event
from crawler.storage.stories import Member
from crawler.storage.topics import HitRow
from crawler.topics.parsing import parse_whole
from crawler.topics.places import evidence, holds
from crawler.web.shown.excerpts import Pieces
from crawler.web.shown.texts import Block, blocks, pieces
from crawler.web.shown.why import Part, why

REVISIONS, RELATED, EVENTS = 50, 30, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic that matched it."""

    topic_id: int
    topic: str
    matched_at: datetime
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a topic matches the present text."""

    match: Match
    query: str
    part: Part
    places: tuple[Place, ...]  # in the present text
    is_changed: bool  # the query or the text is another than when it matched


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleShown:
    """An article."""

    stored: Stored
    revision: int  # the one that is shown
    fetched_at: datetime
    title: Pieces
    lead: Pieces | None
    blocks: tuple[Block, ...]
    matches: tuple[Match, ...]
    reason: Reason | None
    revisions: tuple[RevisionMark, ...]  # the earlier ones, newest first
    story: tuple[Member, ...]  # the others that tell of it
    story_articles: int
    events: tuple[Event, ...]
    entry: EntryRow | None
    like: str | None  # the title of the article that it was found most like


def article(
    tx: Tx, article_id: int, *, now: datetime, revision: int | None = None, topic: int | None = None
) -> ArticleShown:
    """The article, as it is or as it was; explained for *topic*, or else for the first.

    NotFound when there is no such article or revision.
    """
    stored = articles.by_id(tx, article_id)
    number = revision or stored.revision
    title, lead, text, fetched = _as_of(tx, stored, number)
    hits = topics.hits_of(tx, article_id)
    chosen = _chosen(hits, topic)
    held = [hit for hit in hits if hit.revision == number]
    reason = _reason(tx, stored, chosen, now) if chosen and number == stored.revision else None
    places = [place for hit in held for place in hit.places]
    if reason is not None and chosen not in held:
        places += reason.places
    members = stories.members(tx, stored.story_id, limit=RELATED + 1)
    others = tuple(one for one in members if one.id != article_id)
    return ArticleShown(
        stored=stored,
        revision=number,
        fetched_at=fetched,
        title=pieces(title, places, "title"),
        lead=pieces(lead, places, "lead") if lead else None,
        blocks=blocks(text, places),
        matches=tuple(map(_match, hits)),
        reason=reason,
        revisions=tuple(articles.revision_marks(tx, article_id, limit=REVISIONS)),
        story=others[:RELATED],
        story_articles=_size(tx, stored.story_id, members),
        events=tuple(revisions.events_of(tx, [article_id], most=EVENTS)),
        entry=history.entry_at(tx, stored.address_key),
        like=next((one.title for one in others if one.id == stored.like_id), None),
    )


def _size(tx: Tx, story_id: int, members: Sequence[Member]) -> int:
    """How many articles it has; asked for only where not all of them were read."""
    return stories.by_id(tx, story_id).articles if len(members) > RELATED else len(members)


def _as_of(tx: Tx, stored: Stored, number: int) -> tuple[str, str | None, str, datetime]:
    if number == stored.revision:
        one = stored.article
        return one.title, one.lead, one.text, stored.fetched_at
    old = articles.revision_at(tx, stored.id, number)
    return old.title, old.lead, old.text, old.fetched_at


def _chosen(hits: Sequence[HitRow], topic_id: int | None) -> HitRow | None:
    if topic_id is None:
        return hits[0] if hits else None
    for hit in hits:
        if hit.topic_id == topic_id:
            return hit
    raise NotFound("the article was not matched by that topic")


def _match(hit: HitRow) -> Match:
    return Match(
        topic_id=hit.topic_id, topic=hit.topic, matched_at=hit.matched_at, revision=hit.revision
    )


def _reason(tx: Tx, stored: Stored, hit: HitRow, now: datetime) -> Reason | None:
    row = topics.by_id(tx, hit.topic_id).topic
    try:
        query = parse_whole(row.query, topics.queries(tx))
    except QueryError:  # it names a query that is no longer saved
        return None
    document = articles.as_queried(stored, now)
    return Reason(
        match=_match(hit),
        query=row.query,
        part=why(query, document),
        places=evidence(query, document) if holds(query, document) else (),
        is_changed=row.version != hit.version or hit.revision != stored.revision,
    )

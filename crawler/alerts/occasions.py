"""An alert and the database as it is now -> the occasion to tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.alerts.matter import Carrier, Occasion
from crawler.dedup.urls import for_readers
from crawler.errors import NotFound, QueryError
from crawler.items import Alert, Article, Place
from crawler.measure.updates import News
from crawler.storage import Tx, alerts, articles, topics
from crawler.storage.alerts import Grounds, Member
from crawler.storage.articles import Stored
from crawler.topics.document import Document
from crawler.topics.parsing import expand, parse
from crawler.topics.places import evidence, holds
from crawler.topics.query import Case, Or, Phrase, Query, Stem, walk

MEMBERS_MAX = 200  # of a story; no message names more


def occasion_of(tx: Tx, alert: Alert) -> Occasion:
    """All copies known by now are in it. Raises NotFound when the article or the alert is gone."""
    if alert.article_id is None:
        raise NotFound(f"alert {alert.id} is about no article")
    stored = articles.by_id(tx, alert.article_id)
    why = alerts.grounds(tx, alert.id)
    article, changed_since = _as_matched(tx, stored, why)
    document = articles.as_queried(stored, stored.first_seen_at, article)
    match = matched(why, document, topics.queries(tx))
    members = alerts.members(tx, stored.story_id, limit=MEMBERS_MAX)
    return Occasion(
        topic=alert.topic,
        matched=match.parts,
        article_id=stored.id,
        story_id=stored.story_id,
        outlet=stored.outlet,
        link=link_to(stored.article.url, stored.article.canonical_url),
        article=article,
        places=match.places,
        first_seen_at=stored.first_seen_at,
        changed_since=changed_since,
        copy_of=stored.original_id,
        others=tuple(_carrier(member) for member in members if member.id != stored.id),
        news=tuple(News(**one) for one in alert.detail.get("news", ())),
    )


def link_to(url: str, canonical_url: str | None) -> str:
    """The address for readers: the page's own word where it can be believed, without tracking."""
    return for_readers(url, canonical_url)


@dataclass(frozen=True, slots=True)
class Match:
    """What of a query matched, and the words that did."""

    parts: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def matched(why: Grounds, document: Document, saved: dict[str, str]) -> Match:
    """Of a query of alternatives those that hold, in canonical text; else the query as a whole.

    When the topic has got another query since, only the places are known, as they were stored.
    """
    if why.hit_version != why.version:
        return Match((), why.places)
    try:
        query = parse(why.query, saved=saved)
        parts = query.parts if isinstance(query, Or) else (query,)
        whole = [expand(part, saved) for part in parts]
    except QueryError:  # a saved query that it names has gone
        return Match((why.query,), why.places)
    true = [number for number, part in enumerate(whole) if holds(part, document)]
    texts = tuple(str(parts[number]) for number in true) or (str(query),)
    return Match(texts, tuple(_words(why.places, [whole[n] for n in true], document)))


def _words(places: Iterable[Place], parts: Iterable[Query], document: Document) -> Iterator[Place]:
    """Of a place that NEAR stretches over many words, only the words that were asked for."""
    asked = {one for part in parts for one in walk(part) if isinstance(one, Phrase | Case | Stem)}
    found = sorted({place for one in asked for place in evidence(one, document)})
    for place in places:
        inside = [
            p for p in found
            if p.field == place.field and place.start <= p.start and p.end <= place.end
        ]  # fmt: skip
        yield from inside or [place]


def _as_matched(tx: Tx, stored: Stored, why: Grounds) -> tuple[Article, bool]:
    """The article with the text in which the topic was found, and whether that has changed."""
    if why.revision in (None, stored.revision):
        return stored.article, False
    for old in articles.revisions(tx, stored.id):
        if old.number == why.revision:
            return replace(stored.article, title=old.title, lead=old.lead, text=old.text), True
    return stored.article, False


def _carrier(member: Member) -> Carrier:
    return Carrier(
        article_id=member.id,
        outlet=member.outlet,
        title=member.title,
        link=link_to(member.url, member.canonical_url),
        agency=member.agency,
        language=member.language,
        published_at=member.published_at,
        first_seen_at=member.first_seen_at,
        copy_of=member.original_id,
    )

"""An alert and the database as it is now -> the occasion to tell of."""

from __future__ import annotations

from dataclasses import replace

from crawler.alerts.wording import Carrier, Occasion
from crawler.errors import QueryError
from crawler.items import Alert, Article
from crawler.storage import Tx, alerts, articles, topics
from crawler.storage.alerts import Grounds, Member
from crawler.storage.articles import Stored
from crawler.topics.document import Document
from crawler.topics.parsing import expand, parse
from crawler.topics.places import holds
from crawler.topics.query import Or

MEMBERS_MAX = 200  # of a story; no message names more


def occasion_of(tx: Tx, alert: Alert) -> Occasion:
    """All copies known by now are in it. Raises NotFound when the article or the alert is gone."""
    stored = articles.by_id(tx, alert.article_id)
    why = alerts.grounds(tx, alert.id)
    article, changed_since = _as_matched(tx, stored, why)
    members = alerts.members(tx, stored.story_id, limit=MEMBERS_MAX)
    return Occasion(
        topic=alert.topic,
        matched=matched_parts(why, article, stored.outlet, topics.queries(tx)),
        article_id=stored.id,
        story_id=stored.story_id,
        outlet=stored.outlet,
        article=article,
        places=why.places,
        first_seen_at=stored.first_seen_at,
        changed_since=changed_since,
        copy_of=stored.original_id,
        others=tuple(_carrier(member) for member in members if member.id != stored.id),
    )


def matched_parts(
    why: Grounds, article: Article, outlet: str, saved: dict[str, str]
) -> tuple[str, ...]:
    """Of a query of alternatives those that hold, in canonical text; else the query as a whole.

    Nothing when the topic has got another query since.
    """
    if why.hit_version != why.version:
        return ()
    try:
        query = parse(why.query, saved=saved)
        alternatives = query.parts if isinstance(query, Or) else (query,)
        document = Document.of(article, source=outlet, now=article.published_at)
        true = [part for part in alternatives if holds(expand(part, saved), document)]
    except (QueryError, ValueError):
        return (why.query,)
    return tuple(map(str, true or [query]))


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
        url=member.url,
        agency=member.agency,
        language=member.language,
        published_at=member.published_at,
        first_seen_at=member.first_seen_at,
        copy_of=member.original_id,
    )

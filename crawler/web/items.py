"""A topic or a saved search, and the archive -> the entries of its feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape

from crawler.alerts.excerpts import Excerpt, excerpts
from crawler.alerts.occasions import link_to
from crawler.alerts.plain import one_line, web_link
from crawler.errors import NotFound
from crawler.feeds.writing import OutFeed, OutItem
from crawler.items import Place
from crawler.storage import Tx, articles, search, topics
from crawler.storage.articles import Stored
from crawler.storage.search.patience import Patience
from crawler.storage.tokens import Token, TokenKind
from crawler.topics.parsing import expand, parse

ITEMS_MAX = 100
SENTENCES_MAX = 3
SEARCH_S = 5.0


def feed_of(tx: Tx, token: Token, *, self_url: str, now: datetime) -> OutFeed:
    """What the token opens. Raises NotFound when its topic or query is gone."""
    if token.kind == TokenKind.TOPIC:
        items = [*_of_topic(tx, token.subject)]
    else:
        items = [*_of_search(tx, token.subject, now)]
    return OutFeed(
        id=f"urn:wirewatch:feed:{token.id}",
        title=f"Wirewatch: {one_line(token.subject)}",
        self_url=self_url,
        updated_at=max((item.updated_at for item in items), default=token.made_at),
        items=items,
    )


def _of_topic(tx: Tx, name: str) -> Iterator[OutItem]:
    """Each story of a topic once, by the article that was found first; the newest first."""
    if not any(row.topic.name == name for row in topics.listing(tx)):
        raise NotFound(f"no topic has the name {name!r}")
    hits = topics.newest_hits(tx, name, limit=ITEMS_MAX)
    held = {stored.id: stored for stored in articles.load(tx, [hit.article_id for hit in hits])}
    for hit in hits:
        stored = held.get(hit.article_id)
        if stored is not None:
            # Places count in the text that matched; of a later one they say nothing.
            places = hit.places if hit.revision == stored.revision else ()
            yield _item(stored, places)


def _of_search(tx: Tx, name: str, now: datetime) -> Iterator[OutItem]:
    saved = topics.queries(tx)
    if name not in saved:
        raise NotFound(f"no query is saved as @{name}")
    query = expand(parse(saved[name], saved=saved), saved)
    for one in search.find(tx, query, now=now, limit=ITEMS_MAX, patience=Patience(SEARCH_S)):
        yield _item(one.stored, one.places)


def _item(stored: Stored, places: tuple[Place, ...]) -> OutItem:
    article = stored.article
    fields = (("lead", article.lead or ""), ("body", article.text))
    found = excerpts(fields, places)[:SENTENCES_MAX]
    link = web_link(link_to(article.url, article.canonical_url))
    return OutItem(
        id=f"urn:wirewatch:article:{stored.id}",
        title=one_line(article.title) or "—",
        url=link,
        outlet=one_line(stored.outlet),
        html="".join(f"<p>{_marked(one)}</p>" for one in found)
        or f"<p>{escape(one_line(article.lead or ''))}</p>",
        language=article.language,
        published_at=article.published_at or stored.first_seen_at,
        updated_at=stored.fetched_at,
    )


def _marked(one: Excerpt) -> str:
    return "".join(f"<b>{escape(text)}</b>" if hit else escape(text) for text, hit in one.pieces())

"""A text as the line would hand it to intake: a feed, an entry, a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.passages import blank, boilerplate, keys, read_passages
from crawler.dedup.urls import address_key, site_of
from crawler.items import Access, Article, Finding, Origin
from crawler.storage import Store, Tx, feeds, passages
from crawler.storage.feeds import FeedSpec
from crawler.storage.tables import entry
from crawler.topics.words import fold


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article and the entry that announced it."""

    article: Article
    entry_id: int
    feed_id: int


def add_feed(tx: Tx, url: str, now: datetime) -> int:
    """A feed of that address."""
    return feeds.add(tx, FeedSpec(url=url, name=site_of(url)), Origin.PERSON, now)


def announce(
    tx: Tx, articles: Sequence[Article], feed_ids: Sequence[int], now: datetime
) -> list[Arrival]:
    """Entries for articles that are to be read."""
    arrivals = []
    for article, feed_id in zip(articles, feed_ids, strict=True):
        values = {
            "address_key": address_key(article.url), "feed_id": feed_id, "url": article.url,
            "host": site_of(article.url), "guid": article.url, "title": article.title,
            "summary_html": "", "content_html": "", "authors": "", "tags": "",
            "digest": b"", "state": "waiting", "tries": 0, "next_try_at": now,
            "first_seen_at": article.published_at or now,
        }  # fmt: skip
        found = tx.execute(insert(entry).values(**values).returning(entry.c.id)).scalar_one()
        arrivals.append(Arrival(article, found, feed_id))
    return arrivals


def find(store: Store, arrival: Arrival) -> Finding:
    """Folded, without what belongs to its site's pages, fingerprinted; no topic is matched."""
    article = arrival.article
    pieces = read_passages(article.text, fold)
    with store.reading() as tx:
        known = passages.counts(tx, site_of(article.url), keys(pieces))
    own = boilerplate(pieces, known.times, known.n_articles)
    text = fold(f"{article.lead or ''}\n{blank(article.text, own)}")
    mark = fingerprint(text)
    title = fold(article.title)
    return Finding(
        article=article,
        feed_id=arrival.feed_id,
        outlet=site_of(article.url),
        entry_id=arrival.entry_id,
        address_key=address_key(article.url),
        text_hash=mark.text_hash,
        shingles=mark.shingles,
        n_words=mark.n_words,
        folded_title=title,
        folded_text=text,
        passages=tuple(sorted(keys(pieces))),
    )


def make_article(url: str, title: str, text: str, language: str, at: datetime) -> Article:
    """An article that was read in full."""
    return Article(
        url=url,
        title=title,
        text=text,
        access=Access.FULL,
        language=language or None,
        published_at=at,
        published_from="json-ld",
    )

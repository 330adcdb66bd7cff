"""Small, whole values for tests; every argument that matters is given by the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.urls import address_key, site_of
from crawler.items import Access, Article, Entry, Finding, Hit, Origin
from crawler.storage import Tx, feeds, topics
from crawler.storage.entries import Announced
from crawler.storage.feeds import FeedSpec
from crawler.storage.topics import TopicSpec
from crawler.topics.words import fold

NOW = datetime(2026, 2, 5, 21, 0, tzinfo=UTC)

RIVER = (
    "The river rose by two metres during the night and reached the lower town before dawn.\n\n"
    "Firefighters carried sandbags to the old bridge, where the water stood at six metres and "
    "ten centimetres at eight o'clock, the authority said on Thursday.\n\n"
    "Schools stay closed until Monday; trains between the two valleys do not run, and the mayor "
    "asked everybody to leave cellars and garages at once and not to drive through water."
)
PARLIAMENT = (
    "Parliament voted on the budget after a debate of eleven hours that ended at midnight.\n\n"
    "The opposition had moved forty amendments, of which two were accepted: more money for "
    "libraries in small towns, and a report on the state of the railway bridges each year.\n\n"
    "The finance minister called the result a compromise with which everybody can live, and "
    "announced a second reading for the twelfth of March."
)


def make_entry(url: str = "https://paper.example/a/1", **more: Any) -> Entry:
    """An entry of a feed."""
    return Entry(**{"url": url, "guid": url, "title": "A title", **more})


def announced(entry: Entry) -> Announced:
    """The entry under its canonical address."""
    return Announced(entry=entry, address_key=address_key(entry.url), host=site_of(entry.url))


def make_article(text: str = RIVER, **more: Any) -> Article:
    """An article that was read in full."""
    values = {"url": "https://paper.example/a/1", "title": "The river rises", **more}
    return Article(**{"text": text, "access": Access.FULL, **values})


def make_finding(
    article: Article, *, feed_id: int, entry_id: int, hits: tuple[Hit, ...] = ()
) -> Finding:
    """A finding of that article, folded and fingerprinted."""
    title, text = fold(article.title), f"{fold(article.lead or '')}{fold(article.text)}"
    mark = fingerprint(" ".join(text.split()))
    return Finding(
        article=article,
        feed_id=feed_id,
        outlet="The Paper",
        entry_id=entry_id,
        address_key=address_key(article.url),
        text_hash=mark.text_hash,
        shingles=mark.shingles,
        n_words=mark.n_words,
        folded_title=title,
        folded_text=text,
        hits=hits,
    )


def add_feed(tx: Tx, url: str = "https://paper.example/feed.xml", **more: Any) -> int:
    """The id of a new feed."""
    spec = replace(FeedSpec(url=url, name="The Paper"), **more)
    return feeds.add(tx, spec, Origin.CONFIG, NOW)


def add_topic(tx: Tx, name: str = "Floods", query: str = "river", *channels: str) -> int:
    """The id of a new topic."""
    spec = TopicSpec(name=name, query=query, version="v1", channels=channels or ("log",))
    return topics.save(tx, spec, Origin.CONFIG, NOW)

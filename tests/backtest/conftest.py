"""An archive whose articles come one by one, each at its time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crawler.items import Access, Article, Topic
from crawler.reading.finding import find
from crawler.storage import Store, articles, entries, feeds, placing, search, topics
from crawler.storage.placing import Placing
from crawler.topics.matching import Matcher
from tests.samples import NOW, add_feed, add_topic, announced, make_entry


class Archive:
    """A store to put articles into."""

    def __init__(self, store: Store, country: str | None = None) -> None:
        self.store = store
        with store.writing() as tx:
            self.feed_id = add_feed(tx, country=country)

    def put(
        self,
        text: str,
        *,
        title: str = "A title",
        seen: datetime = NOW,
        published: datetime | None = None,
        story_id: int | None = None,
    ) -> int:
        """The id of a new article; in a story of its own unless *story_id* says which."""
        with self.store.writing() as tx:
            url = f"https://paper.example/{abs(hash((title, text, seen, story_id)))}"
            entry = announced(make_entry(url))
            [waiting] = entries.receive(
                tx, self.feed_id, [entry], seen, rest=timedelta(0)
            ).to_read  # fmt: skip
            article = Article(
                url=url, title=title, text=text, access=Access.FULL, published_at=published
            )
            finding = find(article, waiting, feeds.by_id(tx, self.feed_id), Matcher())
            place = Placing(site="paper.example", reason="", story_id=story_id)
            stored = placing.add(tx, finding, place, seen=seen, now=seen)
            search.index(tx, stored)
        return stored.id

    def story_of(self, article_id: int) -> int:
        with self.store.reading() as tx:
            return articles.by_id(tx, article_id).story_id

    def topic(self, query: str, name: str = "Floods") -> Topic:
        with self.store.writing() as tx:
            add_topic(tx, name, query)
            return topics.by_name(tx, name).topic

    def n_hits(self) -> int:
        with self.store.reading() as tx:
            return sum(row.hits for row in topics.listing(tx))


@pytest.fixture
def archive(store: Store) -> Archive:
    """Empty, on each of the two databases."""
    return Archive(store)

"""A feed, a topic, a memory of words, and articles as they arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawler.dedup.passages import keys, read_passages
from crawler.intake import Admission, AlertRules, admit
from crawler.items import Article, Finding, Hit, Place, Topic
from crawler.storage import Store, articles, entries, revisions, topics
from crawler.storage.revisions import Event
from crawler.stories import StoryMemory
from crawler.topics.words import fold
from tests.samples import (
    NOW,
    RIVER,
    add_feed,
    add_topic,
    announced,
    make_article,
    make_entry,
    make_finding,
)

HOUR = timedelta(hours=1)
# The event of RIVER in other words.
RIVER_AGAIN = (
    "Water in the lower town: after a night in which the river rose by two metres, schools are "
    "shut until Monday and the mayor wants everybody out of cellars and garages.\n\n"
    "At the old bridge firefighters piled sandbags; six metres and ten centimetres were measured "
    "there on Thursday. Between the valleys no trains run, and sandbags are running out."
)


class Newsroom:
    """What an intake has around it; the topic is told of by *channels*."""

    def __init__(self, store: Store, *channels: str) -> None:
        self.store, self.memory, self.now = store, StoryMemory(), NOW
        with store.writing() as tx:
            self.feed_id = add_feed(tx)
            self.topic_id = add_topic(tx, "Floods", "river", *(channels or ("log",)))
            self.topics: dict[int, Topic] = {one.id: one for one in topics.active(tx)}

    def entry_id(self, url: str) -> int:
        """The entry of that address, waiting to be read."""
        known = announced(make_entry(url))
        with self.store.writing() as tx:
            entries.receive(tx, self.feed_id, [known], self.now, rest=HOUR)
            found = f"select id from entry where address_key = '{known.address_key}'"
            entry_id: int = tx.exec_driver_sql(found).scalar_one()
            tx.exec_driver_sql(f"update entry set state = 'waiting' where id = {entry_id}")
        return entry_id

    def finding(self, article: Article, *hits: Hit) -> Finding:
        """The article as it comes from its reader."""
        entry_id = self.entry_id(article.url)
        found = make_finding(article, feed_id=self.feed_id, entry_id=entry_id, hits=hits)
        counted = keys(read_passages(article.text, fold))
        return replace(found, passages=tuple(sorted(counted)))

    def admit(self, finding: Finding, *, max_age: timedelta | None = None) -> Admission | None:
        """What became of it; None when its entry was read already."""
        return admit(
            self.store,
            finding,
            known_as=[finding.address_key],
            rules=AlertRules(topics=self.topics, settle=timedelta(0), max_age=max_age),
            now=self.now,
            memory=self.memory,
        )

    def read(self, article: Article, *hits: Hit) -> Admission:
        """What became of the article, which arrives now."""
        admission = self.admit(self.finding(article, *hits))
        assert admission is not None
        return admission

    def hit(self, field: str = "body") -> Hit:
        """The topic, matched there."""
        return Hit(topic_id=self.topic_id, version="v1", places=(Place(field, 4, 9),))

    def events(self, article_id: int) -> list[Event]:
        """What happened to the article."""
        with self.store.reading() as tx:
            return revisions.events_of(tx, [article_id])

    def story_of(self, article_id: int) -> int:
        """The story that it is in now."""
        with self.store.reading() as tx:
            return articles.by_id(tx, article_id).story_id


def elsewhere(text: str = RIVER, site: str = "other", **more: object) -> Article:
    """An article of another outlet."""
    values = {"url": f"https://{site}.example/x", "title": "Other words", **more}
    return make_article(text, **values)

"""An archive that tests fill by the way that all articles go."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.dedup.fingerprint import fingerprint
from crawler.intake import Admission, AlertRules, admit
from crawler.items import Hit, Place, Topic
from crawler.storage import Store, entries
from crawler.topics.words import fold
from tests.samples import (
    NOW,
    add_feed,
    add_topic,
    announced,
    make_article,
    make_entry,
    make_finding,
)

WORDS = [f"{head}{tail}" for head in "bdfgklmnprst" for tail in ("ando", "eri", "ulis", "oma")]


@dataclass
class Archive:
    """A store with a feed and a topic; each article put is about something else."""

    store: Store
    feed_id: int = 0
    topic_id: int = 0
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.store.writing() as tx:
            self.feed_id, self.topic_id = add_feed(tx), add_topic(tx)

    def put(
        self, name: str, *, days_ago: float, matched: bool = False, text: str = "", title: str = ""
    ) -> Admission:
        """An article of that day."""
        at = NOW - timedelta(days=days_ago)
        url = f"https://paper.example/{name}"
        with self.store.writing() as tx:
            entry = announced(make_entry(url, title=name))
            receipt = entries.receive(tx, self.feed_id, [entry], at, rest=timedelta(0))
        [waiting] = receipt.to_read
        article = make_article(text or text_of(name), url=url, title=title or f"About {name}")
        hit = Hit(topic_id=self.topic_id, version="v1", places=(Place("body", 0, 5),))
        finding = make_finding(
            article,
            feed_id=self.feed_id,
            entry_id=waiting.entry_id,
            hits=(hit,) if matched else (),
        )
        topic = Topic(id=self.topic_id, name="Floods", query="river", version="v1",
                      channels=("log",))  # fmt: skip
        rules = AlertRules(topics={topic.id: topic}, settle=timedelta(0), max_age=None)
        known_as = [finding.address_key, f"paper.example/other/{name}"]
        admission = admit(self.store, finding, known_as=known_as, rules=rules, now=at)
        assert admission is not None
        return admission

    def announce(self, url: str, at: datetime = NOW, title: str = "again") -> int:
        """How many articles a feed that shows this address makes us read."""
        with self.store.writing() as tx:
            entry = announced(make_entry(url, title=title))
            receipt = entries.receive(tx, self.feed_id, [entry], at, rest=timedelta(0))
        return len(receipt.to_read)

    def number(self, statement: str) -> int:
        """The one number that *statement* gives."""
        with self.store.reading() as tx:
            return int(tx.exec_driver_sql(statement).scalar_one())

    def change(self, *statements: str) -> None:
        """What somebody did with plain SQL."""
        with self.store.writing() as tx:
            for statement in statements:
                tx.exec_driver_sql(statement)


def text_of(name: str) -> str:
    """Sixty words that no other name has in this order."""
    chosen = random.Random(name)
    return " ".join([name, *(chosen.choice(WORDS) for _ in range(60))])


def shingles_of(text: str) -> tuple[int, ...]:
    """Its sampled runs of words."""
    return fingerprint(" ".join(fold(text).split())).shingles

"""Articles of a small newsroom, taken in as the service takes them in, so that alerts are owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.alerts.delivery import Courier
from crawler.alerts.matter import Message
from crawler.alerts.occasions import occasion_of
from crawler.alerts.sequels import follow_up
from crawler.alerts.wording import Style, compose
from crawler.config import Alerts, Channel, Config, Network, Web
from crawler.config.whole import LOG
from crawler.errors import NotFound
from crawler.intake import Admission, AlertRules, admit
from crawler.items import Article, Origin
from crawler.storage import Store, alerts, entries, topics
from crawler.storage.alerts import AlertRow
from crawler.storage.topics import TopicSpec
from crawler.topics.document import Document
from crawler.topics.matching import Matcher
from crawler.topics.parsing import parse
from crawler.topics.query import version
from tests.samples import NOW, add_feed, announced, make_article, make_entry, make_finding

SETTLE = timedelta(seconds=60)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Newsroom:
    """A store, a clock, and the way of an article into it."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    feeds: dict[str, int] = field(default_factory=dict)
    couriers: list[Courier] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    def topic(
        self, name: str = "Floods", query: str = "river", *channels: str, measure: str = "{}"
    ) -> None:
        tree = parse(query)
        spec = TopicSpec(
            name=name,
            query=str(tree),
            version=version(tree),
            channels=channels or ("log",),
            measure=measure,
        )
        with self.store.writing() as tx:
            topics.save(tx, spec, Origin.CONFIG, self.clock())

    def publish(self, text: str = "", outlet: str = "The Paper", **more: Any) -> Admission:
        """An article of that outlet; without a text it is one that resembles no other."""
        number = next(self.numbers)
        url = more.pop("url", f"https://{outlet.lower().replace(' ', '-')}.example/{number}")
        article = make_article(text or unlike(number), **{"url": url, **more})
        return self.admit(article, outlet)

    def admit(self, article: Article, outlet: str) -> Admission:
        now = self.clock()
        with self.store.writing() as tx:
            if outlet not in self.feeds:
                self.feeds[outlet] = add_feed(tx, f"https://{outlet}.example/rss", name=outlet)
            feed_id = self.feeds[outlet]
            entry = make_entry(article.url, title=article.title, updated_at=now)
            receipt = entries.receive(
                tx, feed_id, [announced(entry)], now, rest=timedelta(seconds=-1)
            )
            active = topics.active(tx)
        hits = Matcher(active).match(Document.of(article, source=outlet))
        finding = make_finding(
            article, feed_id=feed_id, entry_id=receipt.to_read[0].entry_id, hits=hits
        )
        rules = AlertRules(topics={one.id: one for one in active}, settle=SETTLE, max_age=None)
        found = admit(
            self.store, finding, known_as=[finding.address_key], rules=rules, now=self.clock()
        )
        assert found is not None
        return found

    def follow_up(self) -> int:
        """What became of told stories is owed, as the service does it every few seconds."""
        return follow_up(self.store, self.clock())

    def courier(
        self, *channels: Channel, private: bool = True, web: Web | None = None, **settings: Any
    ) -> Courier:
        config = Config(
            channels=(LOG, *channels),
            alerts=Alerts(**settings),
            web=web or Web(),
            network=Network(allow_private=("127.0.0.0/8",) if private else ()),
        )
        courier = Courier(self.store, config, self.clock)
        self.couriers.append(courier)
        return courier

    def close(self) -> None:
        """Nothing may use the store after its test."""
        for courier in self.couriers:
            courier.close()

    def alerts(self, state: str | None = None) -> list[AlertRow]:
        """Oldest first."""
        with self.store.reading() as tx:
            return alerts.listing(tx, limit=100_000, state=state)[::-1]

    def alert(self) -> AlertRow:
        """The only one."""
        (one,) = self.alerts()
        return one

    def message(self, language: str = "en") -> Message:
        """What the only alert says at this moment."""
        with self.store.writing() as tx:
            leased = alerts.lease(tx, NOW + timedelta(days=99), hold=timedelta(0), limit=1)
            if not leased:
                raise NotFound("no alert waits")
            occasion = occasion_of(tx, leased[0])
        return compose(occasion, Style(language=language, zone=UTC))


def unlike(number: int) -> str:
    """A text about a river that shares no run of five words with another number's."""
    words = " ".join(f"w{number}x{place}" for place in range(40))
    return f"The river {number} rose. {words}."

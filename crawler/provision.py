"""Files say what should be: feeds, topics and saved queries of the configuration become rows."""

from __future__ import annotations

import logging
from datetime import datetime

from crawler.config import Config, ListedTopic
from crawler.config.alerting import measure_text
from crawler.items import Origin
from crawler.storage import Tx, feeds, topics
from crawler.storage.feeds import FeedSpec, Provision
from crawler.storage.topics import TopicSpec
from crawler.topics.parsing import parse
from crawler.topics.query import version

log = logging.getLogger("wirewatch")


def provision(tx: Tx, config: Config, now: datetime) -> None:
    """Make the database follow the files and say what changed; people's own additions stay."""
    topics.save_queries(tx, config.saved, Origin.CONFIG)
    _tell("feeds", feeds.provision(tx, feed_specs(config), now))
    _tell("topics", topics.provision(tx, topic_specs(config), now))


def feed_specs(config: Config) -> list[FeedSpec]:
    """The feeds of feeds.toml, as the storage wants them."""
    return [
        FeedSpec(
            url=feed.url,
            name=feed.name,
            language=feed.language,
            country=feed.country,
            category=feed.group,
            timezone=feed.timezone,
            floor_min=feed.floor_min,
            ceiling_min=feed.ceiling_min,
            cron=feed.cron,
        )
        for feed in config.feeds
    ]


def topic_specs(config: Config) -> list[TopicSpec]:
    """The topics of topics.toml in canonical form."""
    return [
        topic_spec(
            topic.name, topic.query, topic.channels, config.saved, measure=measure_of(topic, config)
        )
        for topic in config.topics
    ]


def topic_spec(
    name: str,
    query: str,
    channels: tuple[str, ...],
    saved: dict[str, str],
    *,
    measure: str = "{}",
) -> TopicSpec:
    """A topic in canonical form; QueryError when its query cannot be read."""
    tree = parse(query, saved=saved)
    return TopicSpec(
        name=name, query=str(tree), version=version(tree), channels=channels, measure=measure
    )


def measure_of(topic: ListedTopic, config: Config) -> str:
    """When and how often the topic wants to be told, as it is kept."""
    return measure_text(
        config.alerts,
        config.clock.timezone,
        alert=topic.alert,
        quiet_hours=topic.quiet_hours,
        per_hour_max=topic.per_hour_max,
        updates=topic.updates,
        updates_outlets=topic.updates_outlets,
        timezone=topic.timezone,
        burst_min=topic.burst_articles_min if topic.burst else 0,
    )


def _tell(what: str, done: Provision) -> None:
    for verb, names in (
        ("added", done.added), ("changed", done.changed), ("retired", done.retired),
    ):  # fmt: skip
        if names:
            listed = ", ".join(names[:8]) + (
                f" and {len(names) - 8} more" if len(names) > 8 else ""
            )
            log.info("%-8s %d %s: %s", what, len(names), verb, listed)

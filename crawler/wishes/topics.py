"""Watch for something from now on, otherwise than before, or no longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.config import Config
from crawler.config.alerting import measure_text
from crawler.config.listed import topic_name
from crawler.errors import NotFound, UsageError
from crawler.items import Origin
from crawler.provision import topic_spec
from crawler.storage import Tx, topics
from crawler.storage.topics import TopicRow
from crawler.wishes.asking import saved_queries
from crawler.wishes.choosing import topic_of, topic_place

BURST_MIN = 5  # as burst_articles_min in topics.toml


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWish:
    """A topic as a person says it. None is as [alerts] says."""

    name: str
    query: str
    channels: Sequence[str] = ()  # none: the log
    alert: str | None = None  # "at once", "hourly", "daily 08:00", a cron line
    quiet_hours: str | None = None
    per_hour_max: int | None = None
    burst_min: int = 0  # articles of a day that stands out; 0: such days are not told


def keep(
    tx: Tx, wish: TopicWish, config: Config, now: datetime, *, replace: bool = False
) -> TopicRow:
    """The topic as it is watched for from now on; a service that runs takes it up within seconds.

    Raises QueryError for its query and UsageError for the rest, also where a topic of that name is
    in force and not to be replaced, or stands in a file.
    """
    channels = tuple(dict.fromkeys(wish.channels or ["log"]))
    for channel in channels:
        config.channel(channel)
    name = _name(wish.name)
    _refuse_taken(tx, name, config, replace=replace)
    try:
        measure = measure_text(
            config.alerts,
            config.clock.timezone,
            alert=wish.alert,
            quiet_hours=wish.quiet_hours,
            per_hour_max=wish.per_hour_max,
            burst_min=wish.burst_min,
        )
    except ValueError as error:
        raise UsageError(f"when it is told {error}") from None
    spec = topic_spec(name, wish.query, channels, saved_queries(tx, config), measure=measure)
    topics.save(tx, spec, Origin.PERSON, now)
    return topics.by_name(tx, spec.name)


def reword(tx: Tx, held: TopicRow, query: str, config: Config, now: datetime) -> TopicRow:
    """The topic with another query from now on; all else of it stays.

    Raises QueryError for the query, and UsageError where the topic stands in a file or is not
    followed any more.
    """
    name = held.topic.name
    if held.state != "active":
        raise UsageError(f'"{name}" is not followed any more')
    if held.origin is Origin.CONFIG:
        raise UsageError(f'"{name}" stands in {topic_place(config, name)}; change it there')
    spec = topic_spec(
        name, query, held.topic.channels, saved_queries(tx, config), measure=held.topic.measure
    )
    topics.save(tx, spec, held.origin, now)
    return topics.by_id(tx, held.topic.id)


def leave(tx: Tx, held: TopicRow, config: Config) -> None:
    """Watch for it no longer; its hits and alerts stay. UsageError where it stands in a file."""
    if held.origin is Origin.CONFIG:
        place = topic_place(config, held.topic.name)
        raise UsageError(
            f'"{held.topic.name}" stands in {place}; take it out there, '
            "and the service leaves it at its next start"
        )
    topics.retire(tx, held.topic.name)


def _name(given: str) -> str:
    try:
        return topic_name(given).strip()
    except ValueError as error:
        raise UsageError(f"the topic's name {error}") from None


def _refuse_taken(tx: Tx, name: str, config: Config, *, replace: bool) -> None:
    try:
        held = topic_of(name, [row for row in topics.listing(tx) if row.state == "active"])
    except NotFound:
        return
    if held.origin is Origin.CONFIG:
        place = topic_place(config, held.topic.name)
        raise UsageError(f'"{held.topic.name}" stands in {place}; change it there')
    if not replace or held.topic.name != name:
        raise UsageError(
            f'there is a topic "{held.topic.name}" already; --replace, with exactly this name, '
            "changes it"
        )

"""Follow a feed, pause it, leave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.alerts.plain import one_line
from crawler.config import Config
from crawler.config.complaints import Source
from crawler.config.listed import ListedFeed, address_identity
from crawler.config.surroundings import Surroundings
from crawler.errors import UsageError
from crawler.feeds.parse import ParsedFeed
from crawler.items import Origin
from crawler.storage import Tx, feeds, health
from crawler.storage.feeds import FeedSpec
from crawler.storage.health import FeedHealth
from crawler.wishes.choosing import feed_place

NAME_MAX = 80  # characters of a feed's own title


def checked(table: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a [[feed]] with their right values; UsageError as `check` would put it."""
    source = Source(shown=Path("feeds.toml"), tables={}, where={})
    given = {key: value for key, value in table.items() if value is not None}
    feed = source.checked(ListedFeed, (), given, thing="the feed's", around=Surroundings())
    if feed is None:
        raise UsageError("\n".join(problem.reason for problem in source.problems))
    return feed.model_dump()


def spec_of(table: Mapping[str, Any]) -> FeedSpec:
    """What storage wants to know of a feed; UsageError where a value is wrong."""
    values = checked(table)
    values["category"] = values["group"]
    return FeedSpec(**{key: values[key] for key in FeedSpec.__dataclass_fields__})


def spec_at(url: str, parsed: ParsedFeed, wanted: Mapping[str, Any]) -> FeedSpec:
    """The feed at *url* as a person wants it; what they left open it says itself."""
    table = {**wanted, "url": url}
    table["name"] = table.get("name") or one_line(parsed.title, NAME_MAX) or None
    table["language"] = table.get("language") or parsed.language
    return spec_of(table)


def refuse_followed(tx: Tx, config: Config, url: str) -> None:
    """UsageError when somebody has added it before."""
    sought = address_identity(url)
    same = (id_ for id_, held in feeds.addresses(tx) if address_identity(held) == sought)
    number = next(same, None)
    if number is None:
        return
    feed = health.by_id(tx, number)
    where = f", from {feed_place(config, feed.url)}" if feed.origin is Origin.CONFIG else ""
    raise UsageError(f'{url} is followed already, as "{feed.name}" ({feed.id}){where}')


def follow(tx: Tx, spec: FeedSpec, config: Config, now: datetime) -> int:
    """The id of the feed, which is due at once; UsageError when it is followed already."""
    refuse_followed(tx, config, spec.url)
    return feeds.add(tx, spec, Origin.PERSON, now)


def leave(tx: Tx, chosen: Sequence[FeedHealth], config: Config) -> None:
    """Follow them no longer; their articles stay. UsageError where one stands in a file."""
    for feed in chosen:
        refuse_files(feed, config)
    feeds.retire(tx, [feed.id for feed in chosen])


def pause(tx: Tx, feed: FeedHealth, config: Config) -> bool:
    """Do not look at it until `resume`; False: nobody does already.

    UsageError where it stands in a file, which would have it looked at again at the next start.
    """
    refuse_files(feed, config)
    return feeds.pause(tx, feed.id)


def resume(tx: Tx, feed: FeedHealth, config: Config, now: datetime) -> bool:
    """Look at it again; it is due at once. False: it was not paused. UsageError as for `pause`."""
    refuse_files(feed, config)
    return feeds.resume(tx, feed.id, now)


def refuse_files(feed: FeedHealth, config: Config) -> None:
    """UsageError for one that is followed no more, or that stands in a file."""
    if feed.state == "retired":
        raise UsageError(f'"{feed.name}" is not followed any more')
    if feed.origin is Origin.CONFIG:
        place = feed_place(config, feed.url)
        raise UsageError(
            f'"{feed.name}" stands in {place}; take it out there, '
            "and the service leaves it at its next start"
        )

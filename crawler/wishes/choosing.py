"""A word that a person typed -> the feed or topic that is meant, or the nearest right one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.config import Config
from crawler.config.listed import address_identity
from crawler.config.nearest import nearest
from crawler.config.reading import read
from crawler.errors import ConfigError, NotFound
from crawler.storage import Tx, feeds, health
from crawler.storage.feeds import Named
from crawler.storage.health import FeedHealth
from crawler.storage.topics import TopicRow


def feed_of(word: str, held: Sequence[Named]) -> Named:
    """By its number, address, name, or a part of the name that only one has."""
    sought = word.strip().casefold()
    for feed in held:
        if sought in (str(feed.id), feed.url.casefold(), feed.name.casefold()):
            return feed
    if "://" in word:
        same = [f for f in held if address_identity(f.url) == address_identity(word.strip())]
        if same:
            return same[0]
    part = [feed for feed in held if sought and sought in feed.name.casefold()]
    if len(part) == 1:
        return part[0]
    if part:
        raise NotFound(f'"{word}" is part of several names: {_some([f.name for f in part])}')
    raise NotFound(_nothing("feed", word, [feed.name for feed in held], "wirewatch feeds list"))


def health_of(tx: Tx, words: Sequence[str]) -> list[FeedHealth]:
    """How the feeds do that are meant, those that were left among them; only these are counted."""
    held = feeds.named(tx, retired=True)
    return [health.by_id(tx, feed_of(word, held).id) for word in words]


def topic_of(word: str, topics: Sequence[TopicRow]) -> TopicRow:
    """By its name, in any case."""
    sought = word.strip().casefold()
    for row in topics:
        if row.topic.name.casefold() == sought:
            return row
    names = [row.topic.name for row in topics]
    raise NotFound(_nothing("topic", word, names, "wirewatch topics list"))


def feed_place(config: Config, url: str) -> str:
    """``config/feeds.toml:12``: where a feed of the files stands."""
    return _place(config.folder / "feeds.toml", "feed", "url", url)


def topic_place(config: Config, name: str) -> str:
    """``config/topics.toml:30``: where a topic of the files stands."""
    return _place(config.folder / "topics.toml", "topic", "name", name)


def _place(path: Path, table: str, key: str, value: str) -> str:
    try:
        source = read(path)
    except ConfigError:
        return str(path)
    for n, one in enumerate(source.tables.get(table, [])):
        if one.get(key) == value and (line := source.line((table, n, key))):
            return f"{path}:{line}"
    return str(path)


def _nothing(kind: str, word: str, known: Sequence[str], see: str) -> str:
    near = nearest(word, known)
    return f'there is no {kind} "{word}"{f"{near} See" if near else "; see"}: {see}'


def _some(names: Sequence[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more

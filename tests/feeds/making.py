"""Small feeds for the tests of this room, and the moment at which they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler.feeds.parse import ParsedFeed, parse_feed
from crawler.items import Entry

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)
URL = "https://paper.example/feeds/rss.xml"


def rss(*items: str, channel: str = "", head: str = '<?xml version="1.0"?>') -> bytes:
    """RSS 2.0 with *items*, each the inside of one <item>."""
    body = "".join(f"<item>{item}</item>" for item in items)
    names = (
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
        'xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    text = f"{head}<rss version='2.0' {names}><channel><title>Paper</title>{channel}{body}"
    return f"{text}</channel></rss>".encode()


def item(n: int = 1, more: str = "") -> str:
    """The inside of an <item> with its own address."""
    return f"<title>Story {n}</title><link>https://paper.example/{n}</link>{more}"


def read(body: bytes, **more: object) -> ParsedFeed:
    """*body* as read at NOW from URL."""
    return parse_feed(body, **({"url": URL, "now": NOW} | more))  # type: ignore[arg-type]


def read_file(name: str, **more: object) -> ParsedFeed:
    """A file of data/, read likewise."""
    return read((DATA / name).read_bytes(), **more)


def only(feed: ParsedFeed) -> Entry:
    """The one entry of *feed*."""
    (entry,) = feed.entries
    return entry

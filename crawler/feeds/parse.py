"""Bytes of a feed -> entries: RSS, RDF, Atom, JSON Feed, news sitemaps, in whatever state.

No network and no clock: readers only ever see bytes, and `now` is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from crawler.errors import FeedError
from crawler.feeds import plain, prolog
from crawler.feeds.addresses import absolute_or_none
from crawler.feeds.decoding import text_of
from crawler.feeds.discover import find_feeds
from crawler.feeds.entries import Reading, entries_of
from crawler.feeds.jsonfeed import read_json_feed
from crawler.feeds.languages import language_of
from crawler.feeds.problems import Problems
from crawler.feeds.raw import RawFeed
from crawler.feeds.sitemap import read_sitemap
from crawler.feeds.syndication import read_syndication
from crawler.items import Entry

MOST_ITEMS = 2000
# What servers send by mistake, told by its first bytes.
_BINARY = (
    (b"\x1f\x8b", "a gzip file that was not unpacked"),
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What one body of a feed says."""

    kind: str  # "rss 2.0", "rss 0.91", "atom 1.0", "rdf", "json feed", "news sitemap", …
    entries: tuple[Entry, ...]  # in the feed's order
    title: str = ""  # plain text
    home_url: str | None = None
    language: str | None = None  # ISO 639-1
    ttl_min: float | None = None  # the longer of ttl and sy:updatePeriod / sy:updateFrequency
    hub_url: str | None = None  # WebSub
    self_url: str | None = None
    skip_hours: frozenset[int] = frozenset()  # 0-23, GMT
    skip_days: frozenset[int] = frozenset()  # Monday is 0
    problems: tuple[str, ...] = ()  # what was mended or left out, in sentences for people
    truncated: bool = False  # there were more items than the limit


def parse_feed(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    now: datetime,
    limit: int = MOST_ITEMS,
    timezone: str | None = None,
) -> ParsedFeed:
    """The feed in *body*, which was found at *url*.

    What can be mended is mended and named in `problems`; an item without an address is left out.
    Dates without a zone are in *timezone* (an IANA name) or UTC; those after *now* become *now*.
    Beyond *limit* items the older ones are left out. HTML is kept as given and must not be
    trusted. Raises `FeedError` with a message for people when this is no feed.
    """
    problems = Problems()
    raw, truncated = _read(body, url, content_type, limit, problems)
    language = language_of(raw.language) if raw.language else None
    reading = Reading(url=url, now=now, zone=_zone(timezone), language=language)
    entries = entries_of(raw.items[:limit], reading, problems=problems)
    return ParsedFeed(
        kind=raw.kind,
        entries=entries,
        title=plain.line(raw.title),
        home_url=absolute_or_none(raw.home, url),
        language=language,
        ttl_min=raw.ttl_min,
        hub_url=absolute_or_none(raw.hub, url),
        self_url=absolute_or_none(raw.self_link, url),
        skip_hours=raw.skip_hours,
        skip_days=raw.skip_days,
        problems=problems.told(),
        truncated=truncated,
    )


def _read(
    body: bytes, url: str, content_type: str, limit: int, problems: Problems
) -> tuple[RawFeed, bool]:
    _refuse_binary(body)
    text = text_of(body, content_type, problems)
    start = text[:1000].lstrip()
    if not start:
        raise FeedError("an empty answer")
    if start[0] in "{[":
        raw = read_json_feed(text, problems=problems)
        truncated = len(raw.items) > limit
        if truncated:
            problems.note(f"only the first {limit} of {len(raw.items)} items were read")
        return raw, truncated
    return _read_xml(text, url, limit, problems)


def _read_xml(text: str, url: str, limit: int, problems: Problems) -> tuple[RawFeed, bool]:
    root = prolog.root_of(text, problems)
    if root is None:
        raise FeedError(_no_feed(text, url))
    if root.name.lower() == "opml":
        raise FeedError("a list of feeds (OPML), not a feed: import it instead")
    part = prolog.cut(root, limit)
    if part.n_items > limit:
        which = "last" if part.newest_last else "first"
        problems.note(f"only the {which} {limit} of {part.n_items} items were read")
    mended = prolog.mend_ampersands(part.text, problems)
    if root.name.lower().endswith(("urlset", "sitemapindex")):
        raw = read_sitemap(mended, problems=problems)
    else:
        raw = read_syndication(mended, problems=problems)
    return raw, part.n_items > limit


def _refuse_binary(body: bytes) -> None:
    for magic, what in _BINARY:
        if body.startswith(magic):
            raise FeedError(f"{what}, not a feed")


def _no_feed(text: str, url: str) -> str:
    if prolog.is_web_page(text):
        links = find_feeds(text.encode("utf-8", "replace"), url=url)
        if not links:
            return "a web page, not a feed; it names no feed"
        count = "one feed" if len(links) == 1 else f"{len(links)} feeds"
        return f"a web page, not a feed; it names {count}: " + ", ".join(
            link.url for link in links[:3]
        )
    return f"neither XML nor JSON of a feed; it begins: {' '.join(text[:200].split())[:60]}"


def _zone(timezone: str | None) -> tzinfo:
    return ZoneInfo(timezone) if timezone else UTC

"""RSS 0.9x to 2.0, RDF and Atom -> a raw feed, through feedparser, which sees only mended text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from xml.sax import SAXException, SAXParseException

from crawler.errors import FeedError
from crawler.feeds.bounded import Endless, read_loosely, read_strictly
from crawler.feeds.problems import Problems
from crawler.feeds.raw import RawFeed, RawItem
from crawler.feeds.wellformed import read_wellformed

_KINDS = {"rss10": "rdf", "rss090": "rdf", "rss": "rss", "atom": "atom", "cdf": "cdf"}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# https://web.resource.org/rss/1.0/modules/syndication/
_PERIODS_MIN = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_SKIP = re.compile(r"<skip(?:Hours|Days)>(.{0,2000}?)</skip(?:Hours|Days)>", re.I | re.S)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.I)
_DAY = re.compile(r"<day>\s*(\w{3,12})\s*</day>", re.I)


def read_syndication(text: str, *, problems: Problems) -> RawFeed:
    """The feed in *text*, which begins at its root element and has no document type.

    Ill-formed XML is read as far as it goes and the break is named. Raises `FeedError`.
    """
    parser = read_wellformed(text) or _parsed(text, problems)
    channel: Mapping[str, Any] = parser.feeddata
    version = str(parser.version)
    if not version and not parser.entries:
        raise FeedError("XML, but neither RSS, RDF nor Atom, and without items")
    links = _dicts(channel.get("links"))
    hours, days = _skipped(text)
    return RawFeed(
        kind=_kind(version),
        items=tuple(_item(entry, atom="atom" in version) for entry in parser.entries),
        title=_text(channel.get("title")),
        home=next(iter(_links(channel)), ""),
        language=_text(channel.get("language")),
        hub=_related(links, "hub"),
        self_link=_related(links, "self"),
        ttl_min=_rhythm_min(channel),
        skip_hours=hours,
        skip_days=days,
    )


def _parsed(text: str, problems: Problems) -> Any:
    """feedparser's parser after it read *text*: first strictly, and where that fails, loosely."""
    # media:description is a picture's caption. feedparser would take it for the item's own text.
    text = text.replace("<media:description", "<media:caption")
    text = text.replace("</media:description", "</media:caption")
    try:
        try:
            return read_strictly(text)
        except SAXException as error:
            problems.note("the XML is broken", _break(error))
            return read_loosely(text)
    except Endless as error:
        raise FeedError(f"not read: {error}") from error
    except MemoryError:
        raise
    except Exception as error:
        # feedparser keeps its state in dictionaries whose keys the feed chooses, so whatever it
        # trips over comes out as it is: KeyError, TypeError, ValueError, RecursionError.
        raise FeedError(f"the feed breaks its parser ({type(error).__name__})") from error


def _break(error: SAXException) -> str:
    if isinstance(error, SAXParseException):
        return f"line {error.getLineNumber()}: {error.getMessage()}"
    return str(error)


def _kind(version: str) -> str:
    if version.startswith("rss09"):
        return _KINDS.get(version, f"rss 0.{version[4:6].rstrip('nu')}")
    if version in _KINDS:
        return _KINDS[version]
    return f"{version[:-2]} {version[-2]}.{version[-1]}" if version[-1:].isdigit() else "rss"


def _item(entry: dict[str, Any], *, atom: bool) -> RawItem:
    title = _dict(entry.get("title_detail"))
    parts = _dicts(entry.get("content"))
    content = max((_html(part.get("value"), part, atom) for part in parts), key=len, default="")
    summary = _html(entry.get("summary"), _dict(entry.get("summary_detail")), atom)
    if any(entry.get("summary") == part.get("value") for part in parts):
        summary = ""  # feedparser copies it from there
    updated = _text(dict.get(entry, "updated"))  # get() would warn and give `published`
    published = _text(entry.get("published")) or _text(entry.get("created"))
    if not published:  # dc:date in RSS and RDF; Atom demands only `updated`
        published, updated = updated, (updated if atom else "")
    return RawItem(
        links=tuple(_links(entry)),
        guid=_text(entry.get("id")),
        title=_text(entry.get("title")),
        title_is_literal=atom and title.get("type") == "text/plain",
        summary_html=summary,
        content_html=content,
        authors=tuple(_authors(entry)),
        tags=tuple(_tags(entry)),
        language=_text(entry.get("language")) or _text(title.get("language")),
        images=tuple(_images(entry)),
        published=published,
        updated=updated,
    )


def _html(value: object, detail: Mapping[str, Any], atom: bool) -> str:
    """*value* as HTML: Atom tells plain text from it, RSS does not."""
    plain = atom and detail.get("type") == "text/plain"
    return escape(_text(value), quote=False) if plain else _text(value)


def _links(entry: Mapping[str, Any]) -> Iterable[str]:
    # The proxy's address in `link` counts clicks; the publisher's own is beside it.
    hrefs = [
        _text(link.get("href"))
        for link in _dicts(entry.get("links"))
        if link.get("rel") in {"alternate", "related", None}
    ]
    guid = _text(entry.get("id"))
    is_web = guid.startswith(("http://", "https://"))
    about = guid if is_web and entry.get("guidislink") is not False else ""  # rdf:about
    candidates = [_text(entry.get("feedburner_origlink")), _link(entry), *hrefs, about]
    return dict.fromkeys(filter(None, candidates))


def _link(thing: Mapping[str, Any]) -> str:
    """`link`, but for a mere number or word that feedparser took from the guid for want of one."""
    link, guid = _text(thing.get("link")), _text(thing.get("id"))
    if link != guid or link.startswith(("http://", "https://", "/")):
        return link
    return link if any(_text(x.get("href")) == link for x in _dicts(thing.get("links"))) else ""


def _authors(entry: Mapping[str, Any]) -> Iterable[str]:
    people = [_text(person.get("name")) for person in _dicts(entry.get("authors"))]
    return [name for name in people if name] or [_text(entry.get("author"))]


def _tags(entry: Mapping[str, Any]) -> Iterable[str]:
    for tag in _dicts(entry.get("tags")):
        yield _text(tag.get("label")) or _text(tag.get("term"))


def _images(entry: Mapping[str, Any]) -> Iterable[str]:
    media = [m for m in _dicts(entry.get("media_content")) if _is_image(m)]
    for item in sorted(media, key=_width, reverse=True):
        yield _text(item.get("url"))
    for link in _dicts(entry.get("links")):
        if link.get("rel") == "enclosure" and _is_image(link):
            yield _text(link.get("href"))
    yield _text(_dict(entry.get("image")).get("href"))
    for item in sorted(_dicts(entry.get("media_thumbnail")), key=_width, reverse=True):
        yield _text(item.get("url"))


def _is_image(media: Mapping[str, Any]) -> bool:
    kind = _text(media.get("medium")) or _text(media.get("type"))
    if kind:
        return kind.lower().startswith("image")
    address = _text(media.get("url")) or _text(media.get("href"))
    path = address.partition("?")[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"))


def _width(media: Mapping[str, Any]) -> int:
    digits = _text(media.get("width"))[:6]
    return int(digits) if digits.isdecimal() else 0


def _related(links: list[Mapping[str, Any]], rel: str) -> str:
    return next((_text(link.get("href")) for link in links if link.get("rel") == rel), "")


def _rhythm_min(channel: Mapping[str, Any]) -> float | None:
    """The longer of `ttl` (in minutes) and sy:updatePeriod divided by sy:updateFrequency."""
    wishes = [_number(channel.get("ttl"))]
    period = _PERIODS_MIN.get(_text(channel.get("sy_updateperiod")).lower())
    if period:
        wishes.append(period / max(1.0, _number(channel.get("sy_updatefrequency"))))
    return max(wishes) or None


def _number(value: object) -> float:
    digits = _text(value)[:9]
    return float(digits) if digits.isdecimal() else 0.0


def _skipped(text: str) -> tuple[frozenset[int], frozenset[int]]:
    # feedparser keeps only the last <hour>.
    inside = " ".join(found[1] for found in _SKIP.finditer(text, 0, 20_000))
    hours = {int(hour) % 24 for hour in _HOUR.findall(inside) if int(hour) <= 24}
    days = {_DAYS.index(day.lower()) for day in _DAY.findall(inside) if day.lower() in _DAYS}
    return frozenset(hours), frozenset(days)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

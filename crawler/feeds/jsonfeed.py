"""JSON Feed 1.0 and 1.1 -> a raw feed; nothing is trusted. https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from crawler.errors import FeedError
from crawler.feeds.problems import Problems
from crawler.feeds.raw import RawFeed, RawItem


def read_json_feed(text: str, *, problems: Problems) -> RawFeed:
    """The feed in *text*; items that are no objects are left out. Raises `FeedError`."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"broken JSON: {str(error)[:120]}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version" not in _text(feed.get("version")):
        raise FeedError("JSON, but not a JSON Feed: that names its version and a list of items")
    hubs = [_text(hub.get("url")) for hub in _dicts(feed.get("hubs"))]
    return RawFeed(
        kind="json feed",
        items=tuple(_items(items, _people(feed), problems)),
        title=_text(feed.get("title")),
        home=_text(feed.get("home_page_url")),
        language=_text(feed.get("language")),
        hub=next((hub for hub in hubs if hub), ""),
        self_link=_text(feed.get("feed_url")),
    )


def _items(items: list[Any], people: tuple[str, ...], problems: Problems) -> list[RawItem]:
    read = []
    for item in items:
        if isinstance(item, dict):
            read.append(_item(item, people))
        else:
            problems.note("an item that is no object was left out")
    return read


def _item(item: Mapping[str, Any], people: tuple[str, ...]) -> RawItem:
    guid = item.get("id")
    links = [_text(item.get("url")), _text(item.get("external_url"))]
    if _text(guid).startswith(("http://", "https://")):
        links.append(_text(guid))
    return RawItem(
        links=tuple(link for link in links if link),
        guid=str(guid) if isinstance(guid, int) else _text(guid),
        title=_text(item.get("title")),
        title_is_literal=True,
        summary_html=escape(_text(item.get("summary")), quote=False),
        content_html=_text(item.get("content_html")) or _as_html(_text(item.get("content_text"))),
        authors=_people(item) or people,
        tags=tuple(_text(tag) for tag in _list(item.get("tags"))),
        language=_text(item.get("language")),
        images=(_text(item.get("image")), _text(item.get("banner_image"))),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
    )


def _people(thing: Mapping[str, Any]) -> tuple[str, ...]:
    """`authors` of version 1.1, or the one `author` of 1.0."""
    people = [*_dicts(thing.get("authors")), *_dicts([thing.get("author")])]
    return tuple(dict.fromkeys(name for person in people if (name := _text(person.get("name")))))


def _as_html(text: str) -> str:
    paragraphs = (part.strip() for part in escape(text, quote=False).split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs if part)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [item for item in _list(value) if isinstance(item, dict)]

"""Items -> a feed of our own, as Atom (RFC 4287) or JSON Feed 1.1. Pure.

Titles and addresses come from strangers: what XML forbids is left out, all else is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutItem:
    """An entry of a feed of ours."""

    id: str  # a URI that never changes
    title: str
    url: str
    outlet: str
    html: str  # safe HTML of ours
    language: str | None
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutFeed:
    """A feed of ours."""

    id: str
    title: str
    self_url: str
    updated_at: datetime
    items: Sequence[OutItem]


def atom_of(feed: OutFeed) -> bytes:
    """The feed as Atom, in UTF-8."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _put(root, "id", feed.id)
    _put(root, "title", feed.title)
    _put(root, "updated", _time(feed.updated_at))
    _put(root, "link", "", rel="self", type="application/atom+xml", href=feed.self_url)
    _put(root, "generator", "Wirewatch")
    for item in feed.items:
        root.append(_entry(item))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def json_feed_of(feed: OutFeed) -> bytes:
    """The feed as JSON Feed 1.1."""
    shown = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "feed_url": feed.self_url,
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_html": item.html,
                "date_published": _time(item.published_at),
                "date_modified": _time(item.updated_at),
                "authors": [{"name": item.outlet}],
                **({"language": item.language} if item.language else {}),
            }
            for item in feed.items
        ],
    }
    return json.dumps(shown, ensure_ascii=False).encode("utf-8", "replace")


def _entry(item: OutItem) -> ET.Element:
    entry = ET.Element(f"{{{ATOM}}}entry")
    _put(entry, "id", item.id)
    _put(entry, "title", item.title)
    _put(entry, "link", "", rel="alternate", href=item.url)
    _put(entry, "published", _time(item.published_at))
    _put(entry, "updated", _time(item.updated_at))
    author = ET.SubElement(entry, f"{{{ATOM}}}author")
    _put(author, "name", item.outlet)
    content = _put(entry, "content", item.html, type="html")
    if item.language:
        content.set("{http://www.w3.org/XML/1998/namespace}lang", item.language)
    return entry


def _put(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = _FORBIDDEN.sub("", text) or None
    for key, value in attributes.items():
        made.set(key, _FORBIDDEN.sub("", value))
    return made


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")

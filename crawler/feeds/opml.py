"""Bytes of OPML 1 or 2 -> the feeds in it, and back: how lists of feeds travel between programs.

http://opml.org/spec2.opml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from crawler.errors import FeedError
from crawler.feeds import plain, prolog
from crawler.feeds.addresses import absolute_or_none
from crawler.feeds.decoding import text_of
from crawler.feeds.languages import language_of
from crawler.feeds.problems import Problems
from crawler.feeds.sitemap import hardened_parser

MOST_FEEDS = 20_000
MOST_LEVELS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str = ""
    home_url: str | None = None
    folder: str = ""  # "News/Germany"; empty at the top
    language: str | None = None  # ISO 639-1


@dataclass(frozen=True, slots=True)
class FeedList:
    """What a list holds."""

    outlines: tuple[Outline, ...]  # in its order, each address once
    refused: tuple[tuple[str, str], ...] = ()  # what stands in place of an address, and why not


def read_opml(body: bytes) -> FeedList:
    """The feeds in *body*; what is on neither http nor https is refused, as is too much of all.

    Raises `FeedError` when this is no OPML, is broken, or brings a document type with entities.
    """
    text = text_of(body, "", Problems())
    root = prolog.root_of(text, Problems())
    if root is None or root.name.lower() != "opml":
        raise FeedError("not a list of feeds: OPML begins with <opml>")
    if prolog.declares_entities(text[: -len(root.text)]):
        raise FeedError("this OPML declares entities, which a list of feeds has no need of")
    tree = etree.fromstring(
        prolog.mend_ampersands(root.text, Problems()).encode("utf-8"), hardened_parser()
    )
    body_element = tree.find("{*}body") if tree is not None else None
    if body_element is None:
        raise FeedError("an OPML file without a body: there are no feeds in it")
    found: dict[str, Outline] = {}
    refused: list[tuple[str, str]] = []
    for outline in _outlines(body_element, ()):
        if isinstance(outline, Outline) and len(found) < MOST_FEEDS:
            found.setdefault(outline.url, outline)
        elif len(refused) < MOST_FEEDS:
            beyond = f"the list has more than {MOST_FEEDS:,} feeds"
            refused.append((outline.url, beyond) if isinstance(outline, Outline) else outline)
    return FeedList(tuple(found.values()), tuple(refused))


def _outlines(
    parent: etree._Element, folders: tuple[str, ...]
) -> Iterator[Outline | tuple[str, str]]:
    for element in parent.iterchildren("{*}outline"):
        said = {str(name).lower(): str(value).strip() for name, value in element.items()}
        title = plain.line(said.get("title") or said.get("text") or "")
        url = absolute_or_none(said.get("xmlurl", ""), "")
        if url is None and ("xmlurl" in said or said.get("type", "").lower() == "rss"):
            reason = "not an address on http or https" if said.get("xmlurl") else "no address"
            yield said.get("xmlurl") or title or "(nothing)", reason
        if url is not None:
            yield Outline(
                url=url,
                title=title,
                home_url=absolute_or_none(said.get("htmlurl", ""), ""),
                folder="/".join(folders) or said.get("category", "").split(",")[0].strip("/ "),
                language=language_of(said.get("language", "")),
            )
        if len(element) and len(folders) < MOST_LEVELS:
            # A slash parts folders, so a folder's own name gives it up.
            below = (*folders, title.replace("/", "-")) if title and url is None else folders
            yield from _outlines(element, below)


def write_opml(outlines: Iterable[Outline], *, title: str, now: datetime) -> bytes:
    """OPML 2.0 with *outlines* in their folders, in the order given."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _storable(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    folders: dict[str, etree._Element] = {"": etree.SubElement(root, "body")}
    for outline in outlines:
        name = _storable(outline.title or outline.url)
        said = {"type": "rss", "text": name, "title": name, "xmlUrl": _storable(outline.url)}
        if outline.home_url:
            said["htmlUrl"] = _storable(outline.home_url)
        if outline.language:
            said["language"] = _storable(outline.language)
        etree.SubElement(_folder(outline.folder, folders), "outline", said)
    document: bytes = etree.tostring(
        root, encoding="utf-8", xml_declaration=True, pretty_print=True
    )
    return document


def _folder(path: str, folders: dict[str, etree._Element]) -> etree._Element:
    if path not in folders:
        above, _, name = path.rpartition("/")
        name = _storable(name) or "-"
        folders[path] = etree.SubElement(_folder(above, folders), "outline", text=name, title=name)
    return folders[path]


def _storable(text: str) -> str:
    """XML has no way to hold control characters."""
    return "".join(char for char in text if char.isprintable())

"""feedparser's two parsers, bounded: text of a feed -> what feedparser makes of it, in linear time.

feedparser.parse() is left aside. It would decode and open things that are none of its business
here, and on text made for it it takes the square of the text's length: 200 KB of one letter in an
author's name are minutes. The parsers themselves can be told where to stop.
"""

from __future__ import annotations

import io
import xml.sax
from typing import Any
from xml.sax.handler import feature_external_ges, feature_external_pes, feature_namespaces
from xml.sax.xmlreader import InputSource

from feedparser.api import LooseFeedParser, StrictFeedParser

# Far above what is found in feeds: 30 namespaces, 20 attributes, 40 levels (of XHTML), 60 tags.
MOST_NAMESPACES = 200
MOST_ATTRIBUTES = 200
MOST_LEVELS = 500
MOST_TAGS = 200


class Endless(ValueError):
    """This was made to keep a parser busy; the message says by what."""


class _Bounds:
    """What is refused or left out, at the places where feedparser takes it in."""

    namespaces_in_use: dict[str, str]
    elementstack: list[list[Any]]
    depth: int

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        if len(self.namespaces_in_use) > MOST_NAMESPACES:
            raise Endless(f"it has more than {MOST_NAMESPACES} namespaces")
        super().track_namespace(prefix, uri)  # type: ignore[misc]

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        if self.depth > MOST_LEVELS:
            raise Endless(f"its elements stand in each other more than {MOST_LEVELS} deep")
        if len(attrs) > MOST_ATTRIBUTES:
            raise Endless(f"an element has more than {MOST_ATTRIBUTES} attributes")
        super().unknown_starttag(tag, attrs)  # type: ignore[misc]

    def handle_data(self, text: str, escape: int = 1) -> None:
        super().handle_data(text, escape)  # type: ignore[misc]
        self._trim()

    def handle_charref(self, ref: str) -> None:
        super().handle_charref(ref)  # type: ignore[misc]
        self._trim()

    def handle_entityref(self, ref: str) -> None:
        super().handle_entityref(ref)  # type: ignore[misc]
        self._trim()

    def _trim(self) -> None:
        """Text comes piece by piece, and feedparser takes leading blanks off one at a time."""
        if self.elementstack:
            pieces = self.elementstack[-1][2]
            if len(pieces) == 1 and pieces[0].isspace():
                pieces.clear()

    def _sync_author_detail(self, key: str = "author") -> None:
        """An author's words stay together: plain.py knows better where the name is.

        feedparser looks for a mail address in them in quadratic time, and cuts it off after four
        letters of its last part: "a@paper.example (Name)" would leave "ple (Name".
        """
        context = self._get_context()  # type: ignore[attr-defined]
        people = context.get(f"{key}s")
        words = context.get(key)
        if isinstance(people, list) and people and not people[-1] and isinstance(words, str):
            people[-1]["name"] = words

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        if len(self._get_context().get("tags") or ()) < MOST_TAGS:  # type: ignore[attr-defined]
            super()._add_tag(term, scheme, label)  # type: ignore[misc]


class _Strict(_Bounds, StrictFeedParser):  # type: ignore[misc]
    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802 SAX's name
        if len(attrs) > MOST_ATTRIBUTES:
            raise Endless(f"an element has more than {MOST_ATTRIBUTES} attributes")
        super().startElementNS(name, qname, attrs)


class _Loose(_Bounds, LooseFeedParser):  # type: ignore[misc]
    pass


def read_strictly(text: str) -> Any:
    """feedparser's strict parser after *text*: `feeddata`, `entries`, `version`.

    *text* begins at its root element. Raises SAXException where the XML is broken, `Endless`, and
    whatever feedparser trips over.
    """
    parser = _prepared(_Strict("", None, "utf-8"))
    reader = xml.sax.make_parser()  # noqa: S317 no document type ever gets here: see prolog.py
    reader.setFeature(feature_namespaces, True)
    reader.setFeature(feature_external_ges, False)
    reader.setFeature(feature_external_pes, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source = InputSource()
    source.setByteStream(io.BytesIO(text.encode("utf-8", "replace")))
    source.setEncoding("utf-8")
    reader.parse(source)
    return parser


def read_loosely(text: str) -> Any:
    """As `read_strictly`, for broken XML: tags are taken as they come, up to the end."""
    parser = _prepared(_Loose("", None, "utf-8", {}))
    parser.feed(text)
    return parser


def _prepared(parser: Any) -> Any:
    parser.resolve_relative_uris = False
    parser.sanitize_html = False
    return parser

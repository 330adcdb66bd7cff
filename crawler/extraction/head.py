"""A parsed page -> what it says about itself: meta tags, JSON-LD, times, canonical address."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.extraction.phrases import words

# schema.org types of an article, lower case; also what plugins call them.
ARTICLES = frozenset(
    words(
        """advertisercontentarticle analysisnewsarticle article askpublicnewsarticle
    backgroundnewsarticle blogposting discussionforumposting liveblogposting
    medicalscholarlyarticle newsarticle opinionnewsarticle report reportagenewsarticle
    reviewnewsarticle satiricalarticle scholarlyarticle socialmediaposting techarticle"""
    )
)
PUBLISHERS = frozenset(("website", "organization", "newsmediaorganization"))
MAX_NODES = 4_000
MAX_TIMES = 60
# What most links of a head are, as they write it.
_OTHER_RELATIONS = frozenset(
    ("stylesheet", "preload", "icon", "alternate", "preconnect", "dns-prefetch", "prefetch")
)

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"), None)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# An address with all its parts; one with dots in its path is joined, which takes them out.
_WHOLE = re.compile(r"https?://(?![^?#]*/\.)[^?#]*(?:\?[^#]+)?(?:#.+)?$")
_LD_FRAME = re.compile(r"^(<!--|//\s*<!\[CDATA\[|/\*.*?\*/)", re.S)
_LD_COMMA = re.compile(r",\s*([}\]])")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says about itself, unjudged."""

    meta: Mapping[str, str]  # by lower-case name or property; the first one of a name
    tags: tuple[str, ...]  # every article:tag
    article: Node  # the JSON-LD node of the article, or an empty one
    publisher: Node
    nodes: Mapping[str, Node]  # JSON-LD nodes by @id
    title: str
    language: str  # of <html lang>, as written
    canonical: str | None  # absolute, http(s)
    times: tuple[etree._Element, ...]  # <time> and what carries a date as itemprop
    kinds: frozenset[str] = field(default_factory=frozenset)  # all JSON-LD types on the page
    following: tuple[str, ...] = ()  # addresses of <link rel=next>, as written

    def first(self, *names: str) -> str:
        """The first of these meta tags that is there and not empty, cleaned."""
        for name in names:
            value = self.meta.get(name)
            if value and (value := clean(value)):
                return value
        return ""


def read_head(root: etree._Element, url: str) -> Head:
    """Gather what *root* says about itself; *url* completes relative addresses."""
    meta: dict[str, str] = {}
    tags: list[str] = []
    scripts: list[Any] = []
    times: list[etree._Element] = []
    title, canonical = "", ""
    following: list[str] = []
    for element in root.iter("meta", "script", "time", "title", "link"):
        name = element.tag
        if name == "meta":
            _read_meta(element, meta, tags)
        elif name == "script":
            kind = element.get("type")
            if kind and "ld+json" in kind.lower() and element.text:
                scripts.append(read_json(element.text))
        elif name == "time":
            if len(times) < MAX_TIMES:
                times.append(element)
        elif name == "title":
            if not title and element.text and not _in_picture(element):
                title = element.text
        elif relation := element.get("rel"):
            if relation in _OTHER_RELATIONS:
                continue
            said = relation.lower().split()
            if not canonical and "canonical" in said:
                canonical = element.get("href") or ""
            if "next" in said and element.get("href"):
                following.append(element.get("href") or "")
    article, publisher, nodes, kinds = _sort_nodes(scripts)
    return Head(
        meta=meta,
        tags=tuple(tags[:50]),
        article=article,
        publisher=publisher,
        nodes=nodes,
        title=clean(title),
        language=root.get("lang") or root.get("xml:lang") or "",
        canonical=absolute(canonical or meta.get("og:url", ""), url),
        times=tuple(times),
        kinds=frozenset(kinds),
        following=tuple(following),
    )


def clean(text: object) -> str:
    """Plain text on one line: no markup, no entities, no invisible or control characters."""
    if not isinstance(text, str):
        return ""
    if text.isprintable() and not ("&" in text or "<" in text or "  " in text):
        return text.strip()  # nothing to do, as for nine texts of ten
    if "&" in text:
        text = html.unescape(html.unescape(text))  # twice: "&amp;quot;" is common in JSON-LD
    if "<" in text:
        text = _TAG.sub("", text)
    return _SPACE.sub(" ", _CONTROL.sub("", text.translate(_UNSEEN))).strip()


def visible(text: str) -> str:
    """Text that was read from the tree already, without invisible and control characters."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # as nine texts of ten
    return _SPACE.sub(" ", _CONTROL.sub("", text.translate(_UNSEEN))).strip()


def text_of(element: etree._Element, between: str = " ") -> str:
    """All text in *element* on one line; *between* parts the pieces."""
    return clean(between.join(str(piece) for piece in element.itertext()))


def absolute(address: str, base: str) -> str | None:
    """*address* seen from *base* if that gives an http(s) address of sane length, or None."""
    address = clean(address)
    if not address or len(address) > 2_048:
        return None
    try:
        joined = address if _WHOLE.match(address) else urljoin(base, address)
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def read_json(text: str) -> Any:
    """What a JSON-LD script says, mended where many sites err; None when it cannot be read."""
    text = _LD_FRAME.sub("", text.strip()).strip()
    decoder = json.JSONDecoder(strict=False)
    for attempt in (text, _LD_COMMA.sub(r"\1", text) if len(text) < 500_000 else ""):
        try:
            return decoder.raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def types_of(node: Node) -> set[str]:
    """The node's schema.org types, lower case, without the address before them."""
    kind = node.get("@type") or ()
    return {str(k).rsplit("/", 1)[-1].lower() for k in (kind if isinstance(kind, list) else [kind])}


def _read_meta(element: etree._Element, meta: dict[str, str], tags: list[str]) -> None:
    get = element.get
    name = get("property") or get("name") or get("itemprop") or get("http-equiv")
    content = get("content")
    if name and content:
        name = name.strip().lower()
        meta.setdefault(name, content)
        if name == "article:tag":
            tags.append(clean(content))


def _in_picture(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "svg"


def _walk_nodes(value: Any) -> Iterator[Node]:
    stack, seen = [value], 0
    while stack and seen < MAX_NODES:
        item = stack.pop(0)
        seen += 1
        if isinstance(item, list):
            stack[:0] = item[:500]
        elif isinstance(item, dict):
            yield item
            stack += [
                item[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(item.get(key), (list, dict))
            ]


def _sort_nodes(scripts: list[Any]) -> tuple[Node, Node, dict[str, Node], set[str]]:
    """(the article, the publisher, all by @id, all types): the richest article node wins."""
    article: Node = {}
    publisher: Node = {}
    nodes: dict[str, Node] = {}
    kinds: set[str] = set()
    best = -1
    for script in scripts:
        for node in _walk_nodes(script):
            if isinstance(node.get("@id"), str) and len(node) > 1:
                nodes.setdefault(node["@id"], node)
            types = types_of(node)
            kinds |= types
            headline = isinstance(node.get("headline"), str)
            if types & ARTICLES or (headline and node.get("datePublished")):
                worth = 2 * bool(node.get("headline")) + 2 * bool(node.get("datePublished"))
                worth += bool(node.get("articleBody")) + bool(node.get("author"))
                if worth > best:
                    best, article = worth, node
            elif types & PUBLISHERS and not publisher:
                publisher = node
    return article, publisher, nodes, kinds

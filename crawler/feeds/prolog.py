"""The text of an XML feed -> its root element alone: no DTD, no entities, no more items than asked.

No XML parser of ours ever sees a document type: it is cut away here, and references to entities
that it may have declared become plain text. What remains cannot expand.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import NamedTuple
from xml.sax.saxutils import escape

from crawler.feeds.dates import read_date
from crawler.feeds.problems import Problems

_ROOT = re.compile(
    r"<!--.*?(?:-->|\Z)|<((?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|opml))"
    r"(?=[\s>/])",
    re.I | re.S,
)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s>])", re.I)
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)\b", re.I)
_ENTITY = re.compile(r"<!ENTITY\b", re.I)
_ITEMS = {
    root: re.compile(rf"<(?:[\w.-]{{1,40}}:)?{item}(?=[\s>/])", re.I)
    for root, item in (("feed", "entry"), ("urlset", "url"), ("", "item"))
}
_CHANNEL = re.compile(r"<(/?)channel(?:\s[^<>]*?)?(/?)>")
_SET_APART = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_AMPERSAND = re.compile(_SET_APART + r"|&(?:#(\d+|[xX][0-9a-fA-F]+);|(\w{1,32};)?)", re.S)
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_DATE = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:pubdate|date|published|updated|publication_date|lastmod)>([^<]{8,60})<",
    re.I,
)


class Root(NamedTuple):
    """The root element's name, as written, and the text from there on."""

    name: str
    text: str


def root_of(text: str, problems: Problems) -> Root | None:
    """The feed that begins in *text*, or None where there is none, as in a web page.

    What stands before it, such as a warning of the publisher's software, is left out.
    """
    found = next((match for match in _ROOT.finditer(text) if match[1]), None)
    if found is None:
        return None
    before = _COMMENT.sub("", text[: found.start()])
    if _WEB_PAGE.search(before):
        return None
    if _DECLARATION.search(before):
        entities = len(_ENTITY.findall(before))
        if entities:
            problems.note(f"a document type with {entities} entities was not read")
    elif before.strip() and not before.lstrip().startswith("<"):
        problems.note("text before the feed was left out", before)
    return Root(found[1], text[found.start() :])


def declares_entities(before: str) -> bool:
    """True when the text before a root element brings entities of its own."""
    return _ENTITY.search(before) is not None


def is_web_page(text: str) -> bool:
    """True for HTML, however sloppy."""
    return _WEB_PAGE.search(text[:100_000]) is not None


def mend_ampersands(text: str, problems: Problems) -> str:
    """*text* with every reference one that XML knows: `&uuml;` as its letter, `R&D` escaped.

    In CDATA sections and comments nothing is touched.
    """
    bare = 0

    def mended(found: re.Match[str]) -> str:
        nonlocal bare
        number, name = found[1], found[2]
        if number:
            return found[0] if _is_character(number) else ""
        if name is None:
            if found[0] != "&":
                return found[0]  # CDATA or a comment
            bare += 1
            return "&amp;"
        if name in _XML_NAMES:
            return found[0]
        return escape(html5[name]) if name in html5 else "&amp;" + name

    text = _AMPERSAND.sub(mended, text)
    if bare:
        problems.note("an & that stands for itself was escaped" + (f", {bare} times" * (bare > 1)))
    return text


def _is_character(number: str) -> bool:
    """https://www.w3.org/TR/xml/#charsets"""
    if len(number) > 8:
        return False
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


class Cut(NamedTuple):
    """A feed's text with at most so many items, and how many it had."""

    text: str
    n_items: int
    newest_last: bool


def cut(root: Root, limit: int) -> Cut:
    """*root* with its newest *limit* items, closed properly.

    Feeds begin with the newest. Where the dates show that this one begins with the oldest, its end
    is kept.
    """
    item = _ITEMS.get(root.name.lower().rpartition(":")[2], _ITEMS[""])
    starts = [found.start() for found in item.finditer(root.text)]
    if len(starts) <= limit:
        return Cut(root.text, len(starts), newest_last=False)
    if _rises(root.text, starts):
        return Cut(root.text[: starts[0]] + root.text[starts[-limit] :], len(starts), True)
    head = root.text[: starts[limit]]
    inside = "</channel>" if _is_open(head) else ""
    return Cut(f"{head}{inside}</{root.name}>", len(starts), newest_last=False)


def _is_open(head: str) -> bool:
    """In RSS the items stand in the channel, in RDF after it."""
    last = next(reversed(list(_CHANNEL.finditer(head[:100_000]))), None)
    return last is not None and not last[1] and not last[2]


def _rises(text: str, starts: list[int]) -> bool:
    first = _DATE.search(text, starts[0], starts[1])
    last = _DATE.search(text, starts[-1])
    if not first or not last:
        return False
    older, newer = read_date(first[1]), read_date(last[1])
    return bool(older and newer and older < newer)

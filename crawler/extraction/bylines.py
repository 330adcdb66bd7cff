"""A page's own word and its printed lines -> bylines as written; `names` tells who they are."""

from __future__ import annotations

import re
from typing import Any

from crawler.extraction import names
from crawler.extraction.blocks import ASIDE, FOOT, FORM, NAV, Block, Layout
from crawler.extraction.head import Head, clean

AUTHOR_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "cxenseparse:author",
    "twitter:creator:name",
)

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|by-line|autor(?:in|en|es)?|articleauthor|"
    r"author-?names?|auteur|redacteur|signature)(?:$|[\s_-])",
    re.I,
)
_BY_LINE = re.compile(r"(?:von|by|par|por|di|door|af|av|text:|texte :|autor(?:in)?:) \w", re.I)


def bylines_of(head: Head, layout: Layout, title_block: int) -> list[str]:
    """Bylines as written, from the first source that has any: JSON-LD, meta tags, the page."""
    written = [clean(name) for name in names_in(head.article.get("author"), head)]
    written = written or [clean(name) for name in names_in(head.article.get("creator"), head)]
    if not any(names.split(name) for name in written):
        written = [
            value
            for name in AUTHOR_META
            if (value := head.first(name)) and not value.startswith("http")
        ][:1]
    printed = _printed_bylines(layout, title_block)
    if not names.persons(written) and printed:
        return written + printed
    return written


def names_in(value: Any, head: Head, depth: int = 0) -> list[str]:
    """The names in a JSON-LD author: text, node, reference to a node, or a list of them."""
    if depth > 4:
        return []
    if isinstance(value, str):
        return [value] if not value.startswith(("http://", "https://")) else []
    if isinstance(value, list):
        return [name for item in value[:30] for name in names_in(item, head, depth + 1)]
    if isinstance(value, dict):
        name = value.get("name")
        if name:
            return names_in(name, head, depth + 1)
        referred = head.nodes.get(str(value.get("@id")))
        if referred is not None and referred is not value:
            return names_in(dict(referred), head, depth + 1)
    return []


def _printed_bylines(layout: Layout, title_block: int) -> list[str]:
    """Lines in boxes named as bylines or under rel=author, else "By Ann Other" near the title."""
    found: list[str] = []
    for number, block in enumerate(layout.blocks[:400]):
        if block.length > 160 or block.places & (NAV | FOOT | ASIDE | FORM):
            continue
        if not any(_is_full_name(name) for name in names.persons([block.text])):
            continue
        near = title_block - 4 <= number <= title_block + 15
        if _is_byline_box(layout, block) or (near and _BY_LINE.match(block.text)):
            found.append(block.text)
        elif found and block.length > 100:
            break
    return found[:4]


def _is_byline_box(layout: Layout, block: Block) -> bool:
    element = layout.boxes.element[block.box]
    for outer in (element, layout.boxes.element[layout.boxes.parent[block.box]]):
        mark = f"{outer.get('class') or ''} {outer.get('itemprop') or ''} {outer.get('rel') or ''}"
        if _BYLINE.search(mark):
            return True
    if not block.links:
        return False
    links = list(element.iter("a"))[:6]
    return any("author" in f"{a.get('rel') or ''} {a.get('itemprop') or ''}" for a in links)


def _is_full_name(name: str) -> bool:
    """Two or more words that begin as names do, where the script knows capitals."""
    parts = [part for part in name.split() if len(part) > 1]
    capital = sum(part[0].isupper() for part in parts)
    return len(parts) >= 2 and capital >= 2 if name[0].isupper() else not name[0].islower()

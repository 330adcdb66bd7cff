"""A page's own word and its printed lines -> who wrote the article, and what is credited.

The sources are asked in turn until one names a person: JSON-LD, meta tags, lines that the page
marks as bylines, lines that read as such near the title. A publisher that names only itself in its
tags often prints the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from crawler.extraction import datelines, names
from crawler.extraction.blocks import Block, Layout
from crawler.extraction.dates import read as read_date
from crawler.extraction.head import Head, clean, text_of, types_of, visible
from crawler.extraction.marks import ASIDE, FIGURE, FOOT, FORM, HINT_BIT, MAX_MARK, NAV, kept
from crawler.extraction.phrases import words
from crawler.extraction.printed import MAX_BLOCK, lines_of

MAX_LINE = 160  # characters; what is longer is no byline
LOOK_INTO = 400  # blocks
BEFORE_TITLE, AFTER_TITLE = 4, 15  # blocks around the title where an unmarked byline stands
AUTHOR_META = (
    "author",
    "article:author",
    "article:byline",
    "articleauthor",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "cxenseparse:author",
    "dcsext.author",
    "twitter:creator:name",
)
_ORGANISATIONS = frozenset(("organization", "newsmediaorganization", "corporation", "website"))
_MARK = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|by-line|autor(?:in|en|es)?|articleauthor|"
    r"author-?names?|auteur|redacteur|signature|writer|reporter)(?:$|[\s_-])"
)
_MAY_MARK = re.compile(
    r"auth?or|auteur|by-?line|redact|signat|writer|report"
)  # seldom, and soon known
_BY = re.compile(
    r"(?:von|by|par|por|di|door|af|av|text:|texte\s?:|autor(?:in)?:|автор:?|yazan:) \w", re.I
)
_BY_INSIDE = re.compile(r"(?<=[\s,|·•–—-])(?:von|by|par|por|di|door|af|av)\s+([^\W\d_].+)$", re.I)
_PARTS = re.compile(r"\s+[|•·–—]\s+|\n")
_ATTRIBUTES = frozenset(
    ("class", "itemprop", "rel", "id", "data-test", "data-testid", "data-component")
)
_PARTICLES = frozenset(
    words(
        """von vom van der den de del della di da do dos du des la le el al bin ibn ten ter te zu
        zur af av y e"""
    )
)
_NOT_SIGNED = NAV | FOOT | FORM | FIGURE
_BETWEEN_NAMES = re.compile(r"\W+|(?<=\s)(?:und|and|et|y|e|en|och|og|i|&)(?=\s)")


@dataclass(frozen=True, slots=True)
class Bylines:
    """The persons, and all bylines as written, in which an agency may stand."""

    persons: tuple[str, ...]
    written: tuple[str, ...]


def bylines_of(head: Head, layout: Layout, title_block: int, *sites: str) -> Bylines:
    """Who wrote the article of *head* and *layout*; *sites* are names that are no persons."""
    written = [*names_in(head.article.get("author"), head)]
    written = written or [*names_in(head.article.get("creator"), head)]
    credited = [*written, *_unknown_agencies(head)]
    told = names.persons(persons_in(head.article.get("author"), head), *sites)
    told = told or names.persons(persons_in(head.article.get("creator"), head), *sites)
    if not told:
        for name in AUTHOR_META:
            value = head.first(name)
            if value and not value.startswith("http"):
                credited.append(value)
                told = told or _told_in_meta(value, sites)
    marked = list(_marked_lines(layout, title_block))
    printed = names.persons((line for line, _ in marked), *sites)
    credited += [line for line, _ in marked]
    credited += _credit_lines(layout, title_block)
    if told:
        # Tags often carry the first of several authors only.
        signed = names.persons((line for line, signed in marked if signed), *sites)
        known = {name.casefold() for name in told}
        more = len(signed) > len(told) and known <= {name.casefold() for name in signed}
        return Bylines(signed if more else told, tuple(credited))
    if not printed:
        lines = list(_reading_lines(layout, title_block)) or list(
            _signatures(layout, title_block, bool(credited))
        )
        printed = names.persons(lines, *sites)
        credited += lines
    return Bylines(printed, tuple(credited))


def agency_behind(layout: Layout, last: int) -> str | None:
    """The agency on a line of its own behind the text, which is no part of it: "Quelle: dpa".

    *last* is the text's last block, or -1.
    """
    lines = [block.text for block in layout.blocks[last + 1 : last + 4] if block.length < 60]
    credited = (names.agency_in_text([line]) for line in lines if last >= 0)
    return next((agency for agency in credited if agency), None)


def _unknown_agencies(head: Head) -> Iterator[str]:
    """Organisations in the author's place that write themselves small, as agencies do: "knd"."""
    for name, person in _nodes_in(head.article.get("author"), head):
        if not person and name.islower() and name.isalpha() and len(name) <= 5:
            yield f"({name})"


def names_in(value: Any, head: Head, depth: int = 0) -> list[str]:
    """The names in a JSON-LD author: text, node, reference to a node, or a list of them."""
    return [name for name, _ in _nodes_in(value, head, depth)]


def persons_in(value: Any, head: Head) -> list[str]:
    """The same without those that are organisations by their type."""
    return [name for name, person in _nodes_in(value, head) if person]


def _nodes_in(
    value: Any, head: Head, depth: int = 0, *, person: bool = True
) -> list[tuple[str, bool]]:
    """(name, whether it can be a person)."""
    if depth > 4:
        return []
    if isinstance(value, str):
        return [(clean(value), person)] if not value.startswith(("http://", "https://")) else []
    if isinstance(value, list):
        found = [_nodes_in(item, head, depth + 1, person=person) for item in value[:30]]
        return [pair for pairs in found for pair in pairs]
    if isinstance(value, dict):
        person = person and not types_of(value) & _ORGANISATIONS
        person = person and not _is_desk(value)
        name = value.get("name")
        if name:
            return _nodes_in(name, head, depth + 1, person=person)
        referred = head.nodes.get(str(value.get("@id")))
        if referred is not None and referred is not value:
            return _nodes_in(dict(referred), head, depth + 1, person=person)
    return []


def _is_desk(node: dict[str, Any]) -> bool:
    """Whether an author's address is that of a WordPress administrator, who signs for others."""
    return any(
        isinstance(address := node.get(key), str) and address.rstrip("/").endswith("/author/admin")
        for key in ("url", "@id")
    )


def _told_in_meta(value: str, sites: tuple[str, ...]) -> tuple[str, ...]:
    """The persons of a meta tag; of a list ("kurier.example, Berlin, Germany") full names only."""
    found = names.persons([value], *sites)
    alone = len(names.split(value)) == 1
    return tuple(name for name in found if alone or _is_full_name(name))


def _marked_lines(layout: Layout, title_block: int) -> Iterator[tuple[str, bool]]:
    """(line, whether it is signed) for lines in boxes named as bylines, at most four.

    A line is signed under rel=author or itemprop=author: so nobody marks photographers and places.
    """
    found = 0
    elements, marks, parents = layout.boxes.element, layout.boxes.mark, layout.boxes.parent
    marked = {mark for mark in set(marks) if _names_byline(mark)}
    for number, block in enumerate(layout.blocks[:LOOK_INTO]):
        if block.length > MAX_LINE or block.places & _NOT_SIGNED:
            if found and block.length > MAX_LINE and number > title_block + 3:
                return
            continue
        box = block.box
        whole = marks[box] in marked or marks[parents[box]] in marked
        if not whole and not len(elements[box]):
            continue
        for line in _marked_in(elements[box], block, whole=whole):
            if any(map(_is_full_name, names.persons([line]))) or names.agency_in_names([line]):
                if _stands_elsewhere(layout, number, title_block):
                    continue
                yield line, _is_signed(layout.boxes.element[block.box])
                found += 1
        if found >= 4:
            return


def _marked_in(element: etree._Element, block: Block, *, whole: bool) -> Iterator[str]:
    """What is marked as a byline inside a block's *element*; else all of it if *whole* says so."""
    marked = [
        child
        for child in islice(element.iter("span", "a", "b", "strong", "em", "address"), 12)
        if _is_marked(child) and child is not element
    ]
    text = visible(block.text) if marked or whole else ""
    # The innermost mark is the nearest to the name: "27. Januar • Gregor Meier • 3 Minuten".
    inner = [name for name in map(_name_in, marked) if name and name in text]
    if inner:
        shortest = min(inner, key=len)
        apart = [text for text in inner if shortest not in text]
        yield from (shortest, *apart) if len(inner) > 1 else inner
    elif whole:
        yield from _without_dates(text)


def _name_in(element: etree._Element) -> str:
    return visible(text_of(element))


def _is_signed(element: etree._Element) -> bool:
    marks = [element, *islice(element.iter("a", "span", "address"), 6)]
    return any("author" in f"{e.get('rel') or ''} {e.get('itemprop') or ''}".split() for e in marks)


def _is_marked(element: etree._Element) -> bool:
    marks = [str(value) for name, value in element.items() if name in _ATTRIBUTES]
    return any(map(_names_byline, marks))


@kept(MAX_MARK)
def _names_byline(value: str) -> bool:
    value = value.lower()
    return _MAY_MARK.search(value) is not None and _MARK.search(value) is not None


def _without_dates(line: str) -> Iterator[str]:
    """The parts of a line that hold no date."""
    parts = _PARTS.split(line)
    if len(parts) == 1:
        label = datelines.label_in(line)
        yield line[: label.start()] if label and label.start() > 5 else line
        return
    yield from (part for part in parts if not any(c.isdigit() for c in part))


def _reading_lines(layout: Layout, title_block: int) -> Iterator[str]:
    """Near the title "By Ann Other", alone or behind a date: "Publié le 5 mai 2026 par …"."""
    first, last = max(0, title_block - BEFORE_TITLE), title_block + AFTER_TITLE
    for number in range(first, min(last, len(layout.blocks))):
        block = layout.blocks[number]
        if block.length > MAX_BLOCK or block.places & (NAV | FOOT | FORM):
            continue
        if _stands_elsewhere(layout, number, title_block):
            continue
        for text in lines_of(layout, block):
            if (line := _read_line(text)) is not None:
                yield line


def _read_line(text: str) -> str | None:
    """The names in a line "By Ann Other", or in what follows "by" behind a date."""
    if len(text) > MAX_LINE:
        return None
    line = text if _BY.match(text) else ""
    if not line and (match := _BY_INSIDE.search(text)) and read_date(text):
        line = match[1]
    if not line:
        return None
    for part in (next(_without_dates(line), ""), re.split(r"\d", line)[0]):
        found = names.persons([part])
        if any(map(_is_full_name, found)) and all(map(_is_spelt_as_name, found)):
            return part
    return None


def _is_spelt_as_name(name: str) -> bool:
    """Whether all words of *name* begin large, but for "von", "de la" and the like.

    "Von Mitte April an werden auf 70 Kilometern" begins like a byline.
    """
    return all(part[0].isupper() or part in _PARTICLES for part in name.split())


def _signatures(layout: Layout, title_block: int, desk: bool) -> Iterator[str]:
    """A name in bold, alone on its line right before the text or right after it.

    Only where the tags name a *desk* or the site in the author's place: elsewhere such lines are
    as likely headings.
    """
    if not desk or title_block < 0:
        return
    blocks = layout.blocks
    long = [n for n, b in enumerate(blocks) if n > title_block and b.length > 200]
    if not long:
        return
    for number in (long[0] - 1, long[0] - 2, long[-1] + 1, long[-1] + 2):
        if not title_block < number < len(blocks):
            continue
        block = blocks[number]
        bold = block.strong_length >= 0.9 * block.length
        if bold and block.tag in ("p", "div") and not block.ends and block.length <= 80:
            text = visible(block.text)
            if _is_nothing_but_names(text) and not block.link_length:
                yield text
                return


def _credit_lines(layout: Layout, title_block: int) -> Iterator[str]:
    """Lines near the title that hold agencies and nothing else: "dpa/AFP", "(Reuters)"."""
    first, last = max(0, title_block - BEFORE_TITLE), title_block + AFTER_TITLE
    for block in layout.blocks[first:last]:
        # "AA" is also a button for larger letters; what stands under a picture is its credit.
        if not 3 <= block.length <= 60 or block.after_image:
            continue
        if block.places & (NAV | FOOT | FORM | FIGURE | ASIDE):
            continue
        parts = names.split(visible(block.text).strip("()"))
        if parts and all(map(names.agency_of, parts)):
            yield from parts


def _is_nothing_but_names(text: str) -> bool:
    found = names.persons([text])
    spoken = [part for part in _BETWEEN_NAMES.split(text) if part]
    return bool(found) and all(map(_is_full_name, found)) and all(p[0].isupper() for p in spoken)


def _stands_elsewhere(layout: Layout, number: int, title_block: int) -> bool:
    """Whether a line belongs to a comment or to another article's teaser."""
    boxes, box = layout.boxes, layout.blocks[number].box
    for _ in range(8):
        holds_title = boxes.first[box] <= title_block < boxes.last[box]
        if holds_title or box == 0:
            return False
        if boxes.hints[box] & HINT_BIT["comment"]:
            return True
        if boxes.hints[box] & HINT_BIT["related"] and number > title_block + AFTER_TITLE:
            return True
        box = boxes.parent[box]
    return False


def _is_full_name(name: str) -> bool:
    """Two or more words that begin as names do, where the script knows capitals."""
    parts = [part for part in name.split() if len(part) > 1]
    capital = sum(part[0].isupper() for part in parts)
    return len(parts) >= 2 and capital >= 2 if name[0].isupper() else not name[0].islower()

"""A parsed page -> its blocks of text in reading order, and the boxes they stand in. One walk.

A block is what a reader sees as one piece: a paragraph, a heading, an item of a list, a line
between two breaks. A box is an element that can hold blocks; boxes form the tree that the
features look at. The tree of the page is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree

from crawler.extraction.marks import (
    ASIDE,
    BY_TAG,
    FOOT,
    HEADER,
    NAV,
    hints_of,
    marks_of,
    pops_up,
)
from crawler.extraction.phrases import words

INLINE = frozenset(
    words(
        """a abbr acronym b bdi bdo big center-inline cite code data del dfn em font i ins kbd label
    mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"""
    )
)
SKIPPED = frozenset(
    words(
        """amp-ad amp-analytics amp-iframe amp-img amp-sidebar amp-video applet area audio base
    button     canvas datalist dialog embed frameset head iframe img input link map math meta meter
    noscript object option param picture progress script select source style svg template
    textarea title track video"""
    )
)
IMAGES = ("img", "picture", "svg", "amp-img")
_INLINE, _BREAK, _SKIPPED, _IMAGE, _BOX = range(5)
_KINDS: dict[object, int] = {
    **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys(SKIPPED, _SKIPPED),
    **dict.fromkeys(IMAGES, _IMAGE),
    "br": _BREAK,
}
_STRONG = frozenset(("strong", "b"))
_EMPHASIS = frozenset(("strong", "b", "em", "i"))
# Tags that mean something to the model, by number; every other block tag is OTHER_TAG.
TAGS = words(
    """p div li h1 h2 h3 h4 h5 h6 blockquote td pre figcaption dd dt section article th caption
    summary address legend"""
)
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
OTHER_TAG = 30
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

PRUNED = NAV | FOOT  # not entered at all, unless nothing much is left without them

MAX_DEPTH = 180
MAX_LINE = 200  # characters: a line of one inline element that a single <br> ends is a block
MAX_BLOCKS = 6_000
ENOUGH_TEXT = 300  # characters outside of links; below it the pruned boxes are read too

_ENDINGS = frozenset(".!?…:;\"”“»)'’。！？」）।؟")


class Block(NamedTuple):
    """A piece of text; lengths in characters. All but text and tag are the features' numbers."""

    text: str
    tag: str  # of the box it stands in
    length: int
    link_length: int
    leading_link: int  # characters of the link that it begins with
    links: int
    strong_length: int
    slanted_length: int
    tag_number: int
    places: int  # NAV | FORM | ...
    box: int
    commas: int
    ends: bool  # with a mark that ends a sentence
    upper: bool
    words: int
    after_image: bool  # a picture stands between the block before and this one


_new_block = Block._make


@dataclass(frozen=True, slots=True)
class Boxes:
    """The elements that hold text, in order of their beginning; columns, all of one length."""

    element: Sequence[etree._Element]
    mark: Sequence[str]  # class, id and test marks, as one text
    parent: Sequence[int]
    depth: Sequence[int]
    tag: Sequence[int]
    hints: Sequence[int]
    outer_hints: Sequence[int]  # of all boxes around it
    look: Sequence[int]  # number of the look (tag and mark)
    first: Sequence[int]  # its blocks are first <= i < last
    last: Sequence[int]
    images: Sequence[int]  # pictures in it


@dataclass(frozen=True, slots=True)
class Layout:
    """All of a page's text, as blocks in their boxes."""

    blocks: list[Block]
    boxes: Boxes
    truncated: bool


def lay_out(root: etree._Element) -> Layout:
    """The blocks of the page; navigation and footer are left out where enough is left."""
    layout = _Walk(root, PRUNED).layout()
    if sum(block.length - block.link_length for block in layout.blocks) < ENOUGH_TEXT:
        layout = _Walk(root, 0).layout()
    return layout


class _Walk:
    """One pass over the tree. The text of the block at hand gathers in `buffer`.

    Nine tenths of the boxes of a page hold other boxes or nothing: what is done for each element
    here is what reading a page costs.
    """

    __slots__ = (
        "blocks",
        "boxes",
        "buffer",
        "images",
        "images_before",
        "lead",
        "link",
        "links",
        "open_links",
        "pruned",
        "slanted",
        "strong",
    )

    def __init__(self, root: etree._Element, pruned: int) -> None:
        body = root.find("body")
        body = root if body is None else body
        self.pruned = pruned
        self.blocks: list[Block] = []
        self.boxes: list[list[Any]] = [[body, "", "", 0, 0, 0, 0, 0]]
        self.buffer: list[str] = []
        self.link = self.links = self.strong = self.slanted = self.lead = self.open_links = 0
        self.images = self.images_before = 0
        if body.text:
            self.buffer.append(body.text)
        self.children(body, 0, "div", 0, 1)
        self.flush(0, "div", 0)
        self.boxes[0][6:] = len(self.blocks), self.images

    def layout(self) -> Layout:
        element, name, mark, parent, depth, first, last, images = zip(*self.boxes, strict=True)
        hints = [hints_of(said) if said else 0 for said in mark]
        outer_hints = [0]
        for outer in parent[1:]:  # a parent comes before its children
            outer_hints.append(hints[outer] | outer_hints[outer])
        looks: dict[tuple[str, str], int] = {}
        boxes = Boxes(
            element=element,
            mark=mark,
            parent=parent,
            depth=depth,
            tag=[TAG_NUMBER.get(tag, OTHER_TAG) for tag in name],
            hints=hints,
            outer_hints=outer_hints,
            look=[looks.setdefault(look, len(looks)) for look in zip(name, mark, strict=True)],
            first=first,
            last=last,
            images=images,
        )
        return Layout(self.blocks, boxes, len(self.blocks) >= MAX_BLOCKS)

    def flush(self, box: int, tag: str, places: int) -> None:
        """End the block at hand, if there is one."""
        buffer = self.buffer
        words = (buffer[0] if len(buffer) == 1 else "".join(buffer)).split()
        buffer.clear()
        if words and len(self.blocks) < MAX_BLOCKS:
            text = " ".join(words)
            length, link = len(text), self.link
            self.blocks.append(
                _new_block(
                    (
                        text,
                        tag,
                        length,
                        length if self.open_links or link > length else link,
                        self.lead,
                        self.links,
                        self.strong,
                        self.slanted,
                        TAG_NUMBER.get(tag, OTHER_TAG),
                        places,
                        box,
                        text.count(","),
                        text[-1] in _ENDINGS,
                        text[0].isupper(),
                        len(words),
                        self.images > self.images_before,
                    )
                )
            )
            self.images_before = self.images
        self.link = self.links = self.strong = self.slanted = self.lead = 0

    def children(
        self, element: etree._Element, box: int, tag: str, places: int, depth: int
    ) -> None:
        """Read what *element* holds; its text up to the first child is in the buffer already."""
        buffer = self.buffer
        lone = not buffer or not "".join(buffer).strip()  # nothing, or one inline element, is read
        for child in element:
            name = child.tag
            kind = _KINDS.get(name, _BOX)
            if kind == _INLINE:
                self.inline(child, name, box, tag, places, depth)
            elif kind == _BOX:
                if type(name) is str:
                    if buffer:
                        self.flush(box, tag, places)
                    self.enter(child, name, box, tag, places, depth)
                    lone = True
            elif kind == _BREAK:
                # Two breaks in a row end a paragraph; one ends a line that has a look of its own.
                if buffer and (buffer[-1] == "\n" or (lone and _is_short(buffer))):
                    self.flush(box, tag, places)
                else:
                    buffer.append("\n")
                lone = not buffer
            elif kind == _IMAGE:
                self.images += 1
            elif name == "button" and _holds_article(child):
                self.enter(child, name, box, tag, places, depth)
            tail = child.tail
            if tail:
                if not tail.isspace():
                    buffer.append(tail)
                    lone = False
                elif buffer and buffer[-1] != "\n":  # blanks between two breaks part no breaks
                    buffer.append(" ")

    def inline(  # noqa: PLR0917 - ten calls a millisecond: no names, no records
        self, child: etree._Element, name: str, box: int, tag: str, places: int, depth: int
    ) -> None:
        buffer = self.buffer
        start = len(buffer)
        text = child.text
        if name != "a":
            if name == "span" and (mark := child.get("class")) and pops_up(mark):
                return
            if text:
                buffer.append(text)
            if len(child) and depth < MAX_DEPTH:
                self.children(child, box, tag, places, depth + 1)
            if name in _EMPHASIS:
                size = sum(map(len, buffer[start:]))
                if name in _STRONG:
                    self.strong += size
                else:
                    self.slanted += size
            return
        first = not self.link and (not buffer or not "".join(buffer).strip())
        size = 0
        if text:
            buffer.append(text)
            size = len(text)
        if len(child) and depth < MAX_DEPTH:
            self.open_links += 1
            self.children(child, box, tag, places, depth + 1)
            self.open_links -= 1
            size = sum(map(len, buffer[start:]))
        self.links += 1
        self.link += size
        if first:
            self.lead = size

    def enter(  # noqa: PLR0917 - as above
        self, child: etree._Element, name: str, outer: int, tag: str, places: int, depth: int
    ) -> None:
        text, full = child.text, len(child) > 0
        said = text if text and not text.isspace() else ""
        if not full and not said:
            return
        if name in BY_TAG:
            if name == "main":
                places &= ~(NAV | FOOT | HEADER | ASIDE)
            places |= BY_TAG[name]
        mark = ""
        attributes: list[tuple[str, str]] = child.items()  # type: ignore[assignment]
        if attributes:
            mark, found = marks_of(attributes)
            places |= found
        if places & self.pruned and not _holds_article(child):
            return
        if depth >= MAX_DEPTH:
            self.buffer.append(" ".join(str(piece) for piece in child.itertext()))
            self.flush(outer, tag, places)
            return
        boxes, before, images = self.boxes, len(self.blocks), self.images
        box = len(boxes)
        row = [child, name, mark, outer, depth, before, 0, 0]  # the last two are known when it ends
        boxes.append(row)
        if said:
            self.buffer.append(said)
        if full:
            self.children(child, box, name, places, depth + 1)
        if self.buffer:
            self.flush(box, name, places)
        if len(self.blocks) == before:  # and so did no box in it hold text: forget them
            del boxes[box:]
        else:
            row[6], row[7] = len(self.blocks), self.images - images


def _is_short(buffer: list[str]) -> bool:
    return sum(map(len, buffer)) <= MAX_LINE


def _holds_article(element: etree._Element) -> bool:
    """Whether an unclosed tag swallowed the page: no button or menu holds a <main>."""
    return len(element) > 0 and element.find(".//main") is not None

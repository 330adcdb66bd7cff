"""A page -> the lines of its article. For now by trafilatura, within limits.

trafilatura's cost grows faster than the page (100,000 unclosed <p> take it 15 s), so pages
beyond the limits are read by a plain rule instead: paragraphs outside of menus and links.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from crawler.errors import PageError
from crawler.extraction import decode
from crawler.extraction.blocks import (
    ASIDE,
    FIGURE,
    FOOT,
    FORM,
    HEADINGS,
    HIDDEN,
    NAV,
    Block,
    Layout,
    lay_out,
)
from crawler.extraction.head import clean, text_of
from crawler.extraction.tidy import Line

MAX_CHARS = 1_500_000
MAX_ELEMENTS = 12_000
MAX_BLOCKS = 1_500
MAX_FRAGMENT = 1_000_000

PROSE_CHARS = 60  # outside of links: shorter blocks may be anything
MOST_LINKED = 0.4  # of a paragraph's characters


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the article, how they were found, and how sure that is (0 to 1)."""

    lines: tuple[Line, ...]
    method: str
    confidence: float


def read_body(html: str, root: etree._Element, layout: Layout) -> Body:
    """The article's lines, untidied."""
    small = len(html) <= MAX_CHARS and len(layout.blocks) <= MAX_BLOCKS
    if small and sum(1 for _ in root.iter()) <= MAX_ELEMENTS:
        lines = _by_trafilatura(html)
        if lines:
            return Body(tuple(lines), "trafilatura", 0.8)
    return Body(tuple(_by_rule(layout)), "paragraphs", 0.3)


def read_fragment(html: str) -> list[Line]:
    """The lines of a piece of HTML that is the article already, as feeds carry it."""
    html = html[:MAX_FRAGMENT]
    if "<" not in html:
        return [Line(part) for p in html.split("\n\n") if (part := clean(p))]
    try:
        root = decode.parse(html)
    except PageError:
        return []
    blocks = lay_out(root).blocks
    return [
        Line(text, kind_of(block), number)
        for number, block in enumerate(blocks)
        if not block.places & FIGURE and (text := clean(block.text))
    ]


def kind_of(block: Block) -> str:
    """The kind of line that a block makes."""
    if block.tag in HEADINGS:
        return "heading"
    if block.tag in ("li", "dd", "dt"):
        return "item"
    return "quote" if block.tag == "blockquote" else ""


def _by_trafilatura(html: str) -> list[Line]:
    try:
        import trafilatura  # noqa: PLC0415 - half a second, and only here
    except ImportError:  # it comes without lxml_html_clean from some resolvers
        return []
    try:
        document = trafilatura.bare_extraction(
            html, include_comments=False, include_tables=True, with_metadata=False
        )
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
        etree.LxmlError,
    ):
        return []  # its own faults on odd trees; the plain rule reads the page then
    tree = getattr(document, "body", None)
    if tree is None:
        return []
    return list(_lines_of(tree))


def _lines_of(tree: etree._Element) -> list[Line]:
    lines: list[Line] = []
    for element in tree:
        kind = {"head": "heading", "quote": "quote"}.get(str(element.tag), "")
        if element.tag == "list":
            texts = [(text_of(item), "item") for item in element.iter("item")]
        elif element.tag == "table":
            texts = [(_row(row), "") for row in element.iter("row")]
        else:
            texts = [("".join(_with_breaks(element)), kind)]
        for text, as_kind in texts:
            parts = (clean(part) for part in text.split("\n\n"))
            lines += [Line(part, as_kind) for part in parts if part]
    return lines


def _row(row: etree._Element) -> str:
    return " | ".join(filter(None, (text_of(cell) for cell in row)))


def _with_breaks(element: etree._Element) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == "lb" else "".join(_with_breaks(child)))
        parts.append(child.tail or "")
    return parts


def _by_rule(layout: Layout) -> list[Line]:
    """Prose of the box that holds most of it, with the headings and short lines between."""
    outside = NAV | FOOT | FORM | ASIDE | FIGURE | HIDDEN
    blocks, boxes = layout.blocks, layout.boxes
    prose = [
        number
        for number, block in enumerate(blocks)
        if not block.places & outside
        and block.length - block.link_length >= PROSE_CHARS
        and block.link_length <= MOST_LINKED * block.length
    ]
    if not prose:
        return []
    score: dict[int, float] = {}
    for number in prose:
        box, share = blocks[number].box, float(blocks[number].length)
        for _ in range(4):  # its own box counts whole, each one around it a little less
            score[box] = score.get(box, 0.0) + share
            box, share = boxes.parent[box], share * 0.8
    best = max(score, key=lambda box: score[box])
    inside = [n for n in prose if boxes.first[best] <= n < boxes.last[best]]
    first, last = inside[0], inside[-1]
    if first and blocks[first - 1].tag in HEADINGS and blocks[first - 1].tag != "h1":
        first -= 1
    return [
        Line(block.text, kind_of(block), number)
        for number, block in enumerate(blocks[first : last + 1], first)
        if not block.places & outside and block.link_length <= MOST_LINKED * block.length
    ]

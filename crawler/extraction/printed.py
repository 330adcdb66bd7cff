"""A block -> the lines that its readers see: a single <br> ends a line, though not a block."""

from __future__ import annotations

from lxml import etree

from crawler.extraction.blocks import Block, Layout
from crawler.extraction.head import visible

MAX_BLOCK = 400  # characters; longer blocks are paragraphs, and no line in them tells anything
MAX_STEPS = 800  # of a walk through a box: old pages hold the whole page in one
_ENDS = frozenset(("br", "p", "div", "td", "tr", "table", "hr", "li", "form", "h1", "h2", "h3"))


def lines_of(layout: Layout, block: Block) -> list[str]:
    """The lines of *block*, at least one."""
    whole = visible(block.text)
    if block.length > MAX_BLOCK:
        return [whole]
    element: etree._Element = layout.boxes.element[block.box]
    if element.find(".//br") is None:
        return [whole]
    lines = [line for line in _lines_in(element) if line in whole]
    return lines if len(lines) > 1 else [whole]


def _lines_in(element: etree._Element) -> list[str]:
    pieces: list[str] = []
    for step, (event, inner) in enumerate(etree.iterwalk(element, events=("start", "end"))):
        if step > MAX_STEPS:
            break
        if event == "start":
            pieces.append("\n" if inner.tag in _ENDS else "")
            pieces.append(_one_line(inner.text))
        elif inner is not element:
            pieces.append("\n" if inner.tag in _ENDS and inner.tag != "br" else "")
            pieces.append(_one_line(inner.tail))
    return [line for part in "".join(pieces).split("\n") if (line := visible(part))]


def _one_line(text: str | None) -> str:
    """Line feeds of the source are blanks to its readers."""
    return " ".join(text.split("\n")) if text else ""

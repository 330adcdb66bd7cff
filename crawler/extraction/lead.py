"""The lines of an article -> its lead apart from them, where the page sets one apart.

A lead is what readers see as one: a summary over the text in a box or a look of its own. A first
paragraph that looks like all others stays in the text, even when the page repeats it as its
description; and a description that nobody sees is no lead.
"""

from __future__ import annotations

from crawler.extraction import phrases
from crawler.extraction.blocks import HEADINGS, Block, Layout
from crawler.extraction.head import Head, clean
from crawler.extraction.marks import ASIDE, HINT_BIT
from crawler.extraction.tidy import Line

LEAD_MIN, LEAD_MAX = 30, 700  # characters
FIRST_LINES = 3  # of the text, among which a lead is looked for
BEHIND_TITLE = 12  # blocks, when it was not taken for text


def take_lead(
    lines: list[Line], layout: Layout, head: Head, title_block: int
) -> tuple[Line | None, list[Line]]:
    """(lead or None, the other lines)."""
    for position, line in enumerate(lines[:FIRST_LINES]):
        if position + 1 == len(lines):
            break
        fits = _fits(line.text) and line.kind != "item"
        if fits and _is_set_apart(line, lines[position + 1], layout, head):
            return line, lines[:position] + lines[position + 1 :]
        if line.kind != "heading" and len(line.text) > 120:
            break
    return _between(lines, layout, head, title_block), lines


def describes(head: Head, text: str) -> bool:
    """Whether the page gives *text* as its description, whole or with its end cut off."""
    key = phrases.key(text)
    for description in (
        clean(head.article.get("description")),
        head.first("og:description"),
        head.first("description"),
    ):
        said = phrases.key(description)
        if len(said) >= 40 and (said == key or (len(said) > 100 and key.startswith(said[:-12]))):
            return True
    return False


def _fits(text: str) -> bool:
    return LEAD_MIN <= len(text) <= LEAD_MAX


def _between(lines: list[Line], layout: Layout, head: Head, title_block: int) -> Line | None:
    """A lead between title and text that was not taken for text."""
    first = lines[0].block if lines else -1
    for number in range(title_block + 1, min(first, title_block + BEHIND_TITLE)):
        block = layout.blocks[number]
        if block.places & ASIDE or block.link_length or not _fits(block.text):
            continue
        if (_is_marked(block, layout) and block.ends) or describes(head, block.text):
            return Line(clean(block.text), "", number)
    return None


def _is_set_apart(line: Line, following: Line, layout: Layout, head: Head) -> bool:
    if line.block < 0:
        return False
    block, boxes = layout.blocks[line.block], layout.boxes
    if block.tag in HEADINGS:
        return block.tag != "h1" and block.ends and block.length > 60
    marked = _is_marked(block, layout)
    if following.block >= 0:
        after = layout.blocks[following.block]
        same_box = boxes.parent[block.box] == boxes.parent[after.box]
        same_look = boxes.look[block.box] == boxes.look[after.box]
        bold = block.strong_length >= 0.9 * block.length
        if same_box and same_look and not bold:
            return False
        marked = marked and not _is_marked(after, layout)
    return marked or describes(head, block.text)


def _is_marked(block: Block, layout: Layout) -> bool:
    boxes = layout.boxes
    hints = boxes.hints[block.box] | boxes.hints[boxes.parent[block.box]]
    return bool(hints & HINT_BIT["lead"])

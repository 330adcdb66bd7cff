"""The blocks of a live ticker -> with the time and the heading of each entry.

A time alone on its line is no text of an article, and the model leaves it out; in a ticker it
says when what follows happened. A ticker is what has three times or more of one look, each before
text that was taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.extraction.blocks import HEADINGS, Layout
from crawler.extraction.marks import ASIDE, FOOT, FORM, NAV
from crawler.extraction.tidy import Line

ENTRIES = 3  # times, of which fewer are no ticker
NEAR = 4  # blocks from a time to its text
BEFORE = 3  # blocks before the first text, where the first entry's time stands
MAX_TIME = 36  # characters

_TIME = re.compile(
    r"(?:.{3,20}[\s,|·–-])?\d{1,2}(?:[:.]|\s?h\s?)\d{2}(?:\s?(?:uhr|h|[ap]\.?m\.?|[a-z]{2,4}))?[.:]?",
    re.I,
)
_GLUED = re.compile(r"^(\d{1,2}[:.]\d\d(?: ?Uhr)?)(?=[^\W\d_])(?!uhr|[ap]\.?m\b|h\b)", re.I)
_ELSEWHERE = NAV | FOOT | FORM | ASIDE


def with_entries(layout: Layout, numbers: list[int]) -> list[int]:
    """*numbers* of the text's blocks, and those of its entries' times and headings."""
    times = _times(layout, numbers)
    if not times:
        return numbers
    kept, added = set(numbers), set[int]()
    for time in times:
        for number in range(time, min(time + NEAR, len(layout.blocks))):
            block = layout.blocks[number]
            if number in kept and block.tag not in HEADINGS:
                break
            if number == time or (block.tag in HEADINGS and block.link_length < block.length):
                added.add(number)
    return sorted(kept | added)


def joined(lines: Sequence[Line]) -> Iterator[Line]:
    """*lines* with the time of each entry in its heading: "21:02 Uhr: Der Pegel sinkt"."""
    time: Line | None = None
    for line in lines:
        if time is not None:
            if line.kind == "heading":
                yield replace(line, text=f"{time.text.rstrip('.:')}: {line.text}")
                time = None
                continue
            yield replace(time, kind="heading")
            time = None
        if line.kind != "item" and _is_time(line.text):
            time = line
        else:
            text = _GLUED.sub(r"\1 ", line.text)
            yield line if text == line.text else replace(line, text=text)
    if time is not None:
        yield time


def _times(layout: Layout, numbers: list[int]) -> list[int]:
    """The blocks that are the times of a ticker's entries; none where there is no ticker."""
    if len(numbers) < ENTRIES:
        return []
    kept = set(numbers)
    looks: dict[int, int] = {}
    for number in range(max(0, numbers[0] - BEFORE), numbers[-1]):
        block = layout.blocks[number]
        if block.places & _ELSEWHERE or not _is_time(block.text):
            continue
        if any(near in kept for near in range(number + 1, number + NEAR)):
            looks[number] = layout.boxes.look[block.box]
    look, count = next(iter(Counter(looks.values()).most_common(1)), (0, 0))
    return [number for number, its in looks.items() if its == look] if count >= ENTRIES else []


def _is_time(text: str) -> bool:
    return len(text) <= MAX_TIME and _TIME.fullmatch(text) is not None

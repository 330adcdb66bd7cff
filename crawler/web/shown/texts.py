"""A stored text -> its paragraphs in pieces: what matched is marked, what would steer is out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from crawler.alerts.plain import plain
from crawler.items import Place
from crawler.topics.sentences import merged, paragraphs
from crawler.web.shown.excerpts import Pieces

Span = tuple[int, int]
# What begins a paragraph of each kind, as items.Article says it.
_KINDS = (("## ", "heading"), ("- ", "item"), ("> ", "quote"))


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring paragraphs of one kind."""

    kind: str  # heading, item, quote, or "" for plain ones
    paragraphs: tuple[Pieces, ...]


def blocks(text: str, places: Iterable[Place] = (), field: str = "body") -> tuple[Block, ...]:
    """The text of *field* with its places marked. Places that lie outside are left out."""
    marks = merged(
        (place.start, place.end)
        for place in places
        if place.field == field and 0 <= place.start < place.end <= len(text)
    )
    told = [_paragraph(text, span, marks) for span in paragraphs(text)]
    return tuple(
        Block(kind, tuple(pieces for _, pieces in some))
        for kind, some in groupby(told, lambda one: one[0])
    )


def pieces(text: str, places: Iterable[Place], field: str) -> Pieces:
    """A text of one line with its places marked."""
    return tuple(piece for block in blocks(text, places, field) for one in block.paragraphs
                 for piece in one) or ((plain(text), False),)  # fmt: skip


def _paragraph(text: str, span: Span, marks: Sequence[Span]) -> tuple[str, Pieces]:
    start, end = span
    kind = ""
    for sign, name in _KINDS:
        if text.startswith(sign, start) and start + len(sign) < end:
            start, kind = start + len(sign), name
            break
    return kind, tuple(_pieces(text, (start, end), marks))


def _pieces(text: str, span: Span, marks: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    upto, end = span
    for start, stop in marks:
        first, last = max(start, upto), min(stop, end)
        if first >= last:
            continue
        if first > upto:
            yield plain(text[upto:first]), False
        yield plain(text[first:last]), True
        upto = last
    if upto < end:
        yield plain(text[upto:end]), False

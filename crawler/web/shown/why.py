"""An explanation -> what of it a reader wants to see: the parts that made it hold."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.alerts.plain import one_line
from crawler.topics.document import Document
from crawler.topics.explain import Explanation, explain
from crawler.topics.query import Not, Or, Query, children

QUOTES = 3  # of each part
PARTS_MAX = 12  # of alternatives that hold


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query, true or not, and its words as the article has them."""

    text: str
    holds: bool
    is_not: bool  # holds because something is not there
    quotes: tuple[str, ...]
    parts: tuple[Part, ...]
    others: int  # alternatives that are left out


def why(query: Query, document: Document) -> Part:
    """Why *document* matches, or what of the query fails."""
    return _part(query, explain(query, document), document)


def _part(query: Query, told: Explanation, document: Document) -> Part:
    below = list(zip(children(query), told.parts, strict=True))
    kept = below
    if isinstance(query, Not):
        kept = []
    elif isinstance(query, Or) and told.holds:
        kept = [(part, one) for part, one in below if one.holds][:PARTS_MAX]
    elif isinstance(query, Or):
        kept = below[:PARTS_MAX]
    return Part(
        text=told.text,
        holds=told.holds,
        is_not=isinstance(query, Not),
        quotes=_quotes(told, document) if not below else (),
        parts=tuple(_part(part, one, document) for part, one in kept),
        others=len(below) - len(kept) if isinstance(query, Or) else 0,
    )


def _quotes(told: Explanation, document: Document) -> tuple[str, ...]:
    """The words themselves, each form once."""
    if not told.holds:
        return ()
    forms = dict.fromkeys(one_line(document.text(place), 80) for place in told.places)
    return tuple(forms)[:QUOTES]

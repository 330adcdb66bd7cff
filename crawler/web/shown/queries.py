"""A query -> its parts as a list that can be read aloud; a mistake in one -> line and caret."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.errors import QueryError
from crawler.topics.query import And, AtLeast, In, Near, Not, Or, Property, Query, Saved, children

PARTS_MAX = 300  # of the whole tree


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a query."""

    kind: str  # all, any, none, near, near_ordered, apart, sentence, paragraph, field, …
    text: str  # of a leaf
    number: int  # words, times
    parts: tuple[Node, ...]
    more: int = 0  # parts that are left out


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a query cannot be read."""

    reason: str
    line: str  # in which the mistake is
    caret: str  # blanks and a ^ below it
    suggestion: str


def tree_of(query: Query) -> Node:
    """Its tree; of very long ones the beginning."""
    return _node(query, [PARTS_MAX])


def refused(error: QueryError) -> Refused:
    """The mistake, to be shown under the query."""
    start = error.query.rfind("\n", 0, error.column) + 1
    line = error.query[start:].split("\n", 1)[0]
    # What stands above must be as wide as it is, also where tabs are.
    before = "".join(c if c == "\t" else " " for c in line[: error.column - start])
    return Refused(error.reason, line, f"{before}^", error.suggestion)


def _node(query: Query, left: list[int]) -> Node:
    kind, number = _kind(query)
    below = children(query)
    shown = []
    for part in below:
        if left[0] <= 0:
            break
        left[0] -= 1
        shown.append(_node(part, left))
    text = "" if below else str(query)
    if isinstance(query, In):
        text = query.field
    return Node(kind, text, number, tuple(shown), len(below) - len(shown))


def _kind(query: Query) -> tuple[str, int]:
    match query:
        case And():
            return "all", 0
        case Or():
            return "any", 0
        case Not():
            return "none", 0
        case AtLeast(count, _):
            return "times", count
        case In(_, _, first):
            return ("first", first) if first else ("field", 0)
        case Near():
            return _near(query), query.distance or 0
        case Property():
            return "property", 0
        case Saved():
            return "saved", 0
        case _:
            return "text", 0


def _near(query: Near) -> str:
    if query.without:
        return "apart"
    if query.unit != "words":
        return query.unit
    return "near_ordered" if query.ordered else "near"

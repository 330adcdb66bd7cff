"""Saved queries that name each other in a circle -> the query without what closes it."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.topics.limits import check
from crawler.topics.mistakes import Mistake
from crawler.topics.query import And, Near, Or, Query, Saved, both, children, either, with_children
from crawler.topics.reading import read

_MOST_NAMES = 50  # looked up; a suggestion is for reading
_READABLE = 300  # characters


def without_circles(query: Query, saved: Mapping[str, Query | str]) -> str:
    """*query* written out without the names that lead back to themselves; empty: nothing is left.

    x @a    a = y OR @b, b = z OR @a    ->    x AND (y OR z)
    """
    try:
        whole = _Opening(saved).of(query, ())
        if whole is None:
            return ""
        check(whole)
    except Mistake:
        return ""
    text = str(whole)
    return text if len(text) <= _READABLE else ""


class _Opening:
    def __init__(self, saved: Mapping[str, Query | str]) -> None:
        self.saved, self.names_left = saved, _MOST_NAMES

    def of(self, query: Query, way: tuple[str, ...]) -> Query | None:
        """*query* without its circles, which was reached by the names of *way*; None: nothing."""
        if isinstance(query, Saved):
            return self._looked_up(query.name, way)
        parts = [self.of(part, way) for part in children(query)]
        kept = tuple(part for part in parts if part is not None)
        if len(kept) == len(parts):
            return with_children(query, kept)
        if not kept:
            return None
        match query:
            case And():
                return both(kept)
            case Or():
                return either(kept)
            case Near(without=False):
                return kept[0]
            case _:
                return parts[0]  # of NOT NEAR, what is looked for

    def _looked_up(self, name: str, way: tuple[str, ...]) -> Query | None:
        self.names_left -= 1
        if name in way or name not in self.saved or self.names_left < 0:
            return None
        kept = self.saved[name]
        return self.of(kept if isinstance(kept, Query) else read(kept), (*way, name))

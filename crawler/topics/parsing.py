"""Text -> query, or a QueryError with the place, the reason and a query that would work.

parse('abrüst*')                        parse('"new start" NEAR/30 (atom* OR nuclear)')
parse('@nuclear_arms', saved={"nuclear_arms": "warhead* OR nuclear"})
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from crawler.errors import QueryError
from crawler.topics.circles import without_circles
from crawler.topics.limits import MAX_PARTS, check
from crawler.topics.mistakes import Drop, Mistake, Swap
from crawler.topics.query import Query, Saved, children, walk, with_children
from crawler.topics.reading import read

# Signs as Chinese and Japanese keyboards give them; each one for one, so that columns stay.
_KEYBOARDS = str.maketrans("（）：＂「」『』", '():"""""')
_DOUBLED = re.compile('["“”„‟«»]{2,}')


def parse(text: str, saved: Mapping[str, Query | str] | None = None) -> Query:
    """The query that *text* says.

    Names (``@name``) stay names in the tree; ``expand`` writes them out. When *saved* is given,
    they must be in it, without circles, and all limits hold for the query written out. Raises
    QueryError.
    """
    tree = _parsed(text)
    if saved is not None:
        _written_out(tree, saved, text)
    return tree


def parse_whole(text: str, saved: Mapping[str, Query | str]) -> Query:
    """``parse`` with each ``@name`` written out: what is matched. Raises QueryError."""
    return _written_out(_parsed(text), saved, text)


def expand(query: Query, saved: Mapping[str, Query | str], *, text: str | None = None) -> Query:
    """*query* with each ``@name`` replaced by what *saved* keeps under it. Raises QueryError."""
    return _Expansion(saved, query, str(query) if text is None else text).of(query)


def _parsed(text: str) -> Query:
    source = text.translate(_KEYBOARDS)
    try:
        tree = read(source)
        check(tree)
    except Mistake as mistake:
        # Marks within marks come with what was copied: "“New Start”".
        if _DOUBLED.search(source):
            once = _DOUBLED.sub('"', source)
            mistake.tries = (once, *mistake.tries)
        raise _told(mistake, text, source) from None
    return tree


def _told(mistake: Mistake, text: str, source: str) -> QueryError:
    tries = (one.applied(source) if isinstance(one, Swap | Drop) else one for one in mistake.tries)
    suggestion = next(filter(_works, tries), "")
    return QueryError(mistake.reason, query=text, column=mistake.column, suggestion=suggestion)


def _works(source: str) -> bool:
    try:
        check(read(source))
    except Mistake:
        return False
    return True


# ---------------------------------------------------------------- saved queries


def _written_out(tree: Query, saved: Mapping[str, Query | str], text: str) -> Query:
    if "@" not in text:
        return tree
    whole = expand(tree, saved, text=text)
    if whole is not tree:
        try:
            check(whole)
        except Mistake as mistake:
            raise _told(mistake, text, text) from None
    return whole


def _as_words(name: str) -> str:
    return '"' + name.replace("_", " ") + '"' if "_" in name else name


class _Expansion:
    """One query on its way to stand there without names; each name is looked up once."""

    def __init__(self, saved: Mapping[str, Query | str], whole: Query, text: str) -> None:
        self.saved, self.whole, self.text = saved, whole, text
        self.known: dict[str, tuple[Query, int]] = {}  # with the number of parts
        self.size = 0  # of all that was put in: names of names of names grow fast

    def of(self, query: Query, way: tuple[str, ...] = ()) -> Query:
        """*query* written out, which was reached by the names of *way*."""
        if isinstance(query, Saved):
            return self._looked_up(query.name, way)
        parts = children(query)
        written_out = tuple(self.of(part, way) for part in parts)
        changed = any(new is not old for new, old in zip(written_out, parts, strict=True))
        return with_children(query, written_out) if changed else query

    def _looked_up(self, name: str, way: tuple[str, ...]) -> Query:
        column = max(self.text.find(f"@{(way or (name,))[0]}"), 0)
        if name in way:
            circle = " → ".join(f"@{step}" for step in (*way[way.index(name) :], name))
            reason = f"the saved queries go in a circle: {circle}"
            suggestion = without_circles(self.whole, self.saved)
            raise QueryError(reason, query=self.text, column=column, suggestion=suggestion)
        if name not in self.known:
            if name not in self.saved:
                raise _unknown_name(name, self.saved, self.text, column)
            kept = self.saved[name]
            tree = self.of(kept if isinstance(kept, Query) else parse(kept), (*way, name))
            self.known[name] = tree, sum(1 for _ in walk(tree))
        tree, size = self.known[name]
        self.size += size
        if self.size > 4 * MAX_PARTS:
            reason = f"more than {MAX_PARTS:,} words and phrases, with all @names written out"
            raise QueryError(reason, query=self.text, column=column)
        return tree


def _unknown_name(name: str, saved: Iterable[str], text: str, column: int) -> QueryError:
    known = sorted(saved)
    near = difflib.get_close_matches(name, known, 1)
    rest = f"known: {', '.join('@' + n for n in known[:8])}" if known else "none is saved yet"
    # Without a name that is like it, its own words; without these too, the rest of the query.
    at = Swap(column, column + len(name) + 1, f"@{near[0]}" if near else _as_words(name))
    apart = Swap(at.start, at.end, f" {at.text} ")
    tries = (one.applied(text).strip() for one in (at, apart, Drop(at.start, at.end)))
    reason = f"no query is saved as @{name}; {rest}"
    suggestion = next(filter(_works, tries), "")
    return QueryError(reason, query=text, column=column, suggestion=suggestion)

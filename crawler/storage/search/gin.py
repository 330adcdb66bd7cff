"""An ask -> the statement by which PostgreSQL's GIN index tells its ids, and what it is given.

A wide ask goes in pieces, each of them by the index.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.storage.search import blocks
from crawler.storage.search.asks import Ask, tsquery_of
from crawler.storage.search.parted import parted

# "+ 0" keeps the planner from walking the primary key, which for a rare word means the whole table.
_SPAN = "and article_id + 0 >= :first and article_id + 0 < :before"
_WHOLE = "select article_id from article_words where words @@ cast(:{name} as tsquery) {span}"
# "offset 0" keeps the planner from holding each article against all pieces, which it thinks cheap.
_PARTED = (
    "select distinct found.article_id from unnest(cast(:{name} as text[])) piece "
    "cross join lateral (select article_id from article_words "
    "where words @@ cast(piece as tsquery) {span} offset 0) found"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What all of *parts* find, each by one of its tsqueries."""

    parts: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, ask: Ask, *, marked: bool) -> Question:
        """*ask* must not be NOTHING; *marked* as for ``tsquery_of``."""
        return cls(
            tuple(tuple(tsquery_of(one, marked=marked) for one in some) for some in parted(ask))
        )

    def within(self, first: int, before: int) -> Question:
        """The same asked only of the blocks that hold these ids, and few others."""
        inside = " | ".join(f"'{one}'" for one in blocks.cover(first, before))
        return Question(
            tuple(tuple(f"({one}) & ({inside})" for one in some) for some in self.parts)
        )

    def statement(self, number: int) -> str:
        """Ids from :first to under :before, each once; *number* is no other's in a statement."""
        return " intersect ".join(
            (_WHOLE if len(some) == 1 else _PARTED).format(name=_name(number, at), span=_SPAN)
            for at, some in enumerate(self.parts)
        )

    def values(self, number: int) -> dict[str, object]:
        """What the statement of that *number* is given."""
        return {
            _name(number, at): some[0] if len(some) == 1 else list(some)
            for at, some in enumerate(self.parts)
        }


def _name(number: int, at: int) -> str:
    return f"asked{number}x{at}"

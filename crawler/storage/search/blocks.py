"""Stretches of ids as words of the index: PostgreSQL can then look at the newest articles alone.

A GIN index gives all articles of a word, in no order: for a common word that is half the archive,
read and sorted for one page of results. Asked for the word *and* a block of ids, it skips to that
block. SQLite's index is in the order of ids and needs none of this.
"""

from __future__ import annotations

from crawler.storage.search.terms import BLOCK

# Bits of an id that count within a block: 1,024 ids, 16,384, 262,144.
LEVELS = (10, 14, 18)
SMALLEST = 1 << LEVELS[0]


def tags(article_id: int) -> list[str]:
    """The blocks that an article is in."""
    return [_tag(level, article_id) for level in LEVELS]


def cover(first: int, before: int) -> list[str]:
    """The fewest blocks that hold all ids from *first* to just under *before*, and few others."""
    found, at = [], first >> LEVELS[0] << LEVELS[0]
    while at < before:
        fitting = [x for x in LEVELS if at % (1 << x) == 0 and at + (1 << x) <= before]
        level = fitting[-1] if fitting else LEVELS[0]
        found.append(_tag(level, at))
        at += 1 << level
    return found


def _tag(level: int, article_id: int) -> str:
    return f"{BLOCK}{level}x{article_id >> level}"

"""Which words stand next to each other, as words of the index: PostgreSQL's phrases by its index.

A GIN index knows which articles have both words of a phrase; whether they stand together is in the
article's tsvector, which PostgreSQL unpacks for each of them, 20 microseconds apiece: for a rare
phrase of common words that is thousands in vain. So each pair of neighbours is a word of the index
too, one of 5,152 marks that share all pairs among them: an article of 300 words has one in twenty.
The mark lets few through, the tsvector decides. The marks are so few and so short because each
costs six bytes an article that has it, and a new article then touches pages that are in memory
anyway. SQLite's index has the places and needs none of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from crawler.storage import facts
from crawler.storage.search.terms import BORDER, NAMES
from crawler.storage.store import Tx

# What a tsvector's text holds within quotes without a second thought; no folded word and no tag
# begins with the first of them, which are no letters or digits.
_SECOND = "".join(chr(x) for x in range(0x21, 0x7F) if chr(x) not in "'\\")
_FIRST = [x for x in map(chr, (*range(1, 9), *range(14, 32), *range(33, 127)))
          if not x.isalnum() and x not in "'\\"]  # fmt: skip
_MARKS = [first + second for first in _FIRST for second in _SECOND]

_NAMES = tuple(NAMES.values())

# Articles that were indexed before there were marks have none, until they are indexed anew.
FACT = "neighbours"


def marks(words: Sequence[str]) -> Iterator[str]:
    """A mark for each two words in a row that no border parts; the same mark may come again.

    Names of authors, sources and sections are no texts, and have none.
    """
    for pair in pairwise(words):
        if BORDER not in pair and not pair[0].startswith(_NAMES):
            yield _MARKS[crc32(" ".join(pair).encode()) % len(_MARKS)]


def marks_of(texts: Iterable[str]) -> set[str]:
    """The marks of an article's texts."""
    return {mark for text in texts for mark in marks(text.split())}


def are_complete(tx: Tx) -> bool:
    """Have all indexed articles their marks?"""
    return facts.get(tx, FACT) == facts.COMPLETE


def note_complete(tx: Tx) -> None:
    """Say that all indexed articles have their marks."""
    facts.put_once(tx, FACT, facts.COMPLETE)

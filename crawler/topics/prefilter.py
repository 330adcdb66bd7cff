"""Query -> what a word index can be asked first: a superset of the articles that match.

The index holds our own folded words (``Document.indexed_title`` and ``indexed_text``), so both
databases give the same candidates; ``places.holds`` has the last word on each.

    "new start vertrag*" lang:de   ->  Words("new start vertrag", prefix=True)
    abrüst* OR treaty              ->  AnyOf((Words("abrust", prefix=True), Words("abruest", …), …))
    NOT x, /regex/, lang:de alone  ->  None: the index cannot help
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.topics.patterns import Pattern, patterns
from crawler.topics.query import And, AtLeast, Case, In, Near, Or, Phrase, Query

Column = Literal["title", "text"]  # text is lead and body


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words next to each other, parted by single blanks."""

    text: str
    prefix: bool = False  # the last word may go on
    suffix: bool = False  # it is one word, and letters may stand before it: few indexes can
    column: Column | None = None  # None: in either


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be found."""

    parts: tuple[Prefilter, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must be found."""

    parts: tuple[Prefilter, ...]


Prefilter = Words | AllOf | AnyOf


def prefilter(query: Query, column: Column | None = None) -> Prefilter | None:
    """The superset of *query*, saved queries written out; None when every article may match."""
    match query:
        case Phrase(words):
            return _words(words, column)
        case Case(words):
            return _words(tuple(word.casefold() for word in words), column)
        case And(parts):
            return _all(prefilter(part, column) for part in parts)
        case Or(parts):
            return _any([prefilter(part, column) for part in parts])
        case Near():
            left = prefilter(query.left, column)
            return left if query.without else _all([left, prefilter(query.right, column)])
        case In(field, part):
            return prefilter(part, "title" if field == "title" else "text")
        case AtLeast(_, part):
            return prefilter(part, column)
        case _:
            return None


def _words(words: tuple[str, ...], column: Column | None) -> Prefilter | None:
    return _any([_asked(pattern, column) for pattern in patterns(words)])


def _asked(pattern: Pattern, column: Column | None) -> Words:
    needle = pattern.needle.decode()
    prefix, suffix = not needle.endswith(" "), not needle.startswith(" ")
    text = needle.strip()
    if suffix and " " in text:
        # A word that is only known by its end is worth less than the whole words behind it.
        text, suffix = text.split(" ", 1)[1], False
    return Words(text, prefix, suffix, column)


def _all(parts: Iterable[Prefilter | None]) -> Prefilter | None:
    known = [part for part in parts if part is not None]
    flat = dict.fromkeys(
        p for part in known for p in (part.parts if isinstance(part, AllOf) else (part,))
    )
    if not flat:
        return None
    return next(iter(flat)) if len(flat) == 1 else AllOf(tuple(flat))


def _any(parts: list[Prefilter | None]) -> Prefilter | None:
    flat: dict[Prefilter, None] = {}
    for part in parts:
        if part is None:
            return None
        flat |= dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,))
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))

"""What a query is: a frozen tree, its one canonical text (``str``) and its version.

    parse('Abrüst* (Vertrag OR "New Start")')
    And((Phrase(("abrüst*",)), Or((Phrase(("vertrag",)), Phrase(("new", "start"))))))

A tree is made by ``parsing.parse`` or by hand with ``both`` and ``either``, and never changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.topics.words import stands_alone

FIELDS = ("title", "lead", "body")
PROPERTIES = (
    "lang", "site", "source", "author", "section", "url", "type", "country", "published",
)  # fmt: skip
DEFAULT_DISTANCE = 5

Unit = Literal["words", "sentence", "paragraph"]


class Query:
    """A part of a query, or a whole one. ``str()`` is its canonical text."""

    __slots__ = ()

    def __str__(self) -> str:
        return _text(self)


@dataclass(frozen=True, slots=True)
class Phrase(Query):
    """Words next to each other, in any letter case; ``*`` any letters, ``?`` one letter."""

    words: tuple[str, ...]  # as words.written gives them


@dataclass(frozen=True, slots=True)
class Case(Query):
    """Words next to each other in exactly these letters."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stem(Query):
    """A word in any inflection, by the stemmer of the article's language."""

    word: str


@dataclass(frozen=True, slots=True)
class Regex(Query):
    """A regular expression of linear time, on the text of one field as it was written."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Property(Query):
    """Something true of the whole article: ``lang:de``, ``published:>=2026-02-01``."""

    name: str  # one of PROPERTIES
    value: str


@dataclass(frozen=True, slots=True)
class Saved(Query):
    """The query that is kept under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class And(Query):
    """All of the parts, of which none is an And."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or(Query):
    """One of the parts, of which none is an Or."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not(Query):
    """An article without the part."""

    part: Query


@dataclass(frozen=True, slots=True)
class Near(Query):
    """Two things close to each other in one field.

    *distance* is the most words that may stand between; None within one sentence or paragraph.
    """

    left: Query
    right: Query
    distance: int | None = DEFAULT_DISTANCE
    unit: Unit = "words"
    ordered: bool = False  # the left one first
    without: bool = False  # a left one with no right one that close


@dataclass(frozen=True, slots=True)
class In(Query):
    """A part that is looked for in one field only."""

    field: str  # one of FIELDS
    part: Query
    first: int | None = None  # with "lead": within the first so many words of lead and body


@dataclass(frozen=True, slots=True)
class AtLeast(Query):
    """A part that stands there so many times."""

    count: int
    part: Query


def both(parts: Iterable[Query]) -> Query:
    """All of *parts*: a flat And without repetition, or the one part itself."""
    flat = _flat(parts, And)
    return flat[0] if len(flat) == 1 else And(flat)


def either(parts: Iterable[Query]) -> Query:
    """One of *parts*: a flat Or without repetition, or the one part itself."""
    flat = _flat(parts, Or)
    return flat[0] if len(flat) == 1 else Or(flat)


def version(query: Query) -> str:
    """Twelve hex digits that change when the meaning of the text may have changed."""
    return hashlib.blake2b(str(query).encode(), digest_size=6).hexdigest()


def children(query: Query) -> tuple[Query, ...]:
    """The parts right below *query*."""
    if isinstance(query, Phrase):
        return ()
    if isinstance(query, And | Or):
        return query.parts
    if isinstance(query, Near):
        return (query.left, query.right)
    if isinstance(query, Not | In | AtLeast):
        return (query.part,)
    return ()


def has_inner_wildcard(words: tuple[str, ...]) -> bool:
    """Is there a wildcard that is not the very first or last sign of the phrase?"""
    text = " ".join(words).removeprefix("*").removesuffix("*")
    return "*" in text or "?" in text


def walk(query: Query) -> Iterator[Query]:
    """*query* and all that is in it, from the left."""
    yield query
    for part in children(query):
        yield from walk(part)


def with_children(query: Query, parts: tuple[Query, ...]) -> Query:
    """The same kind of query around other parts."""
    if isinstance(query, And):
        return both(parts)
    if isinstance(query, Or):
        return either(parts)
    if isinstance(query, Near):
        left, right = parts
        return Near(left, right, query.distance, query.unit, query.ordered, query.without)
    if isinstance(query, In):
        return In(query.field, parts[0], query.first)
    if isinstance(query, AtLeast):
        return AtLeast(query.count, parts[0])
    if isinstance(query, Not):
        return Not(parts[0])
    return query


def _flat(parts: Iterable[Query], kind: type[And | Or]) -> tuple[Query, ...]:
    flat: dict[Query, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, kind) else (part,))
    if not flat:
        raise ValueError("a query needs at least one part")
    return tuple(flat)


# ---------------------------------------------------------------- the canonical text

_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "ONEAR"})
# Nothing that would be read as something else: "ss:0" would be a field of its own.
_PLAIN_VALUE = re.compile(r"(?![A-Za-z_]+(?:/\d+)?:)[^\s()\"“”„‟«»‚?*/!@-][^\s()\"“”„‟«»‚]*")


def as_part(query: Query) -> str:
    """The text of *query* as it stands beside others: in brackets where it needs them."""
    return _atom(query, Near, Not)


def _text(query: Query) -> str:
    match query:
        case And(parts):
            return _joined_by_and(parts)
        case Or(parts):
            return " OR ".join(_atom(part, Near) for part in parts)
        case Not(part):
            return f"NOT {_atom(part)}"
        case Near():
            return f"{_atom(query.left)} {_near_sign(query)} {_atom(query.right)}"
        case _:
            return _atom(query)


def _joined_by_and(parts: tuple[Query, ...]) -> str:
    text = _atom(parts[0], Near, Not)
    for part in parts[1:]:
        text += f"{' ' if isinstance(part, Not) else ' AND '}{_atom(part, Near, Not)}"
    return text


def _near_sign(near: Near) -> str:
    how_far = str(near.distance) if near.unit == "words" else near.unit[0]
    return f"{'NOT ' if near.without else ''}{'O' if near.ordered else ''}NEAR/{how_far}"


def _atom(query: Query, *bare: type[Query]) -> str:
    """The text of *query* as a part of another: in brackets, unless it is simple or *bare*."""
    match query:
        case Phrase(words):
            return _quoted(_joined_words(words))
        case Case(words):
            text = _joined_words(words)
            return f'case:"{text}"' if text in _OPERATORS else f"case:{_quoted(text)}"
        case Stem(word):
            return f"stem:{word}"
        case Regex(pattern):
            return f"/{pattern}/"
        case Property(name, value):
            return f"{name}:{value}" if _PLAIN_VALUE.fullmatch(value) else f'{name}:"{value}"'
        case Saved(name):
            return f"@{name}"
        case In(field, part, first):
            return f"{field}{'' if first is None else f'/{first}'}:{_atom(part)}"
        case AtLeast(count, part):
            return f"atleast/{count}:{_atom(part)}"
        case _:
            return _text(query) if bare and isinstance(query, bare) else f"({_text(query)})"


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _joined_words(words: tuple[str, ...]) -> str:
    text = words[0]
    for word in words[1:]:
        # Chinese characters stand side by side; a star would be taken for the character's.
        tight = (stands_alone(text[-1]) or stands_alone(word[0])) and word[0] != "*"
        text += word if tight else f" {word}"
    return text

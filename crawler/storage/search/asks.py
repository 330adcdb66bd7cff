"""What can be asked of the word index, and how each database is asked.

    Term("new start", column="title")   FTS5: title : "new start"     tsquery: 'new':A <-> 'start':A
    AllOf, AnyOf, Without               AND, OR, NOT                  &, |, & !

The words are those of ``terms``: folded, without quotes, nothing of them is an operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.storage.search.neighbours import marks
from crawler.storage.search.terms import LONG

Column = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Term:
    """Words next to each other, parted by single blanks."""

    text: str
    prefix: bool = False  # the last word may go on
    column: Column | None = None  # None: in either, or a tag


@dataclass(frozen=True, slots=True)
class Close:
    """Two terms with at most so many words between. PostgreSQL is asked for terms of several words,
    and for what is far apart, anywhere.
    """

    left: Term
    right: Term
    distance: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be found."""

    parts: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must be found; no article has one of none."""

    parts: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What has *part* and not *missing*."""

    part: Ask
    missing: Ask


Ask = Term | Close | AllOf | AnyOf | Without
NOTHING = AnyOf(())


# PostgreSQL is asked for distances up to so many words between, of so few pairs.
_FAR, _PAIRS = 12, 6


def all_of(parts: Iterable[Ask | None]) -> Ask | None:
    """Every part, without repetition; None (everything) when all are None."""
    flat: dict[Ask, None] = {}
    for part in parts:
        if part == NOTHING:
            return NOTHING
        if part is not None:
            flat |= dict.fromkeys(part.parts if isinstance(part, AllOf) else (part,))
    return _one_or(AllOf, tuple(flat)) if flat else None


def any_of(parts: Iterable[Ask | None]) -> Ask | None:
    """One of the parts, without repetition; None (everything) when one is None."""
    flat: dict[Ask, None] = {}
    for part in parts:
        if part is None:
            return None
        flat |= dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,))
    return _one_or(AnyOf, tuple(flat))


def loosened(ask: Ask) -> Ask:
    """The same with the words of each phrase anywhere in its column."""
    match ask:
        case Term(words, prefix, column):
            single = words.split()
            terms = [Term(word, column=column) for word in single[:-1]]
            return all_of([*terms, Term(single[-1], prefix, column)]) or ask
        case Close(left, right, _):
            return all_of([loosened(left), loosened(right)]) or ask
        case AllOf(parts):
            return AllOf(tuple(loosened(part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(loosened(part) for part in parts))
        case Without(part, _):
            return loosened(part)


def match_of(ask: Ask) -> str:
    """For FTS5's MATCH. *ask* must not be NOTHING."""
    match ask:
        case Term(words, prefix, column):
            return f'{f"{column} : " if column else ""}"{words}"{" *" if prefix else ""}'
        case Close(left, right, distance):
            field = f"{left.column} : " if left.column else ""
            return f'{field}NEAR("{left.text}" "{right.text}", {distance})'
        case AllOf(parts):
            return " AND ".join(f"({match_of(part)})" for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({match_of(part)})" for part in parts)
        case Without(part, missing):
            return f"({match_of(part)}) NOT ({match_of(missing)})"


def tsquery_of(ask: Ask, *, marked: bool, strict: bool = False) -> str:
    """For PostgreSQL, as the text of a tsquery. *ask* must not be NOTHING.

    Phrases are asked with the marks of their neighbours when all articles are *marked*. Of LONG
    articles it does not hold all places, so there a phrase is asked as loose words; *strict* leaves
    these articles out.
    """

    def asked(part: Ask) -> str:
        return f"({tsquery_of(part, marked=marked, strict=strict)})"

    match ask:
        case Term(words, prefix, column):
            return _tsquery(words.split(), prefix, column, marked=marked, strict=strict)
        case Close(left, right, distance):
            both = f"{asked(left)} & {asked(right)}"
            steps = _steps(left, right, distance)
            return f"{both} & ('{LONG}' | {steps})" if steps and not strict else both
        case AllOf(parts):
            return " & ".join(map(asked, parts))
        case AnyOf(parts):
            if sum(isinstance(one, Close) for one in parts) > _PAIRS:
                parts = tuple(loosened(one) if isinstance(one, Close) else one for one in parts)
            return " | ".join(map(asked, parts))
        case Without(part, missing):
            # Too many are let through rather than too few: what is missing is asked strictly.
            return f"{asked(part)} & !({tsquery_of(missing, marked=marked, strict=True)})"


def has_phrase(ask: Ask) -> bool:
    """Is there a phrase in it, of which PostgreSQL may need help (see LONG)?"""
    match ask:
        case Term(words):
            return " " in words
        case Close():
            return True
        case AllOf(parts) | AnyOf(parts):
            return any(map(has_phrase, parts))
        case Without(part, missing):
            return has_phrase(part) or has_phrase(missing)


def _one_or(kind: type[AllOf | AnyOf], parts: tuple[Ask, ...]) -> Ask:
    return parts[0] if len(parts) == 1 else kind(parts)


def _steps(left: Term, right: Term, distance: int) -> str:
    """Two words in every distance that is near enough, in either order; empty if they are many.

    The index does not know it, but PostgreSQL sees it in 20 microseconds an article, the evaluator
    in 200.
    """
    is_plain = not any(" " in one.text or one.prefix for one in (left, right))
    if not is_plain or distance > _FAR:
        return ""
    one, other = (_tsquery([term.text], False, term.column, marked=False, strict=True)
                  for term in (left, right))  # fmt: skip
    return " | ".join(
        f"{first} <{step}> {last}"
        for first, last in ((one, other), (other, one))
        for step in range(1, distance + 2)
    )


def _tsquery(
    words: Sequence[str], prefix: bool, column: Column | None, *, marked: bool, strict: bool
) -> str:
    weight = {"title": "A", "body": "B", None: ""}[column]
    signs = [weight] * (len(words) - 1) + [f"*{weight}" if prefix else weight]
    parts = [
        f"'{word}':{sign}" if sign else f"'{word}'" for word, sign in zip(words, signs, strict=True)
    ]
    phrase = " <-> ".join(parts)
    if strict or len(parts) == 1:
        return phrase
    found = f"({phrase}) | ('{LONG}' & {' & '.join(parts)})"
    whole = words[:-1] if prefix else words
    pairs = [f"'{mark}'" for mark in dict.fromkeys(marks(whole) if marked else ())]
    return " & ".join([f"({found})", *pairs])

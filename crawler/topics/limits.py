"""What one query may ask for, so that no query makes one article cost more than 50 ms.

What these limits cannot foresee, ``effort`` stops while an article is read.
``benchmarks/topics/attack.py`` shows what the worst of the allowed queries cost.
"""

from __future__ import annotations

import re
from collections import Counter

from crawler.topics.mistakes import Mistake
from crawler.topics.query import (
    And,
    AtLeast,
    Case,
    Near,
    Not,
    Or,
    Phrase,
    Property,
    Query,
    Regex,
    Stem,
    children,
    has_inner_wildcard,
    walk,
)

MAX_CHARS = 20_000
MAX_PARTS = 2_000  # words and phrases, names written out
MAX_BRACKETS = 30  # inside each other
MAX_NEARS = 50
MAX_NEAR_DEPTH = 4
MAX_NEAR_PARTS = 400  # words and phrases inside NEAR, which are looked up one by one
MAX_DISTANCE = 1_000
MAX_REGEXES = 3
MAX_STEMS = 50
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
MAX_INNER_WILDCARDS = 100  # words with one inside, which cost more than at an end


def check_length(source: str) -> None:
    """Raise Mistake for what is too much to be read at all."""
    if not source.strip():
        raise Mistake("the query is empty", 0, '"new start"')
    if no_text := _NO_TEXT.search(source):
        reason = "this is no text: a byte that is not UTF-8, or NUL"
        raise Mistake(reason, no_text.start(), _NO_TEXT.sub("", source).strip())
    if len(source) > MAX_CHARS:
        reason = f"the query has more than {MAX_CHARS:,} characters; keep parts of it as @names"
        raise Mistake(reason, MAX_CHARS)
    if source.count("(") <= MAX_BRACKETS:
        return
    depth = 0
    for column, char in enumerate(source):
        depth += (char == "(") - (char == ")")
        if depth > MAX_BRACKETS:
            raise Mistake(f"more than {MAX_BRACKETS} brackets inside each other", column)


def check(query: Query) -> None:
    """Raise Mistake for what can be read but not obeyed."""
    if isinstance(query, Phrase | Case):
        return
    if not _is_positive(query):
        reason = "a query needs something that must be there; NOT alone is nearly every article"
        raise Mistake(reason, 0, f"word {query}" if isinstance(query, Not) else "word NOT other")
    parts = [query]
    for part in parts:
        parts += children(part)
    if len(parts) > _FEW or not _SIMPLE.issuperset(map(type, parts)):
        _check_counts(parts)
        _check_near(query, parts)


_SIMPLE = frozenset({Phrase, Case, And, Or, Not})
_FEW = 50  # of these kinds are no matter; most queries have no more


def _check_counts(parts: list[Query]) -> None:
    kinds = Counter(map(type, parts))
    inner = sum(has_inner_wildcard(p.words) for p in parts if isinstance(p, Phrase | Case))
    leaves = sum(kinds[kind] for kind in (Phrase, Case, Stem, Property))
    for count, most, what in (
        (leaves, MAX_PARTS, "words and phrases, with all @names written out"),
        (inner, MAX_INNER_WILDCARDS, "words with a wildcard inside (wo?d, new*treaty)"),
        (kinds[Near], MAX_NEARS, "NEARs"),
        (kinds[Stem], MAX_STEMS, "words with stem:"),
        (kinds[Regex], MAX_REGEXES, "regular expressions"),
    ):
        if count > most:
            raise Mistake(f"more than {most:,} {what}: these are {count:,}; make it two topics")


def _check_near(query: Query, parts: list[Query]) -> None:
    nears = [part for part in parts if isinstance(part, Near)]
    if nears and _near_depth(query) > MAX_NEAR_DEPTH:
        raise Mistake(f"more than {MAX_NEAR_DEPTH} NEARs inside each other")
    inside = (part for near in nears for part in walk(near))
    if sum(isinstance(part, Phrase | Case | Stem) for part in inside) > MAX_NEAR_PARTS:
        raise Mistake(f"more than {MAX_NEAR_PARTS} words and phrases inside NEARs")
    for part in parts:
        if isinstance(part, Near | AtLeast):
            for side in children(part):
                if problem := without_place(side):
                    raise Mistake(f"NEAR and atleast need words and phrases, {problem}")


def without_place(query: Query) -> str:
    """Why *query* has no places in the text that could be near something; empty if it has."""
    if isinstance(query, Phrase):
        return ""
    for part in walk(query):
        if isinstance(part, And | Not):
            return f"and ({query}) says more than where it stands"
        if isinstance(part, Property | Regex | AtLeast):
            return f"and {part} has no place among the words"
    return ""


def _is_positive(query: Query) -> bool:
    """Must something be there for *query* to hold?"""
    if isinstance(query, And):
        return any(map(_is_positive, query.parts))
    if isinstance(query, Or):
        return all(map(_is_positive, query.parts))
    return not isinstance(query, Not) and all(map(_is_positive, children(query)))


def _near_depth(query: Query) -> int:
    deepest = max(map(_near_depth, children(query)), default=0)
    return deepest + isinstance(query, Near)

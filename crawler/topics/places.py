"""One query x one article -> does it hold, and where.

This is the meaning of the language, and the last word wherever a faster way (``matching``, a
database's index) has chosen candidates. It searches the folded text and needs nothing prepared.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, chain, islice, zip_longest

from crawler.items import Place
from crawler.topics import published
from crawler.topics.document import FIELD_STEP, Document, Field, Span
from crawler.topics.effort import TooCostly
from crawler.topics.patterns import Pattern, case_patterns, patterns
from crawler.topics.query import (
    And,
    AtLeast,
    Case,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Property,
    Query,
    Regex,
    Saved,
    Stem,
)
from crawler.topics.regexes import compile_regex, steps
from crawler.topics.sentences import merged
from crawler.topics.stems import STEMMERS, beginnings, is_known, stem

MAX_PLACES = 100  # for one hit


@dataclass(frozen=True, slots=True)
class Scope:
    """The one field to look in; with *first*, only that many words of lead and body."""

    field: str
    first: int | None = None


def holds(query: Query, document: Document, scope: Scope | None = None) -> bool:
    """Does *document* match *query*? Saved queries must have been written out (``expand``)."""
    match query:
        case And(parts):
            return all(holds(part, document, scope) for part in parts)
        case Or(parts):
            return any(holds(part, document, scope) for part in parts)
        case Not(part):
            return not holds(part, document, scope)
        case In(field, part, first):
            return holds(part, document, Scope(field, first))
        case AtLeast(count, part):
            return len(find(part, document, scope)) >= count
        case Property(name, value):
            return has_property(document, name, value)
        case Regex(pattern):
            return next(_regex_places(pattern, document, scope), None) is not None
        case Near(without=False):
            lefts, rights = find(query.left, document, scope), find(query.right, document, scope)
            return any(True for _ in _close_pairs(query, lefts, rights, document))
        case Saved(name):
            raise ValueError(f"@{name} has not been written out")
        case _:
            return bool(find(query, document, scope))


def find(query: Query, document: Document, scope: Scope | None = None) -> list[Span]:
    """Every occurrence of a query that has places (words, NEAR, OR of these), in order, once."""
    key = (query, scope)
    memory = document.memory
    if key not in memory:
        found = list(_find(query, document, scope))
        document.effort.spend(1 + len(found) // 2)
        memory[key] = sorted(set(found))
    return memory[key]


def evidence(query: Query, document: Document) -> tuple[Place, ...]:
    """The places that make a query hold, in order; overlapping ones as one.

    At most MAX_PLACES: more than that nobody reads, and some queries have millions.
    """
    found: list[Place] = []
    document.effort.begin()
    with suppress(TooCostly):  # then the places so far are shown
        found.extend(islice(_evidence(query, document, None), MAX_PLACES))
    document.effort.end()
    places = []
    for field in document.fields:
        here = merged((place.start, place.end) for place in found if place.field == field.name)
        places += [Place(field.name, start, end) for start, end in here]
    return tuple(places)


def has_property(document: Document, name: str, value: str) -> bool:
    """Is the article's own property so?"""
    if name != "published":
        return document.has(name, value)
    at = document.article.published_at
    first, after = published.span(value, document.now)
    return at is not None and first <= at < after


# ---------------------------------------------------------------- words


def _find(query: Query, document: Document, scope: Scope | None) -> Iterable[Span]:
    match query:
        case Phrase(words):
            return _phrases(words, document, scope)
        case Case(words):
            return _in_case(words, document, scope)
        case Stem(word):
            return _stems(word, document, scope)
        case Or(parts):
            return (span for part in parts for span in find(part, document, scope))
        case In(field, part, first):
            return find(part, document, Scope(field, first))
        case Near():
            return near(
                query,
                find(query.left, document, scope),
                find(query.right, document, scope),
                document,
            )
        case _:
            raise ValueError(f"{query} has no places")


def _fields(document: Document, scope: Scope | None) -> tuple[Field, ...]:
    if scope is None:
        return document.fields
    if scope.first is not None:
        return document.fields[1:]
    return tuple(field for field in document.fields if field.name == scope.field)


def _in_scope(spans: Iterable[Span], document: Document, scope: Scope | None) -> Iterable[Span]:
    """Only what ends within the first words, when the scope is so many words."""
    if scope is None or scope.first is None:
        return spans
    in_lead = document.lead.folded.count(b" ") - 1
    last_in_lead = document.lead.base + min(scope.first, in_lead)
    last_in_body = document.body.base + scope.first - in_lead
    return (
        span for span in spans
        if span[1] < (last_in_lead if span[0] < 2 * FIELD_STEP else last_in_body)
    )  # fmt: skip


def _end(field: Field, document: Document, scope: Scope | None) -> int:
    """Where in the text of *field* the first words of the scope end, with what parts the next."""
    if scope is None or scope.first is None:
        return len(field.text)
    in_lead = len(document.lead.places) if field is document.body else 0
    most = max(scope.first - in_lead, 0)
    return field.places[most][0] if most < len(field.places) else len(field.text)


def _phrases(words: tuple[str, ...], document: Document, scope: Scope | None) -> Iterable[Span]:
    found: list[Span] = []
    for field in _fields(document, scope):
        for pattern in patterns(words):
            found += _occurrences(pattern, field)
    return _in_scope(found, document, scope)


def _occurrences(pattern: Pattern, field: Field) -> list[Span]:
    if pattern.needle not in field.folded:
        return (
            field.find_other(pattern.needle)
            if pattern.shape is None and not pattern.spelled
            else []
        )
    if pattern.spelled is not None:
        if field.text.isascii() or not field.is_written(pattern.written):
            return []
        return _all_of(pattern.spelled, field, field.spelled)
    found = _all_of(pattern, field, field.folded)
    return found + field.find_other(pattern.needle) if pattern.shape is None else found


def _all_of(pattern: Pattern, field: Field, text: bytes) -> list[Span]:
    if pattern.shape is not None:
        return field.find_shape(pattern, text)
    return field.find(pattern.needle, text)


def _in_case(words: tuple[str, ...], document: Document, scope: Scope | None) -> Iterable[Span]:
    found: list[Span] = []
    for field in _fields(document, scope):
        if field.shouts:
            for pattern in patterns(tuple(word.casefold() for word in words)):
                found += _occurrences(pattern, field)
            continue
        for pattern in case_patterns(words):
            if pattern.shape is not None:
                found += field.find_shape(pattern, field.kept)
            elif pattern.needle in field.kept:
                found += field.find(pattern.needle, field.kept)
            found += field.find_other(pattern.needle, in_case=True) if pattern.shape is None else []
    return _in_scope(found, document, scope)


# ---------------------------------------------------------------- stems

_NEW_STEM = 45  # microseconds that a word takes whose stem is not known yet


def _stems(word: str, document: Document, scope: Scope | None) -> Iterable[Span]:
    language = document.language
    if language not in STEMMERS:
        return _phrases((word,), document, scope)
    wanted = stem(word, language)
    names = {field.name for field in _fields(document, scope)}
    found = [
        (number, number)
        for other, numbers in _alike(wanted, document)
        if _stem_in(other, document) == wanted
        for number in numbers
        if document.field_of((number, number)).name in names
    ]
    return _in_scope(found, document, scope)


def _alike(wanted: str, document: Document) -> Iterator[tuple[str, Iterable[int]]]:
    """The words that may have this stem, each with its numbers."""
    if begins := beginnings(wanted, document.language):
        for field in document.fields:
            for begin in begins:
                for number, _ in field.find(b" " + begin.encode()):
                    yield field.kept_words[number - field.base], (number,)
        return
    for words in document.words_by_letter.values():
        document.effort.spend(len(words) // 4)
        yield from words.items()


def _stem_in(word: str, document: Document) -> str:
    if not is_known(word, document.language):
        document.effort.spend(_NEW_STEM)
    return stem(word, document.language)


# ---------------------------------------------------------------- NEAR


def near(query: Near, lefts: list[Span], rights: list[Span], document: Document) -> Iterable[Span]:
    """The spans of *lefts* and *rights* that are close, each with the closest on either side.

    With ``without``: the lefts that have no right close by, a right that overlaps being closest.
    """
    if not query.without:
        return ((a[0], b[1]) for a, b in _close_pairs(query, lefts, rights, document))
    document.effort.spend(len(lefts) + len(rights))
    followed, preceded = _followed(lefts, rights), _preceded(rights, lefts)
    close = {left for left, b in followed if _is_close(query, left, b, document)}
    if not query.ordered:
        close |= {left for a, left in preceded if _is_close(query, a, left, document)}
    firsts = [first for first, _ in rights]
    reach = [-1, *accumulate((last for _, last in rights), max)]  # how far the first so many go
    return (
        left
        for left in lefts
        if left not in close and reach[bisect_right(firsts, left[1])] < left[0]
    )


def _close_pairs(
    query: Near, lefts: list[Span], rights: list[Span], document: Document
) -> Iterator[tuple[Span, Span]]:
    """Pairs (the one before, the one behind) that are as close as asked."""
    document.effort.spend((len(lefts) + len(rights)) // 2)
    pairs = pairs_on_either_side(query, lefts, rights)
    return ((a, b) for a, b in pairs if _is_close(query, a, b, document))


def pairs_on_either_side(
    query: Near, lefts: list[Span], rights: list[Span]
) -> Iterator[tuple[Span, Span]]:
    """Each with the closest on either side, however far: (the one before, the one behind)."""
    ways = [_followed(lefts, rights)]
    ways += [] if query.ordered else [_followed(rights, lefts)]
    ways += [_preceded(lefts, rights)]
    ways += [] if query.ordered else [_preceded(rights, lefts)]
    return chain(*ways)


def _followed(lefts: list[Span], rights: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Each left with the first right behind it."""
    firsts = [first for first, _ in rights]
    for left in lefts:
        at = bisect_right(firsts, left[1])
        if at < len(rights):
            yield left, rights[at]


def _preceded(lefts: list[Span], rights: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Each right with the last left before it."""
    by_end = sorted((last, first) for first, last in lefts)
    for right in rights:
        at = bisect_left(by_end, (right[0], -1)) - 1
        if at >= 0:
            last, first = by_end[at]
            yield (first, last), right


def _is_close(query: Near, before: Span, after: Span, document: Document) -> bool:
    if before[1] // FIELD_STEP != after[0] // FIELD_STEP:
        return False
    if query.distance is not None:
        return after[0] - before[1] - 1 <= query.distance
    field = document.field_of(before)
    numbers = field.sentence_numbers if query.unit == "sentence" else field.paragraph_numbers
    return numbers[before[1] - field.base] == numbers[after[0] - field.base]


# ---------------------------------------------------------------- evidence


def _evidence(query: Query, document: Document, scope: Scope | None) -> Iterable[Place]:
    match query:
        case And(parts):
            # In turn, so that the first part does not use up all places.
            return _in_turn([_evidence(part, document, scope) for part in parts])
        case Or(parts):
            true = (part for part in parts if holds(part, document, scope))
            return (p for part in true for p in _evidence(part, document, scope))
        case Not() | Property():
            return ()
        case In(field, part, first):
            return _evidence(part, document, Scope(field, first))
        case AtLeast(_, part):
            return _evidence(part, document, scope)
        case Regex(pattern):
            return _regex_places(pattern, document, scope)
        case Near(without=False):
            lefts, rights = find(query.left, document, scope), find(query.right, document, scope)
            pairs = _close_pairs(query, lefts, rights, document)
            return (document.place(end) for pair in pairs for end in pair)
        case _:
            return map(document.place, find(query, document, scope))


def _in_turn(each: list[Iterable[Place]]) -> Iterator[Place]:
    """One of each, then the next of each."""
    for some in zip_longest(*each):
        yield from (place for place in some if place is not None)


def _regex_places(pattern: str, document: Document, scope: Scope | None) -> Iterator[Place]:
    compiled = compile_regex(pattern)
    for field in _fields(document, scope):
        # In the worst case RE2 walks all steps of the expression at each letter.
        document.effort.spend(1 + len(field.text) * (5 + steps(pattern)) // 1_000)
        for match in compiled.finditer(field.text):
            # An alternative may have looked through all of the rest in vain.
            document.effort.spend(1 + (len(field.text) - match.end()) // 400)
            if match.end() > match.start() and match.end() <= _end(field, document, scope):
                yield Place(field.name, *match.span())

"""Query -> what must be seen before it is worth deciding, and how it is decided then.

"new start"            plain: its needle was seen, so it holds
treaty AND russia      two clauses; both seen decide it
treaty NEAR/5 russia   two clauses, and then ``places`` has the last word
url:/news/             no clause: it is decided for every article
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crawler.topics.document import Document, Field
from crawler.topics.needles import Needles
from crawler.topics.patterns import case_patterns, patterns
from crawler.topics.places import has_property, holds
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
    Stem,
    children,
    walk,
)
from crawler.topics.stems import STEMMERS, beginnings, stem

Seen = set[int]  # the numbers of the needles and signals of one article
Check = Callable[[Seen, Document], bool]
Clause = tuple[float, tuple[int, ...]]  # (share of articles that have one of them, their numbers)

# Properties that are looked up like needles, and how many articles have one value, about.
_SIGNALS = {"lang": 0.3, "country": 0.2, "site": 0.05, "type": 0.8}


@dataclass(frozen=True, slots=True)
class Plan:
    """How one query is matched."""

    clauses: tuple[Clause, ...]  # of each, at least one number must have been seen
    check: Check
    is_plain: bool = False  # does it hold exactly when a number of its one clause was seen?
    is_titled: bool = False  # the same, seen in the title
    is_pair: bool = False  # does it hold exactly when one of each of its two clauses was seen?
    is_cheap: bool = True  # does the check only look at what was seen?


def make_plan(query: Query, needles: Needles) -> Plan:
    """The plan of *query*, saved queries written out; what it looks for is among *needles*."""
    if isinstance(query, Phrase):  # most of them
        return _phrase(query, query.words, _Asked(needles))
    return _plan(query, _Asked(needles, _open_needles(query)))


class _Asked:
    """The needles of one query. Of open ones inside each other only the innermost is looked for.

    ``*aaa*``, ``*aaaa*``, ``*aaaaa*`` and fifty more would be seen at every letter of a text made
    of a's; where the innermost is seen, the evaluator decides the others.
    """

    def __init__(self, needles: Needles, open_needles: Iterable[bytes] = ()) -> None:
        self.needles = needles
        self._inner: list[bytes] = []
        for needle in sorted(open_needles, key=len):
            if self._around(needle) is None:
                self._inner.append(needle)
        self._are_nested = len(self._inner) < len(set(open_needles))

    def clause(self, spellings: Iterable[bytes]) -> Clause:
        """At least one of *spellings*, or what is inside it."""
        if self._are_nested:
            spellings = [self._around(needle) or needle for needle in spellings]
        numbers = tuple(dict.fromkeys(map(self.needles.number, spellings)))
        return sum(map(self.needles.share, numbers)), numbers

    def is_enough(self, needle: bytes) -> bool:
        """Is it *needle* itself that is looked for?"""
        return not self._are_nested or self._around(needle) in (None, needle)

    def _around(self, needle: bytes) -> bytes | None:
        if _is_closed(needle):
            return None
        return next((inner for inner in self._inner if inner in needle), None)


def _is_closed(needle: bytes) -> bool:
    return needle[:1] == needle[-1:] == b" "


def _open_needles(query: Query) -> set[bytes]:
    """What is looked for inside words; empty for most queries."""
    leaves = (part for part in walk(query) if isinstance(part, Phrase | Case))
    starred = {leaf.words for leaf in leaves if "*" in leaf.words[0] or "*" in leaf.words[-1]}
    if len(starred) < 2:
        return set()
    needles = (pattern.needle for words in starred for pattern in patterns(_small(words)))
    return {needle for needle in needles if not _is_closed(needle)}


def _small(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _plan(query: Query, needles: _Asked) -> Plan:
    match query:
        case Phrase(words):
            return _phrase(query, words, needles)
        case Case(words):
            return _case(query, words, needles)
        case And(parts):
            return _all_of([_plan(part, needles) for part in parts])
        case Or(parts):
            return _any_of([_plan(part, needles) for part in parts])
        case Not(part):
            inner = _plan(part, needles)
            if inner.is_plain:
                return Plan((), _seen_none(inner.clauses[0][1]))
            return Plan((), _none_of(inner.check), is_cheap=inner.is_cheap)
        case Property(name, value):
            return _property(name, value, needles)
        case Stem(word):
            return _held(query, (_stem_clause(word, needles),))
        case In() | AtLeast() | Near():
            return _placed(query, needles)
        case _:
            return _held(query, ())


# ---------------------------------------------------------------- words


def _phrase(query: Phrase, words: tuple[str, ...], needles: _Asked) -> Plan:
    spellings = patterns(words)
    clause = needles.clause([pattern.needle for pattern in spellings])
    enough = [
        p.needle for p in spellings
        if p.shape is None and p.spelled is None and needles.is_enough(p.needle)
    ]  # fmt: skip
    if len(enough) == len(spellings):
        return Plan((clause,), _seen_any(clause[1]), is_plain=True)
    if not enough:
        return _held(query, (clause,))
    certain = frozenset(needles.clause(enough)[1])
    return Plan((clause,), _seen_or_held(certain, clause[1], query), is_cheap=False)


def _case(query: Case, words: tuple[str, ...], needles: _Asked) -> Plan:
    clause = needles.clause([pattern.needle for pattern in patterns(_small(words))])
    if all(pattern.shape is None for pattern in case_patterns(words)):
        return Plan((clause,), _seen_in_case(clause[1], query), is_cheap=False)
    return _held(query, (clause,))


def _stem_clause(word: str, needles: _Asked) -> Clause:
    """The word itself, or in some language a word that begins as the inflections do."""
    wanted = {pattern.needle for pattern in patterns((word,))}
    signals = []
    for language in STEMMERS:
        begins = beginnings(stem(word, language), language)
        wanted.update(f" {begin}".encode() for begin in begins)
        if not begins:
            signals.append(needles.needles.signal("lang", language))
    shortest = {n for n in wanted if not any(o != n and n.startswith(o) for o in wanted)}
    share, numbers = needles.clause(sorted(shortest))
    return share + 0.1, (*numbers, *signals)


# ---------------------------------------------------------------- parts together


def _all_of(plans: list[Plan]) -> Plan:
    clauses = tuple(dict.fromkeys(clause for plan in plans for clause in plan.clauses))
    check = _all_true(tuple(plan.check for plan in plans))
    is_pair = len(plans) == len(clauses) == 2 and all(plan.is_plain for plan in plans)
    return Plan(clauses, check, is_pair=is_pair, is_cheap=all(plan.is_cheap for plan in plans))


def _any_of(plans: list[Plan]) -> Plan:
    clauses: tuple[Clause, ...] = ()
    if all(plan.clauses for plan in plans):
        rarest = [min(plan.clauses) for plan in plans]
        numbers = dict.fromkeys(number for _, some in rarest for number in some)
        clauses = ((sum(share for share, _ in rarest), tuple(numbers)),)
    if all(plan.is_plain for plan in plans):
        return Plan(clauses, _seen_any(clauses[0][1]), is_plain=True)
    check = _any_true(tuple(plan.check for plan in plans))
    is_titled = all(plan.is_titled for plan in plans)
    is_cheap = all(plan.is_cheap for plan in plans)
    return Plan(clauses, check, is_titled=is_titled, is_cheap=is_cheap)


def _property(name: str, value: str, needles: _Asked) -> Plan:
    if name in _SIGNALS:
        number = needles.needles.signal(name, value)
        return Plan(((_SIGNALS[name], (number,)),), _seen_any((number,)))
    return Plan((), lambda _, document: has_property(document, name, value))


def _placed(query: In | AtLeast | Near, needles: _Asked) -> Plan:
    parts = children(query)
    parts = parts[:1] if isinstance(query, Near) and query.without else parts
    inner = [_plan(part, needles) for part in parts]
    clauses = tuple(dict.fromkeys(clause for plan in inner for clause in plan.clauses))
    if isinstance(query, In) and query.first is None and isinstance(query.part, Phrase):
        plain = inner[0].is_plain
        if plain:
            check = _seen_in(clauses[0][1], query.field, query.part)
            return Plan(clauses, check, is_titled=query.field == "title")
    return _held(query, clauses)


def _held(query: Query, clauses: tuple[Clause, ...]) -> Plan:
    needs = tuple(frozenset(numbers) for _, numbers in clauses)
    return Plan(clauses, _seen_and_held(needs, query), is_cheap=False)


# ---------------------------------------------------------------- checks


def _seen_any(numbers: Sequence[int]) -> Check:
    if len(numbers) == 1:
        only = numbers[0]
        return lambda seen, _: only in seen
    wanted = frozenset(numbers)
    return lambda seen, _: not wanted.isdisjoint(seen)


def _seen_none(numbers: Sequence[int]) -> Check:
    if len(numbers) == 1:
        only = numbers[0]
        return lambda seen, _: only not in seen
    unwanted = frozenset(numbers)
    return lambda seen, _: unwanted.isdisjoint(seen)


def _all_true(checks: tuple[Check, ...]) -> Check:
    if len(checks) == 2:  # most conjunctions
        first, second = checks
        return lambda seen, document: first(seen, document) and second(seen, document)

    def check(seen: Seen, document: Document) -> bool:
        for one in checks:  # noqa: SIM110 - all() with a generator takes three times as long
            if not one(seen, document):
                return False
        return True

    return check


def _any_true(checks: tuple[Check, ...]) -> Check:
    def check(seen: Seen, document: Document) -> bool:
        for one in checks:  # noqa: SIM110 - see _all_true
            if one(seen, document):
                return True
        return False

    return check


def _none_of(check: Check) -> Check:
    return lambda seen, document: not check(seen, document)


def _seen_and_held(needs: tuple[frozenset[int], ...], query: Query) -> Check:
    def check(seen: Seen, document: Document) -> bool:
        for wanted in needs:
            if wanted.isdisjoint(seen):
                return False
        return holds(query, document)

    return check


def _seen_or_held(certain: frozenset[int], numbers: Sequence[int], query: Query) -> Check:
    """One of *certain* decides; of the other *numbers* the evaluator says what they mean."""
    doubtful = frozenset(numbers) - certain

    def check(seen: Seen, document: Document) -> bool:
        if not certain.isdisjoint(seen):
            return True
        return not doubtful.isdisjoint(seen) and holds(query, document)

    return check


def _seen_in_case(numbers: Sequence[int], query: Case) -> Check:
    wanted = frozenset(numbers)
    literal = " ".join(query.words)
    needles = tuple(pattern.needle for pattern in case_patterns(query.words))

    def check(seen: Seen, document: Document) -> bool:
        if wanted.isdisjoint(seen):
            return False
        if any(_stands_in(field.text, literal) for field in document.fields):
            return True  # no need to fold again with letter case
        for field in document.fields:
            if field.shouts or field.other:
                return holds(query, document)
            if any(needle in field.kept for needle in needles):
                return True
        return False

    return check


def _seen_in(numbers: Sequence[int], name: str, phrase: Phrase) -> Check:
    wanted = frozenset(numbers)
    needles = tuple(pattern.needle for pattern in patterns(phrase.words))

    def check(seen: Seen, document: Document) -> bool:
        if wanted.isdisjoint(seen):
            return False
        field: Field = getattr(document, name)
        return any(needle in field.folded or needle in field.other for needle in needles)

    return check


# What may stand beside a word that is certainly a word alone; for anything else folding decides.
_BESIDE = frozenset(' \n\u00a0.,;:!?()[]"„“”»«/-–—')


def _stands_in(text: str, literal: str) -> bool:
    """Does *literal* stand in *text* letter by letter, as words of their own?"""
    at = text.find(literal)
    while at >= 0:
        end = at + len(literal)
        if (at == 0 or text[at - 1] in _BESIDE) and (end == len(text) or text[end] in _BESIDE):
            return True
        at = text.find(literal, at + 1)
    return False

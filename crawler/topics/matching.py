"""Many queries x one article -> hits.

One automaton (Aho-Corasick) reads the article's folded text once and tells which of all needles of
all topics stand in it. A topic is then one of four:

    direct   a phrase, or an OR of them: its needle was seen, so it holds
    single   it needs at least one needle of a set; when one was seen, a check decides
    pair     it needs one needle of each of its two rarest sets; only then a check decides
    always   it needs no needle (``url:…`` alone): its check decides each time

With 100,000 topics about 50 checks an article are left, nearly all of them true. What a check
cannot know from the needles (NEAR, case, fields) it asks ``places``.

Topics come and go at any time: their needles go into a small automaton beside the large one, and
a thread builds the next large one when the small one has grown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TypeGuard

from ahocorasick_rs import BytesAhoCorasick, Implementation

from crawler.errors import QueryError
from crawler.items import Hit, Topic
from crawler.topics.document import Document, Field
from crawler.topics.parsing import parse_whole
from crawler.topics.patterns import case_patterns, patterns
from crawler.topics.places import STEMMERS, evidence, has_property, holds, stem
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
    Stem,
    children,
)
from crawler.topics.rarity import Rarity

Seen = set[int]  # the numbers of the needles and signals of one article
Check = Callable[[Seen, Document], bool]
Clause = tuple[float, tuple[int, ...]]  # (share of articles that have one of them, their numbers)

_FEW = 50  # partners; from there on an intersection in C is quicker than a loop
_MERGE_AFTER = 2_000  # needles; the small automaton is then rebuilt in about 2 ms
# Properties that are looked up like needles, and how many articles have one value, about.
_SIGNALS = {"lang": 0.3, "country": 0.2, "site": 0.05, "type": 0.8}


class _Entry:
    """The topics that one needle calls."""

    __slots__ = ("direct", "pair", "single")

    def __init__(self) -> None:
        self.direct: list[int] = []
        self.single: list[tuple[int, Check]] = []
        self.pair: dict[int, list[tuple[int, Check | None]]] = {}  # by the needle's partner

    def partners(self, seen: Seen) -> Iterable[int]:
        """The partners that were seen too."""
        pair = self.pair
        if len(pair) < _FEW:
            return [partner for partner in pair if partner in seen] if pair else ()
        return pair.keys() & seen

    def forget(self, topic_id: int) -> None:
        """Call the topic no longer."""
        self.direct = [x for x in self.direct if x != topic_id]
        self.single = [x for x in self.single if x[0] != topic_id]
        rest = ((p, [x for x in some if x[0] != topic_id]) for p, some in self.pair.items())
        self.pair = {partner: some for partner, some in rest if some}

    def is_empty(self) -> bool:
        """Is no topic called any longer?"""
        return not (self.direct or self.single or self.pair)


class Matcher:
    """All topics at once. Not for several threads at the same time.

        matcher = Matcher(topics, saved={"nuclear_arms": "warhead* OR nuclear"})
        hits = matcher.match(Document.of(article))

    A topic whose query cannot be read is left out and stands in ``refused``.
    """

    def __init__(
        self,
        topics: Iterable[Topic] = (),
        *,
        saved: Mapping[str, Query | str] | None = None,
        rarity: Rarity | None = None,
    ) -> None:
        self.refused: dict[int, QueryError] = {}
        self._saved = dict(saved or {})
        self._rarity = rarity or Rarity()
        self._topics: dict[int, tuple[Query, str]] = {}  # id -> (tree written out, version)
        self._needles: list[bytes] = []
        self._shares: list[float] = []  # how many articles have the needle, about
        self._numbers: dict[bytes, int] = {}
        self._entries: list[_Entry | None] = []  # beside the needles: whom they call
        self._has_signals = False
        self._always: dict[int, Check] = {}
        self._large: BytesAhoCorasick | None = None
        self._small: BytesAhoCorasick | None = None
        self._in_large = 0  # needles below this number are in the large automaton
        self._in_small = 0  # and from there, below this one, in the small one
        self._thread: threading.Thread | None = None
        self._built: tuple[BytesAhoCorasick, int] | None = None  # left here by the thread
        for topic in topics:
            try:
                self.add(topic)
            except QueryError as error:
                self.refused[topic.id] = error
        self._build_large(len(self._needles))
        self._adopt()

    def __len__(self) -> int:
        return len(self._topics)

    # ---- topics come and go

    def add(self, topic: Topic) -> None:
        """Follow *topic* from the next article on, in place of one of its id. QueryError."""
        tree = parse_whole(topic.query, self._saved)
        self.remove(topic.id)
        self.refused.pop(topic.id, None)
        self._topics[topic.id] = (tree, topic.version)
        self._enter(topic.id, tree)

    replace = add

    def remove(self, topic_id: int) -> None:
        """Follow the topic no longer. Its needles stay until the next start, asking for nothing."""
        if topic_id in self._topics:
            tree, _ = self._topics.pop(topic_id)
            self._leave(topic_id, tree)

    def settle(self) -> None:
        """Wait for the thread that builds the next large automaton, if there is one."""
        if self._thread is not None:
            self._thread.join()
        self._refresh()

    # ---- an article arrives

    def match(self, document: Document) -> tuple[Hit, ...]:
        """Every topic that *document* matches, by id, each with the places that made it so."""
        hits = []
        for topic_id in sorted(self.matching(document)):
            tree, version = self._topics[topic_id]
            places = evidence(tree, document)
            hits.append(Hit(topic_id=topic_id, version=version, places=places))
        return tuple(hits)

    def matching(self, document: Document) -> set[int]:
        """The ids of the topics that *document* matches."""
        seen = self._see(document)
        found: set[int] = set()
        tried: set[int] = set()
        entries = self._entries
        for number in seen:
            entry = entries[number]
            if entry is None:
                continue
            if entry.direct:
                found.update(entry.direct)
            for topic_id, check in entry.single:
                if topic_id not in tried:
                    tried.add(topic_id)  # a long OR is called by many needles, and decided once
                    if check(seen, document):
                        found.add(topic_id)
            for partner in entry.partners(seen):
                for topic_id, rest in entry.pair[partner]:
                    if rest is None:
                        found.add(topic_id)
                    elif topic_id not in tried:
                        tried.add(topic_id)
                        if rest(seen, document):
                            found.add(topic_id)
        for topic_id, check in self._always.items():
            if check(seen, document):
                found.add(topic_id)
        return found

    def _see(self, document: Document) -> Seen:
        if self._in_small != len(self._needles) or self._built is not None:
            self._refresh()
        seen: Seen = set()
        if self._large is not None:
            seen = {m[0] for m in self._large.find_matches_as_indexes(document.scan, True)}
        if self._small is not None:
            first = self._in_large
            seen.update(
                m[0] + first for m in self._small.find_matches_as_indexes(document.scan, True)
            )
        if self._has_signals:
            seen.update(self._signalled(document))
        return seen

    def _signalled(self, document: Document) -> Iterable[int]:
        """The numbers of the article's properties and stems that some topic asks for."""
        keys = [
            _signal("lang", document.language),
            _signal("country", document.country),
            _signal("type", document.article.access.value),
            *(_signal("site", site) for site in document.sites),
        ]
        if _signal("stems", document.language) in self._numbers:
            kind = f"stem:{document.language}"
            keys += (_signal(kind, one) for one in document.stem_places(stem))
        return [self._numbers[key] for key in keys if key in self._numbers]

    # ---- automata

    def _build_large(self, upto: int) -> None:
        needles = self._needles[:upto]
        self._built = (_automaton(needles), upto) if needles else None

    def _adopt(self) -> None:
        if self._built is not None:
            self._large, self._in_large = self._built
            self._built, self._thread, self._in_small = None, None, -1

    def _refresh(self) -> None:
        """Bring both automata up to the needles that there are now."""
        self._adopt()
        upto = len(self._needles)
        if self._in_small != upto:
            fresh = self._needles[self._in_large :]
            self._small = _automaton(fresh) if fresh else None
            self._in_small = upto
        if upto - self._in_large > _MERGE_AFTER and self._thread is None:
            # The Rust side builds without Python's lock: the loop goes on meanwhile.
            self._thread = threading.Thread(target=self._build_large, args=(upto,), daemon=True)
            self._thread.start()

    # ---- a topic's place in the tables

    def _enter(self, topic_id: int, tree: Query) -> None:
        if _is_plain(tree):
            for number in self._plain_numbers(tree):
                self._entry(number).direct.append(topic_id)
            return
        check = self._check(tree)
        first, second = self._keys(tree)
        if not first:
            self._always[topic_id] = check
        rest = None if _is_two_plain_parts(tree) else check
        for number in first:
            entry = self._entry(number)
            if not second:
                entry.single.append((topic_id, check))
            for partner in second:
                entry.pair.setdefault(partner, []).append((topic_id, rest))

    def _leave(self, topic_id: int, tree: Query) -> None:
        self._always.pop(topic_id, None)
        numbers = self._plain_numbers(tree) if _is_plain(tree) else self._keys(tree)[0]
        for number in numbers:
            entry = self._entry(number)
            entry.forget(topic_id)
            if entry.is_empty():
                self._entries[number] = None

    def _keys(self, tree: Query) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of the two rarest clauses; empty where there are not as many."""
        clauses = sorted(self._clauses(tree))[:2]
        first, second = [numbers for _, numbers in clauses] + [()] * (2 - len(clauses))
        return first, second

    def _entry(self, number: int) -> _Entry:
        entry = self._entries[number]
        if entry is None:
            entry = self._entries[number] = _Entry()
        return entry

    def _number(self, needle: bytes) -> int:
        number = self._numbers.get(needle)
        if number is None:
            number = self._numbers[needle] = len(self._needles)
            self._needles.append(needle)
            self._shares.append(self._rarity(needle))
            self._entries.append(None)
        return number

    def _signal_number(self, kind: str, value: str) -> int:
        self._has_signals = True
        return self._number(_signal(kind, value))

    def _plain_numbers(self, query: Query) -> tuple[int, ...]:
        return tuple(dict.fromkeys(n for clause in self._clauses(query) for n in clause[1]))

    def _clauses(self, query: Query) -> list[Clause]:
        """What *query* needs: at least one number of each clause must have been seen."""
        match query:
            case Phrase(words):
                return [self._clause_of_words(words)]
            case Case(words):
                return [self._clause_of_words(tuple(word.casefold() for word in words))]
            case Stem(word):
                return [self._clause_of_stem(word)]
            case And() | Near() | In() | AtLeast():
                parts = children(query)
                parts = parts[:1] if isinstance(query, Near) and query.without else parts
                return list(dict.fromkeys(c for part in parts for c in self._clauses(part)))
            case Or(parts):
                return self._clause_of_any(parts)
            case Property(name, value) if name in _SIGNALS:
                return [(_SIGNALS[name], (self._signal_number(name, value),))]
            case _:
                return []

    def _clause_of_words(self, words: tuple[str, ...]) -> Clause:
        numbers = tuple(dict.fromkeys(self._number(p.needle) for p in patterns(words)))
        return sum(self._shares[number] for number in numbers), numbers

    def _clause_of_stem(self, word: str) -> Clause:
        share, numbers = self._clause_of_words((word,))
        stems = []
        for language in STEMMERS:
            self._signal_number("stems", language)
            stems.append(self._signal_number(f"stem:{language}", stem(word, language)))
        return 3 * share, (*numbers, *stems)

    def _clause_of_any(self, parts: tuple[Query, ...]) -> list[Clause]:
        each = [self._clauses(part) for part in parts]
        if not all(each):
            return []
        rarest = [min(clauses) for clauses in each]
        numbers = dict.fromkeys(number for _, some in rarest for number in some)
        return [(sum(share for share, _ in rarest), tuple(numbers))]

    # ---- checks

    def _check(self, query: Query) -> Check:
        """A function that decides *query*; it may rely on what was seen."""
        if _is_plain(query):
            return _seen_any(self._plain_numbers(query))
        match query:
            case And(parts):
                return _all_of(tuple(self._check(part) for part in parts))
            case Or(parts):
                return _any_of(tuple(self._check(part) for part in parts))
            case Not(part):
                return _none_of(self._check(part))
            case Property(name, value):
                return lambda _, document: has_property(document, name, value)
            case Regex():
                return lambda _, document: holds(query, document)
        needs = tuple(frozenset(numbers) for _, numbers in self._clauses(query))
        if isinstance(query, Case) and all(p.shape is None for p in case_patterns(query.words)):
            return _seen_in_case(needs[0], query)
        if isinstance(query, In) and query.first is None and _is_plain_phrase(query.part):
            return _seen_in(needs[0], query.field, query.part)
        return _seen_and_held(needs, query)


def _automaton(needles: list[bytes]) -> BytesAhoCorasick:
    return BytesAhoCorasick(needles, implementation=Implementation.ContiguousNFA)


def _signal(kind: str, value: str) -> bytes:
    """A needle that no text has: it is seen when the property or stem is so."""
    return f"\0{kind}:{value}".encode()


def _is_plain(query: Query) -> bool:
    """Does *query* hold exactly when one of its needles was seen?"""
    if isinstance(query, Or):
        return all(_is_plain(part) for part in query.parts)
    if not isinstance(query, Phrase):
        return False
    return all(p.shape is None and p.spelled is None for p in patterns(query.words))


def _is_plain_phrase(query: Query) -> TypeGuard[Phrase]:
    return isinstance(query, Phrase) and _is_plain(query)


def _is_two_plain_parts(query: Query) -> bool:
    return isinstance(query, And) and len(query.parts) == 2 and all(map(_is_plain, query.parts))


def _seen_any(numbers: tuple[int, ...]) -> Check:
    if len(numbers) == 1:
        only = numbers[0]
        return lambda seen, _: only in seen
    wanted = frozenset(numbers)
    return lambda seen, _: not wanted.isdisjoint(seen)


def _all_of(checks: tuple[Check, ...]) -> Check:
    def check(seen: Seen, document: Document) -> bool:
        for one in checks:  # noqa: SIM110 - all() with a generator takes three times as long
            if not one(seen, document):
                return False
        return True

    return check


def _any_of(checks: tuple[Check, ...]) -> Check:
    def check(seen: Seen, document: Document) -> bool:
        for one in checks:  # noqa: SIM110 - see _all_of
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


def _seen_in_case(wanted: frozenset[int], query: Case) -> Check:
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


def _seen_in(wanted: frozenset[int], name: str, phrase: Phrase) -> Check:
    needles = tuple(pattern.needle for pattern in patterns(phrase.words))

    def check(seen: Seen, document: Document) -> bool:
        if wanted.isdisjoint(seen):
            return False
        field: Field = getattr(document, name)
        return any(needle in field.folded or needle in field.other for needle in needles)

    return check

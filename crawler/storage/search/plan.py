"""A query -> what to ask the index: a superset of the articles that match, often exactly these.

The index knows words, phrases, beginnings, and an article's properties as tags; words that are
known by another part are looked up in the vocabulary. What it does not know (letter case,
inflection, regular expressions, NEAR on PostgreSQL) the evaluator decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os.path import commonprefix

from crawler.storage.search.asks import (
    NOTHING,
    AnyOf,
    Ask,
    Close,
    Column,
    Term,
    Without,
    all_of,
    any_of,
    has_phrase,
)
from crawler.storage.search.literals import literals
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.terms import (
    COUNTRY,
    FEED,
    HYPHENS,
    LANGUAGE,
    LONGEST,
    PUBLISHED,
    SEEN,
    SITE,
    TYPE,
    cut,
    days,
    named,
    tag,
    tell_exactly,
)
from crawler.storage.store import Tx
from crawler.topics import published
from crawler.topics.patterns import Pattern, patterns
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
)
from crawler.topics.stems import STEMMERS, stem
from crawler.topics.words import fold, spelled_out

# A wildcard that stands for more words than this is asked as a beginning, or not at all: words
# that are so many are found in so many articles that the newest of them are soon read.
MOST_WORDS = 600
MOST_PHRASES = 40
MOST_FEEDS = 300
_SPELLED_OUT = frozenset({"ae", "oe", "ue", "aa"})
# Their words change in front, so that a beginning does not find the inflections.
_CHANGE_IN_FRONT = ("ar", "id", "nl", "nb")
_LATEST = datetime.max.replace(tzinfo=UTC)
_SIGNS = {"lang": LANGUAGE, "site": SITE, "type": TYPE}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask; with *exact* nothing needs to be decided afterwards."""

    ask: Ask | None  # None: the index cannot help
    exact: bool
    addresses: tuple[str, ...] = ()  # one of these stands in the address of every match
    marked: bool = False  # PostgreSQL may be asked for phrases by the marks of neighbours

    @property
    def is_sure(self) -> bool:
        """Does the index find what is sought and nothing else?"""
        return self.exact and self.ask is not None

    @property
    def guesses(self) -> bool:
        """Is even an exact answer only a guess for the longest articles (``terms.LONG``)?"""
        return self.ask is not None and has_phrase(self.ask)


def plan(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    since: datetime | None = None,
    lookups: Lookups | None = None,
) -> Plan:
    """The plan for *query*, saved queries written out; *since* is when first seen, to the day."""
    lookups = lookups or Lookups(tx)
    made = replace(Planner(lookups, now).plan(query, None), addresses=tuple(_addresses(query)))
    if tx.dialect.name != "sqlite" and made.guesses:
        made = replace(made, marked=lookups.has_marks)
    if since is None:
        return made
    seen = any_of(Term(day) for day in days(SEEN, since, _LATEST))
    return replace(made, ask=all_of([made.ask, seen]), exact=False)


class Planner:
    """Plans the parts of one query."""

    def __init__(self, lookups: Lookups, now: datetime) -> None:
        self.lookups, self.now = lookups, now

    def plan(self, query: Query, column: Column | None) -> Plan:
        """The plan for a part that is looked for in *column* alone, or in either."""
        match query:
            case Phrase(words):
                return self._phrase(words, column)
            case Case(words):
                folded = tuple(word.casefold() for word in words)
                return Plan(self._phrase(folded, column).ask, exact=False)
            case Stem(word):
                return Plan(self._stem(word, column), exact=False)
            case And(parts):
                return self._and(parts, column)
            case Or(parts):
                plans = [self.plan(part, column) for part in parts]
                ask = any_of(one.ask for one in plans)
                return Plan(ask, exact=ask is not None and all(one.exact for one in plans))
            case Near():
                return Plan(self._near(query, column), exact=False)
            case In(field, part, first):
                inner = self.plan(part, "title" if field == "title" else "body")
                return Plan(inner.ask, exact=inner.exact and field == "title" and first is None)
            case AtLeast(_, part):
                return Plan(self.plan(part, column).ask, exact=False)
            case Property(name, value):
                return self._property(name, value)
            case Regex(pattern):
                return Plan(all_of(self._one_of(some, column) for some in literals(pattern)), False)
            case _:
                return Plan(None, exact=False)

    def _and(self, parts: tuple[Query, ...], column: Column | None) -> Plan:
        wanted = [self.plan(part, column) for part in parts if not isinstance(part, Not)]
        unwanted = [self.plan(part.part, column) for part in parts if isinstance(part, Not)]
        ask = all_of(one.ask for one in wanted)
        known = [one.ask for one in unwanted if one.exact and one.ask not in (None, NOTHING)]
        if ask is not None and ask != NOTHING and (missing := any_of(known)) and known:
            ask = Without(ask, missing)
        exact = ask is not None and all(one.exact for one in [*wanted, *unwanted])
        return Plan(ask, exact=exact)

    def _near(self, query: Near, column: Column | None) -> Ask | None:
        left = self.plan(query.left, column).ask
        if query.without:
            return left
        right = self.plan(query.right, column).ask
        apart = all_of([left, right])
        pairs = [(a, b) for a in _terms(left) for b in _terms(right)]
        if query.distance is None or not pairs or len(pairs) > MOST_PHRASES or left == right:
            return apart
        close = [Close(a, b, query.distance) for a, b in pairs if a.column == b.column]
        if len(close) < len(pairs):
            return apart
        # With a word parted at its soft hyphens there are more words between than we count.
        return any_of([*close, all_of([Term(HYPHENS), apart])])

    # ------------------------------------------------------------ words

    def _phrase(self, words: tuple[str, ...], column: Column | None) -> Plan:
        plans = [self._pattern(pattern, column) for pattern in patterns(words)]
        ask = any_of(one.ask for one in plans)
        return Plan(ask, exact=ask is not None and all(one.exact for one in plans))

    def _pattern(self, pattern: Pattern, column: Column | None) -> Plan:
        words = _globs(pattern)
        exact = pattern.spelled is None and pattern.shape is None
        exact = exact and all(len(word) < LONGEST for word in words)
        open_words = [word for word in words if _is_open(word)]
        if not open_words:
            return Plan(Term(" ".join(map(cut, words)), column=column), exact)
        if len(words) == 1:
            return self._word(words[0], column, exact=exact)
        whole = {word: self.lookups.words(word, most=MOST_WORDS) for word in set(open_words)}
        if len(open_words) == 1 and len(whole[open_words[0]] or "x" * 999) <= MOST_PHRASES:
            at = words.index(open_words[0])
            phrases = [
                Term(
                    " ".join([*map(cut, words[:at]), one, *map(cut, words[at + 1 :])]),
                    column=column,
                )
                for one in whole[open_words[0]] or ()
            ]
            return Plan(any_of(phrases), exact)
        parts: list[Ask | None] = [Term(run, column=column) for run in _runs(words)]
        for found in whole.values():
            parts.append(None if found is None else any_of(Term(x, column=column) for x in found))
        return Plan(all_of(parts), exact=False)

    def _word(self, glob: str, column: Column | None, *, exact: bool) -> Plan:
        found = self.lookups.words(glob, most=MOST_WORDS)
        if found is not None:
            exact = exact and all(len(word) < LONGEST for word in found)
            return Plan(any_of(Term(word, column=column) for word in found), exact)
        head = re.split(r"[*?]", glob, maxsplit=1)[0][: LONGEST // 2]
        if not head:
            return Plan(None, exact=False)
        return Plan(Term(head, prefix=True, column=column), exact and glob == f"{head}*")

    def _one_of(self, letters: Iterable[str], column: Column | None) -> Ask | None:
        """Articles with a word that has one of these letters in it."""
        return any_of(self._word(f"*{one}*", column, exact=False).ask for one in letters)

    def _stem(self, word: str, column: Column | None) -> Ask | None:
        """Articles with a word of that stem in their language; the word itself in any."""
        folded = fold(word).strip()
        if " " in folded or not folded:
            return None
        if not self.lookups.has_stems:
            return self._beginning(word, folded, column)
        stems = {language: stem(word, language) for language in STEMMERS}
        own = dict.fromkeys(fold(one).strip() for one in stems.values())
        alike: list[Ask | None] = [Term(cut(one), column=column) for one in own if one]
        alike += [
            all_of([Term(tag(LANGUAGE, language)), any_of(Term(x, column=column) for x in words)])
            for language, words in self.lookups.inflections(stems).items()
        ]
        return any_of([self._phrase((word,), column).ask, *alike])

    def _beginning(self, word: str, folded: str, column: Column | None) -> Ask | None:
        """Articles with a word that begins as all stems of *word* do, in any of its spellings."""
        forms = {folded, spelled_out(word).strip(), re.sub("([aou])e", r"\1", folded)}
        forms |= {fold(stem(word, language)).strip() for language in STEMMERS}
        head = commonprefix(sorted(forms))  # noqa: RUF071  # of letters, not of paths
        if len(folded) < 4 or len(head) < 3 or " " in head:
            return None
        alike = self._word(f"{head[: max(3, len(head) - 1)]}*", column, exact=False).ask
        return any_of([alike, *(Term(tag(LANGUAGE, one)) for one in _CHANGE_IN_FRONT)])

    # ------------------------------------------------------------ properties

    def _property(self, name: str, value: str) -> Plan:
        if name in _SIGNS:
            return Plan(Term(tag(_SIGNS[name], value)), exact=True)
        if name == "country":
            return self._country(value)
        if name == "published":
            first, after = published.span(value, self.now)
            asked = any_of(Term(day) for day in days(PUBLISHED, first, after))
            return Plan(asked, tell_exactly(first, after))
        if name == "url" or not value.split():
            return Plan(None, exact=False)
        made = _name(name, value)
        ask = any_of([made.ask, self._feeds(value)]) if name == "source" else made.ask
        return Plan(ask, exact=made.exact and ask is not None)

    def _country(self, value: str) -> Plan:
        """A feed's country is that of its articles; else each has its own, or none."""
        rows = [row for row in self.lookups.feeds if row.country is not None]
        ids = [row.id for row in rows if row.country.casefold() == value]
        ask = any_of([Term(tag(COUNTRY, value)), _of_feeds(ids)])
        return Plan(ask, exact=ask is not None and len(ids) == len(rows))

    def _feeds(self, value: str) -> Ask | None:
        """The articles of feeds of that name."""
        feeds = self.lookups.feeds
        readings = ((row.id, f"{fold(row.name)}\n{spelled_out(row.name)}") for row in feeds)
        return _of_feeds([id_ for id_, names in readings if f" {value} " in names])


def _addresses(query: Query) -> list[str]:
    """Parts of addresses of which every match has one; empty when there is no such rule."""
    match query:
        case Property("url", value):
            return [value]
        case And(parts):
            return next(filter(None, map(_addresses, parts)), [])
        case Or(parts):
            found = [_addresses(part) for part in parts]
            return [one for some in found for one in some] if all(found) else []
        case _:
            return []


def _name(kind: str, value: str) -> Plan:
    """A name that the article itself has. The index holds "Müller" as "muller"; who asks for
    "mueller" means it too, and "Mueller".
    """
    forms = [_unspelled(word) for word in value.split()]
    if all(len(some) == 1 for some in forms):
        return Plan(Term(" ".join(named(kind, value))), exact=True)
    each = (any_of(Term(named(kind, form)[0]) for form in some) for some in forms if some)
    return Plan(all_of(each), exact=False)


def _unspelled(word: str) -> list[str]:
    """*word* with none, some or all of its umlauts not spelled out; empty: they are too many."""
    found = [("", word)]
    while any(rest for _, rest in found):
        found = [
            (done + rest[:1], rest[length:])
            for done, rest in found
            for length in ((1, 2) if rest[:2] in _SPELLED_OUT else (1,))
        ]
        if len(found) > MOST_PHRASES:
            return []
    return [done for done, _ in found]


def _of_feeds(ids: list[int]) -> Ask | None:
    return None if len(ids) > MOST_FEEDS else any_of(Term(tag(FEED, one)) for one in ids)


def _globs(pattern: Pattern) -> list[str]:
    """Words that must stand next to each other for the pattern, with * and ? for free letters.

    A star within a word may pass a hyphen, so of such a shape only the longest piece is asked for.
    """
    text = pattern.needle.decode()
    if pattern.shape is not None and b"(?:" not in pattern.shape:
        text = re.sub(r"\\(.)", r"\1", pattern.shape.decode().replace("[^ ]", "?"))
    text = text if text.startswith(" ") else f"*{text}"
    return (text if text.endswith(" ") else f"{text}*").split()


def _is_open(word: str) -> bool:
    return "*" in word or "?" in word


def _runs(words: list[str]) -> list[str]:
    """The words without wildcards, those that are next to each other as one phrase."""
    text = " ".join("*" if _is_open(word) else cut(word) for word in words)
    return [run.strip() for run in text.split("*") if run.strip()]


def _terms(ask: Ask | None) -> list[Term]:
    """The terms of which *ask* wants one; empty when it is not as simple."""
    parts = ask.parts if isinstance(ask, AnyOf) else (ask,)
    terms = [part for part in parts if isinstance(part, Term) and not part.prefix]
    return terms if len(terms) == len(parts) else []

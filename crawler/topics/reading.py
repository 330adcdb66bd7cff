"""Text -> tree, as query.lark says, or a Mistake. Limits of the whole query are in ``limits``.

Aliases that people bring from other systems are read here and printed back in our own form:

    W/6  "a b"~5  NEAR/5     -> a NEAR/5 b      (W/n counts the steps, NEAR/n the words between)
    PRE/6  NEAR/5f           -> a ONEAR/5 b
    intitle: headline:       -> title:
    ingress:                 -> lead:
    hlead:                   -> title: or lead:
    raw:"NATO"  !"NATO"  ALLCAPS(nato)  -> case:NATO
    atleast3(x)              -> atleast/3:x
    language: domain:        -> lang: site:
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from importlib import resources
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.visitors import Transformer

from crawler.topics.limits import MAX_DISTANCE, check_length, without_place
from crawler.topics.mistakes import Mistake, Swap, explained
from crawler.topics.properties import no_value, property_value
from crawler.topics.query import (
    DEFAULT_DISTANCE,
    PROPERTIES,
    AtLeast,
    In,
    Near,
    Not,
    Phrase,
    Property,
    Query,
    Regex,
    Saved,
    Stem,
    Unit,
    both,
    either,
    walk,
)
from crawler.topics.readings import two_readings
from crawler.topics.regexes import check_regex
from crawler.topics.typed import Group, Part, Typed, alternatives, as_case, as_phrase, as_query

_ALIASES = {
    "intitle": "title", "headline": "title", "ingress": "lead", "raw": "case",
    "language": "lang", "domain": "site",
}  # fmt: skip
_FIELDS = ("title", "lead", "body", "hlead", "case", "stem", "atleast", *PROPERTIES)
_MOST_WORDS = 10_000  # of lead/n:
_MOST_TIMES = 1_000  # of atleast/n:

# A phrase in quotes, or one word without a capital, which no operator is.
_PLAIN = re.compile(r'"[^\W_]+(?: [^\W_]+)*"|[a-zà-öø-ÿ]+')


def read(source: str) -> Query:
    """The tree of *source*. Raises Mistake."""
    check_length(source)
    if _PLAIN.fullmatch(source):  # most queries; the grammar would say the same
        return as_phrase(Typed(source.strip('"'), int(source[0] == '"'), quoted=True))
    try:
        return _parser().parse(source)  # type: ignore[return-value]  # what _Reader.start gives
    except UnexpectedInput as error:
        raise explained(error, source) from None


@cache
def _parser() -> Lark:
    grammar = resources.files(__package__).joinpath("query.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=_Reader())


class _Reader(Transformer[Token, Query]):
    """Each method reads the rule of that name in query.lark, while the parser goes on."""

    # ---- joining

    def start(self, parts: list[Group]) -> Query:
        return parts[0].query

    def level(self, parts: list[Part | Token]) -> Group:
        items = [part for part in parts if not isinstance(part, Token)]
        queries = [as_query(item) for item in items]
        signs = {part.type for part in parts if isinstance(part, Token)}
        if "OR" not in signs:
            return Group(both(queries), _typed(items) if len(items) == 1 else ())
        if len(parts) < 2 * len(items) - 1 or "AND" in signs:
            raise _mixture(parts, queries)
        return Group(either(queries), _typed(items))

    def without(self, parts: list[Any]) -> Query:
        sign, part = parts
        query = as_query(part)
        if isinstance(query, Not):
            raise Mistake("NOT twice in a row", sign.start_pos, str(query.part))
        return Not(query)

    def near(self, parts: list[Any]) -> Part:
        left = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            left = _near(as_query(left), sign, as_query(right))
        return left  # type: ignore[no-any-return]

    # ---- atoms

    def word(self, parts: list[Token]) -> Typed:
        token = parts[0]
        if token.type == "QUOTED":
            return Typed(token[1:-1], (token.start_pos or 0) + 1, quoted=True)
        return Typed(str(token), token.start_pos or 0, quoted=False)

    def group(self, parts: list[Any]) -> Group:
        return parts[1]  # type: ignore[no-any-return]

    def sloppy(self, parts: list[Token]) -> Query:
        phrase = as_phrase(self.word(parts[:1]))
        distance = int(parts[1][1:])
        if len(phrase.words) != 2 or distance > MAX_DISTANCE:
            terms = f" NEAR/{min(distance, MAX_DISTANCE)} ".join(phrase.words)
            raise Mistake('"…"~n takes two words', parts[1].start_pos or 0, terms)
        left, right = phrase.words
        return Near(Phrase((left,)), Phrase((right,)), distance)

    def saved(self, parts: list[Token]) -> Query:
        return Saved(parts[0][1:])

    def regex(self, parts: list[Token]) -> Query:
        pattern = parts[0][1:-1]
        check_regex(pattern, parts[0].start_pos or 0)
        return Regex(pattern)

    def exact(self, parts: list[Any]) -> Query:
        return as_case(parts[1], parts[0].start_pos)

    def capitals(self, parts: list[Any]) -> Query:
        sign, _, group, _ = parts
        column, typed = sign.start_pos, group.typed
        if not typed:
            raise Mistake(f"{sign}(…) takes a word or a phrase", column, 'case:"NATO"')
        ways = (str.upper,) if sign == "ALLCAPS" else (str.title, str.upper)
        forms = (Typed(way(one.text), column, quoted=True) for one in typed for way in ways)
        return either(as_case(form, column) for form in forms)

    def at_least(self, parts: list[Any]) -> Query:
        count = int(re.sub(r"\D", "", parts[0]))
        return _at_least(count, as_query(parts[2]), parts[0].start_pos)

    def field(self, parts: list[Any]) -> Query:
        sign, part = parts
        name, _, number = sign[:-1].lower().partition("/")
        name, column = _ALIASES.get(name, name), sign.start_pos
        if name not in _FIELDS:
            raise _unknown_field(sign, part)
        if number and name not in ("lead", "atleast"):
            raise Mistake(f"{name}: takes no number", column)
        if name in PROPERTIES:
            return _property(name, part, column)
        if name == "case":
            return as_case(part, column)
        if name == "stem":
            return _stem(as_query(part), column)
        if name == "atleast":
            return _at_least(int(number or 1), as_query(part), column)
        return _in(name, as_query(part), int(number) if number else None, column)


def _typed(items: list[Any]) -> tuple[Typed, ...]:
    typed = tuple(item for item in items if isinstance(item, Typed))
    return typed if len(typed) == len(items) else ()


def _mixture(parts: list[Part | Token], queries: list[Query]) -> Mistake:
    """AND binds closer than OR in some systems, and the other way round in others."""
    first_or = next(p for p in parts if isinstance(p, Token) and p.type == "OR")
    signs = [""]
    for part in parts[1:]:
        if isinstance(part, Token):
            signs[-1] = str(part.type)
        else:
            signs.append("")
    reason, working = two_readings(queries, [sign or "AND" for sign in signs[:-1]])
    return Mistake(reason, first_or.start_pos or 0, working)


# ---------------------------------------------------------------- NEAR


def _near(left: Query, sign: Token, right: Query) -> Near:
    column = sign.start_pos or 0
    for query in (left, right):
        if problem := without_place(query):
            reason = f"NEAR needs words or phrases on both sides, {problem}"
            raise Mistake(reason, column, f"{left} AND {right}")
    distance, unit, ordered = _distance(sign.rpartition(" ")[2])
    if distance is not None and not 0 <= distance <= MAX_DISTANCE:
        possible = Near(left, right, min(max(distance, 0), MAX_DISTANCE), ordered=ordered)
        reason = f"a distance is between 0 and {MAX_DISTANCE} words"
        raise Mistake(reason, column, str(possible))
    return Near(left, right, distance, unit, ordered, without=sign.startswith("NOT"))


def _distance(sign: str) -> tuple[int | None, Unit, bool]:
    """NEAR/5 -> 5 words between in any order. W/n and PRE/n count the steps, one more."""
    name, _, far = sign.partition("/")
    ordered = name in ("ONEAR", "PRE") or far.endswith("f")
    if far == "s":
        return None, "sentence", ordered
    if far == "p":
        return None, "paragraph", ordered
    distance = int(far.rstrip("f")) if far else DEFAULT_DISTANCE
    return distance - (name in ("W", "w", "PRE")), "words", ordered


# ---------------------------------------------------------------- fields


def _unknown_field(sign: Token, part: Part) -> Mistake:
    name, column = sign[:-1], sign.start_pos or 0
    tries: list[str | Swap] = []
    if near := difflib.get_close_matches(name.lower(), (*_FIELDS, *_ALIASES), 1):
        tries.append(Swap(column, column + len(sign), f"{near[0]}:"))
    elif isinstance(part, Typed):
        is_address = part.text.startswith("//")
        tries.append(f"url:{part.text[2:]}" if is_address else f'"{name} {part.text}"')
    reason = f"no field is called {name}; known: {', '.join(_FIELDS)}"
    return Mistake(reason, column, *tries)


def _in(name: str, query: Query, first: int | None, column: int) -> Query:
    for part in walk(query):
        if isinstance(part, Property | In):
            raise Mistake(f"{part} cannot stand inside {name}:", column, f"{name}:word {part}")
    if first is not None and not 1 <= first <= _MOST_WORDS:
        raise Mistake(f"lead/n: takes 1 to {_MOST_WORDS} words", column, f"lead/50:{query}")
    if name == "hlead":
        return either([In("title", query), In("lead", query)])
    return In(name, query, first)


def _at_least(count: int, query: Query, column: int) -> Query:
    if problem := without_place(query):
        raise Mistake(f"atleast counts words and phrases, {problem}", column, "atleast/3:word")
    if not 1 <= count <= _MOST_TIMES:
        raise Mistake(f"atleast/n: takes 1 to {_MOST_TIMES}", column, f"atleast/3:{query}")
    return AtLeast(count, query)


def _stem(query: Query, column: int) -> Query:
    if isinstance(query, Phrase) and len(query.words) == 1 and not {"*", "?"} & {*query.words[0]}:
        return Stem(query.words[0])
    raise Mistake("stem: takes one whole word", column, "stem:negotiation")


def _property(name: str, part: Part, column: int) -> Query:
    typed = alternatives(part)
    if not typed:
        raise no_value(name, column)
    values = (property_value(name, one.text, column, one.column) for one in typed)
    return either(Property(name, value) for value in values)

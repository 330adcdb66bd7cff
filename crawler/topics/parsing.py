"""Text -> query, or a QueryError with the place, the reason and a query that would work.

The grammar is query.lark. Aliases that people bring from other systems are read here and printed
back in our own form:

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
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NoReturn

import re2
from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError
from lark.visitors import Transformer_NonRecursive

from crawler.errors import QueryError
from crawler.items import Access
from crawler.topics import published, words
from crawler.topics.query import (
    DEFAULT_DISTANCE,
    PROPERTIES,
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
    Unit,
    as_part,
    both,
    children,
    either,
    has_inner_wildcard,
    walk,
    with_children,
)

# What one query may ask for. With these, no query makes one article cost more than 50 ms:
# tests/topics/test_attacks.py holds them to it.
MAX_CHARS = 20_000
MAX_PARTS = 2_000  # words and phrases, names written out
MAX_BRACKETS = 30  # inside each other
MAX_NEARS = 50
MAX_NEAR_DEPTH = 4
MAX_NEAR_PARTS = 400  # words and phrases inside NEAR, which are looked up one by one
MAX_DISTANCE = 1_000
MAX_REGEXES = 3
MAX_STEMS = 50
MAX_REGEX_CHARS = 300
MIN_LETTERS = 3  # beside a star
MAX_WILDCARDS = 3  # in one word
MAX_INNER_WILDCARDS = 100  # words with one inside, which cost more than at an end
MAX_WORDS = 60  # in one phrase

_ALIASES = {
    "intitle": "title", "headline": "title", "ingress": "lead", "raw": "case",
    "language": "lang", "domain": "site",
}  # fmt: skip
_FIELDS = ("title", "lead", "body", "hlead", "case", "stem", "atleast", *PROPERTIES)
_SAME_LENGTH = str.maketrans(
    "（）：＂「」『』", '():"""""'
)  # as Chinese and Japanese keyboards give them
_FOREIGN_OPERATOR = re.compile(r"(?:O?NEAR|W|PRE|ADJ|WITHIN|SAME|PARA|SENT)/\S*", re.IGNORECASE)
_OPERATOR_WORDS = frozenset({"AND", "OR", "NOT", "NEAR", "ONEAR"})


def parse(text: str, saved: Mapping[str, Query | str] | None = None) -> Query:
    """The query that *text* says.

        parse('abrüst*')                        parse('"new start" NEAR/30 (atom* OR nuclear)')
        parse('@nuclear_arms', saved={"nuclear_arms": "warhead* OR nuclear"})

    Names (``@name``) stay names in the tree; ``expand`` writes them out. When *saved* is given,
    they must be in it, without circles, and all limits hold for the query written out. Raises
    QueryError.
    """
    tree = _Reader(text).read()
    _check(tree, text)
    if saved is not None:
        _written_out(tree, saved, text)
    return tree


def parse_whole(text: str, saved: Mapping[str, Query | str]) -> Query:
    """``parse`` with each ``@name`` written out: what is matched. Raises QueryError."""
    tree = _Reader(text).read()
    _check(tree, text)
    return _written_out(tree, saved, text)


def _written_out(tree: Query, saved: Mapping[str, Query | str], text: str) -> Query:
    whole = expand(tree, saved, text=text)
    if whole is not tree:
        _check(whole, text)
    return whole


def expand(query: Query, saved: Mapping[str, Query | str], *, text: str | None = None) -> Query:
    """*query* with each ``@name`` replaced by what *saved* keeps under it. Raises QueryError."""
    text = str(query) if text is None else text
    return _expanded(query, saved, (), text)


def _expanded(
    query: Query, saved: Mapping[str, Query | str], way: tuple[str, ...], text: str
) -> Query:
    if isinstance(query, Saved):
        name = query.name
        column = max(text.find(f"@{(way or (name,))[0]}"), 0)
        if name in way:
            circle = " → ".join(f"@{step}" for step in (*way[way.index(name) :], name))
            raise QueryError(
                f"the saved queries go in a circle: {circle}", query=text, column=column
            )
        if name not in saved:
            raise _unknown_name(name, saved, text, column)
        kept = saved[name]
        tree = kept if isinstance(kept, Query) else parse(kept)
        return _expanded(tree, saved, (*way, name), text)
    parts = children(query)
    written_out = tuple(_expanded(part, saved, way, text) for part in parts)
    changed = any(new is not old for new, old in zip(written_out, parts, strict=True))
    return with_children(query, written_out) if changed else query


def _unknown_name(name: str, saved: Iterable[str], text: str, column: int) -> QueryError:
    known = sorted(saved)
    near = difflib.get_close_matches(name, known, 1)
    rest = f"known: {', '.join('@' + n for n in known[:8])}" if known else "none is saved yet"
    suggestion = text.replace(f"@{name}", f"@{near[0]}") if near else ""
    return QueryError(
        f"no query is saved as @{name}; {rest}", query=text, column=column, suggestion=suggestion
    )


# ---------------------------------------------------------------- reading


@cache
def _parser() -> Lark:
    grammar = resources.files(__package__).joinpath("query.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word or a quoted phrase as typed: what it means depends on what stands before it."""

    text: str
    column: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """What stood in brackets; with its alternatives as typed when it was a plain list of them."""

    query: Query
    typed: tuple[_Typed, ...] = ()


_Part = Query | _Typed | _Group


# A phrase in quotes, or one word without a capital, which no operator is.
_PLAIN = re.compile(r'"[^\W_]+(?: [^\W_]+)*"|[a-zà-öø-ÿ]+')


class _Reader(Transformer_NonRecursive[Token, Any]):
    """One text on its way to a tree; each method reads the rule of that name in query.lark."""

    def __init__(self, text: str, *, helps: bool = True) -> None:
        super().__init__()
        self.text, self.helps = text, helps
        self.source = text.translate(_SAME_LENGTH)

    def read(self) -> Query:
        if not self.text.strip():
            self.refuse("the query is empty", 0, '"new start"')
        if len(self.text) > MAX_CHARS:
            reason = f"the query has more than {MAX_CHARS:,} characters; keep parts of it as @names"
            self.refuse(reason, MAX_CHARS)
        if _PLAIN.fullmatch(self.source):  # most queries; the grammar would say the same
            typed = _Typed(self.source.strip('"'), int(self.source[0] == '"'), quoted=True)
            return self._phrase(typed)
        self._check_brackets()
        try:
            tree = _parser().parse(self.source)
        except UnexpectedInput as error:
            if not self.helps:
                self.refuse("", 0)
            raise _explained(error, self.text, self.source) from None
        try:
            result: Query = self.transform(tree)
        except VisitError as error:
            raise error.orig_exc from None
        return result

    def refuse(self, reason: str, column: int, suggestion: str = "") -> NoReturn:
        raise QueryError(reason, query=self.text, column=column, suggestion=suggestion)

    def _check_brackets(self) -> None:
        depth = 0
        for column, char in enumerate(self.source):
            depth += (char == "(") - (char == ")")
            if depth > MAX_BRACKETS:
                self.refuse(f"more than {MAX_BRACKETS} brackets inside each other", column)

    # ---- joining

    def start(self, parts: list[_Group]) -> Query:
        return parts[0].query

    def joint(self, parts: list[Token]) -> Token:
        return parts[0]

    def level(self, parts: list[_Part | Token]) -> _Group:
        joints = [part for part in parts if isinstance(part, Token)]
        items = [part for part in parts if not isinstance(part, Token)]
        queries = [self._query(item) for item in items]
        if not any(joint.type == "OR" for joint in joints):
            return _Group(both(queries), self._typed(items) if len(items) == 1 else ())
        if len(joints) < len(items) - 1 or any(joint.type == "AND" for joint in joints):
            self._refuse_mixture(parts, queries)
        return _Group(either(queries), self._typed(items))

    def _typed(self, items: list[Any]) -> tuple[_Typed, ...]:
        typed = tuple(item for item in items if isinstance(item, _Typed))
        return typed if len(typed) == len(items) else ()

    def _refuse_mixture(self, parts: list[_Part | Token], queries: list[Query]) -> NoReturn:
        """AND binds closer than OR in some systems, and the other way round in others."""
        signs = _signs_between(parts)
        column = next(
            part.start_pos or 0 for part in parts if isinstance(part, Token) and part.type == "OR"
        )
        texts = [as_part(query) for query in queries]
        working, other = (_reading(texts, signs, closer) for closer in ("AND", "OR"))
        first, second = working, other
        if len(first) > _READABLE:
            short = [_shortened(text) for text in texts]
            first, second = (_reading(short, signs, closer) for closer in ("AND", "OR"))
        self.refuse(
            f"AND and OR on one level can be read in two ways: {first}  or  {second}",
            column,
            working,
        )

    def without(self, parts: list[Any]) -> Query:
        sign, part = parts
        query = self._query(part)
        if isinstance(query, Not):
            self.refuse("NOT twice in a row", sign.start_pos, str(query.part))
        return Not(query)

    def near(self, parts: list[Any]) -> _Part:
        left = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            left = self._near(self._query(left), sign, self._query(right))
        return left  # type: ignore[no-any-return]

    def _near(self, left: Query, sign: Token, right: Query) -> Near:
        for query in (left, right):
            if problem := _no_place(query):
                self.refuse(
                    f"NEAR needs words or phrases on both sides, {problem}",
                    sign.start_pos or 0,
                    f"{left} AND {right}",
                )
        distance, unit, ordered = _distance(sign.rpartition(" ")[2])
        if distance is not None and not 0 <= distance <= MAX_DISTANCE:
            self.refuse(
                f"a distance is between 0 and {MAX_DISTANCE} words",
                sign.start_pos or 0,
                str(Near(left, right, min(max(distance, 0), MAX_DISTANCE), ordered=ordered)),
            )
        return Near(left, right, distance, unit, ordered, without=sign.startswith("NOT"))

    # ---- atoms

    def word(self, parts: list[Token]) -> _Typed:
        token = parts[0]
        if token.type == "QUOTED":
            return _Typed(token[1:-1], (token.start_pos or 0) + 1, quoted=True)
        return _Typed(str(token), token.start_pos or 0, quoted=False)

    def group(self, parts: list[Any]) -> _Group:
        inner: _Group = parts[1]
        return inner

    def sloppy(self, parts: list[Token]) -> Query:
        phrase = self._phrase(self.word(parts[:1]))
        distance = int(parts[1][1:])
        if len(phrase.words) != 2 or distance > MAX_DISTANCE:
            terms = f" NEAR/{min(distance, MAX_DISTANCE)} ".join(phrase.words)
            self.refuse('"…"~n takes two words', parts[1].start_pos or 0, terms)
        left, right = phrase.words
        return Near(Phrase((left,)), Phrase((right,)), distance)

    def saved(self, parts: list[Token]) -> Query:
        return Saved(parts[0][1:])

    def regex(self, parts: list[Token]) -> Query:
        token = parts[0]
        pattern = token[1:-1]
        column = token.start_pos or 0
        if len(pattern) > MAX_REGEX_CHARS:
            self.refuse(f"a regular expression has at most {MAX_REGEX_CHARS} characters", column)
        try:
            compiled = compile_regex(pattern)
        except re2.error as error:
            reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error
            self.refuse(
                f"not a regular expression that runs in linear time (RE2): {reason}", column
            )
        if compiled.search(""):
            self.refuse("this regular expression matches even an empty text", column)
        return Regex(pattern)

    def exact(self, parts: list[Any]) -> Query:
        return self._case(parts[1], parts[0].start_pos)

    def capitals(self, parts: list[Any]) -> Query:
        sign, _, group, _ = parts
        typed = group.typed
        if not typed:
            self.refuse(f"{sign}(…) takes a word or a phrase", sign.start_pos, 'case:"NATO"')
        if sign == "ALLCAPS":
            return either(self._case(_Typed(t.text.upper(), t.column, t.quoted), 0) for t in typed)
        forms = [f for t in typed for f in (t.text.title(), t.text.upper())]
        return either(self._case(_Typed(form, sign.start_pos, quoted=True), 0) for form in forms)

    def at_least(self, parts: list[Any]) -> Query:
        count = int(re.sub(r"\D", "", parts[0]))
        return self._at_least(count, self._query(parts[2]), parts[0].start_pos)

    def field(self, parts: list[Any]) -> Query:
        sign, part = parts
        name, _, number = sign[:-1].lower().partition("/")
        name = _ALIASES.get(name, name)
        column = sign.start_pos
        if name not in _FIELDS:
            self._refuse_field(sign, part)
        if number and name not in ("lead", "atleast"):
            self.refuse(f"{name}: takes no number", column)
        if name in PROPERTIES:
            return self._property(name, part, column)
        if name == "case":
            return self._case(part, column)
        if name == "stem":
            return self._stem(part, column)
        query = self._query(part)
        if name == "atleast":
            return self._at_least(int(number or 1), query, column)
        return self._in(name, query, int(number) if number else None, column)

    def _refuse_field(self, sign: Token, part: _Part) -> NoReturn:
        name = sign[:-1]
        near = difflib.get_close_matches(name.lower(), (*_FIELDS, *_ALIASES), 1)
        if isinstance(part, _Typed) and not near:
            suggestion = (
                f'"{name} {part.text}"'
                if not part.text.startswith("//")
                else f"url:{part.text[2:]}"
            )
        else:
            suggestion = self.text.replace(sign, f"{near[0]}:", 1) if near else ""
        self.refuse(
            f"no field is called {name}; known: {', '.join(_FIELDS)}",
            sign.start_pos or 0,
            suggestion,
        )

    def _in(self, name: str, query: Query, first: int | None, column: int) -> Query:
        for part in walk(query):
            if isinstance(part, Property | In):
                self.refuse(f"{part} cannot stand inside {name}:", column, f"{name}:word {part}")
        if first is not None and not 1 <= first <= 10_000:
            self.refuse("lead/n: takes 1 to 10000 words", column, f"lead/50:{query}")
        if name == "hlead":
            return either([In("title", query), In("lead", query)])
        return In(name, query, first)

    def _at_least(self, count: int, query: Query, column: int) -> Query:
        if problem := _no_place(query):
            self.refuse(f"atleast counts words and phrases, {problem}", column, "atleast/3:word")
        if not 1 <= count <= 1000:
            self.refuse("atleast/n: takes 1 to 1000", column, f"atleast/3:{query}")
        return AtLeast(count, query)

    def _case(self, part: _Part, column: int) -> Query:
        typed = part.typed if isinstance(part, _Group) else (part,)
        if not typed or not all(isinstance(t, _Typed) for t in typed):
            self.refuse("case: takes a word or a phrase", column, 'case:"New START"')
        return either(Case(self._words(t, words.written_in_case)) for t in typed)  # type: ignore[arg-type]

    def _stem(self, part: _Part, column: int) -> Query:
        phrase = self._query(part)
        if (
            not isinstance(phrase, Phrase)
            or len(phrase.words) != 1
            or {"*", "?"} & set(phrase.words[0])
        ):
            self.refuse("stem: takes one whole word", column, "stem:negotiation")
        return Stem(phrase.words[0])

    def _property(self, name: str, part: _Part, column: int) -> Query:
        if isinstance(part, Regex):  # url:/news/ looks like one
            part = _Typed(f"/{part.pattern}/", column, quoted=True)
        typed = part.typed if isinstance(part, _Group) else (part,)
        if not typed or not all(isinstance(t, _Typed) for t in typed):
            self.refuse(f"{name}: takes a value", column, f'{name}:"{_EXAMPLES[name]}"')
        values = []
        for one in typed:
            value = _property_value(name, one.text)  # type: ignore[union-attr]
            if value is None:
                text = one.text  # type: ignore[union-attr]
                self.refuse(
                    f"{text} is no {name} ({_EXPECTED[name]})", column, f"{name}:{_EXAMPLES[name]}"
                )
            values.append(Property(name, value))
        return either(values)

    # ---- words

    def _query(self, part: _Part) -> Query:
        if isinstance(part, _Group):
            return part.query
        return self._phrase(part) if isinstance(part, _Typed) else part

    def _phrase(self, typed: _Typed) -> Phrase:
        if not typed.quoted:
            self._refuse_operator(typed)
        return Phrase(self._words(typed, words.written))

    def _refuse_operator(self, typed: _Typed) -> None:
        if typed.text in _OPERATOR_WORDS:
            self.refuse(
                f"{typed.text} joins two things, and one is missing",
                typed.column,
                self._without(typed) or f'"{typed.text.lower()}"',
            )
        if not words.fold(typed.text).strip():
            return
        if typed.text.startswith("~"):
            reason = f'{typed.text} stands right behind a phrase: "a b"{typed.text}'
            self.refuse(reason, typed.column, "a NEAR/5 b")
        if typed.text.startswith("-"):
            self.refuse(
                "NOT and the minus sign stand before a part, not here",
                typed.column,
                f"word {typed.text}",
            )
        if _FOREIGN_OPERATOR.fullmatch(typed.text):
            self.refuse(
                f"{typed.text} is no operator; there are NEAR/n, ONEAR/n, W/n, PRE/n, NEAR/s",
                typed.column,
                "treaty NEAR/5 signed",
            )

    def _without(self, typed: _Typed) -> str:
        before, after = self.source[: typed.column], self.source[typed.column + len(typed.text) :]
        rest = f"{before.rstrip()} {after.lstrip()}".strip()
        return rest if _works(rest) else ""

    def _words(self, typed: _Typed, write: Callable[[str], str]) -> tuple[str, ...]:
        """The words of what was typed, wildcards in them."""
        if _LATIN_WORDS.fullmatch(typed.text):  # as nearly all are; spans() would part them alike
            found = [write(word) for word in typed.text.split()]
            if len(found) <= MAX_WORDS:
                return tuple(found)
        text, found = typed.text, []
        shape = _INNER_MARK.sub("x", text).replace("*", "x")
        for start, end in words.spans(shape):
            word = write(text[start:end].replace("?", "\0")).replace("\0", "?")
            if set(word) == {"*"}:
                if start and words.stands_alone(text[start - 1]):
                    continue  # any text may follow a Chinese character anyway
                self.refuse(
                    "a star alone would be any word", typed.column + start, "treat* NEAR/1 signed"
                )
            self._check_wildcards(word, typed.column + start)
            found.append(word)
        if not found:
            sign = {"&": " AND ", "|": " OR ", "+": " AND "}.get(
                text.strip("&|+")[:1] or text[:1], ""
            )
            self.refuse(
                f"there is no letter in {text!r}",
                typed.column,
                f"treaty{sign or ' '}signed" if sign else "",
            )
        if len(found) > MAX_WORDS:
            self.refuse(f"a phrase has at most {MAX_WORDS} words", typed.column)
        return tuple(found)

    def _check_wildcards(self, word: str, column: int) -> None:
        marks = len(re.findall(r"\*+|\?", word))
        if not marks:
            return
        if marks > MAX_WILDCARDS:
            self.refuse(f"a word takes at most {MAX_WILDCARDS} wildcards", column)
        pieces = [words.fold(piece).strip() for piece in re.split(r"[*?]+", word)]
        sizes = [
            len(unicodedata.normalize("NFD", piece)) for piece in pieces
        ]  # 조약 has five letters
        letters = max(sizes) if "*" in word else sum(sizes)
        if letters < MIN_LETTERS:
            self.refuse(
                f"{word} would be nearly any word: {MIN_LETTERS} letters must stand together",
                column,
                "treat*" if "*" in word else "wo?d",
            )


_LATIN_WORDS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9]+(?: +[A-Za-zÀ-ÖØ-öø-ÿ0-9]+)*")
_INNER_MARK = re.compile(r"(?<=[\w*])\?(?=[\w*])")


def _signs_between(parts: list[_Part | Token]) -> list[str]:
    """AND or OR between each item and the next, from items and the joints that were typed."""
    signs: list[str] = []
    pending = ""
    for part in parts[1:]:
        if isinstance(part, Token):
            pending = str(part.type)
        else:
            signs.append(pending or "AND")
            pending = ""
    return signs


_READABLE = 160  # characters; beyond that the parts of a reading are shortened


def _shortened(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15].rstrip()}…"


def _reading(parts: list[str], signs: list[str], closer: str) -> str:
    """The query if the operator *closer* binds closer than the other."""
    runs = [[parts[0]]]
    for sign, part in zip(signs, parts[1:], strict=True):
        if sign == closer:
            runs[-1].append(part)
        else:
            runs.append([part])
    outer = "OR" if closer == "AND" else "AND"
    texts = [_joined(run, closer) for run in runs]
    grouped = (f"({text})" if len(run) > 1 else text for text, run in zip(texts, runs, strict=True))
    return _joined(list(grouped), outer)


def _joined(parts: list[str], sign: str) -> str:
    text = parts[0]
    for part in parts[1:]:
        is_short = sign == "AND" and part.startswith("NOT ")
        text += f" {part}" if is_short else f" {sign} {part}"
    return text


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


def _no_place(query: Query) -> str:
    """Why *query* has no places in the text that could be near something; empty if it has."""
    for part in walk(query):
        if isinstance(part, And | Not):
            return f"and ({query}) says more than where it stands"
        if isinstance(part, Property | Regex | AtLeast):
            return f"and {part} has no place among the words"
    return ""


# ---------------------------------------------------------------- properties

_EXPECTED = {
    "lang": "two letters", "site": "a domain", "source": "a name", "author": "a name",
    "section": "a name", "url": "a part of the address", "country": "two letters",
    "type": " or ".join(Access), "published": "a day, a comparison, a range or a length of time",
}  # fmt: skip
_EXAMPLES = {
    "lang": "de", "site": "tagesschau.de", "source": "tagesschau", "author": "Schmidt",
    "section": "politik", "url": "/ausland/", "country": "de", "type": Access.FULL.value,
    "published": "7d",
}  # fmt: skip


def _property_value(name: str, text: str) -> str | None:
    """The value in its one form, or None when it can never be."""
    value = " ".join(text.split()).casefold()
    if name == "published":
        return _time_value(value)
    if name == "site":
        value = re.sub(r"^(?:https?://)?(?:www\.)?", "", value).rstrip("/")
        return value if re.fullmatch(r"[\w\-]+(\.[\w\-]+)*", value) else None
    if name in ("lang", "country"):
        return value if re.fullmatch(r"[a-z]{2,3}", value) else None
    if name == "type":
        return value if value in tuple(Access) else None
    if name in ("source", "author", "section"):
        value = words.fold(value).strip()
    return value or None


def _time_value(value: str) -> str | None:
    value = value.upper() if "T" in value.upper() else value.replace(" ", "")
    try:
        published.span(value)
    except (ValueError, OverflowError):
        return None
    return value


# ---------------------------------------------------------------- the finished query


@cache
def compile_regex(pattern: str) -> Any:
    """*pattern* for RE2, in any letter case: linear time, no look-around, no back references."""
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 20
    options.log_errors = False
    return re2.compile(pattern, options)


def _check(query: Query, text: str) -> None:
    """Raise QueryError for what can be read but not obeyed."""
    if isinstance(query, Phrase):
        return

    def refuse(reason: str, suggestion: str = "") -> NoReturn:
        raise QueryError(reason, query=text, column=0, suggestion=suggestion)

    parts = [query]
    for part in parts:
        parts += children(part)
    kinds = Counter(map(type, parts))
    if not _is_positive(query):
        example = f"word {query}" if isinstance(query, Not) else "word NOT other"
        refuse(
            "a query needs something that must be there; NOT alone is nearly every article", example
        )
    if sum(kinds[kind] for kind in (Phrase, Case, Stem, Property)) > MAX_PARTS:
        refuse(f"more than {MAX_PARTS:,} words and phrases, with all @names written out")
    inner = sum(has_inner_wildcard(p.words) for p in parts if isinstance(p, Phrase | Case))
    if inner > MAX_INNER_WILDCARDS:
        refuse(f"more than {MAX_INNER_WILDCARDS} words with a wildcard inside (wo?d, new*treaty)")
    if kinds[Near] > MAX_NEARS:
        refuse(f"more than {MAX_NEARS} NEARs")
    if kinds[Stem] > MAX_STEMS:
        refuse(f"more than {MAX_STEMS} words with stem:")
    if kinds[Regex] > MAX_REGEXES:
        refuse(f"more than {MAX_REGEXES} regular expressions")
    if kinds[Near] and _near_depth(query) > MAX_NEAR_DEPTH:
        refuse(f"more than {MAX_NEAR_DEPTH} NEARs inside each other")
    if not kinds[Near] and not kinds[AtLeast]:
        return
    near = (p for part in parts if isinstance(part, Near) for p in walk(part))
    if sum(isinstance(part, Phrase | Case | Stem) for part in near) > MAX_NEAR_PARTS:
        refuse(f"more than {MAX_NEAR_PARTS} words and phrases inside NEARs")
    for part in parts:
        if isinstance(part, Near | AtLeast):
            for side in children(part):
                if problem := _no_place(side):
                    refuse(f"NEAR and atleast need words and phrases, {problem}")


def _is_positive(query: Query) -> bool:
    """Must something be there for *query* to hold?"""
    if isinstance(query, And):
        return any(_is_positive(part) for part in query.parts)
    if isinstance(query, Or):
        return all(_is_positive(part) for part in query.parts)
    return not isinstance(query, Not) and all(_is_positive(p) for p in children(query))


def _near_depth(query: Query) -> int:
    deepest = max((_near_depth(part) for part in children(query)), default=0)
    return deepest + isinstance(query, Near)


# ---------------------------------------------------------------- what went wrong


def _explained(error: UnexpectedInput, text: str, source: str) -> QueryError:
    reason, column, tries = _reason(error, source)
    suggestion = next((attempt for attempt in tries if _works(attempt)), "")
    return QueryError(reason, query=text, column=column, suggestion=suggestion)


def _works(text: str) -> bool:
    # Without help: what is wrong with one attempt would be tried to be mended in turn, for ever.
    try:
        _check(_Reader(text, helps=False).read(), text)
    except QueryError:
        return False
    return True


def _reason(error: UnexpectedInput, source: str) -> tuple[str, int, list[str]]:
    """Why, where, and texts that may be what was meant."""
    if isinstance(error, UnexpectedCharacters):
        column = error.pos_in_stream or 0
        rest = source[:column] + " " + source[column + 1 :]
        if source[column] in '"“”„‟«»':
            return "this quotation mark is never closed", column, [source.rstrip() + '"', rest]
        return f"{source[column]!r} cannot stand here", column, [rest]
    assert isinstance(error, UnexpectedToken)
    token = error.token
    column = token.start_pos or 0
    if token.type == "$END":
        return _reason_at_end(error, source)
    if token.type == "RPAR":
        rest = source[:column] + source[column + 1 :]
        if source[:column].rstrip().endswith("("):
            return (
                "there is nothing in these brackets",
                column,
                [source[: source[:column].rindex("(")]],
            )
        if source[:column].count("(") < source[: column + 1].count(")"):
            return "this bracket was never opened", column, [rest]
        return (
            "a word or phrase is missing before this bracket",
            column,
            [_drop_operator(source[:column]) + source[column:]],
        )
    if token.type in ("AND", "OR", "NEAR", "NOT"):
        rest = source[:column] + source[column + len(token) :]
        return f"{token} needs a word, a phrase or a bracket on both sides", column, [rest.strip()]
    return f"{token} cannot stand here", column, [source[:column] + " " + source[column:]]


def _reason_at_end(error: UnexpectedToken, source: str) -> tuple[str, int, list[str]]:
    missing = source.count("(") - source.count(")")
    if "RPAR" in error.accepts and missing > 0:
        return (
            "this bracket is never closed",
            _open_bracket(source),
            [source.rstrip() + ")" * missing],
        )
    dropped = _drop_operator(source)
    tries = [dropped, dropped + ")" * max(missing, 0)]
    return "the query ends where a word or phrase was expected", len(source.rstrip()), tries


def _drop_operator(source: str) -> str:
    return re.sub(r"(?:\s*(?:NOT|AND|OR|O?NEAR|W|PRE)(?:/\w*)?|\s*[-!])+\s*$", "", source.rstrip())


def _open_bracket(source: str) -> int:
    depth = 0
    for column in range(len(source) - 1, -1, -1):
        depth += (source[column] == ")") - (source[column] == "(")
        if depth < 0:
            return column
    return 0

"""What was typed as one word or in quotation marks -> the words to look for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from crawler.topics import words
from crawler.topics.mistakes import Drop, Mistake, Swap
from crawler.topics.properties import EXAMPLES
from crawler.topics.query import Case, Phrase, Query, Regex, either

MIN_LETTERS = 3  # beside a star
MAX_WILDCARDS = 3  # in one word
MAX_WORDS = 60  # in one phrase

_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9]+(?: +[A-Za-zÀ-ÖØ-öø-ÿ0-9]+)*")
_STARS = re.compile(r"(?:(?<=\s)\*+\s+)+")
_INNER_MARK = re.compile(r"(?<=[\w*])\?(?=[\w*])")


@dataclass(frozen=True, slots=True)
class Typed:
    """A word or a quoted phrase as typed: what it means depends on what stands before it."""

    text: str
    column: int
    quoted: bool

    @property
    def end(self) -> int:
        """The column behind it, for a word without quotation marks."""
        return self.column + len(self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """What stood in brackets; with its alternatives as typed when it was a plain list of them."""

    query: Query
    typed: tuple[Typed, ...] = ()


Part = Query | Typed | Group


def as_query(part: Part) -> Query:
    """*part* as words to be looked for, where it is not yet a query."""
    if isinstance(part, Typed):
        return as_phrase(part)
    return part.query if isinstance(part, Group) else part


def as_phrase(typed: Typed) -> Phrase:
    """The words in any letter case. Raises Mistake."""
    if not typed.quoted and not typed.text.isalnum():
        _check_signs(typed)
    elif typed.text in _OPERATORS and not typed.quoted:
        raise _lonely_operator(typed)
    return Phrase(_words(typed, words.written))


def as_case(part: Part, column: int) -> Query:
    """The words in exactly these letters, or one of several such. Raises Mistake."""
    typed = alternatives(part)
    if not typed:
        raise Mistake("case: takes a word or a phrase", column, 'case:"New START"')
    return either(Case(_words(one, words.written_in_case)) for one in typed)


def alternatives(part: Part) -> tuple[Typed, ...]:
    """What was typed, one by one; empty when *part* is more than a list of words."""
    if isinstance(part, Regex):  # url:/news/ looks like one
        return (Typed(f"/{part.pattern}/", 0, quoted=True),)
    if isinstance(part, Group):
        return part.typed
    return (part,) if isinstance(part, Typed) else ()


# ---------------------------------------------------------------- signs of other languages

_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "ONEAR"})
_FOREIGN = re.compile(r"(?:O?NEAR|W|PRE|ADJ|WITHIN|SAME|PARA|SENT)/\S*", re.IGNORECASE)
_FIELD = re.compile(r"[A-Za-z_]+(?:/\d+)?:")
_VALUES = {**EXAMPLES, "language": EXAMPLES["lang"], "domain": EXAMPLES["site"]}
_FUZZY = re.compile(r"(.*\w)[~^]\d*\.?\d*")
_PIPED = re.compile(r"\w[^|]*(?:\|+[^|]*\w[^|]*)+")


def _lonely_operator(typed: Typed) -> Mistake:
    return Mistake(
        f"{typed.text} joins two things, and one is missing",
        typed.column,
        Swap(typed.column, typed.end),
        f'"{typed.text.lower()}"',
    )


def _check_signs(typed: Typed) -> None:
    """Raise Mistake for a word that means something in another language, and nothing here."""
    text, column = typed.text, typed.column
    if _FIELD.fullmatch(text):
        reason = f"{text} needs what to look for right behind it, without a blank"
        joined = Swap(column, typed.end + 1, text)
        raise Mistake(reason, column, joined, f"{text}{_VALUES.get(text[:-1].lower(), 'word')}")
    if not words.fold(text).strip():
        return
    if text.startswith("~"):
        reason = f'{text} stands right behind a phrase: "a b"{text}'
        raise Mistake(reason, column, "a NEAR/5 b")
    if text.startswith("-"):
        reason = "NOT and the minus sign stand before a part, not here"
        raise Mistake(reason, column, f"word {text}")
    if _FOREIGN.fullmatch(text):
        reason = f"{text} is no operator; there are NEAR/n, ONEAR/n, W/n, PRE/n, NEAR/s"
        raise Mistake(reason, column, "treaty NEAR/5 signed")
    if fuzzy := _FUZZY.fullmatch(text):
        reason = f"{text}: there is no looking for similar words, and none weighs more than another"
        raise Mistake(reason, column, Swap(column, typed.end, fuzzy[1]), f'"{fuzzy[1]}"')
    if _PIPED.fullmatch(text):
        either_way = " OR ".join(filter(None, text.split("|")))
        reason = "| is no operator; alternatives are joined by OR"
        raise Mistake(reason, column, Swap(column, typed.end, f"({either_way})"), either_way)


# ---------------------------------------------------------------- words and wildcards


def _words(typed: Typed, write: Callable[[str], str]) -> tuple[str, ...]:
    """The words of what was typed, wildcards in them."""
    if _PLAIN.fullmatch(typed.text):  # as nearly all are; spans() would part them alike
        found = [write(word) for word in typed.text.split()]
    else:
        found = list(_parted(typed, write))
    if not found:
        raise _no_letter(typed)
    if len(found) > MAX_WORDS:
        raise Mistake(f"a phrase has at most {MAX_WORDS} words", typed.column)
    return tuple(found)


def _parted(typed: Typed, write: Callable[[str], str]) -> Iterator[str]:
    text = typed.text
    shape = _INNER_MARK.sub("x", text).replace("*", "x")
    for start, end in words.spans(shape):
        word = write(text[start:end].replace("?", "\0")).replace("\0", "?")
        word = re.sub(r"\*+", "*", word)
        if word == "*":
            if start and words.stands_alone(text[start - 1]):
                continue  # any text may follow a Chinese character anyway
            raise _lonely_star(typed, start, end)
        _check_wildcards(word, typed.column + start, end - start)
        yield word


def _lonely_star(typed: Typed, start: int, end: int) -> Mistake:
    """In other languages "a * b" asks for a word between; here that is a distance."""
    at, reason = typed.column, "a star alone would be any word"
    if not typed.quoted:
        return Mistake(reason, at + start, Drop(at + start, at + end), "treat* NEAR/1 signed")
    pieces = [piece.split() for piece in _STARS.split(f" {typed.text} ")]
    far = [stars.count("*") for stars in _STARS.findall(f" {typed.text} ")]
    text = _as_piece(pieces[0])
    for distance, piece in zip(far, pieces[1:], strict=True):
        text += f" ONEAR/{distance} {_as_piece(piece)}" if text and piece else _as_piece(piece)
    return Mistake(
        reason,
        at + start,
        Swap(at - 1, typed.end + 1, f"({text})" if "ONEAR" in text else text),
        Swap(at - 1, typed.end + 1, _as_piece(word for piece in pieces for word in piece)),
        Drop(at - 1, typed.end + 1),
        "treat* NEAR/1 signed",
    )


def _as_piece(words: Iterable[str]) -> str:
    text = " ".join(words)
    return f'"{text}"' if " " in text else text


def _no_letter(typed: Typed) -> Mistake:
    text = typed.text
    sign = {"&": "AND", "|": "OR", "+": "AND"}.get(text[:1])
    tries: tuple[str | Swap, ...] = ()
    if sign and set(text) <= set("&|+"):
        tries = (Swap(typed.column, typed.end, sign), f"treaty {sign} signed")
    if not text:
        marks = typed.column - 1, typed.end + 1
        tries = (Swap(*marks), Swap(*marks, '"new start"'))
        return Mistake("there is nothing between these quotation marks", typed.column, *tries)
    quotes = int(typed.quoted)
    drop = Drop(typed.column - quotes, typed.end + quotes)
    return Mistake(f"there is no letter in {text!r}", typed.column, *tries, drop)


def _check_wildcards(word: str, column: int, width: int) -> None:
    marks = len(re.findall(r"[*?]", word))
    if not marks:
        return
    if marks > MAX_WILDCARDS:
        at = [mark.start() for mark in re.finditer(r"[*?]", word)][MAX_WILDCARDS]
        fewer = word[:at] + re.sub(r"[*?]", "", word[at:])
        reason = f"a word takes at most {MAX_WILDCARDS} wildcards"
        raise Mistake(reason, column, Swap(column, column + width, fewer))
    pieces = [words.fold(piece).strip() for piece in re.split(r"[*?]+", word)]
    sizes = [len(unicodedata.normalize("NFD", piece)) for piece in pieces]  # 조약 has five letters
    letters = max(sizes) if "*" in word else sum(sizes)
    if letters < MIN_LETTERS:
        reason = f"{word} would be nearly any word: {MIN_LETTERS} letters must stand together"
        plain = Swap(column, column + width, re.sub(r"[*?]", "", word))
        raise Mistake(reason, column, plain, "treat*" if "*" in word else "wo?d")

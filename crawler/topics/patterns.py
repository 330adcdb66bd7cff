"""Words of a query -> what to look for in folded text, in every spelling that means the same.

    ("abrüstung",)          " abrustung "  " abruestung "
    ("us",)                 " us "  " u s "                     (U.S.)
    ("new", "start*")       " new start"
    ("newstart*vertrag*",)  " newstart" first, then a regular expression

The text has one folded form; the query carries the alternatives, so that reading a text costs the
same however many spellings there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import prod

from crawler.topics.words import fold, keep, spelled_out


@dataclass(frozen=True, slots=True)
class Pattern:
    """One spelling: what must stand in the folded text, in UTF-8, with blanks at word borders."""

    needle: bytes
    shape: bytes | None = None  # where the needle is found, this regular expression decides
    n_words: int = 0  # with a shape: the words of the query; the text may have more for it
    tight: bytes | None = None  # then this must match them, TIGHT between those without a blank
    # When set, the needle only makes a candidate: this must stand in the text's spelled-out
    # reading ("ü" as "ue"), which is dear to make; ``written`` finds what it needs in the text.
    spelled: Pattern | None = None
    written: bytes = b""


# "Mueller" is found where "Müller" stands, but in short words only where there is an umlaut:
# else "poet" would find "pot". Longer words that differ by such an e alone are one word.
_LONG = 8
_SPELLED = re.compile(r"(?<![aeiouqy])([aou])e")
_UNSPELLED = re.compile(r"(?<![aeiouy])[aou](?![aeiouy])")
# A word that German made, perhaps with an umlaut that the keyboard did not have.
_GERMAN = re.compile(
    r"[a-z]+(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|liche?[nrsm]?|ische?[nrsm]?|chen)"
)
_ABBREVIATION = re.compile(r"[^\W\d_]{2,4}")
# Never written with dots; without this list every "of the" would be looked for as "o f the" too.
_NEVER_DOTTED_TEXT = """
the of in to and for on by as an or be it at from with into over new end war per off out its her
his all not but was are has had der die das und von im den dem des ein mit auf bei aus zum zur
vor nach über la le les un une de du et en au aux par sur pour dans el los del al il lo y o
"""
_NEVER_DOTTED = frozenset(_NEVER_DOTTED_TEXT.split())


# A phrase with more readings than this is looked for in those where all words go one way.
_MOST = 16


@lru_cache(maxsize=65_536)
def patterns(words: tuple[str, ...]) -> tuple[Pattern, ...]:
    """All spellings of a phrase, the usual one first."""
    each = [_readings(word, alone=len(words) == 1) for word in words]
    if prod(map(len, each)) > _MOST:
        ways = range(max(map(len, each)))
        chosen = [tuple(some[min(way, len(some) - 1)] for some in each) for way in ways]
    else:
        chosen = list(product(*each))
    made: dict[tuple[bytes, bytes | None], Pattern] = {}
    for readings in chosen:
        letters = tuple(word for reading in readings for word in reading.letters)
        pattern = _pattern(letters)
        if any(reading.spelled for reading in readings):
            spelled = _pattern(tuple(r.spelled or word for r in readings for word in r.letters))
            written = _written(next(reading.spelled for reading in readings if reading.spelled))
            pattern = replace(pattern, spelled=spelled, written=written)
        made.setdefault((pattern.needle, pattern.shape), pattern)
    return tuple(made.values())


@dataclass(frozen=True, slots=True)
class _Reading:
    """One word in one spelling: the words it takes in the text, and what those must spell."""

    letters: tuple[str, ...]
    spelled: str = ""  # anything, when empty


@lru_cache(maxsize=65_536)
def _readings(word: str, *, alone: bool) -> tuple[_Reading, ...]:
    usual = _each_piece(fold, word)
    found = {usual: _Reading((usual,))}
    if not word.isascii():
        spelled = _each_piece(spelled_out, word)
        found.setdefault(spelled, _Reading((spelled,)))
        # A millionth is written by a sign of its own or by a Greek letter among Latin ones.
        for one, other in ("µμ", "μµ"):
            if one in word and word.replace(one, "").isascii():
                micro = _each_piece(fold, word.replace(one, other))
                found.setdefault(micro, _Reading((micro,)))
    short = _SPELLED.sub(r"\1", usual)
    found.setdefault(short, _Reading((short,), "" if len(usual) >= _LONG else usual))
    readings = list(found.values())
    if alone and len(usual) >= _LONG and word == usual and _GERMAN.fullmatch(usual):
        readings += [_Reading((other,)) for other in _insertions(usual)]
    if _is_abbreviation(usual, alone=alone):
        readings.append(_Reading(tuple(usual)))
    return tuple(readings)


_UMLAUTS = {"a": "(?:ä|a\u0308)", "o": "(?:[öø]|o\u0308)", "u": "(?:ü|u\u0308)"}


def _written(word: str) -> bytes:
    """What finds the first umlaut of *word* as it is written, and little else: ``poet``, "pö".

    Before it stand the letters of the word, unless something is there that is not ASCII: an accent,
    a ligature, a sign of no width, which fold to letters that cannot be told here.
    """
    pair = _SPELLED.search(word)
    assert pair is not None
    before = re.split(r"[*?]", word[: pair.start()])
    letters, border = before[-1], "(?:^|[^a-z0-9])" if len(before) == 1 else ""
    ways = [border + re.escape(letters)]
    ways += ["[^\\x00-\\x7f]" + re.escape(letters[at:]) for at in range(len(letters) + 1)]
    return f"(?i)(?:{'|'.join(ways)}){_UMLAUTS[pair[1]]}".encode()


@lru_cache(maxsize=16_384)
def case_patterns(words: tuple[str, ...]) -> tuple[Pattern, ...]:
    """All spellings of a phrase in its letter case, for text that keeps it (``words.keep``)."""
    usual = tuple(_each_piece(keep, word) for word in words)
    found = {usual: None}
    for i, word in enumerate(usual):
        if _is_abbreviation(word.casefold(), alone=len(usual) == 1):
            found[(*usual[:i], *word, *usual[i + 1 :])] = None
    return tuple(_pattern(variant) for variant in found)


def _is_abbreviation(word: str, *, alone: bool) -> bool:
    """May *word* stand in a text as letters with dots?"""
    if not _ABBREVIATION.fullmatch(word):
        return False
    return alone or (len(word) <= 3 and word not in _NEVER_DOTTED)


def _each_piece(change: Callable[[str], str], word: str) -> str:
    """*change* applied to *word*, wildcards kept."""
    if word.isascii() and word.isalnum():
        return word  # nearly all words; a query keeps them without letter case
    if "*" not in word and "?" not in word:
        return change(word).strip()
    return "".join(x if x in ("*", "?") else change(x).strip() for x in re.split(r"([*?])", word))


def _insertions(word: str) -> list[str]:
    """``abrustung`` typed without its umlaut: one e more, behind each vowel that may be one."""
    if _SPELLED.search(word):
        return []
    return [f"{word[: m.end()]}e{word[m.end() :]}" for m in _UNSPELLED.finditer(word)]


# Compounds are written with a hyphen or without: inside a phrase a star passes one (which the fold
# made a blank; Field.find_shape looks whether it was one). Shortest first.
_STAR = "[^ ]*?(?: [^ ]*?)??"
_SHAPE = {"*": _STAR, "?": "[^ ]"}
TIGHT = "\x01"  # stands in no folded text
_TIGHT_SHAPE = {
    "*": f"[^ {TIGHT}]*?(?:{TIGHT}[^ {TIGHT}]*?)??", "?": f"[^ {TIGHT}]", " ": f"[ {TIGHT}]",
}  # fmt: skip


def _pattern(words: tuple[str, ...]) -> Pattern:
    text = f" {' '.join(words)} "
    if text.endswith("* "):
        text = text[:-2]
    if text.startswith(" *"):
        text = text[2:]
    if "*" not in text and "?" not in text:
        return Pattern(text.encode())
    literal = max(re.split(r"[*?]+", text), key=len)
    shape, tight = (
        "".join(signs.get(x, re.escape(x)) for x in text) for signs in (_SHAPE, _TIGHT_SHAPE)
    )
    return Pattern(literal.encode(), shape.encode(), len(words), tight.encode())

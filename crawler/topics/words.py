"""Text -> folded words ``" new start vertrag "``, and where each word stood in the text.

A word is a run of letters, marks and digits; everything else parts words. Words are folded: NFKC,
no letter case, no accents. Chinese, Japanese, Thai and their neighbours write without blanks, so
there every character is a word of its own and any substring is a phrase.

One text has exactly one folded form, which is what is searched and stored. Where a spelling can
be read in two ways (``ü`` as ``u`` or ``ue``), the *query* asks for both: see ``spellings``. The
one exception is the soft hyphen, which can part a word anywhere: see ``document.Field.readings``.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal

SOFT_HYPHEN = "\u00ad"

# Every sign that people type for an apostrophe, as one.
_APOSTROPHES = frozenset("'’‘ʼ＇‛`´")
# Letters that Unicode does not take apart, but readers and keyboards do.
_PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe",
    "ё": "е",
}  # fmt: skip
# NFKC makes µ Greek, which would throw every text with "µg" off the byte table.
_WHOLE = {"µ": "u", "ŉ": "n"}
_WHOLE_LETTER = re.compile(f"([{''.join(_WHOLE)}])")
_TATWEEL = "ـ"  # stretches an Arabic word, and is no letter of it
# Letters with a second spelling in two letters, and the base form that the fold gives them.
_SPELLED_OUT = {
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE", "ø": "oe", "Ø": "OE",
    "å": "aa", "Å": "AA",
}  # fmt: skip
# Marks that are accents or reading aids. Other marks (Devanagari, Thai …) carry the vowels.
_ACCENTS = (
    (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0x3099, 0x309C), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFF9E, 0xFF9F),
)  # fmt: skip
# Scripts written without blanks: Thai, Lao, Myanmar, Khmer, kana, Bopomofo, Han.
_UNPARTED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3021, 0x3029),
    (0x3040, 0x30FF), (0x3100, 0x312F), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x323AF),
)  # fmt: skip
_MUSIC = ((0x1D100, 0x1D1FF),)  # notes, which NFC takes apart into marks without a letter
# Here a composed sign is a letter of its own (й is not и), so nothing is taken apart.
_COMPOSED = ((0x0400, 0x052F), (0x0900, 0x0DFF), (0xAC00, 0xD7A3), *_UNPARTED)

_HALF_WIDTH_KANA = re.compile("[\uff65-\uff9f]+")


def fold(text: str) -> str:
    """The folded words of *text* between blanks: ``" l accord "``; ``" "`` when there are none."""
    return fold_bytes(text).decode()


def fold_bytes(text: str) -> bytes:
    """``fold`` in UTF-8, which is what automata read.

    Text whose folded form is ASCII (most of what is written in Latin letters) goes through a
    table of 256 bytes, five times faster than code point by code point.
    """
    try:
        raw = text.encode("latin-1", "wirewatch-fold")
    except _BeyondLatinError:
        return _fold_wide(text).encode()
    for char, folded in _LATIN_LONGER:
        if char in raw:
            raw = raw.replace(char, folded)
    raw = raw.translate(_LATIN)
    if b"'" in raw:
        raw = (raw + b" ").replace(b"n't ", b"nt ").replace(b"n't'", b"nt ").replace(b"'", b" ")
    words = raw.split()
    return b" %b " % b" ".join(words) if words else b" "


def keep(text: str) -> str:
    """``fold`` with letter case and accents kept, word for word beside it: ``" New START "``."""
    try:
        raw = text.encode("latin-1", "wirewatch-keep")
    except _BeyondLatinError:
        return _join(_part(_composed(text).translate(_KEEP)).split())
    for char, kept in _LATIN_LONGER_KEPT:
        if char in raw:
            raw = raw.replace(char, kept)
    # str.split() also parts at U+0085 and U+001C-1F, but the table left none of them.
    return _join(_part(raw.translate(_LATIN_KEPT).decode("latin-1")).split())


def spans(text: str) -> list[tuple[int, int]]:
    """Where each word of ``fold(text)`` stands in *text*: (start, end) in code points."""
    return [match.span() for match in _WORD.finditer(text.translate(_CLASS))]


def written(text: str) -> str:
    """A word as a query keeps it: NFKC and no letter case, but accents and umlauts as typed."""
    if text.isascii():
        return text.lower()
    return _visible(_but_whole(lambda part: _compatible(_compatible(part).casefold()), text))


def written_in_case(text: str) -> str:
    """``written`` with letter case."""
    return text if text.isascii() else _visible(_but_whole(_compatible, text))


def spelled_out(text: str) -> str:
    """``fold`` in the other reading: ``ü`` as ``ue``."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        for umlaut, letters in _SPELLED_OUT.items():
            text = text.replace(umlaut, letters)  # far quicker than str.translate
    return fold(text)


def has_umlauts(text: str) -> bool:
    """Does ``spelled_out`` read *text* differently?"""
    return not text.isascii() and any(umlaut in text for umlaut in (*_SPELLED_OUT, "\u0308"))


def stands_alone(char: str) -> bool:
    """Is this a character of a script that writes without blanks?"""
    return _within(ord(char), _UNPARTED)


def is_letter(char: str) -> bool:
    """Does *char* belong to a word?"""
    return bool(_FOLD[ord(char)].strip(" '"))


def _compatible(text: str) -> str:
    """NFKC, but for the vowels of Thai and Lao that it takes apart and nobody writes so."""
    text = unicodedata.normalize("NFKC", text)
    return text.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")


def _but_whole(change: Callable[[str], str], text: str) -> str:
    """*change* applied to all but the letters of _WHOLE, which it would take apart."""
    return "".join(part if part in _WHOLE else change(part) for part in _WHOLE_LETTER.split(text))


def _visible(text: str) -> str:
    shown = (char for char in text if _FOLD[ord(char)] or _is_accent(ord(char)))
    return "".join("'" if char in _APOSTROPHES else char for char in shown)


def _fold_wide(text: str) -> str:
    return _join(_part(_composed(text).translate(_FOLD)).split())


def _part(text: str) -> str:
    # "don't" is one word; every other apostrophe parts ("l'accord", "Trump's"), because a person
    # who follows "Trump" wants "Trump's" too.
    if "'" not in text:
        return text
    return _LAST_BUT_ONE.sub(_join_not, text).replace("'", " ")


_LAST_BUT_ONE = re.compile(r"'(?<=(\S)')(?=(\S)(?:[ ']|$))")


def _join_not(match: re.Match[str]) -> str:
    is_not = _FOLD[ord(match[1])] == "n" and _FOLD[ord(match[2])] == "t"
    return "" if is_not else "'"


def _join(words: list[str]) -> str:
    return f" {' '.join(words)} " if words else " "


def _composed(text: str) -> str:
    if _HALF_WIDTH_KANA.search(text):
        text = _HALF_WIDTH_KANA.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return unicodedata.normalize("NFC", text)


def _within(point: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= point <= last for first, last in ranges)


def _is_accent(point: int) -> bool:
    return _within(point, _ACCENTS)


def _fold_one(char: str) -> str:
    """'' for what vanishes, ' ' for what parts, else letters; between blanks if a word alone."""
    point, category = ord(char), unicodedata.category(char)
    if char in _APOSTROPHES:
        return "'"
    if char in _WHOLE:
        return _WHOLE[char]
    if category == "Cf" or char == _TATWEEL or _is_accent(point):
        return ""  # zero width, direction marks, the soft hyphen
    if category[0] not in "LNM" or _within(point, _MUSIC):
        return " "
    form: Literal["NFKC", "NFKD"] = "NFKC" if _within(point, _COMPOSED) else "NFKD"
    letters = unicodedata.normalize(form, unicodedata.normalize(form, char).casefold())
    letters = "".join(_PLAIN.get(x, x) for x in letters if not _is_accent(ord(x)))
    if not letters or any(unicodedata.category(x)[0] not in "LNM" for x in letters):
        return " "  # "½" is "1⁄2": no word that anyone asks for
    if not _is_alone(char):
        return letters
    # Thai "ำ" is two signs by NFKC, but one character, and so one word.
    return f" {char if len(letters) > 1 and stands_alone(char) else letters} "


def _is_alone(char: str) -> bool:
    # A raised digit marks a footnote more often than a power; "Vertrag²" must be found.
    raised = unicodedata.category(char) == "No" and "<super>" in unicodedata.decomposition(char)
    return raised or stands_alone(char)


def _keep_one(char: str) -> str:
    folded = _FOLD[ord(char)]
    if not folded.strip(" '"):
        return folded
    kept = char if char in _WHOLE else unicodedata.normalize("NFKC", char)
    return f" {kept} " if folded[0] == " " else kept


def _class_one(char: str) -> str:
    """One letter for one code point, so that places stay: what ``_WORD`` reads."""
    folded = _FOLD[ord(char)]
    if folded in ("", " ", "'"):
        return folded or "v"
    if folded[0] == " ":
        return "c"
    return folded if folded in ("n", "t") else "a"


# n't stays in its word, as in _part; "v" vanishes and therefore never begins a word.
_WORD = re.compile(r"(?=[ant])[antv]*nv*'v*tv*(?![antv])|[ant][antv]*|cv*")


class _Table(dict[int, str]):
    """Code point -> what becomes of it, filled when first asked."""

    def __init__(self, one: Callable[[str], str]) -> None:
        super().__init__()
        self._one = one

    def __missing__(self, point: int) -> str:
        self[point] = result = self._one(chr(point))
        return result


_FOLD = _Table(_fold_one)
_KEEP = _Table(_keep_one)
_CLASS = _Table(_class_one)


class _BeyondLatinError(Exception):
    """The folded form needs more than the byte table has."""


_LONG_RUN = 20  # code points outside Latin-1 in a row


def _fold_rest(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    if error.end - error.start > _LONG_RUN and not _FOLD[ord(error.object[error.start])].isascii():
        raise _BeyondLatinError  # before the rest of a long Chinese sentence is folded in vain
    folded = "".join([_FOLD[ord(char)] for char in error.object[error.start : error.end]])
    if not folded.isascii():
        raise _BeyondLatinError
    return folded, error.end


def _keep_rest(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    if error.end - error.start > _LONG_RUN and not _KEEP[ord(error.object[error.start])].isascii():
        raise _BeyondLatinError
    rest = error.object[error.start : error.end]
    kept = "".join([_KEEP[ord(char)] for char in rest])
    if not kept.isascii() or any(_is_accent(ord(char)) for char in rest):
        raise _BeyondLatinError  # a loose accent has to be composed with its letter first
    return kept, error.end


codecs.register_error("wirewatch-fold", _fold_rest)
codecs.register_error("wirewatch-keep", _keep_rest)


def _latin_table(table: _Table) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    """The first 256 code points as a byte table, and those that do not fit into one byte."""
    one = [table[point] for point in range(256)]
    fits = [len(x) == 1 and ord(x) < 256 for x in one]
    flat = bytes(ord(x) if fit else 32 for x, fit in zip(one, fits, strict=True))
    longer = ((bytes([i]), x.encode("latin-1")) for i, x in enumerate(one) if not fits[i])
    return flat, tuple(longer)


_LATIN, _LATIN_LONGER = _latin_table(_FOLD)
_LATIN_KEPT, _LATIN_LONGER_KEPT = _latin_table(_KEEP)

"""Words of a query -> what to look for in folded text, in every spelling that means the same.

    ("abrüstung",)          " abrustung "  " abruestung "
    ("us",)                 " us "  " u s "                     (U.S.)
    ("new", "start*")       " new start"
    ("newstart*vertrag*",)  " newstart" first, then the shape " newstart[^ ]*vertrag"

The text has one folded form; the query carries the alternatives, so that reading a text costs the
same however many spellings there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from crawler.topics.words import fold, keep, spelled_out


@dataclass(frozen=True, slots=True)
class Pattern:
    """One spelling: what must stand in the folded text, in UTF-8, with blanks at word borders."""

    needle: bytes
    shape: bytes | None = None  # where the needle is found, this regular expression decides
    source: str | None = None  # it counts only where the text itself spells out to this


# "Mueller" is found where "Müller" stands, but in short words only where there is an umlaut:
# else "poet" would find "pot". Longer words that differ by such an e alone are one word.
_LONG = 8
_SPELLED = re.compile(r"(?<![aeiouqy])([aou])e")
_UNSPELLED = re.compile(r"(?<![aeiouy])[aou](?![aeiouy])")
_ABBREVIATION = re.compile(r"[^\W\d_]{2,4}")
# Never written with dots; without this list every "of the" would be looked for as "o f the" too.
_NEVER_DOTTED_TEXT = """
the of in to and for on by as an or be it at from with into over new end war per off out its her
his all not but was are has had der die das und von im den dem des ein mit auf bei aus zum zur
vor nach über la le les un une de du et en au aux par sur pour dans el los del al il lo y o
"""
_NEVER_DOTTED = frozenset(_NEVER_DOTTED_TEXT.split())


@lru_cache(maxsize=65_536)
def patterns(words: tuple[str, ...]) -> tuple[Pattern, ...]:
    """All spellings of a phrase, the usual one first."""
    usual = tuple(_each_piece(fold, word) for word in words)
    found = {usual: None, tuple(_each_piece(spelled_out, word) for word in words): None}
    if len(words) == 1 and len(usual[0]) >= _LONG and usual[0].isascii() and usual[0].isalpha():
        found |= dict.fromkeys(_insertions(words[0], usual[0]))
    for i, word in enumerate(usual):
        if _ABBREVIATION.fullmatch(word) and (len(usual) == 1 or _may_be_dotted(word)):
            found[(*usual[:i], *word, *usual[i + 1 :])] = None
    made = {variant: _pattern(variant) for variant in found}
    short = tuple(_SPELLED.sub(r"\1", word) for word in usual)
    if short not in made:
        changed = [word for word, other in zip(usual, short, strict=True) if word != other]
        lasting = all(len(word) >= _LONG for word in changed)
        made[short] = _pattern(short, None if lasting else " ".join(usual))
    return tuple(made.values())


@lru_cache(maxsize=16_384)
def case_patterns(words: tuple[str, ...]) -> tuple[Pattern, ...]:
    """All spellings of a phrase in its letter case, for text that keeps it (``words.keep``)."""
    usual = tuple(_each_piece(keep, word) for word in words)
    found = {usual: None}
    for i, word in enumerate(usual):
        if _ABBREVIATION.fullmatch(word) and (len(usual) == 1 or _may_be_dotted(word.casefold())):
            found[(*usual[:i], *word, *usual[i + 1 :])] = None
    return tuple(_pattern(variant) for variant in found)


def _may_be_dotted(word: str) -> bool:
    return len(word) <= 3 and word not in _NEVER_DOTTED


def _each_piece(change: Callable[[str], str], word: str) -> str:
    """*change* applied to *word*, wildcards kept."""
    if "*" not in word and "?" not in word:
        return change(word).strip()
    return "".join(x if x in ("*", "?") else change(x).strip() for x in re.split(r"([*?])", word))


def _insertions(word: str, usual: str) -> list[tuple[str]]:
    """``abrustung`` typed without its umlaut: one e more, behind each vowel that may be one."""
    if _SPELLED.search(usual) or not word.isascii():
        return []
    return [(f"{usual[: m.end()]}e{usual[m.end() :]}",) for m in _UNSPELLED.finditer(usual)]


def _pattern(words: tuple[str, ...], source: str | None = None) -> Pattern:
    text = f" {' '.join(words)} "
    if text.endswith("* "):
        text = text[:-2]
    if text.startswith(" *"):
        text = text[2:]
    if "*" not in text and "?" not in text:
        return Pattern(text.encode(), None, source)
    literal = max(re.split(r"[*?]+", text), key=len)
    shape = "".join({"*": "[^ ]*", "?": "[^ ]"}.get(x, re.escape(x)) for x in text)
    return Pattern(literal.encode(), shape.encode(), source)

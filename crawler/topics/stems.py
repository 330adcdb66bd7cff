"""A word -> its stem, by the Snowball stemmer of a language, and the beginning of all its forms."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any

import snowballstemmer

from crawler.topics.words import fold

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
# These stemmers take letters away at the beginning (Arabic, Indonesian, Dutch "ge-") or change them
# there (Greek, Finnish); of the others no word begins differently than its stem without two
# letters: tests/topics/test_stems.py tries it.
_BEGIN_FREELY = frozenset({"ar", "el", "fi", "id", "nl"})
_KNOWN: dict[tuple[str, str], str] = {}
_MOST_KNOWN = 200_000


def stem(word: str, language: str) -> str:
    """The stem of a word in small letters; the word itself in a language without a stemmer."""
    key = (word, language)
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()  # the common words are back with the next few articles
        name = STEMMERS.get(language)
        known = _KNOWN[key] = word if name is None else str(_stemmer(name).stemWord(word))
    return known


def is_known(word: str, language: str) -> bool:
    """Is the stem at hand, so that asking for it costs nothing?"""
    return (word, language) in _KNOWN


@lru_cache(maxsize=16_384)
def beginnings(stem: str, language: str) -> tuple[str, ...]:
    """How every word of this stem begins, folded: one of these; empty when that cannot be told."""
    if language in _BEGIN_FREELY:
        return ()
    begin = fold(stem).strip()[:-2]
    if language != "de":
        return (begin,) if begin and " " not in begin else ()
    # The German stemmer reads "ae" as "ä", which folds to "a".
    pieces = [[x, f"{x}e"] if x in "aou" else [x] for x in begin[:5]]
    return tuple("".join(way) for way in product(*pieces)) if begin and " " not in begin else ()


@lru_cache(maxsize=32)
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)

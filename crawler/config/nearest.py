"""A wrong word and the right ones -> a message that names the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def unknown(kind: str, word: str, known: Iterable[str]) -> str:
    """``unknown key "urk"; did you mean "url"? Known: name, url``."""
    names = sorted(known)
    return f'unknown {kind} "{word}"{nearest(word, names) or "."} Known: {", ".join(names)}'


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean "…"?``, or nothing when no known word is like *word*."""
    by_folded = {name.casefold(): name for name in known}
    likely = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f'; did you mean "{by_folded[likely[0]]}"?' if likely else ""

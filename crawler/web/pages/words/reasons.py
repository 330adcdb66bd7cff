"""What the service says of its decisions, and of queries, in German. It says it in English, as
logs have it.

    german("every 2 h: nothing new; the server asked for 3 h (max-age)")
    -> "alle 2 Std.: nichts Neues; der Server bat um 3 Std. (max-age)"

A reason is put together of parts, and is taken apart in the same way. One of which a part is not
known stays as it is: half a sentence in each language helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crawler.web.pages.words.sentences import RULES

_PARTS = "; "
_DEPTH_MAX = 6
_FIELD = re.compile(r"\{(\w+)\}")
_FITS = {"n": r"\d[\d.,]*", "u": r"\S+"}


def german(reason: str) -> str | None:
    """The reason in German; None when it, or a part of it, is not known."""
    return _said(reason.strip(), 0)


def _said(text: str, depth: int) -> str | None:
    if depth > _DEPTH_MAX:
        return None
    for begins, ends, pattern, template in _rules():
        # Most rules are of other words, which costs less to see than a match.
        if not (text.startswith(begins) and text.endswith(ends)):
            continue
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = {name: _part(name, value, depth) for name, value in found.groupdict().items()}
        if None not in parts.values():
            return template.format(**parts)
    if _PARTS not in text:
        return None
    said = [_said(one, depth + 1) for one in text.split(_PARTS)]
    return _PARTS.join(one for one in said if one) if all(said) else None


def _part(name: str, value: str, depth: int) -> str | None:
    match _kind(name):
        case "t" | "u":
            return value
        case "n":
            return value.translate(_SIGNS)
        case _:
            return _said(value, depth + 1)


_SIGNS = str.maketrans(",.", ".,")


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    """How the English begins and ends, all of it, and the German."""
    return tuple(
        (*_ends(english), re.compile("".join(_regex(english)), re.DOTALL), german)
        for english, german in RULES
    )


def _ends(english: str) -> tuple[str, str]:
    pieces = _FIELD.split(english)
    return pieces[0], pieces[-1]


def _regex(english: str) -> Iterator[str]:
    for at, piece in enumerate(_FIELD.split(english)):
        if at % 2 == 0:
            yield re.escape(piece)
        else:
            yield f"(?P<{piece}>{_FITS.get(_kind(piece), '.+?')})"


def _kind(name: str) -> str:
    return name.rstrip("0123456789")

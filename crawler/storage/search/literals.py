r"""A regular expression -> letters that stand in every text that it matches, in one word.

    /New.?Start\w+/  ->  "new", "start"        /colou?r/  ->  "colo"
    /(arms|nuclear) treat(y|ies)/  ->  "arms" or "nuclear", "treat"

Of what is not understood (other groups, escapes, flags) nothing is promised.
"""

from __future__ import annotations

import re

LEAST = 3  # shorter ones are in too many words
MOST = 20  # alternatives; each is sought among all words
_FLAGS = re.compile(r"\(\?[a-zA-Z]+\)")
_GROUP = re.compile(r"\((?:\?:|\?P?<\w+>|(?!\?))")
_PIECE = re.compile(
    r"(?P<letters>[A-Za-z]+)(?P<less>[?*{]?)"
    r"|\\[bBdDsSwW]|\\[^A-Za-z0-9]|\[\^?[^\[\]\\^]+\]|\{\d+(?:,\d*)?\}|[^A-Za-z()|\\\[\]{}]"
)
_OPTIONAL = re.compile(r"[?*]|\{0")

Letters = tuple[str, ...]  # of which one must be there, small, the longest first


class _UnknownError(Exception):
    """Something in the expression is not understood."""


def literals(pattern: str) -> list[Letters]:
    """Runs of ASCII letters that must all be there, each with its alternatives; longest first."""
    flags = _FLAGS.match(pattern)
    if flags and "x" in flags[0]:
        return []
    try:
        branches, at = _branches(pattern, flags.end() if flags else 0)
    except _UnknownError:
        return []
    if at < len(pattern):
        return []
    found = {one for one in _of_all(branches) if _worth(one) >= LEAST and len(one) <= MOST}
    return sorted(found, key=lambda one: (-_worth(one), one))


def _branches(pattern: str, at: int) -> tuple[list[list[Letters]], int]:
    """The alternatives from *at* to the end of the group, with what each needs."""
    branches: list[list[Letters]] = [[]]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            branches.append([])
            at += 1
        elif pattern[at] == "(":
            needed, at = _group(pattern, at)
            branches[-1] += needed
        else:
            piece = _PIECE.match(pattern, at)
            if piece is None:
                raise _UnknownError
            at = piece.end()
            if letters := piece["letters"]:
                # A sign behind a letter says that this one may be missing.
                run = letters[:-1] if piece["less"] else letters
                branches[-1].append((run.lower(),))
                at -= len(piece["less"])
    return branches, at


def _group(pattern: str, at: int) -> tuple[list[Letters], int]:
    opening = _GROUP.match(pattern, at)
    if opening is None:
        raise _UnknownError
    branches, at = _branches(pattern, opening.end())
    if at >= len(pattern):
        raise _UnknownError
    at += 1
    return ([] if _OPTIONAL.match(pattern, at) else _of_all(branches)), at


def _of_all(branches: list[list[Letters]]) -> list[Letters]:
    """What is needed whichever of the alternatives matches."""
    if len(branches) == 1:
        return branches[0]
    if not all(branches):
        return []
    best = [max(needed, key=_worth) for needed in branches]
    together = {letters for one in best for letters in one}
    return [tuple(sorted(together, key=lambda letters: (-len(letters), letters)))]


def _worth(one: Letters) -> int:
    return min(len(letters) for letters in one)

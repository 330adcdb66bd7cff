r"""A regular expression -> letters that stand in every text that it matches, in one word.

    /New.?Start\w+/  ->  "new", "start"        /colou?r/  ->  "colo"        /a|b/  ->  nothing

Only plain expressions are read; where there is a group or an alternative nothing is promised.
"""

from __future__ import annotations

import re

LEAST = 3  # shorter ones are in too many words
_FLAGS = re.compile(r"\(\?[a-zA-Z]+\)")
_PIECE = re.compile(
    r"(?P<letters>[A-Za-z]+)(?P<less>[?*{]?)"
    r"|\\[bBdDsSwW]|\\[^A-Za-z0-9]|\[\^?[^\[\]\\^]+\]|\{\d+(?:,\d*)?\}|[^A-Za-z()|\\\[\]{}]"
)


def literals(pattern: str) -> list[str]:
    """Runs of ASCII letters, small, the longest first."""
    flags = _FLAGS.match(pattern)
    if flags and "x" in flags[0]:
        return []
    at, found = flags.end() if flags else 0, []
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            return []
        at = piece.end()
        if letters := piece["letters"]:
            # A sign behind a letter says that this one may be missing.
            found.append(letters[:-1] if piece["less"] else letters)
            at -= len(piece["less"])
    return sorted({x.lower() for x in found if len(x) >= LEAST}, key=lambda x: (-len(x), x))

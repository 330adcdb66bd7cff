"""Text of strangers -> text that is safe to show in a log, a terminal and a header.

Headlines come from the whole web. A line break could begin a header or a line of the log, an
escape sequence could paint over a terminal, a direction mark could turn a sentence round.
"""

from __future__ import annotations

import re
import unicodedata

# Format characters that shape a script's words or emoji; all others of their kind only hide or
# turn text (zero width space, byte order mark, bidi overrides and isolates, tags, soft hyphen).
_SHAPING = frozenset("\u200c\u200d\u200e\u200f\u061c")
_BLANKS = re.compile(r"\s+")
MORE = "…"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """*text* on one line without anything invisible; blanks at either end are kept as one."""
    return _BLANKS.sub(" ", text.translate(_SHOWN))


def one_line(text: str, most: int = 0) -> str:
    """``plain`` without blanks around it; with *most*, cut to so many characters."""
    line = plain(text).strip()
    return cut(line, most) if most else line


def cut(text: str, most: int) -> str:
    """*text*, or its beginning up to a border of words and an ellipsis, in *most* characters."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole = head if text[most - 1].isspace() else head.rpartition(" ")[0]
    # A text without blanks (an address, Chinese) is cut where it must be.
    return (whole if len(whole) > most // 2 else head).rstrip(" ,;:–—-") + MORE


def web_link(url: str) -> str:
    """An address as it may stand in a message: http(s) in one word, or nothing."""
    url = "".join(url.translate(_SHOWN).split())
    return url if url.lower().startswith(("http://", "https://")) else ""


def cell(text: str) -> str:
    """*text* as a spreadsheet may open it: what it would take for a formula, and run, is text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Table(dict[int, str]):
    """Code point -> what is shown of it, filled when first asked."""

    def __missing__(self, point: int) -> str:
        self[point] = shown = self._shown(chr(point))
        return shown

    @staticmethod
    def _shown(char: str) -> str:
        category = unicodedata.category(char)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            return " " if char.isspace() else ""
        if category == "Cf":
            return char if char in _SHAPING else ""
        return "\ufffd" if category == "Cs" else char


_SHOWN = _Table()

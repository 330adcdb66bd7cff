"""Where the sentences and paragraphs of a text begin and end, in code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

# A full stop ends a sentence when a blank and no small letter follows. Behind one letter
# ("J. K.", "z. B."), a number ("5. Februar") or a usual short form it does not.
_END = re.compile(
    r"(?:[.!?…]+(?:[ \u00a0\u202f]?»|[\"'”“«’)\]])*"
    r"(?=\s+[\"'“„»«‘(\[]*[ \u00a0\u202f]?([^\W_]))|[。！？।؟]+[」』”)]*)\s*|\n+"
)
_SHORT = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gen|Gov|Lt|Col|Sgt|Capt|Adm|Jr|Sr|vs|No|Nr|ca"
    r"|bzw|etc|usw|Mio|Mrd|Abs|Art|Bd|Hrsg|Inc|Ltd|Corp|Co|Jan|Feb|Aug|Sept|Oct|Okt|Nov|Dec|Dez|M|Mme))$"
)
_NUMBER = re.compile(r"\b\d{1,2}$")
_ORDINAL = re.compile(
    r"\b(?:[Aa]m|[Vv]om|[Zz]um|[Bb]is|[Ss]eit|[Dd](?:er|ie|as|em|en|es))\s\d{1,2}$"
)
_MONTH = re.compile(r"\s*(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert)")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, without the blanks between."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if not _ends_sentence(text, start, match):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found


def paragraphs(text: str) -> list[tuple[int, int]]:
    """(start, end) of each paragraph; one line end is enough to part them."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer(r"\n+", text):
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around ``text[start:end]``, or all sentences that it touches."""
    all_of_them = sentences(text)
    if not all_of_them:
        return start, end
    starts = [first for first, _ in all_of_them]
    first = all_of_them[max(bisect_right(starts, start) - 1, 0)]
    last = all_of_them[max(bisect_right(starts, max(end - 1, start)) - 1, 0)]
    return min(first[0], start), max(last[1], end)


def marked(
    text: str, places: Iterable[tuple[int, int]], *, before: str = "[", after: str = "]"
) -> str:
    """*text* with a sign before and after each of *places*; what overlaps is marked once."""
    result, upto = [], 0
    for start, end in merged(places):
        result += [text[upto:start], before, text[start:end], after]
        upto = end
    return "".join([*result, text[upto:]])


def merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """*places* in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if match[1] and match[1].islower():
        return False
    if match[0][0] != "." or "\n" in match[0]:
        return True
    before = text[max(start, match.start() - 12) : match.start()]
    if _SHORT.search(before):
        return False
    if _ORDINAL.search(before):
        return False
    return not (_NUMBER.search(before) and _MONTH.match(text, match.end()))


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if end > start:
        found.append((start, end))

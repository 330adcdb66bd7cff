"""A text and the places that matched in it -> its sentences with the matched words marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.alerts.plain import MORE, plain
from crawler.items import Place
from crawler.topics.sentences import merged, sentences

Span = tuple[int, int]

SENTENCE_MAX = 360  # characters; what is longer is cut around the first match
# What begins a paragraph in a stored text and is no word of it: heading, list item, quotation.
_SIGNS = ("## ", "- ", "> ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence and where in it the matched words stand, in code points."""

    field: str  # "title", "lead" or "body"
    text: str
    marks: tuple[Span, ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The sentence in pieces, each with whether it matched."""
        upto = 0
        for start, end in self.marks:
            yield self.text[upto:start], False
            yield self.text[start:end], True
            upto = end
        yield self.text[upto:], False

    def marked(self, before: str = "*", after: str = "*") -> str:
        """The sentence with a sign on either side of what matched."""
        return "".join(f"{before}{text}{after}" if hit else text for text, hit in self.pieces())


def excerpts(
    fields: Iterable[tuple[str, str]], places: Iterable[Place], *, most: int = SENTENCE_MAX
) -> tuple[Excerpt, ...]:
    """Every sentence that holds a place, once, in the order of *fields* (name, text).

    Places that do not lie in their text are left out: a message is better than none.
    """
    held = list(places)
    return tuple(
        _excerpt(name, text, span, marks, most)
        for name, text in fields
        for span, marks in _by_sentence(text, [p for p in held if p.field == name])
    )


def _by_sentence(text: str, places: Sequence[Place]) -> Iterator[tuple[Span, list[Span]]]:
    """Each sentence with the parts of it that matched; a match may reach over several."""
    marks = merged((p.start, p.end) for p in places if 0 <= p.start < p.end <= len(text))
    borders = sentences(text)
    starts = [start for start, _ in borders]
    found: dict[int, list[Span]] = {}
    for start, end in marks:
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1) - 1, first)
        for number in range(first, last + 1):
            here, upto = borders[number]
            part = (max(start, here), min(end, upto))
            if part[0] < part[1]:
                found.setdefault(number, []).append(part)
    for number, parts in found.items():
        yield borders[number], parts


def _excerpt(field: str, text: str, span: Span, marks: Sequence[Span], most: int) -> Excerpt:
    start, end = span
    for sign in _SIGNS:
        at_margin = start == 0 or text[start - 1] == "\n"
        if at_margin and text.startswith(sign, start) and start + len(sign) <= marks[0][0]:
            start += len(sign)
            break
    shown, where = _cleaned(text, (start, end), marks)
    return _window(Excerpt(field, shown, where), most)


def _cleaned(text: str, span: Span, marks: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The sentence made plain, and the marks in it. Cleaning moves offsets, so piece by piece."""
    shown, where, upto = "", [], span[0]
    for start, end in [*marks, (span[1], span[1])]:
        shown = _joined(shown, plain(text[upto:start]))
        begin = len(shown)
        shown = _joined(shown, plain(text[start:end]))
        if len(shown) > begin:
            where.append((begin, len(shown)))
        upto = end
    return shown, tuple(where)


def _joined(head: str, tail: str) -> str:
    return head + (tail.lstrip(" ") if not head or head.endswith(" ") else tail)


def _window(excerpt: Excerpt, most: int) -> Excerpt:
    """The part of a long sentence around its first match, cut at borders of words."""
    text, marks = excerpt.text.rstrip(), excerpt.marks
    if len(text) <= most or not marks:
        return Excerpt(excerpt.field, text, marks)
    start = max(0, min(marks[0][0] - most // 3, len(text) - most))
    end = min(start + most, len(text))
    if start:
        border = text.find(" ", start, marks[0][0] + 1)
        start = border + 1 if border >= 0 else start
    if end < len(text):
        border = text.rfind(" ", min(marks[0][1], end), end + 1)
        end = border if border >= 0 else end
    head, tail = MORE if start else "", MORE if end < len(text) else ""
    moved = len(head) - start
    inside = [(max(a, start) + moved, min(b, end) + moved) for a, b in marks if a < end]
    shown = head + text[start:end] + tail
    return Excerpt(excerpt.field, shown, tuple(inside))

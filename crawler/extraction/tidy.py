"""Lines that a reader would take for the article -> the article's own. Whole lines only.

Safe by construction: a rule looks at short lines as a whole, and what begins the comments ends
the text only where no long paragraph follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crawler.extraction import dates, phrases
from crawler.extraction.datelines import is_dateline

DATED_LETTERS = 30  # beside names in a line that dates the article
BEGUN = 100  # characters of a line with which the text has begun
CAPTION = 600  # characters: longer paragraphs are no captions, however they begin
TEXT_BEGUN = 4  # lines up to which such a line tells so
SHORT = 200  # characters; longer lines are never dropped by a rule
REPEATED, MEANT = 40, 150  # characters: below, a repeated line is no copy; above, always one
LOOSE = 40  # characters that a line may have in excess of the caption that it is
LONG = 300  # a paragraph of this length after "Comments" shows that the text goes on


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the text: what it is, and the block it came from (-1 when unknown)."""

    text: str
    kind: str = ""  # "", "heading", "item" or "quote"
    block: int = -1


_CRUMBS = re.compile(r"^[^.!?>»›→]{2,60}(?:\s?[>»›→]\s?[^.!?>»›→]{2,60}){1,6}$")

MARK = {"": "", "heading": "## ", "item": "- ", "quote": "> "}


def render(lines: Sequence[Line]) -> str:
    """The text as `items.Article.text` has it."""
    return "\n\n".join(MARK[line.kind] + line.text for line in lines)


def tidy(
    lines: Sequence[Line], *, titles: Collection[str] = (), captions: Collection[str] = (),
    authors: Collection[str] = (), site: str = "",
) -> list[Line]:  # fmt: skip
    """*lines* without what is not the article's: see the rules below, in their order.

    *titles* are the title, kicker and other headlines of the page, *captions* those of its
    pictures, *authors* the persons who wrote it.
    """
    heads = {phrases.key(title) for title in titles if title}
    under = {phrases.key(caption) for caption in captions if caption}
    longest = max(map(len, captions), default=0)
    names = {phrases.key(author) for author in authors}
    total = sum(len(line.text) for line in lines) or 1
    kept: list[Line] = []
    read, last = 0, -TEXT_BEGUN - 1  # characters; where the last long line stands in `kept`
    for number, line in enumerate(lines):
        read += len(line.text)
        if len(line.text) >= SHORT:
            if len(line.text) < CAPTION and phrases.PHOTO_TEXT.match(line.text):
                continue
            if len(line.text) > longest + LOOSE or phrases.key(line.text) not in under:
                last = len(kept)
                kept.append(line)
            continue
        key = phrases.key(line.text)
        at_end, begun = read > 0.8 * total, len(kept) - last <= TEXT_BEGUN
        if _begins_comments(key) and read > 0.4 * total and not _goes_on(lines[number + 1 :]):
            break
        if (
            not key
            or (key in heads and len(kept) < 4)
            or key in under
            or is_clutter(line.text, key)
            or (at_end and (key in phrases.FIELDS or phrases.COPYRIGHT.match(line.text)))
            or (key in names or _is_byline(key, names))
            or (not begun and (_CRUMBS.match(line.text) or _is_dated(line.text, key, names)))
            or (site and key == phrases.key(site))
        ):
            continue
        if len(line.text) >= BEGUN:
            last = len(kept)
        kept.append(line)
    return _without_tail(_without_repeats(kept))


def is_clutter(text: str, key: str | None = None) -> bool:
    """Whether a short line is a label, a form's sentence, a dateline or a photo credit."""
    key = phrases.key(text) if key is None else key
    return (
        key.rstrip(" 0123456789") in phrases.LABELS
        or _begins_comments(key)
        or key.startswith(phrases.FORM_STARTS)
        or is_dateline(text)
        or phrases.PHOTO_CREDIT.match(text) is not None
        or phrases.PHOTO_TEXT.match(text) is not None
    )


def _begins_comments(key: str) -> bool:
    return key in phrases.COMMENTS or (
        len(key) < 40 and key.strip(" 0123456789") in phrases.COMMENTS
    )


def _goes_on(following: Sequence[Line]) -> bool:
    return any(len(line.text) >= LONG for line in following)


def _is_byline(key: str, names: set[str]) -> bool:
    """Whether a line has nothing but names that we know: "Von Anna Beck und Max Kurz"."""
    if not names or len(key) > 90:
        return False
    for name in names:
        key = key.replace(name, " ")
    return set(key.split()) <= {"von", "by", "par", "por", "di", "da", "und", "and", "et", "y", "e"}


def _is_dated(text: str, key: str, names: set[str]) -> bool:
    """Whether a line has a date, names that we know and hardly anything else."""
    if len(text) > 110 or text[-1] in "!?" or not any(map(str.isdigit, text)):
        return False
    for name in names:
        key = key.replace(name, " ")
    return sum(map(str.isalpha, key)) <= DATED_LETTERS and dates.read(text) is not None


def _without_repeats(lines: list[Line]) -> list[Line]:
    """Drop exact repeats of longer lines, and one giant line that only repeats the others.

    A line of middle length that comes again among new ones is meant so: the same question to every
    guest, the same heading in every section.
    """
    again, seen = list[bool](), set[str]()
    for line in lines:
        again.append(len(line.text) > REPEATED and line.text in seen)
        seen.add(line.text)
    kept = []
    for number, line in enumerate(lines):
        beside = again[number - 1 : number] + again[number + 1 : number + 2]
        if again[number] and (len(line.text) >= MEANT or any(beside)):
            continue
        kept.append(line)
    giant = max(kept, key=lambda line: len(line.text), default=None)
    if giant and len(giant.text) > 1_200:
        others = [line.text for line in kept if line is not giant and len(line.text) > 40]
        repeated = sum(len(text) for text in others if text[:60] in giant.text)
        if repeated > 0.5 * len(giant.text):
            kept.remove(giant)
    return kept


def _without_tail(lines: list[Line]) -> list[Line]:
    """Drop from the end what the house says in its own cause, and headings of what was left out."""
    while len(lines) > 1:
        last = lines[-1]
        own_cause = len(last.text) < LONG and phrases.IN_OWN_CAUSE.search(last.text)
        if last.kind != "heading" and not own_cause:
            break
        lines.pop()
    return lines

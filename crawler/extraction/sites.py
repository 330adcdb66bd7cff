"""What is known of a site from its earlier articles: lines that recur, texts that shrink.

A line that stood in the text of other articles of a site is no part of this one, whatever the
model says; and a site whose texts suddenly grow short, empty or alike was probably redesigned.
The memory is a value: whoever keeps it (a row for each site) passes it in and stores the next one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from statistics import median

from crawler.extraction.phrases import key
from crawler.items import Article

RECURS = 2  # other articles that had the line before it is taken for boilerplate
LONGEST = 400  # characters; longer paragraphs recur because the article was printed twice
MAX_LINES = 1_500  # remembered; those seen once and longest ago are forgotten first
RECENT, EARLIER = 5, 20  # articles that are compared
SHRUNK = 0.25  # of the earlier median

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """How often each line was seen, oldest first, and the last articles' lengths and hashes."""

    lines: Mapping[str, int] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()  # of texts in characters, the latest last
    texts: tuple[str, ...] = ()

    def dumps(self) -> str:
        """As JSON, to be stored."""
        return json.dumps([dict(self.lines), self.lengths, self.texts], separators=(",", ":"))

    @classmethod
    def loads(cls, stored: str) -> SiteMemory:
        """What `dumps` gave; an empty memory for anything else."""
        try:
            lines, lengths, texts = json.loads(stored)
            return cls(
                {str(line): int(times) for line, times in lines.items()},
                tuple(map(int, lengths)),
                tuple(map(str, texts)),
            )
        except (ValueError, TypeError, AttributeError):
            return cls()


def without_recurring(article: Article, memory: SiteMemory) -> Article:
    """*article* without the lines that stood in RECURS other articles of its site.

    An article that is held already must not be remembered twice, or it empties itself: the caller
    remembers new articles only.
    """
    paragraphs = article.text.split("\n\n")
    kept = [p for p in paragraphs if not _recurs(p, memory)]
    # All of it known: this very article came back under another address.
    if not kept or len(kept) == len(paragraphs):
        return article
    return replace(article, text="\n\n".join(kept))


def remembered(article: Article, memory: SiteMemory) -> SiteMemory:
    """The memory after this article, as it was before `without_recurring`."""
    lines = dict(memory.lines)
    for mark in {_mark(p) for p in article.text.split("\n\n") if 0 < len(p) <= LONGEST}:
        lines[mark] = lines.pop(mark, 0) + 1  # now the youngest
    if len(lines) > MAX_LINES:
        for mark in [mark for mark, times in lines.items() if times == 1][: len(lines) - MAX_LINES]:
            del lines[mark]
        lines = dict(list(lines.items())[-MAX_LINES:])
    keep = RECENT + EARLIER
    return SiteMemory(
        lines,
        (*memory.lengths, len(article.text))[-keep:],
        (*memory.texts, _mark(article.text[:2_000]))[-keep:],
    )


def trouble(memory: SiteMemory) -> str | None:
    """What people should look at, or None: the last articles are short, empty or all the same."""
    recent, earlier = memory.lengths[-RECENT:], memory.lengths[:-RECENT]
    if len(recent) < RECENT:
        return None
    if not any(recent):
        return f"the last {RECENT} articles had no text"
    if len(set(memory.texts[-RECENT:])) == 1:
        return f"the last {RECENT} articles had the same text"
    if len(earlier) >= RECENT and max(recent) < SHRUNK * median(earlier):
        usual = int(median(earlier))
        return f"the last {RECENT} articles had at most {max(recent)} characters, usual are {usual}"
    return None


def _recurs(paragraph: str, memory: SiteMemory) -> bool:
    return len(paragraph) <= LONGEST and memory.lines.get(_mark(paragraph), 0) >= RECURS


def _mark(text: str) -> str:
    """Twelve characters for a text, numbers aside: "12 comments" is "7 comments"."""
    return blake2b(_DIGITS.sub("0", key(text)).encode(), digest_size=6).hexdigest()

"""How the last articles of a site read -> whether it was probably redesigned.

A site whose texts suddenly grow short, empty or alike is read wrong since a change of its pages.
The memory is a value of a few hundred bytes: whoever keeps it (a row for each site) passes it in
and stores the next one. What a site prints on all of its pages is counted elsewhere, sentence by
sentence (`dedup.passages`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from statistics import median

from crawler.extraction.phrases import key

RECENT, EARLIER = 5, 20  # articles that are compared
SHRUNK = 0.25  # of the earlier median
# A site that stays changed for so long has new habits: they are what is usual from then on.
GIVEN_IN = timedelta(days=30)
MARKED = 2_000  # characters of a text by which it is known again

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """The last articles' lengths in characters and marks, the latest last; and what is wrong."""

    lengths: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    trouble: str | None = None  # "short", "empty" or "alike"
    since: datetime | None = None

    def dumps(self) -> str:
        """The articles as JSON, to be stored."""
        return json.dumps([self.lengths, self.marks], separators=(",", ":"))

    @classmethod
    def loads(
        cls, stored: str | None, trouble: str | None = None, since: datetime | None = None
    ) -> SiteMemory:
        """What `dumps` gave; an empty memory for anything else."""
        try:
            lengths, marks = json.loads(stored or "")
            return cls(tuple(map(int, lengths)), tuple(map(str, marks)), trouble, since)
        except (ValueError, TypeError):
            return cls()


def mark_of(text: str) -> str:
    """Eight characters for a text, numbers aside: "12 comments" is "7 comments"."""
    known = _DIGITS.sub("0", key(text[:MARKED]))
    return blake2b(known.encode("utf-8", "replace"), digest_size=4).hexdigest()


def remembered(memory: SiteMemory, length: int, mark: str, now: datetime) -> SiteMemory:
    """The memory after one more article; its trouble and since when are up to date.

    While something is wrong, the articles before it stay what is usual.
    """
    if memory.trouble and memory.since and now - memory.since > GIVEN_IN:
        memory = SiteMemory(memory.lengths[-RECENT:], memory.marks[-RECENT:])
    lengths, marks = (*memory.lengths, length), (*memory.marks, mark)
    if memory.trouble:  # the oldest of the recent ones leaves
        lengths = lengths[: -RECENT - 1] + lengths[-RECENT:]
        marks = marks[: -RECENT - 1] + marks[-RECENT:]
    lengths, marks = lengths[-RECENT - EARLIER :], marks[-RECENT - EARLIER :]
    trouble = _trouble(lengths, marks)
    since = memory.since if trouble and trouble == memory.trouble else now if trouble else None
    return replace(memory, lengths=lengths, marks=marks, trouble=trouble, since=since)


def described(memory: SiteMemory) -> str:
    """What is wrong, for people; an empty text when nothing is."""
    recent, earlier = memory.lengths[-RECENT:], memory.lengths[:-RECENT]
    if memory.trouble == "empty":
        return f"no text was found on the pages of its last {RECENT} articles"
    if memory.trouble == "alike":
        return f"its last {RECENT} articles all had the same text"
    if memory.trouble == "short":
        usual = int(median(earlier or (0,)))
        return (
            f"its last {RECENT} articles had at most {max(recent):,} characters each; "
            f"half of those before had more than {usual:,}"
        )
    return ""


def _trouble(lengths: tuple[int, ...], marks: tuple[str, ...]) -> str | None:
    recent, earlier = lengths[-RECENT:], lengths[:-RECENT]
    if len(recent) < RECENT:
        return None
    if not any(recent):
        return "empty"
    if len(set(marks[-RECENT:])) == 1:
        return "alike"
    if len(earlier) >= RECENT and max(recent) < SHRUNK * median(earlier):
        return "short"
    return None

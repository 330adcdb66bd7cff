"""Two reports that are alike -> whether they only have their form in common.

Reports of the weather, of the stock exchange and of speed traps are written into the same words
every day, for every town. What is exchanged in them is what they tell.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from crawler.dedup.fingerprint import all_shingles, containment
from crawler.dedup.verdict import figures, overlap

# Reports as alike as this that are no copies are of one form, if their figures differ or they come
# from one outlet. Other tellings of one event came to 0.6 at most.
ALIKE = 0.5
FIGURES_DIFFER = 0.5
MANY_FIGURES = 3
# As much of the five-word runs as two tellings by different hands never share.
SHARED_RUNS = 0.08
# A headline with a gap: "Speed traps in Mainz: where police measure today".
TITLE_WORDS, TITLE_GAP = 3, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it is laid beside another; title and text are folded words."""

    title: str
    text: str
    site: str


def is_one_form(one: Told, other: Told, score: float) -> bool:
    """Whether two reports as alike as *score* were written into the same words."""
    if _is_one_gap(one, other):
        return True
    differ = _figures_differ(one.text, other.text)
    if score >= ALIKE and (differ or one.site == other.site):
        return True
    return differ and containment(all_shingles(one.text), all_shingles(other.text)) >= SHARED_RUNS


def _figures_differ(one: str, other: str) -> bool:
    mine, theirs = figures(one.split()), figures(other.split())
    many = min(len(mine), len(theirs)) >= MANY_FIGURES
    return many and overlap(mine, theirs) < FIGURES_DIFFER


def _is_one_gap(one: Told, other: Told) -> bool:
    """Headlines alike but for a word or two that only their own report knows."""
    mine, theirs = frozenset(one.title.split()), frozenset(other.title.split())
    here, there = mine - theirs, theirs - mine
    if len(mine & theirs) < TITLE_WORDS or not (here and there):
        return False
    known = _stand_in(here, other.text) or _stand_in(there, one.text)
    return max(len(here), len(there)) <= TITLE_GAP and not known


def _stand_in(words: Set[str], text: str) -> bool:
    return not words.isdisjoint(text.split())

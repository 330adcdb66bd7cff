"""Texts against known texts -> precision, recall, F1, as the article-extraction-benchmark counts.

A text is the multiset of its runs of four words; the precision and recall of a set are means over
its pages, and its F1 is their harmonic mean.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

RUN = 4  # words
SOFT = {0xAD: None, 0x200B: None}  # invisible: some texts have them, some tools take them out

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Count:
    """Runs of words that are right, too many, and missing."""

    right: int
    extra: int
    missing: int

    @property
    def f1(self) -> float:
        """Of this page alone."""
        whole = 2 * self.right + self.extra + self.missing
        return 2 * self.right / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """Of a set of pages; `error` is the standard error of F1 by the bootstrap."""

    pages: int
    precision: float
    recall: float
    f1: float
    error: float
    poor: float  # share of pages with F1 below 0.8


def words(text: str) -> list[str]:
    """The words of *text* as they are compared."""
    return _WORD.findall(text.translate(SOFT))


def count(known: str, found: str) -> Count:
    """*found* against *known*."""
    gold, got = _runs(words(known)), _runs(words(found))
    right = sum((gold & got).values())
    return Count(right, sum(got.values()) - right, sum(gold.values()) - right)


def score(counts: Sequence[Count], *, draws: int = 300) -> Score:
    """Of all pages of a set."""
    precision, recall, f1 = _means(counts)
    dice = random.Random(1)  # noqa: S311 - a bootstrap, not a secret
    drawn = [_means(dice.choices(counts, k=len(counts)))[2] for _ in range(draws)]
    poor = fmean(c.f1 < 0.8 for c in counts)
    return Score(len(counts), precision, recall, f1, pstdev(drawn), poor)


def _runs(tokens: list[str]) -> Counter[tuple[str, ...]]:
    if len(tokens) < RUN:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(zip(*(tokens[at:] for at in range(RUN)), strict=False))


def _means(counts: Sequence[Count]) -> tuple[float, float, float]:
    precisions = [c.right / (c.right + c.extra) for c in counts if c.right + c.extra]
    recalls = [c.right / (c.right + c.missing) for c in counts if c.right + c.missing]
    precision = fmean(precisions) if precisions else 0.0
    recall = fmean(recalls) if recalls else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0

"""How many matches a day -> is today out of the ordinary?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, pvariance

DAYS_BEFORE = 14  # two weeks, so that each weekday is in it twice
FLOOR = 5  # fewer matches than this are never a burst
DEVIATIONS = 3.0


@dataclass(frozen=True, slots=True)
class Burst:
    """A day with far more matches than usual."""

    today: int
    usual: float  # matches a day before
    threshold: float  # what today had to pass


def burst(
    today: int, before: Sequence[int], *, floor: int = FLOOR, deviations: float = DEVIATIONS
) -> Burst | None:
    """Whether *today* stands out from the days *before* (newest last; DAYS_BEFORE are enough).

    Counts scatter at least as much as their root (Poisson), however quiet the two weeks were; a
    topic without any day before is new and has no usual.
    """
    days = before[-DAYS_BEFORE:]
    if not days:
        return None
    usual = fmean(days)
    threshold = max(floor, usual + deviations * sqrt(max(pvariance(days), usual, 1.0)))
    return Burst(today, usual, threshold) if today >= threshold else None

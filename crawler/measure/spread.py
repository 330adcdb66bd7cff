"""Many lengths of time -> the middle of them, and what most stay below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle, and what 95 of 100 stay below."""

    p50: timedelta
    p95: timedelta
    number: int


def spread(lengths: Iterable[timedelta | None]) -> Spread | None:
    """Of those that are known; None where none is. Less than nothing counts as nothing."""
    seconds = [max(one.total_seconds(), 0.0) for one in lengths if one is not None]
    if not seconds:
        return None
    high = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    middle, high = (round(one, 1) for one in (median(seconds), high))
    return Spread(p50=timedelta(seconds=middle), p95=timedelta(seconds=high), number=len(seconds))

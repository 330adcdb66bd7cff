"""Many lengths of time -> the middle of them, and what most stay below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle, and what 95 of 100 stay below."""

    p50: timedelta
    p95: timedelta
    number: int


def spread(lengths: Iterable[timedelta | None]) -> Spread | None:
    """Of those that are known; None where none is. Less than nothing counts as nothing."""
    seconds = sorted(max(one.total_seconds(), 0.0) for one in lengths if one is not None)
    if not seconds:
        return None
    return Spread(p50=_share(seconds, 0.5), p95=_share(seconds, 0.95), number=len(seconds))


def _share(seconds: Sequence[float], share: float) -> timedelta:
    """What so much of them stays below, between the two nearest; they are in order."""
    place = share * (len(seconds) - 1)
    below = int(place)
    above = min(below + 1, len(seconds) - 1)
    found = seconds[below] + (place - below) * (seconds[above] - seconds[below])
    return timedelta(seconds=round(found, 1))

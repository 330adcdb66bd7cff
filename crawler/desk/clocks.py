"""The time, as everything that waits is told it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time of people and the time of pauses; a simulation brings its own."""

    now: Callable[[], datetime]  # aware, UTC
    seconds: Callable[[], float]  # monotonic

"""What one query may still cost on one article: a count of work, the same on every machine.

Limits of a query (``limits``) are for usual articles; a text of 200,000 letters that repeats one
word can make an allowed query dear. Whoever looks through a text says here what it takes, before.
"""

from __future__ import annotations

# One unit is about a microsecond on the machine of benchmarks/topics/RESULTS.md: a list of ten
# places, or two thousand letters looked through for one word. 50 ms are the promise; half of it
# leaves room for slower machines.
ENOUGH = 25_000


class TooCostly(Exception):
    """The query has used up what it may cost on this article."""


class Effort:
    """What is left to spend. Endless until ``begin`` is called."""

    __slots__ = ("_left", "spent")

    def __init__(self) -> None:
        self._left: float = float("inf")
        self.spent = 0

    def begin(self, units: int = ENOUGH) -> None:
        """From here on so much may be spent."""
        self._left, self.spent = units, 0

    def end(self) -> None:
        """From here on nobody counts."""
        self._left = float("inf")

    def spend(self, units: int) -> None:
        """Raise TooCostly when there is not so much left."""
        if units > self._left:
            raise TooCostly
        self.spent += units
        self._left -= units

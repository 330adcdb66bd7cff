"""How long a worker of many may go on asking hosts, after it last heard from the database.

Its turns are given to others when it has been silent for `lost_after_s`. It stops asking well
before that, by a clock that nobody puts forward or back and that goes on while the machine sleeps,
so that no host sees two of us even when a worker was frozen, or cut off from the database alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

# Of the time after which a worker is thought dead: until then it asks; what it asked for last is on
# its way; and so often it says that it lives.
ASKS, SAYS = 0.6, 0.15


def steady() -> float:
    """Seconds of a clock that also counts while the machine is suspended, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """One a worker."""

    def __init__(self, lost_after_s: float, clock: Callable[[], float] = steady) -> None:
        self.lost_after_s, self.clock = lost_after_s, clock
        self._until = float("-inf")

    @property
    def is_held(self) -> bool:
        """Whether a request may leave now."""
        return self.clock() < self._until

    @property
    def beat_s(self) -> float:
        """How often a worker says that it lives."""
        return self.lost_after_s * SAYS

    def renew(self, said_at: float) -> None:
        """The database has heard what was said at that time of the clock, or a little later."""
        self._until = said_at + self.lost_after_s * ASKS

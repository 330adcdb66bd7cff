"""Whose fault a failure is: the server's, or our own network's.

Nobody is blamed without evidence that the network works. Evidence is an answer, whatever its
status, from any host within the last two minutes. Times are seconds on a monotonic clock.
"""

from __future__ import annotations

# An answer speaks for the network this long. Longer than a full time-out of a page, so that one
# slow host between two good ones is still that host's fault.
EVIDENCE_S = 120.0
# So many hosts must fail in a row before we say that it is us.
SUSPICION = 3


class OutageGuard:
    """Watches answers and failures to connect over all hosts."""

    def __init__(self) -> None:
        self._answered_at: float | None = None
        self._silent: set[str] = set()
        self._since: float | None = None

    @property
    def is_outage(self) -> bool:
        """Whether we believe that our own network is down."""
        return self._since is not None

    def answered(self, now: float) -> float | None:
        """A host answered. Gives how many seconds the outage lasted when this ends one."""
        lasted = None if self._since is None else now - self._since
        self._answered_at, self._since = now, None
        self._silent.clear()
        return lasted

    def unreachable(self, host: str, now: float, *, watched: int) -> bool:
        """A host could not be reached; True when this makes it an outage.

        *watched* is how many hosts are followed at all: with one or two, their silence is all
        the evidence there will ever be, and they are blamed.
        """
        self._silent.add(host)
        if self.is_outage or self.blames(now, watched=watched) or len(self._silent) < SUSPICION:
            return False
        self._since = now
        return True

    def blames(self, now: float, *, watched: int) -> bool:
        """Whether a failure to connect counts against the feed."""
        if watched < SUSPICION:
            return True
        return self._answered_at is not None and now - self._answered_at <= EVIDENCE_S

"""Our own network: answers and failures of all hosts go in, whom to blame and how many to try
come out. An outage is told of when it begins and when it is over, and at no other time.
"""

from __future__ import annotations

import logging

from crawler.desk.clocks import Clocks
from crawler.items import Cause, NoAnswer, Page
from crawler.politeness.outage import OutageGuard
from crawler.reading.answers import OURS_PERHAPS

log = logging.getLogger("wirewatch")

# In an outage so many feeds are tried at a time, so often, to find out whether it is over.
PROBES = 3
PROBE_S = 30.0


class Network:
    """One a desk; used in the loop. *watched* is how many feeds are followed at all."""

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self.guard = OutageGuard()
        self.watched = 0
        self._probe_at = 0.0

    @property
    def is_down(self) -> bool:
        """Whether we believe that no host can be reached from here."""
        return self.guard.is_outage

    def may_look(self) -> bool:
        """Whether feeds may be asked for now; in an outage only once in a while."""
        now = self.clocks.seconds()
        if self.is_down and now < self._probe_at:
            return False
        self._probe_at = now + PROBE_S
        return True

    def blames(self) -> bool:
        """Whether a failure to connect counts against the feed."""
        return self.guard.blames(self.clocks.seconds(), watched=self.watched)

    def answered(self, host: str, answer: Page | NoAnswer) -> None:
        """What a request to *host* came to."""
        now = self.clocks.seconds()
        if isinstance(answer, Page) or answer.cause in (Cause.CUT, Cause.BROKEN):
            lasted = self.guard.answered(now)
            if lasted is not None:
                log.info("network  is back after %.0f s", lasted)
                self._probe_at = 0.0
        elif answer.cause in OURS_PERHAPS and self.guard.unreachable(
            host, now, watched=self.watched
        ):
            log.warning(
                "network  is down (%s: %s, and no host answers); no feed is blamed, trying again",
                host,
                answer.reason,
            )

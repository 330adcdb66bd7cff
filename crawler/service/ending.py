"""How a process is told to end: a signal, and a second one for at once; or its time is over."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable

log = logging.getLogger("wirewatch")


class Ending:
    """One a process; made in the loop. *at_once* is called before a second signal ends all."""

    def __init__(self, at_once: Callable[[], None] = lambda: None) -> None:
        self.event = asyncio.Event()
        self.interrupted = False
        self.at_once = at_once
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._interrupt)

    async def wait(self, seconds: float | None = None) -> None:
        """Until it is told to end, or so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.event.wait(), seconds)

    def _interrupt(self) -> None:
        if self.interrupted:
            log.warning("stopping at once; what was not finished is taken up next time")
            self.at_once()
            os._exit(130)
        self.interrupted = True
        log.info("stopping; what is under way is finished first (again: at once)")
        self.event.set()

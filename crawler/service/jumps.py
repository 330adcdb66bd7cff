"""A clock that was put forward or back: noticed by the clock that never is, and all that is due
moved with it. Forward, everything would be due at once; back, nothing for as long.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from crawler.desk import Clocks
from crawler.errors import DatabaseBusy
from crawler.reading.writer import Writer
from crawler.storage import Tx, times

log = logging.getLogger("wirewatch")

# Less is corrected by the system all the time, and does no harm.
JUMP = timedelta(seconds=60)
# What was under way at a jump is stored by the clock as it was, for as long as a page may take.
LATE_S = 60.0
# How often we look.
EVERY_S = 1.0


class Jumps:
    """Compares the time of people with that of pauses."""

    def __init__(self, clocks: Clocks, writer: Writer) -> None:
        self.clocks, self.writer = clocks, writer
        self._now, self._seconds = clocks.now(), clocks.seconds()
        self.count = 0  # jumps so far
        self._by = timedelta()  # what nothing was moved by yet
        self._late_until = -1.0
        self._turn = asyncio.Lock()

    async def mind(self) -> None:
        """Move what is due by the last jump, if there was one.

        A machine that slept looks as if its clock had been put forward. Raises DatabaseBusy, and
        then the next call moves it.
        """
        if by := self._jump():
            self._by += by
            self.count += 1
            self._late_until = self._seconds + LATE_S
        if not self._by and self._seconds > self._late_until:
            return
        async with self._turn:
            by, self._by = self._by, timedelta()
            if by:
                await self._move(by)
            await self.writer.run(self._recall)

    def _jump(self) -> timedelta:
        now, seconds = self.clocks.now(), self.clocks.seconds()
        by = (now - self._now) - timedelta(seconds=seconds - self._seconds)
        self._now, self._seconds = now, seconds
        return by if abs(by) > JUMP else timedelta()

    async def _move(self, by: timedelta) -> None:
        try:
            moved = await self.writer.run(self._shift, by)
        except DatabaseBusy:
            self._by += by
            raise
        way = "forward" if by > timedelta() else "back"
        minutes = abs(by.total_seconds()) / 60
        log.warning("clock    was put %s by %.0f min; %d times moved with it", way, minutes, moved)

    def _shift(self, by: timedelta) -> int:
        with self.writer.store.writing() as tx:
            return times.shift(tx, by, now=self.clocks.now())

    def _recall(self) -> int:
        with self.writer.store.writing() as tx:
            return times.recall(tx, self.clocks.now())


def mind_the_past(tx: Tx, clocks: Clocks) -> None:
    """The clock may have been put back while nobody ran: then nothing would be due for as long."""
    if moved := times.recall(tx, clocks.now()):
        log.warning("clock    was put back since the last run; %d feeds moved with it", moved)

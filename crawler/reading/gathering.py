"""Looks that brought nothing new, gathered and written down together.

Most looks end so. A transaction for each would cost more than the request: here one holds all
that came within a moment. What a kill -9 catches in between is simply asked again, since a feed
is due until its look is written down; until then it counts as under way.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from crawler.errors import DatabaseBusy
from crawler.reading.writer import Writer
from crawler.storage import looks
from crawler.storage.looks import LookRow

log = logging.getLogger("wirewatch")

MOMENT_S = 0.2
MOST = 500  # of one transaction; more wait for the next


class Gathering:
    """Rows on their way to the database, each with who is to be told that it arrived."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._rows: list[tuple[LookRow, Callable[[bool], None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def add(self, row: LookRow, then: Callable[[bool], None]) -> None:
        """Have *row* stored within a moment; *then* hears whether it was."""
        self._rows.append((row, then))
        if self._timer is None and self._writing is None:
            self._timer = asyncio.get_running_loop().call_later(MOMENT_S, self._begin)
        elif len(self._rows) >= MOST and self._writing is None:
            self._begin()

    async def settle(self) -> None:
        """Store what is gathered now, and wait for it."""
        while self._rows or self._writing:
            if self._writing is None:
                self._begin()
            assert self._writing is not None
            await asyncio.wait({self._writing})

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._rows and self._writing is None:
            self._writing = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        taken, self._rows = self._rows[:MOST], self._rows[MOST:]
        try:
            refused = await self._store([row for row, _ in taken])
            for row, then in taken:
                then(row.feed_id not in refused)
        finally:
            self._writing = None
            if self._rows and self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(MOMENT_S, self._begin)

    async def _store(self, rows: list[LookRow]) -> set[int]:
        """The feeds whose looks could not be stored: they are due still."""
        try:
            await self.writer.run(self._record, rows)
        except DatabaseBusy:
            return {row.feed_id for row in rows}  # the process ends; the writer has told why
        except Exception:
            log.exception("fault    %d looks could not be stored together", len(rows))
            return await self._store_one_by_one(rows)
        return set()

    async def _store_one_by_one(self, rows: list[LookRow]) -> set[int]:
        """So that one that cannot be stored takes no other with it."""
        refused = set()
        for row in rows:
            try:
                await self.writer.run(self._record, [row])
            except Exception:
                log.exception("fault    the look at feed %d could not be stored", row.feed_id)
                refused.add(row.feed_id)
        return refused

    # On the writer's thread.

    def _record(self, rows: list[LookRow]) -> None:
        with self.writer.store.writing() as tx:
            looks.record(tx, rows)

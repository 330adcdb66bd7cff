"""The daily turn: what may leave leaves, and the disk that it took is given back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from crawler.config import Retention
from crawler.reading.writer import Writer
from crawler.storage import space
from crawler.upkeep.pruning import Pruned, Pruning

log = logging.getLogger("wirewatch")

# Between two batches articles get their turn: the writer has one thread.
REST_S = 0.25


class Tidying:
    """Steps on the writer's thread, with rests between; broken off, the next day goes on."""

    def __init__(self, writer: Writer, settings: Retention, now: Callable[[], datetime]) -> None:
        self.writer, self.settings, self.now = writer, settings, now
        self._stopped = False

    def stop(self) -> None:
        """After the batch at hand."""
        self._stopped = True

    async def tidy(self) -> Pruned:
        """Let go of what the settings let go; what has left."""
        pruning = Pruning(self.writer.store, self.settings, self.now())
        so_far = Pruned()
        while not self._stopped:
            step = await self.writer.run(pruning.step)
            if step is None:
                break
            so_far += step
            await asyncio.sleep(REST_S)
        if so_far.stories:
            log.info(
                "upkeep   %d stories with %d articles have left, as [retention] says",
                so_far.stories,
                so_far.articles,
            )
        await self._give_back()
        return so_far

    async def _give_back(self) -> None:
        """Only what tomorrow's articles would not take up again."""
        if not await self.writer.run(self._is_worth_it):
            return
        total = 0
        while not self._stopped:
            given = await self.writer.run(self._step_back)
            if not given:
                break
            total += given
            await asyncio.sleep(REST_S)
        log.info("upkeep   %.0f MiB were given back to the disk", total / 1024 / 1024)

    # On the writer's thread.

    def _is_worth_it(self) -> bool:
        with self.writer.store.reading() as tx:
            return space.is_worth_it(tx)

    def _step_back(self) -> int:
        with self.writer.store.writing() as tx:
            return space.give_back(tx)

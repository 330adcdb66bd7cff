"""The one thread on which transactions run, so that the loop never waits for the database.

While the database is busy (locked, full, away) a transaction is tried again until it succeeds:
what has been fetched stays in hand, and `is_stuck` tells others not to fetch more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import ParamSpec, TypeVar

from crawler.errors import DatabaseBusy
from crawler.storage import Store

log = logging.getLogger("wirewatch")

P = ParamSpec("P")
R = TypeVar("R")

# Between two tries of a transaction; SQLite has waited ten seconds for the lock before.
AGAIN_S = 1.0


class Writer:
    """A store and its thread; one transaction at a time, in the order of asking."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._turn = asyncio.Lock()
        self._stuck_since: float | None = None
        self._patient = True

    @property
    def is_stuck(self) -> bool:
        """Whether the database is busy and transactions are waiting for it."""
        return self._stuck_since is not None

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a function that is one transaction, from the writer thread.

        It is called again while the database is busy, so it must leave no trace when it fails.
        Raises DatabaseBusy only after `lose_patience`.
        """
        async with self._turn:
            while True:
                try:
                    result = await self._try(lambda: function(*args, **kwargs))
                except DatabaseBusy as error:
                    self._note_busy(error)
                    if not self._patient:
                        raise
                    await asyncio.sleep(AGAIN_S)
                else:
                    self._note_free()
                    return result

    async def _try(self, transaction: Callable[[], R]) -> R:
        if self.is_stuck and not self._patient:
            # Each try may take as long as SQLite waits for its lock; many may be in the queue.
            raise DatabaseBusy(f"{self.store.place}: still busy at the end")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, transaction)

    def lose_patience(self) -> None:
        """From now on a busy database is an error: the process wants to end."""
        self._patient = False

    def close(self) -> None:
        """Wait for the last transaction."""
        self._thread.shutdown()

    def _note_busy(self, error: DatabaseBusy) -> None:
        if self._stuck_since is None:
            self._stuck_since = monotonic()
            log.warning("database %s; nothing is fetched until it is free, and nothing lost", error)

    def _note_free(self) -> None:
        if self._stuck_since is not None:
            log.info("database is free again after %.0f s", monotonic() - self._stuck_since)
            self._stuck_since = None

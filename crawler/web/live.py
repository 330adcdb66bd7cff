"""New matches, told to many at once: one look at the database a second for all who listen.

    live.refuse_when_full()                        # 503
    async with live.listening() as listener:
        async for match in listener.after(17):     # what came after the hit 17, then what comes
            …                                      # None: nothing came for a while

Who is slow to take what comes is left behind, and finds it in the database when they come again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool
from fastapi.encoders import jsonable_encoder

from crawler.errors import StorageError
from crawler.storage import Store, matches
from crawler.storage.matches import MatchRow

log = logging.getLogger("wirewatch")
EVERY_S = 1.0
QUIET_S = 15.0
LISTENERS_MOST = 256
AT_ONCE = 200  # matches read in one look
BEHIND_MOST = 1000  # matches that wait for one listener


@dataclass(frozen=True, slots=True)
class Told:
    """A match, and its JSON: written once for all."""

    match: MatchRow
    text: str


class Live:
    """The one who looks, and those who listen. All in one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listeners: set[Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = asyncio.Event()  # it is known what was there before
        self._is_closed = False
        self.upto = 0  # the last hit that was told

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def refuse_when_full(self) -> None:
        """Answer 503 where there is no place."""
        if self._is_closed or len(self._listeners) >= LISTENERS_MOST:
            raise HTTPException(503, "Too many listen already.", {"Retry-After": "30"})

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        """A place among those who listen."""
        listener = Listener(self)
        self._listeners.add(listener)
        try:
            await self._begin()
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    def close(self) -> None:
        """Nobody is told anything any more. From any thread."""
        self._is_closed = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended before
                self._loop.call_soon_threadsafe(self._let_go)

    async def read(self, after: int) -> list[Told]:
        """What the database has after that hit."""
        return await run_in_threadpool(self._read, after)

    async def _begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._looking is None:
            self._ready = asyncio.Event()
            self._looking = asyncio.create_task(self._look(self._ready))
        await self._ready.wait()

    async def _look(self, ready: asyncio.Event) -> None:
        is_away = False
        while True:
            try:
                if not ready.is_set():
                    self.upto = await run_in_threadpool(self._last)
                    ready.set()
                while some := await self.read(self.upto):
                    self.upto = some[-1].match.id
                    for listener in self._listeners:
                        listener.tell(some)
                is_away = False
            except StorageError as error:
                if not is_away:
                    log.warning("web      events wait: database %s", error)
                is_away = True
            await asyncio.sleep(EVERY_S)

    def _let_go(self) -> None:
        for listener in self._listeners:
            listener.end()

    def _last(self) -> int:
        with self._store.reading() as tx:
            return matches.last(tx)

    def _read(self, after: int) -> list[Told]:
        with self._store.reading() as tx:
            found = matches.after(tx, after, limit=AT_ONCE)
        return [Told(one, json.dumps(jsonable_encoder(one), ensure_ascii=False)) for one in found]


class Listener:
    """Somebody who listens."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._waiting: asyncio.Queue[list[Told] | None] = asyncio.Queue()
        self._behind = 0

    def tell(self, some: list[Told]) -> None:
        """These came."""
        self._behind += len(some)
        self._waiting.put_nowait(some if self._behind <= BEHIND_MOST else None)

    def end(self) -> None:
        """Nothing comes any more."""
        self._waiting.put_nowait(None)

    async def after(self, hit_id: int | None) -> AsyncIterator[Told | None]:
        """What came after that hit, then what comes; None when nothing came for QUIET_S.

        Ends when the listener was too slow or everything ends.
        """
        upto = self._live.upto
        seen = upto if hit_id is None else min(hit_id, upto)
        while seen < upto and (some := await self._live.read(seen)):
            for one in some:
                seen = one.match.id
                yield one
        while True:
            try:
                fresh = await asyncio.wait_for(self._waiting.get(), QUIET_S)
            except TimeoutError:
                yield None
                continue
            if fresh is None:
                return
            self._behind -= len(fresh)
            for one in fresh:
                if one.match.id > seen:
                    seen = one.match.id
                    yield one

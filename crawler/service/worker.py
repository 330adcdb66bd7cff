"""A worker of a service on many machines: the crawl of one process, fed with turns of hosts."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import crawler
from crawler.config import Config
from crawler.desk import Clocks
from crawler.desk.lease import Lease
from crawler.desk.source import Trays
from crawler.desk.turns import Turns
from crawler.errors import DatabaseBusy, StorageError
from crawler.service.clockwork import Clockwork
from crawler.service.ending import Ending
from crawler.service.following import EVERY_S as TOPICS_S
from crawler.service.following import Following
from crawler.service.greeting import greet
from crawler.service.parts import Parts, assemble, crawl
from crawler.service.summary import Summary
from crawler.storage import Store, processes

log = logging.getLogger("wirewatch")

# How often it is written down which topics are not followed as they were meant.
TROUBLES_S = 15


class Worker:
    """From the first line of a worker to the last; made once, lived once."""

    def __init__(self, config: Config, store: Store, *, seconds: float | None = None) -> None:
        self.config, self.store, self.seconds = config, store, seconds
        self.clocks = Clocks(now=lambda: datetime.now(UTC), seconds=monotonic)
        self.started_at = self.clocks.now()
        self.lease = Lease(config.work.lost_after_s)
        self.following = Following(store)
        # From the first turn of the loop on.
        self.parts: Parts
        self.turns: Turns

    async def live(self, reactor: Any) -> Summary:
        """Do turns of hosts until a signal or the end of the given time; then give them back."""
        began, ending = monotonic(), Ending()
        self._assemble(reactor)
        ending.at_once = lambda: self.parts.pool.close(at_once=True)
        greet(self.config, self.store)
        clockwork, crawling = Clockwork(), asyncio.ensure_future(self._crawl())
        clockwork.start(
            [
                (self.parts.desk.look_up, self.config.clock.tick_s),
                (self._beat, self.lease.beat_s),
                (self.following.refresh, TOPICS_S),
                (self._keep_troubles, TROUBLES_S),
            ]
        )
        crawling.add_done_callback(lambda _: ending.event.set())
        try:
            await ending.wait(self.seconds)
        finally:
            await self._stop(clockwork, crawling)
        tally = self.parts.desk.telling.tally
        return Summary(
            counts=dict(sorted(tally.items())),
            seconds=monotonic() - began,
            interrupted=ending.interrupted,
        )

    def _assemble(self, reactor: Any) -> None:
        def source(trays: Trays) -> Turns:
            self.turns = Turns(trays, self.lease)
            return self.turns

        self.parts = assemble(
            self.config,
            self.store,
            self.clocks,
            self.following.begin(),
            reactor=reactor,
            source=source,
        )
        self.following.writer = self.parts.writer
        self.following.articles = self.parts.articles

    async def _crawl(self) -> None:
        await self.parts.desk.open()
        await crawl(self.parts, self.config)

    async def _stop(self, clockwork: Clockwork, crawling: asyncio.Future[None]) -> None:
        # No new work, then what is under way, then all turns back, last the tools. We go on saying
        # that we live until the turns are given back.
        self.parts.desk.stop()
        self.parts.writer.lose_patience()
        await asyncio.wait({crawling})
        await self.parts.desk.settle()
        clockwork.pause()
        await clockwork.end()
        with contextlib.suppress(StorageError):
            await self.parts.writer.run(self._sign_off)
        await asyncio.to_thread(self.parts.writer.close)
        await asyncio.to_thread(self.parts.pool.close)
        if not crawling.cancelled() and (error := crawling.exception()):
            raise error

    async def _beat(self) -> None:
        await self.turns.beat()
        with contextlib.suppress(DatabaseBusy):
            await asyncio.to_thread(self._write_beat)

    async def _keep_troubles(self) -> None:
        await self.parts.writer.run(self._write_troubles)

    def _write_beat(self) -> None:
        with self.store.writing() as tx:
            processes.beat(
                tx,
                self.clocks.now(),
                role=processes.WORKER,
                started_at=self.started_at,
                version=crawler.__version__,
                doing=self._doing(),
                counts=dict(self.parts.desk.telling.tally),
            )

    def _doing(self) -> str:
        hosts, requests = self.turns.n_turns, self.parts.desk.queue.n_fetching
        return f"has the turns of {hosts:,} hosts, {requests:,} requests under way"

    # On the writer's thread.

    def _write_troubles(self) -> None:
        with self.store.writing() as tx:
            self.following.keep_troubles(tx)

    def _sign_off(self) -> None:
        with self.store.writing() as tx:
            processes.end(tx, self.started_at)

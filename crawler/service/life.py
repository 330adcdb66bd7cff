"""One life of the service: everything started, the jobs of the clock, everything stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import crawler
from crawler.alerts.channels.ping import ping_of
from crawler.config import Config
from crawler.desk import Clocks
from crawler.errors import AlreadyRunning, DatabaseBusy, StorageError
from crawler.libraries import loading
from crawler.provision import provision
from crawler.reading.articles import Followed
from crawler.service.chores import Chores
from crawler.service.clockwork import Clockwork, Job
from crawler.service.ending import Ending
from crawler.service.following import EVERY_S as TOPICS_S
from crawler.service.following import Following
from crawler.service.greeting import greet
from crawler.service.heart import Heart
from crawler.service.jumps import EVERY_S, Jumps, mind_the_past
from crawler.service.parts import Parts, assemble, crawl
from crawler.service.summary import Summary
from crawler.storage import Store, Tx, beats, jobs, overdue, processes
from crawler.storage.lock import ServiceLock

if TYPE_CHECKING:
    from crawler.web.serving import WebServer

log = logging.getLogger("wirewatch")

# How often we make sure that no other service works on this database.
LOCK_S = 5
# How often the service writes down that it lives.
BEAT_S = 15


class Life:
    """From the first line of a run to the last; made once, lived once."""

    def __init__(
        self,
        config: Config,
        store: Store,
        lock: ServiceLock,
        *,
        once: bool,
        seconds: float | None,
    ) -> None:
        self.config, self.store, self.once, self.seconds = config, store, once, seconds
        self.lock = lock
        self.replaced: AlreadyRunning | None = None  # by another service on this database
        self.clocks = Clocks(now=lambda: datetime.now(UTC), seconds=monotonic)
        self.following = Following(store)
        # From the first turn of the loop on.
        self.parts: Parts
        self.ending: Ending
        self.chores: Chores
        self.jumps: Jumps
        self.heart: Heart

    async def live(self, reactor: Any) -> Summary:
        """Start everything, wait for the end, stop everything in the right order."""
        started = monotonic()
        self.ending = Ending()
        web = self._web()  # before anything that has to be ended if its port is taken
        self._assemble(reactor)
        greet(self.config, self.store)
        clockwork, crawling = Clockwork(), asyncio.ensure_future(self._crawl())
        clockwork.start(self._jobs())
        watch = asyncio.ensure_future(self._watch_the_clock(clockwork))
        try:
            await self._until_the_end(crawling)
        finally:
            watch.cancel()
            if web:
                await asyncio.to_thread(web.stop)
            await self._stop(clockwork, crawling)
        if self.replaced is not None:
            raise self.replaced
        return Summary(
            counts=self._counts(),
            seconds=monotonic() - started,
            interrupted=self.ending.interrupted,
        )

    def _assemble(self, reactor: Any) -> None:
        self.parts = assemble(
            self.config,
            self.store,
            self.clocks,
            self._provision(),
            once=self.once,
            reactor=reactor,
        )
        writer = self.parts.writer
        self.ending.at_once = lambda: self.parts.pool.close(at_once=True)
        self.following.writer, self.following.articles = writer, self.parts.articles
        self.chores = Chores(self.config, writer, self.clocks)
        self.jumps = Jumps(self.clocks, writer)
        self.heart = Heart(self.config.heartbeat, ping_of(self.config), self.clocks.now())

    def _provision(self) -> Followed:
        with self.store.writing() as tx:
            self._refuse_company(tx)
            mind_the_past(tx, self.clocks)
            provision(tx, self.config, self.clocks.now())
            late = 0 if self.once else overdue.spread(tx, self.clocks.now())
            # At once: who is refused because of us is to be told our name, not that of the last.
            beats.beat(tx, self.clocks.now(), version=crawler.__version__)
        if late:
            log.info("feeds    %d are overdue and get their turns one after the other", late)
        return self.following.begin()

    def _refuse_company(self, tx: Tx) -> None:
        """Workers of many machines would ask the hosts that we ask."""
        now = self.clocks.now()
        working = [one for one in processes.listing(tx) if one.lives(now)]
        if working:
            names = ", ".join(f"{one.role} {one.pid} on {one.host}" for one in working)
            raise AlreadyRunning(
                f"schedulers and workers share {self.store.place} ({names}). Stop them first, or "
                "add one more with: wirewatch worker"
            )
        jobs.clear(tx)

    def _web(self) -> WebServer | None:
        """Answer by HTTP, if that is wanted; a round for cron does not."""
        place = self.config.web.place
        if place is None or self.once:
            return None
        # Read where it is wanted only: its libraries are a third of what a start costs.
        with loading():
            from crawler.web.app import server_of  # noqa: PLC0415

            web = server_of(self.store, self.config, self.clocks.now, place)
        log.info("web      http://%s", web.start())
        return web

    async def _crawl(self) -> None:
        await self.parts.desk.open()
        await self.parts.desk.look_up()
        await crawl(self.parts, self.config)

    async def _until_the_end(self, crawling: asyncio.Future[None]) -> None:
        """A signal, the time that was given, the end of a crawl that is to be made once."""
        crawling.add_done_callback(lambda _: self.ending.event.set())
        await self.ending.wait(self.seconds)

    async def _stop(self, clockwork: Clockwork, crawling: asyncio.Future[None]) -> None:
        # First no new work, then what is under way, last the tools.
        clockwork.pause()
        self.chores.stop()
        self.parts.desk.stop()
        self.parts.writer.lose_patience()
        # The desk hands out nothing more, so the crawl ends by itself. Scrapy's own stop, called
        # while its engine is just starting, marks the crawl as stopped and never stops it.
        await asyncio.wait({crawling})
        await self.parts.desk.settle()
        await clockwork.end()
        if self.once:
            await clockwork.guarded(self.chores.sound_alarm)()
            await asyncio.to_thread(self.chores.courier.deliver_all)
        await asyncio.to_thread(self.chores.courier.close)
        with contextlib.suppress(StorageError):
            await self.parts.writer.run(self._bow_out)
        await asyncio.to_thread(self.parts.writer.close)
        await asyncio.to_thread(self.parts.pool.close)
        if not crawling.cancelled() and (error := crawling.exception()):
            raise error

    def _jobs(self) -> Iterator[tuple[Job, float]]:
        yield from [
            (self._beat, BEAT_S),
            (self._keep_lock, LOCK_S),
            (self.following.refresh, TOPICS_S),
        ]
        yield from self.chores.jobs(once=self.once)
        if not self.once:
            yield from [(self._look_up, self.config.clock.tick_s), (self._heart_beats, BEAT_S)]

    async def _watch_the_clock(self, clockwork: Clockwork) -> None:
        """Not as a job: the scheduler itself would sleep for as long as its clock was put back."""
        count = 0
        while True:
            await asyncio.sleep(EVERY_S)
            with contextlib.suppress(DatabaseBusy):
                await self.jumps.mind()
            if self.jumps.count != count:
                count = self.jumps.count
                clockwork.all_now(self.clocks.now())

    async def _look_up(self) -> None:
        await self.jumps.mind()
        await self.parts.desk.look_up()
        self.heart.round_ended(self.clocks.now())

    async def _heart_beats(self) -> None:
        await asyncio.to_thread(self.heart.beat, self.clocks.now())

    async def _keep_lock(self) -> None:
        try:
            taken_again = await asyncio.to_thread(self.lock.keep)
        except AlreadyRunning as error:
            log.error("database was away, and meanwhile another service took it over: ending")  # noqa: TRY400
            self.replaced = error
            self.ending.event.set()
            return
        if taken_again:
            log.warning("database let go of us, as it does when it is started anew; taken again")

    async def _beat(self) -> None:
        await self.parts.writer.run(self._write_beat)

    def _counts(self) -> dict[str, int]:
        """What was done so far, by kind."""
        return dict(sorted(self.parts.desk.telling.tally.items())) | self.chores.courier.counts()

    # On the writer's thread.

    def _write_beat(self) -> None:
        with self.store.writing() as tx:
            now = self.clocks.now()
            ended = now if self.once else self.heart.round_at
            beats.beat(tx, now, version=crawler.__version__, round_at=ended)
            self.following.keep_troubles(tx)

    def _bow_out(self) -> None:
        with self.store.writing() as tx:
            beats.end(tx, self.clocks.now(), self._counts())

"""One life of the service: everything started, the jobs of the clock, everything stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

import crawler
from crawler.config import Config
from crawler.desk import Clocks
from crawler.errors import DatabaseBusy, WirewatchError
from crawler.followed import followed_topics
from crawler.provision import provision
from crawler.reading.articles import Followed
from crawler.service.greeting import greet
from crawler.service.parts import assemble
from crawler.service.summary import Summary
from crawler.spiders.news import NewsSpider
from crawler.storage import Store, beats, topics

log = logging.getLogger("wirewatch")

# How often the database is asked whether topics were changed by command or page.
TOPICS_S = 5
# How often the service writes down that it lives.
BEAT_S = 15


class Life:
    """From the first line of a run to the last; made once, lived once."""

    def __init__(self, config: Config, store: Store, *, once: bool, seconds: float | None) -> None:
        self.config, self.store, self.once, self.seconds = config, store, once, seconds
        self.clocks = Clocks(now=lambda: datetime.now(UTC), seconds=monotonic)
        self.ended = asyncio.Event()
        self.interrupted = False
        self._topics_mark: object = None

    async def live(self, reactor: Any) -> Summary:
        """Start everything, wait for the end, stop everything in the right order."""
        started = monotonic()
        self.parts = parts = assemble(
            self.config,
            self.store,
            self.clocks,
            self._provision(),
            once=self.once,
            reactor=reactor,
        )
        greet(self.config, self.store)
        self._listen()
        await parts.desk.open()
        scheduler = self._scheduler()
        scheduler.start()
        crawl = asyncio.ensure_future(self._crawl())
        await self._until_the_end(crawl)
        await self._stop(scheduler, crawl)
        counts = dict(sorted(parts.desk.tally.items())) | parts.courier.counts()
        return Summary(counts=counts, seconds=monotonic() - started, interrupted=self.interrupted)

    def _provision(self) -> Followed:
        with self.store.writing() as tx:
            provision(tx, self.config, self.clocks.now())
        return self._followed()

    async def _crawl(self) -> None:
        manners = self.config.politeness
        await self.parts.desk.look_up()
        await self.parts.runner.crawl(
            NewsSpider,
            desk=self.parts.desk,
            page_max_mib=manners.page_max_mib,
            feed_max_mib=manners.feed_max_mib,
            proxy=self.config.network.proxy,
        )

    async def _until_the_end(self, crawl: asyncio.Future[None]) -> None:
        """A signal, the time that was given, the end of a crawl that is to be made once."""
        crawl.add_done_callback(lambda _: self.ended.set())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.ended.wait(), self.seconds)

    async def _stop(self, scheduler: AsyncIOScheduler, crawl: asyncio.Future[None]) -> None:
        # First no new work; then what is under way; the scheduler last, because its shutdown
        # cancels jobs that are running, whatever it is asked.
        scheduler.pause()
        self.parts.desk.stop()
        await self.parts.runner.stop()
        await asyncio.wait({crawl})
        if self.once:
            await self.parts.writer.run(self.parts.courier.deliver_all)
        self.parts.writer.close()
        await asyncio.to_thread(self.parts.courier.close)
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)
        await asyncio.to_thread(self.parts.pool.close)
        if error := crawl.exception():
            raise error

    def _scheduler(self) -> AsyncIOScheduler:
        """A handful of jobs, laid out anew at each start: what is due stands in the database."""
        scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        jobs: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self._beat, BEAT_S),
            (self._refresh_topics, TOPICS_S),
        ]
        if not self.once:
            jobs += [(self.parts.desk.look_up, self.config.clock.tick_s), (self._deliver, 1.0)]
        for job, every_s in jobs:
            scheduler.add_job(_guarded(job), "interval", seconds=every_s, id=job.__name__)
        return scheduler

    async def _deliver(self) -> None:
        await asyncio.to_thread(self.parts.courier.deliver_due)

    async def _beat(self) -> None:
        await self.parts.writer.run(self._write_beat)

    async def _refresh_topics(self) -> None:
        mark = await self.parts.writer.run(self._read_mark)
        if mark != self._topics_mark:
            self.parts.articles.followed = await asyncio.to_thread(self._followed)
            log.info("topics   read again: %d in force", len(self.parts.articles.followed.topics))

    def _read_mark(self) -> object:
        with self.store.reading() as tx:
            return topics.mark(tx)

    def _followed(self) -> Followed:
        with self.store.reading() as tx:
            self._topics_mark = topics.mark(tx)
            return followed_topics(tx)

    def _write_beat(self) -> None:
        with self.store.writing() as tx:
            beats.beat(tx, self.clocks.now(), version=crawler.__version__)

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._interrupt)

    def _interrupt(self) -> None:
        if self.interrupted:
            log.warning("stopping at once; what was not finished is taken up next time")
            self.parts.pool.close(at_once=True)
            os._exit(130)
        self.interrupted = True
        log.info("stopping; what is under way is finished first (again: at once)")
        self.ended.set()


def _guarded(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A job that tells what the database refused instead of a traceback."""

    async def run_job() -> None:
        try:
            await job()
        except DatabaseBusy as error:
            log.warning("database %s; trying again", error)
        except WirewatchError as error:
            log.error("%s", error)  # noqa: TRY400

    return run_job

"""One life of the service: everything started, the jobs of the clock, everything stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

import crawler
from crawler.alerts.channels.ping import ping_of
from crawler.alerts.sequels import follow_up, plan_digests
from crawler.backtest.alarm import sound
from crawler.config import Config
from crawler.desk import Clocks
from crawler.errors import AlreadyRunning, DatabaseBusy, StorageError, WirewatchError
from crawler.followed import brought_up_to_date, followed_topics, troubles_of
from crawler.intake import forget
from crawler.provision import provision
from crawler.reading.articles import Followed
from crawler.service.greeting import greet
from crawler.service.heart import Heart
from crawler.service.jumps import EVERY_S, Jumps, mind_the_past
from crawler.service.parts import Parts, assemble
from crawler.service.subscribing import Subscriber
from crawler.service.summary import Summary
from crawler.service.tidying import Tidying
from crawler.spiders.news import NewsSpider
from crawler.storage import Store, beats, overdue, topics, troubles
from crawler.storage.lock import ServiceLock
from crawler.storage.troubles import TopicTrouble
from crawler.web.app import server_of
from crawler.web.serving import WebServer

log = logging.getLogger("wirewatch")

# How often the database is asked whether topics were changed by command or page.
TOPICS_S = 2
# How often what is too old to be compared with new articles is taken away.
FORGET_S = 6 * 3600
# How often it is looked what became of told stories, and whether the next digests are laid out.
FOLLOW_UP_S = 5
PLAN_S = 60
# How often it is looked whether a topic's day stands out.
ALARM_S = 60
# How often we make sure that no other service works on this database.
LOCK_S = 5
# How often hubs are asked whose turn it is.
SUBSCRIBE_S = 60
# How often the service writes down that it lives.
BEAT_S = 15
# How often what may leave the archive leaves it.
TIDY_S = 24 * 3600


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
        self._subscriber = Subscriber(store, config, self.clocks.now)
        self.ended = asyncio.Event()
        self.interrupted = False
        self.parts: Parts  # from the first turn of the loop on
        self.jumps: Jumps  # likewise
        self._jobs: set[asyncio.Task[Any]] = set()  # of the clock, at work now
        self._topics_mark: object = None
        self._troubles: frozenset[TopicTrouble] | None = None  # as the database has them

    async def live(self, reactor: Any) -> Summary:
        """Start everything, wait for the end, stop everything in the right order."""
        started = monotonic()
        self._listen()
        web = self._web()  # before anything that has to be ended if its port is taken
        self.parts = assemble(
            self.config,
            self.store,
            self.clocks,
            self._provision(),
            once=self.once,
            reactor=reactor,
        )
        greet(self.config, self.store)
        self.jumps = Jumps(self.clocks, self.parts.writer)
        self.heart = Heart(self.config.heartbeat, ping_of(self.config), self.clocks.now())
        self.tidying = Tidying(self.parts.writer, self.config.retention, self.clocks.now)
        scheduler, crawl = self._scheduler(), asyncio.ensure_future(self._crawl())
        scheduler.start()
        watch = asyncio.ensure_future(self._watch_the_clock(scheduler))
        try:
            await self._until_the_end(crawl)
        finally:
            watch.cancel()
            if web:
                await asyncio.to_thread(web.stop)
            await self._stop(scheduler, crawl)
        if self.replaced is not None:
            raise self.replaced
        counts = self._counts()
        return Summary(counts=counts, seconds=monotonic() - started, interrupted=self.interrupted)

    def _provision(self) -> Followed:
        with self.store.writing() as tx:
            mind_the_past(tx, self.clocks)
            provision(tx, self.config, self.clocks.now())
            late = 0 if self.once else overdue.spread(tx, self.clocks.now())
            # At once: who is refused because of us is to be told our name, not that of the last.
            beats.beat(tx, self.clocks.now(), version=crawler.__version__)
        if late:
            log.info("feeds    %d are overdue and get their turns one after the other", late)
        return self._followed()

    def _web(self) -> WebServer | None:
        """Answer by HTTP, if that is wanted; a round for cron does not."""
        place = self.config.web.place
        if place is None or self.once:
            return None
        web = server_of(self.store, self.config, self.clocks.now, place)
        log.info("web      http://%s", web.start())
        return web

    async def _crawl(self) -> None:
        manners = self.config.politeness
        await self.parts.desk.open()
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
        # First no new work, then what is under way, last the tools: APScheduler's shutdown would
        # cancel jobs in the middle of a transaction.
        scheduler.pause()
        self.tidying.stop()
        self.parts.desk.stop()
        self.parts.writer.lose_patience()
        # The desk hands out nothing more, so the crawl ends by itself. Scrapy's own stop, called
        # while its engine is just starting, marks the crawl as stopped and never stops it.
        await asyncio.wait({crawl})
        await self.parts.desk.settle()
        await self._jobs_to_end()
        scheduler.shutdown(wait=False)
        if self.once:
            await self._guarded(self._sound_alarm)()
            await asyncio.to_thread(self.parts.courier.deliver_all)
        await asyncio.to_thread(self.parts.courier.close)
        with contextlib.suppress(StorageError):
            await self.parts.writer.run(self._bow_out)
        await asyncio.to_thread(self.parts.writer.close)
        await asyncio.to_thread(self.parts.pool.close)
        if not crawl.cancelled() and (error := crawl.exception()):
            raise error

    async def _jobs_to_end(self) -> None:
        await asyncio.sleep(0)  # one that was just set off begins
        while self._jobs:
            await asyncio.wait(self._jobs)

    def _scheduler(self) -> AsyncIOScheduler:
        """A handful of jobs, laid out anew at each start: what is due stands in the database."""
        scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        # A job that takes longer than its interval is left out once; that is meant, and no warning.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        jobs: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self._beat, BEAT_S),
            (self._keep_lock, LOCK_S),
            (self._refresh_topics, TOPICS_S),
            (self._follow_up, FOLLOW_UP_S),
            (self._plan_digests, PLAN_S),
            (self._sound_alarm, ALARM_S),
        ]
        if not self.once:
            jobs += [(self._look_up, self.config.clock.tick_s), (self._deliver, 1.0)]
            jobs += [(self._forget, FORGET_S), (self._heart_beats, BEAT_S), (self._tidy, TIDY_S)]
            if self._subscriber.is_wanted:
                jobs += [(self._subscribe, SUBSCRIBE_S)]
        now = datetime.now(UTC)
        for job, every_s in jobs:
            scheduler.add_job(
                self._guarded(job), "interval", seconds=every_s, id=job.__name__, next_run_time=now
            )
        return scheduler

    def _guarded(self, job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """A job that can be waited for, and tells what the database refused in a line."""

        async def run_job() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._jobs.add(task)
            try:
                await job()
            except DatabaseBusy as error:
                log.warning("database %s; trying again", error)
            except WirewatchError as error:
                log.error("%s", error)  # noqa: TRY400
            finally:
                self._jobs.discard(task)

        return run_job

    async def _watch_the_clock(self, scheduler: AsyncIOScheduler) -> None:
        """Not as a job: the scheduler itself would sleep for as long as its clock was put back."""
        count = 0
        while True:
            await asyncio.sleep(EVERY_S)
            with contextlib.suppress(DatabaseBusy):
                await self.jumps.mind()
            if self.jumps.count != count:
                count = self.jumps.count
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=self.clocks.now())

    async def _look_up(self) -> None:
        await self.jumps.mind()
        await self.parts.desk.look_up()
        self.heart.round_ended(self.clocks.now())

    async def _deliver(self) -> None:
        await asyncio.to_thread(self.parts.courier.deliver_due)

    async def _heart_beats(self) -> None:
        await asyncio.to_thread(self.heart.beat, self.clocks.now())

    async def _tidy(self) -> None:
        await self.tidying.tidy()

    async def _follow_up(self) -> None:
        await self.parts.writer.run(partial(follow_up, self.store, self.clocks.now()))

    async def _plan_digests(self) -> None:
        await self.parts.writer.run(partial(plan_digests, self.store, self.clocks.now()))

    async def _sound_alarm(self) -> None:
        max_age = self.parts.articles.habits.max_age
        owed = await self.parts.writer.run(
            partial(sound, self.store, self.clocks.now(), max_age=max_age)
        )
        if owed:
            log.info("topics   a day stands out: %d alerts owed", owed)

    async def _subscribe(self) -> None:
        await asyncio.to_thread(self._subscriber.ask)

    async def _forget(self) -> None:
        await self.parts.writer.run(self._forget_old)

    async def _keep_lock(self) -> None:
        try:
            taken_again = await asyncio.to_thread(self.lock.keep)
        except AlreadyRunning as error:
            log.error("database was away, and meanwhile another service took it over: ending")  # noqa: TRY400
            self.replaced = error
            self.ended.set()
            return
        if taken_again:
            log.warning("database let go of us, as it does when it is started anew; taken again")

    async def _beat(self) -> None:
        await self.parts.writer.run(self._write_beat)

    async def _refresh_topics(self) -> None:
        n_followed = await self.parts.writer.run(self._read_topics)
        if n_followed is not None:
            log.info("topics   read again: %d in force", n_followed)

    def _counts(self) -> dict[str, int]:
        """What was done so far, by kind."""
        return dict(sorted(self.parts.desk.telling.tally.items())) | self.parts.courier.counts()

    # On the writer's thread, where articles are matched.

    def _read_topics(self) -> int | None:
        """How many are followed now; None when nothing was changed."""
        with self.store.reading() as tx:
            mark = topics.mark(tx)
            if mark == self._topics_mark:
                return None
            followed = brought_up_to_date(tx, self.parts.articles.followed)
        self.parts.articles.followed, self._topics_mark = followed, mark
        return len(followed.topics)

    def _followed(self) -> Followed:
        with self.store.reading() as tx:
            self._topics_mark = topics.mark(tx)
            return followed_topics(tx)

    def _forget_old(self) -> None:
        habits = self.parts.articles.habits.archive
        forget(self.store, now=self.clocks.now(), habits=habits)

    def _write_beat(self) -> None:
        with self.store.writing() as tx:
            now = self.clocks.now()
            ended = now if self.once else self.heart.round_at
            beats.beat(tx, now, version=crawler.__version__, round_at=ended)
            found = troubles_of(self.parts.articles.followed)
            if found != self._troubles:
                troubles.keep(tx, found)
        self._troubles = found

    def _bow_out(self) -> None:
        with self.store.writing() as tx:
            beats.end(tx, self.clocks.now(), self._counts())

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

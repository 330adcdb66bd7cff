"""The service: one process, one loop; the clock that says what is due, and a clean end.

APScheduler holds a handful of jobs in memory, Scrapy one long-lived spider; both run on the
asyncio loop of Twisted's reactor. `run` is the service, `crawl_once` the same for cron.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from scrapy.crawler import AsyncCrawlerRunner

import crawler
from crawler.alerts.delivery import Courier
from crawler.config import Config
from crawler.desk import Clocks, Desk
from crawler.errors import DatabaseBusy, WirewatchError
from crawler.feeds.pace import Pace
from crawler.followed import followed_topics
from crawler.middlewares import CONFIG, REACH
from crawler.politeness.safety import Reach
from crawler.pool import Pool
from crawler.provision import provision
from crawler.reading import Habits, Reader
from crawler.settings import settings_of, user_agent
from crawler.spiders.news import NewsSpider
from crawler.storage import Store, beats, feeds, topics
from crawler.storage.lock import service_lock

log = logging.getLogger("wirewatch")

# How often the database is asked whether topics were changed by command or page.
TOPICS_S = 5
# How often the service writes down that it lives.
BEAT_S = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did, by kind of event."""

    counts: dict[str, int]
    seconds: float
    interrupted: bool


def run(config: Config, store: Store, *, seconds: float | None = None) -> Summary:
    """The service, until SIGTERM, Ctrl-C or *seconds* have passed.

    Raises AlreadyRunning when another service works on this database.
    """
    return _in_reactor(config, store, once=False, seconds=seconds)


def crawl_once(config: Config, store: Store) -> Summary:
    """Look at every feed that is due, read what they bring, deliver, and end."""
    return _in_reactor(config, store, once=True, seconds=None)


def _in_reactor(config: Config, store: Store, *, once: bool, seconds: float | None) -> Summary:
    """Start the reactor around one service; it can be started once a process."""
    # Before anything else imports the reactor.
    from scrapy.utils.reactor import install_reactor  # noqa: PLC0415

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from scrapy.utils.defer import deferred_from_coro  # noqa: PLC0415
    from twisted.internet import reactor  # noqa: PLC0415

    service = Service(config, store, once=once, seconds=seconds)
    outcome: list[Any] = []

    def start() -> None:
        deferred = deferred_from_coro(service.live(reactor))
        deferred.addBoth(outcome.append)
        deferred.addBoth(lambda _: reactor.stop())

    with service_lock(store):
        reactor.callWhenRunning(start)  # type: ignore[attr-defined]
        reactor.run(installSignalHandlers=False)  # type: ignore[attr-defined]
    if isinstance(outcome[0], Summary):
        return outcome[0]
    outcome[0].raiseException()
    raise AssertionError("unreachable")


class Service:
    """The parts of one run, from the first line to the last."""

    def __init__(self, config: Config, store: Store, *, once: bool, seconds: float | None) -> None:
        self.config, self.store, self.once, self.seconds = config, store, once, seconds
        self.clocks = Clocks(now=lambda: datetime.now(UTC), seconds=monotonic)
        self.ended = asyncio.Event()
        self.interrupted = False
        self._topics_mark: object = None

    async def live(self, reactor: Any) -> Summary:
        """Start everything, wait for the end, stop everything in the right order."""
        started = monotonic()
        self._build(reactor)
        self._listen()
        await self.desk.open()
        scheduler = self._scheduler()
        scheduler.start()
        crawl = asyncio.ensure_future(self._crawl())
        await self._until_the_end(crawl)
        await self._stop(scheduler, crawl)
        counts = dict(sorted(self.desk.tally.items())) | self.courier.counts()
        return Summary(counts=counts, seconds=monotonic() - started, interrupted=self.interrupted)

    def _build(self, reactor: Any) -> None:
        config, manners = self.config, self.config.politeness
        now = self.clocks.now()
        with self.store.writing() as tx:
            provision(tx, config, now)
        self.pool = Pool(
            config.work.processes,
            task_s=config.work.extraction_s,
            memory_mib=config.work.extraction_mib,
        )
        self.reader = Reader(
            self.store,
            self.pool,
            habits_of(config),
            self._followed(),
            cron_next=next_of_cron(config),
        )
        self.desk = Desk(
            self.reader,
            self.clocks,
            pause_s=manners.spacing_s,
            concurrency=manners.concurrency,
            once=self.once,
        )
        self.courier = Courier(self.store, config, self.clocks.now)
        reach = Reach(
            networks=config.network.private_networks,
            hosts=config.network.private_hosts,
            address_max=manners.address_max,
        )
        if not config.network.proxy:
            from crawler.resolver import SafeResolver  # noqa: PLC0415

            SafeResolver(reactor.nameResolver, reach).install(reactor)
        self.runner = AsyncCrawlerRunner(settings_of(config) | {CONFIG: config, REACH: reach})

    async def _crawl(self) -> None:
        manners = self.config.politeness
        await self.desk.look_up()
        await self.runner.crawl(
            NewsSpider,
            desk=self.desk,
            page_max_mib=manners.page_max_mib,
            feed_max_mib=manners.feed_max_mib,
            proxy=self.config.network.proxy,
        )

    async def _until_the_end(self, crawl: asyncio.Future[None]) -> None:
        """A signal, the time that was given, the end of a crawl that is to be made once."""
        end = asyncio.ensure_future(self.ended.wait())
        await asyncio.wait({end, crawl}, timeout=self.seconds, return_when="FIRST_COMPLETED")
        end.cancel()

    async def _stop(self, scheduler: AsyncIOScheduler, crawl: asyncio.Future[None]) -> None:
        # First no new work; then what is under way; the scheduler last, because its shutdown
        # cancels jobs that are running, whatever it is asked.
        scheduler.pause()
        self.desk.stop()
        await self.runner.stop()
        await asyncio.wait({crawl})
        if self.once:
            await self.reader.write(self.courier.deliver_all)
        self.reader.close()
        await asyncio.to_thread(self.courier.close)
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)
        await asyncio.to_thread(self.pool.close)
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
            jobs += [(self.desk.look_up, self.config.clock.tick_s), (self._deliver, 1.0)]
        for job, every_s in jobs:
            scheduler.add_job(_guarded(job), "interval", seconds=every_s, id=job.__name__)
        return scheduler

    async def _deliver(self) -> None:
        await asyncio.to_thread(self.courier.deliver_due)

    async def _beat(self) -> None:
        await self.reader.write(self._write_beat)

    async def _refresh_topics(self) -> None:
        mark = await self.reader.write(self._read_mark)
        if mark != self._topics_mark:
            self.reader.followed = await asyncio.to_thread(self._followed)
            log.info("topics   read again: %d in force", len(self.reader.followed.topics))

    def _read_mark(self) -> object:
        with self.store.reading() as tx:
            return topics.mark(tx)

    def _followed(self) -> Any:
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
            self.pool.close(at_once=True)
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
            log.error("%s", error)

    return run_job


def habits_of(config: Config) -> Habits:
    """What of the configuration the reader works by."""
    manners, alerts = config.politeness, config.alerts
    return Habits(
        pace=Pace(
            first_min=manners.first_min,
            floor_min=manners.floor_min,
            ceiling_min=manners.ceiling_min,
        ),
        items_max=manners.items_max,
        reread_after=timedelta(minutes=manners.reread_after_min),
        settle=timedelta(seconds=alerts.settle_s),
        max_age=timedelta(days=alerts.max_age_days) if alerts.max_age_days else None,
    )


def next_of_cron(config: Config) -> Callable[[str, datetime], datetime | None]:
    """When a feed's cron expression is due next, in the zone of the configuration."""
    zone = config.clock.timezone

    def next_time(expression: str, now: datetime) -> datetime | None:
        trigger = CronTrigger.from_crontab(expression, timezone=zone)
        found: datetime | None = trigger.get_next_fire_time(None, now + timedelta(seconds=1))
        return found.astimezone(UTC) if found else None

    return next_time


def greet(config: Config, store: Store) -> None:
    """The first lines: what is watched, where it is kept, who we are to servers."""
    with store.reading() as tx:
        n_feeds, followed = feeds.count(tx), topics.active(tx)
    names = ", ".join(topic.name for topic in followed) or "none"
    log.info("start    Wirewatch %s on %s", crawler.__version__, store.place)
    log.info("watching %d feeds for %d topics: %s", n_feeds, len(followed), names)
    log.info("asking   as %s", user_agent(config))
    if not config.identity.contact:
        log.warning(
            "identity no contact is configured: publishers cannot reach you. "
            "Set identity.contact in wirewatch.toml"
        )

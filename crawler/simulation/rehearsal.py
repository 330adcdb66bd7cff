"""A scene, played: every day of it, by the parts of the service, in a fraction of the time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from crawler.alerts.sequels import follow_up, plan_digests
from crawler.desk import Clocks, Desk
from crawler.followed import followed_topics
from crawler.intake import forget
from crawler.items import Page
from crawler.politeness.agenda import Kind, Task
from crawler.pool import Pool
from crawler.provision import provision
from crawler.reading.articles import ArticleReader
from crawler.reading.feeds import FeedReader, is_unconditional
from crawler.reading.writer import Writer
from crawler.service.parts import article_habits, feed_habits, next_of_cron
from crawler.simulation.clock import run_virtually
from crawler.simulation.network import Network
from crawler.simulation.post import Post, Told
from crawler.simulation.report import Report, report
from crawler.simulation.scene import Scene
from crawler.storage import Store, alerts, feeds, schema
from crawler.storage.rehearsed import next_relook
from crawler.upkeep.pruning import prune

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("wirewatch")

# The service asks the database every second what is due; here it is asked when something is, twice
# a minute at most.
AGAIN_S = 30.0
LATEST_S = 600.0
# The service looks every few seconds what became of told stories; here a quarter of an hour does.
FOLLOW_UP_S = 900.0
HOUR_S = 3600.0
DAY_S = 86_400.0


@dataclass(slots=True)
class Ask:
    """A request and its answer, as tests want to know them."""

    at: datetime
    url: str
    status: int | None  # None: no answer


@dataclass(slots=True)
class Rehearsal:
    """What was noted while it ran."""

    told: list[Told] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A rehearsal that has ended."""

    report: Report
    rehearsal: Rehearsal
    store: Store


@contextlib.contextmanager
def rehearse(
    scene: Scene,
    *,
    seed: int = 1,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Iterator[Outcome]:
    """The outcome of a scene, with its database until the block ends.

    *told* is called with the virtual days that have passed and all of them. The same scene and
    seed give the same outcome.
    """
    before = random.getstate()
    quiet, log.disabled = log.disabled, True
    with tempfile.TemporaryDirectory(prefix="wirewatch-simulation-") as folder:
        store = Store.connect(f"sqlite:///{Path(folder) / 'simulation.db'}", durable=False)
        try:
            random.seed(seed)
            schema.upgrade(store)
            yield _play(scene, store, told)
        finally:
            random.setstate(before)
            log.disabled = quiet
            store.close()


def _play(scene: Scene, store: Store, told: Callable[[int, int], None]) -> Outcome:
    began = time.perf_counter()
    rehearsal = Rehearsal()

    async def main(clocks: Clocks) -> None:
        await _Stage(scene, store, clocks, rehearsal, told).run()

    run_virtually(main, scene.began_at)
    numbers = report(
        store,
        rehearsal.told,
        began_at=scene.began_at,
        days=scene.times.days,
        zone=scene.config.clock.timezone,
        silent=scene.silent,
        waits_s=rehearsal.waits_s,
        requests=len(rehearsal.asked),
        seconds=time.perf_counter() - began,
    )
    return Outcome(report=numbers, rehearsal=rehearsal, store=store)


class _Here:
    """Stands for the pool of processes: does the work at once."""

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)


class _Stage:
    """The parts of a service, with a network that is invented and a post that only notes."""

    def __init__(
        self,
        scene: Scene,
        store: Store,
        clocks: Clocks,
        rehearsal: Rehearsal,
        told: Callable[[int, int], None],
    ) -> None:
        self.scene, self.store, self.clocks, self.told = scene, store, clocks, told
        self.rehearsal, config = rehearsal, scene.config
        self.network = Network(scene)
        self.post = Post(store, config, clocks.now)
        self.post.told = rehearsal.told
        with store.writing() as tx:
            provision(tx, config, clocks.now())
        with store.reading() as tx:
            followed = followed_topics(tx)
        pool, self.writer = cast(Pool, _Here()), Writer(store)
        self.articles = ArticleReader(self.writer, pool, article_habits(config), followed)
        self.desk = Desk(
            self.writer,
            FeedReader(self.writer, pool, feed_habits(config), next_of_cron(config)),
            self.articles,
            clocks,
            pause_s=config.politeness.spacing_s,
            concurrency=config.politeness.concurrency,
        )
        self._fetches: set[asyncio.Task[None]] = set()
        self._read: set[str] = set()  # addresses of articles
        self._owed = asyncio.Event()  # there may be an alert more

    async def run(self) -> None:
        """Until the last day is over."""
        await self.desk.open()
        jobs: list[Coroutine[Any, Any, None]] = [
            self._hand_out(),
            self._look_up(),
            self._deliver(),
            self._every(FOLLOW_UP_S, self._follow_up),
            self._every(HOUR_S, self._plan_digests),
            self._every(6 * HOUR_S, self._forget),
            self._every(DAY_S, self._tidy),
        ]
        under_way = [asyncio.ensure_future(job) for job in jobs]
        for day in range(self.scene.times.days):
            self.told(day, self.scene.times.days)
            await asyncio.wait(under_way, timeout=DAY_S, return_when=asyncio.FIRST_EXCEPTION)
            for job in under_way:
                if job.done():
                    job.result()  # raises what went wrong
        self.desk.stop()
        for job in under_way:
            job.cancel()
        await asyncio.gather(*under_way, *self._fetches, return_exceptions=True)
        await self.desk.settle()
        await self.writer.run(self.post.deliver_due)
        self.writer.close()
        self.told(self.scene.times.days, self.scene.times.days)

    async def _hand_out(self) -> None:
        async for task in self.desk.tasks():
            fetch = asyncio.ensure_future(self._fetch(task))
            self._fetches.add(fetch)
            fetch.add_done_callback(self._fetches.discard)

    async def _fetch(self, task: Task) -> None:
        """One request, as the spider makes it and the pipelines take its answer."""
        desk, asked = self.desk, {}
        if task.kind is Kind.FEED:
            feed = desk.feed_of(task)
            url = feed.url
            if feed.etag and not is_unconditional(feed, self.clocks.now()):
                asked = {"if-none-match": feed.etag}
        else:
            url = desk.entry_of(task).url
        elapsed_s = (self.clocks.now() - self.scene.began_at).total_seconds()
        await asyncio.sleep(self.network.delay_s(url, elapsed_s))
        answer = self.network.answer(url, asked, self.clocks.now())
        status = answer.status if isinstance(answer, Page) else None
        self.rehearsal.asked.append(Ask(self.clocks.now(), url, status))
        desk.answered(task, answer, pause_s=self.network.crawl_delay_s(url))
        if desk.took(task, answer):
            return
        if task.kind is Kind.FEED:
            await desk.read_feed(task, answer)
        else:
            self._note_wait(url)
            await desk.read_article(task, answer)
            self._owed.set()

    def _note_wait(self, url: str) -> None:
        """How long after its appearance an article is read for the first time."""
        piece = self.network.piece_of(url)
        if piece is not None and url not in self._read:
            self._read.add(url)
            elapsed = (self.clocks.now() - self.scene.began_at).total_seconds()
            self.rehearsal.waits_s.append(max(0.0, elapsed - piece.appears_s))

    async def _look_up(self) -> None:
        while True:
            await self.desk.look_up()
            due = await self.writer.run(self._next_due)
            now = self.clocks.now()
            wait = LATEST_S if due is None else (due - now).total_seconds()
            await asyncio.sleep(min(max(wait, AGAIN_S), LATEST_S))

    async def _deliver(self) -> None:
        while True:
            await self.writer.run(self.post.deliver_due)
            due = await self.writer.run(self._next_alert)
            wait = LATEST_S if due is None else (due - self.clocks.now()).total_seconds()
            self._owed.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._owed.wait(), min(max(wait, 1.0), LATEST_S))

    async def _every(self, seconds: float, job: Callable[[], Any]) -> None:
        while True:
            await self.writer.run(job)
            await asyncio.sleep(seconds)

    # On the writer's thread, as in the service; here that is the loop itself.

    def _next_due(self) -> datetime | None:
        with self.store.reading() as tx:
            times = [feeds.next_due(tx), next_relook(tx)]
        return min((at for at in times if at is not None), default=None)

    def _next_alert(self) -> datetime | None:
        with self.store.reading() as tx:
            return alerts.next_due(tx)

    def _follow_up(self) -> None:
        follow_up(self.store, self.clocks.now())

    def _plan_digests(self) -> None:
        plan_digests(self.store, self.clocks.now())

    def _forget(self) -> None:
        forget(self.store, now=self.clocks.now(), habits=self.articles.habits.archive)

    def _tidy(self) -> None:
        prune(self.store, self.scene.config.retention, self.clocks.now())

"""One address at a time, asked for exactly as the service would: an address in, a Page out.

The same spider, rules of safety, robots.txt, limits and headers, so that what a command learns
about a feed holds for the service too. For commands that wait for the answer.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import monotonic
from types import TracebackType
from typing import Any, Self

from crawler.config import Config
from crawler.dedup.urls import site_of
from crawler.desk import Clocks
from crawler.errors import FeedError
from crawler.items import Feed, NoAnswer, Page
from crawler.politeness.agenda import Kind, Task

# The service's own limits end every request; beyond this something hangs.
PATIENCE_S = 60.0


def fetch(url: str, config: Config) -> Page:
    """What a server answers for *url*, whatever its status; FeedError when there is no answer."""
    with Fetcher(config) as fetcher:
        return fetcher.fetch(url)


class Fetcher:
    """Several addresses one after the other, in a reactor that runs in a thread of its own.

    A process can have one in its life, and no service beside it: Twisted starts once.

        with Fetcher(config) as fetcher:
            page = fetcher.fetch("https://www.example.org/")
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._errands = _Errands()
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        # A daemon: who presses Ctrl-C does not want to wait for a server.
        self._thread = threading.Thread(target=self._run, name="fetcher", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._errands.close)
            self._thread.join(PATIENCE_S)

    def fetch(self, url: str) -> Page:
        """What a server answers for *url*, whatever its status.

        Raises FeedError with the reason when there is no answer: no such host, too slow, too
        large, refused by robots.txt or by our own rules.
        """
        if self._loop is None:
            raise RuntimeError("the fetcher is not open")
        asked = asyncio.run_coroutine_threadsafe(self._errands.run(url), self._loop)
        manners = self.config.politeness
        answer = asked.result(PATIENCE_S + manners.timeout_s * (manners.redirects_max + 2))
        if isinstance(answer, NoAnswer):
            raise FeedError(f"{url}: {answer.reason}")
        return answer

    def _run(self) -> None:
        # Before anything else imports the reactor.
        from scrapy.utils.reactor import install_reactor  # noqa: PLC0415

        try:
            install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
            from twisted.internet import reactor as installed  # noqa: PLC0415

            reactor: Any = installed
            reactor.callWhenRunning(self._start, reactor)
            reactor.run(installSignalHandlers=False)
        except BaseException as error:  # goes to the thread that waits
            self._failure = error
        finally:
            self._ready.set()
            if self._loop is not None:
                self._loop.close()

    def _start(self, reactor: Any) -> None:
        from scrapy.utils.defer import deferred_from_coro  # noqa: PLC0415

        def end(outcome: Any) -> None:
            self._failure = getattr(outcome, "value", None)
            reactor.stop()

        deferred: Any = deferred_from_coro(self._live(reactor))
        deferred.addBoth(end)

    async def _live(self, reactor: Any) -> None:
        from crawler.service.parts import runner_of  # noqa: PLC0415
        from crawler.spiders.news import NewsSpider  # noqa: PLC0415

        manners = self.config.politeness
        runner = runner_of(self.config, reactor)
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await runner.crawl(
            NewsSpider,
            desk=self._errands,
            page_max_mib=manners.page_max_mib,
            feed_max_mib=manners.feed_max_mib,
            proxy=self.config.network.proxy,
        )


class _Errands:
    """What the spider takes for its desk: hands out addresses, gives answers to who waits."""

    def __init__(self) -> None:
        self.clocks = Clocks(now=lambda: datetime.now(UTC), seconds=monotonic)
        self._urls: dict[int, str] = {}
        self._answers: dict[int, asyncio.Future[Page | NoAnswer]] = {}
        self._queue: asyncio.Queue[Task | None] = asyncio.Queue()

    async def run(self, url: str) -> Page | NoAnswer:
        """Have *url* asked for, and wait for the answer."""
        number = len(self._urls) + 1
        self._urls[number] = url
        self._answers[number] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(Task(Kind.FEED, number, site_of(url)))
        return await self._answers[number]

    def close(self) -> None:
        """No more will come."""
        self._queue.put_nowait(None)

    # From here on: what the spider and its pipelines ask of a desk.

    async def tasks(self) -> AsyncIterator[Task]:
        """What is to be fetched, until `close`."""
        while (task := await self._queue.get()) is not None:
            yield task

    def feed_of(self, task: Task) -> Feed:
        """A feed that nothing is known of yet, so that no request is conditional."""
        return Feed(id=task.id, url=self._urls[task.id], name=task.host)

    def answered(self, _task: Task, _answer: Page | NoAnswer, *, pause_s: float | None) -> None:
        """Nothing is planned here."""

    def note_robots(self, origin: str, status: int, body: bytes) -> None:
        """The service keeps a ledger; one errand does not."""

    def note_no_robots(self, origin: str, reason: str) -> None:
        """Nor does it here."""

    async def robots_of(self, origin: str) -> None:
        """One errand asks for itself."""

    async def keep_pause(self, host: str, pause_s: float) -> None:
        """Nor keeps pauses for others."""

    async def visit(self, _task: Task, _host: str) -> bool:
        """Nobody else is anywhere."""
        return True

    def may_ask(self, _url: str = "") -> bool:
        """Nobody else has this errand."""
        return True

    def give_up(self, task: Task) -> None:
        """Which is why no request is ever held back."""

    def took(self, _task: Task, _answer: Page | NoAnswer) -> bool:
        """Every answer is given to who waits for it."""
        return False

    async def read_feed(self, task: Task, answer: Page | NoAnswer) -> None:
        """The answer has come."""
        if not self._answers[task.id].done():
            self._answers[task.id].set_result(answer)

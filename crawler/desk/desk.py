"""What is due goes out, what came back goes to be read. All runs in the loop; what takes time is
awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from crawler.desk.clocks import Clocks
from crawler.desk.due import Due
from crawler.desk.hosts import Hosts
from crawler.desk.looks import Looks
from crawler.desk.network import Network
from crawler.desk.pages import Pages
from crawler.desk.queue import Queue
from crawler.desk.source import Source, Trays
from crawler.desk.telling import Telling
from crawler.items import Feed, NoAnswer, Page
from crawler.politeness.agenda import Agenda, Kind, Task
from crawler.reading.articles import ArticleReader
from crawler.reading.feeds import FeedReader
from crawler.reading.writer import Writer
from crawler.storage.entries import Waiting
from crawler.storage.hosts import RobotsRow


class Desk:
    """One a process. The spider asks it for tasks and brings it answers; the clock has it look up
    what is due. Without a *source* of tasks it has the database to itself.
    """

    def __init__(
        self,
        writer: Writer,
        feeds: FeedReader,
        articles: ArticleReader,
        clocks: Clocks,
        *,
        pause_s: float,
        concurrency: int,
        once: bool = False,
        source: Callable[[Trays], Source] | None = None,
    ) -> None:
        self.writer, self.clocks = writer, clocks
        self.agenda = Agenda(pause_s=pause_s)
        self.hosts = Hosts(writer, clocks, self.agenda)
        self.network = Network(clocks)
        self.telling = Telling(clocks.seconds())
        self.queue = Queue(writer, clocks, self.agenda, concurrency=concurrency, once=once)
        self.pages = Pages(
            articles, clocks, self.network, self.queue, self.telling, expect_again=self._expect
        )
        self.looks = Looks(
            feeds,
            clocks,
            self.network,
            self.telling,
            finish=self.queue.finish,
            expect=self._expect,
        )
        trays = Trays(
            writer=writer,
            clocks=clocks,
            hosts=self.hosts,
            network=self.network,
            queue=self.queue,
            looks=self.looks,
            pages=self.pages,
            telling=self.telling,
        )
        after = articles.habits.archive.look_again_after
        self.source: Source = source(trays) if source else Due(trays, after)
        self.queue.finished, self.queue.may_ask = self.source.finished, self.source.may_ask
        self._looking_up = asyncio.Lock()

    async def open(self) -> None:
        """Take up what an earlier run left unread, and leave alone who wanted to be."""
        await self.source.open()

    async def look_up(self) -> None:
        """Ask what is due; called by the clock."""
        async with self._looking_up:
            await self.source.look_up()

    async def settle(self) -> None:
        """Store what is still in memory; to be called once nothing is handed out any more."""
        await self.looks.settle()
        await self.hosts.settle()
        await self.source.settle()

    def tasks(self) -> AsyncIterator[Task]:
        """What may be fetched now, as soon as it may; ends with stop(), or when all is done."""
        return self.queue.tasks()

    def stop(self) -> None:
        """Hand out nothing more."""
        self.queue.stop()

    def feed_of(self, task: Task) -> Feed:
        """The feed that a task is about."""
        return self.looks.feed_of(task)

    def entry_of(self, task: Task) -> Waiting:
        """The entry that a task is about."""
        return self.pages.entry_of(task)

    def answered(self, task: Task, answer: Page | NoAnswer, *, pause_s: float | None) -> None:
        """The request has ended: its host may be asked again after the pause."""
        self.queue.answered(task, pause_s=pause_s)
        self.hosts.answered(task.host, answer, pause_s=pause_s)
        self.network.answered(task.host, answer)

    def note_robots(self, origin: str, status: int, body: bytes) -> None:
        """What a host's robots.txt says."""
        self.hosts.note_robots(origin, status, body)

    def note_no_robots(self, origin: str, reason: str) -> None:
        """A host did not say what its robots.txt says."""
        self.hosts.note_no_robots(origin, reason)

    async def robots_of(self, origin: str) -> RobotsRow | None:
        """A robots.txt that another worker read lately."""
        return await self.source.robots_of(origin)

    async def keep_pause(self, host: str, pause_s: float) -> None:
        """A request is about to leave to a host that wants so long a pause after it."""
        await self.source.keep_pause(host, pause_s)

    async def visit(self, task: Task, host: str) -> bool:
        """Whether a task may ask another host than its own, since a redirect leads there."""
        return await self.source.visit(task, host)

    def may_ask(self, url: str = "") -> bool:
        """Whether a request may leave now: of many workers one that is thought dead asks nobody."""
        return self.source.may_ask(url)

    def give_up(self, task: Task) -> None:
        """No request was made, and nothing is known of it: it is due still."""
        (self.looks if task.kind is Kind.FEED else self.pages).forget(task)
        self.queue.answered(task, pause_s=None)
        self.queue.finish(task)

    def took(self, task: Task, answer: Page | NoAnswer) -> bool:
        """Whether nothing more is to be done for this answer, since it brought nothing."""
        return task.kind is Kind.FEED and self.looks.took(task, answer)

    async def read_feed(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep what a feed brought; never raises."""
        await self.looks.read(task, answer)

    async def read_article(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep the article behind an entry; never raises."""
        await self.pages.read(task, answer)

    def _expect(self, waiting: Waiting) -> None:
        self.source.expect(waiting)

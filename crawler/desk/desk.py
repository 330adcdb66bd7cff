"""What is due goes out, what came back goes to be read. All runs in the loop; what takes time is
awaited.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable

from crawler.dedup.urls import site_of
from crawler.desk.clocks import Clocks
from crawler.desk.forgetting import Forgetting
from crawler.desk.hosts import Hosts
from crawler.desk.looks import Looks
from crawler.desk.network import PROBES, Network
from crawler.desk.pages import Pages
from crawler.desk.queue import Queue
from crawler.desk.telling import Telling
from crawler.errors import DatabaseBusy
from crawler.items import Feed, NoAnswer, Page
from crawler.politeness.agenda import Agenda, Kind, Task
from crawler.reading.articles import ArticleReader
from crawler.reading.feeds import FeedReader
from crawler.reading.writer import Writer
from crawler.storage import entries, feeds, second_looks
from crawler.storage.entries import Waiting

log = logging.getLogger("wirewatch")

# Feeds read from the database in one go, and held at most: the agenda is a memory, not a second
# database. Those of one slow host must not keep out the others.
BATCH = 500
HELD_MOST = 10_000
# How often the followed feeds are counted.
COUNT_S = 60.0


class Desk:
    """One a process. The spider asks it for tasks and brings it answers; the clock has it look up
    what is due.
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
    ) -> None:
        self.writer, self.clocks, self.once = writer, clocks, once
        self.look_again_after = articles.habits.archive.look_again_after
        self.agenda = Agenda(pause_s=pause_s)
        self.hosts = Hosts(writer, clocks, self.agenda)
        self.network = Network(clocks)
        self.telling = Telling(clocks.seconds())
        self.queue = Queue(writer, clocks, self.agenda, concurrency=concurrency, once=once)
        self.pages = Pages(articles, clocks, self.network, self.queue, self.telling)
        self.looks = Looks(
            feeds,
            clocks,
            self.network,
            self.telling,
            finish=self.queue.finish,
            expect=self.pages.expect,
        )
        self._forgetting = Forgetting(writer, clocks)
        self._looking_up = asyncio.Lock()
        self._counted_at: float | None = None

    async def open(self) -> None:
        """Take up what an earlier run left unread, and leave alone who wanted to be."""
        await self.hosts.open()
        left = await self.writer.run(self._unread)
        if left:
            log.info("resume   %d articles that were announced and not yet read", len(left))
        for waiting in left:
            self.pages.expect(waiting)

    async def look_up(self) -> None:
        """Ask the database what is due; called by the clock."""
        async with self._looking_up:
            await self._look_up()

    async def _look_up(self) -> None:
        if not self.network.may_look():
            return
        # What is being read now is due until its transaction has ended: it stays out, and it is
        # noted before the database is asked.
        leave = self.queue.under_way(Kind.FEED) | self.looks.resting()
        most, held = (PROBES, PROBES) if self.network.is_down else (BATCH, HELD_MOST)
        room = min(most, held - len(leave))
        if room <= 0:
            return
        await self._begin(await self.writer.run(self._due, room, leave))
        if not self.network.is_down:
            for waiting in await self.writer.run(self._due_again):
                self.pages.expect(waiting)
        await self.hosts.write_now_and_then()
        self.telling.count_now_and_then(self.clocks.seconds())
        await self._forgetting.turn()

    async def _begin(self, due: Iterable[Feed]) -> None:
        """Put looks at these feeds on the agenda, but for those whose hosts want peace."""
        quiet = []
        for feed in due:
            host = site_of(feed.url)
            if self.hosts.is_quiet(host):
                quiet.append((feed.id, host))
                continue
            self.looks.begin(feed)
            self.queue.add(Task(Kind.FEED, feed.id, host))
        await self.hosts.put_off(quiet)

    async def settle(self) -> None:
        """Store what is still in memory; to be called once nothing is handed out any more."""
        await self.looks.settle()
        await self.hosts.settle()
        if self.once:
            with contextlib.suppress(DatabaseBusy):
                await self._forgetting.all()

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

    def took(self, task: Task, answer: Page | NoAnswer) -> bool:
        """Whether nothing more is to be done for this answer, since it brought nothing."""
        return task.kind is Kind.FEED and self.looks.took(task, answer)

    async def read_feed(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep what a feed brought; never raises."""
        await self.looks.read(task, answer)

    async def read_article(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep the article behind an entry; never raises."""
        await self.pages.read(task, answer)

    # On the writer thread.

    def _due(self, limit: int, leave: set[int]) -> list[Feed]:
        now = self.clocks.seconds()
        with self.writer.store.reading() as tx:
            if self._counted_at is None or now >= self._counted_at + COUNT_S:
                self.network.watched, self._counted_at = feeds.count(tx), now
            return feeds.due(tx, self.clocks.now(), limit=limit, leave=leave)

    def _due_again(self) -> list[Waiting]:
        """Articles of stories that a topic matched, to be looked at again."""
        now, store = self.clocks.now(), self.writer.store
        with store.reading() as tx:
            if not second_looks.are_due(tx, now):
                return []
        with store.writing() as tx:
            return second_looks.wake(tx, now, after=self.look_again_after)

    def _unread(self) -> list[Waiting]:
        with self.writer.store.reading() as tx:
            return entries.waiting(tx)

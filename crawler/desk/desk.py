"""What is due goes out, what came back goes to be read. All runs in the loop; what takes time is
awaited.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from crawler.dedup.urls import site_of
from crawler.desk.clocks import Clocks
from crawler.desk.forgetting import Forgetting
from crawler.desk.hosts import Hosts
from crawler.desk.telling import Telling
from crawler.errors import DatabaseBusy
from crawler.intake import Admission
from crawler.items import Cause, Feed, NoAnswer, Page
from crawler.politeness.agenda import Agenda, Kind, Task
from crawler.politeness.outage import OutageGuard
from crawler.reading.answers import OURS_PERHAPS
from crawler.reading.articles import ArticleReader, Postponed
from crawler.reading.feeds import FeedRead, FeedReader
from crawler.reading.gathering import Gathering
from crawler.reading.writer import Writer
from crawler.storage import entries, feeds, second_looks
from crawler.storage.entries import Waiting

log = logging.getLogger("wirewatch")

# In an outage so many feeds are tried at a time, so often, to find out whether it is over.
PROBES = 3
PROBE_S = 30.0
# Feeds read from the database in one go, and held at most: the agenda is a memory, not a second
# database. Those of one slow host must not keep out the others.
BATCH = 500
HELD_MOST = 10_000
# How often the followed feeds are counted.
COUNT_S = 60.0
# While the database is busy nothing is handed out; so often we look whether it is free again.
STUCK_S = 0.5
# A round that is made once leaves to the next one what is to be tried again later than this.
ONCE_PATIENCE_S = 10.0
# … and hosts that want to be left alone for longer than any Crawl-delay that is obeyed.
ONCE_HOST_S = 150.0
# A feed at which we stumbled so badly that not even that could be stored rests this long.
FAULT_REST_S = 600.0


class Desk:
    """One a process."""

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
        self.writer, self.feeds, self.articles = writer, feeds, articles
        self.clocks, self.once = clocks, once
        self.concurrency = concurrency
        self.agenda = Agenda(pause_s=pause_s)
        self.guard = OutageGuard()
        self.hosts = Hosts(writer, clocks, self.agenda)
        self.telling = Telling(clocks.seconds())
        self.tally = self.telling.tally
        self._feeds: dict[int, Feed] = {}
        self._entries: dict[int, Waiting] = {}
        self._fetching: set[Task] = set()  # under way on the network
        self._open: set[Task] = set()  # handed out and not finished
        self._looking_up = asyncio.Lock()
        self._stopped = False
        self._watched, self._watched_at = 0, clocks.seconds()  # feeds that are followed at all
        self._resting: dict[int, float] = {}  # feeds at which we stumbled, until when
        self._probe_at = 0.0
        self._gathering = Gathering(writer)
        self._forgetting = Forgetting(writer, clocks)
        self._waker: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Take up what an earlier run left unread, and leave alone who wanted to be."""
        await self.hosts.open()
        left = await self.writer.run(self._unread)
        if left:
            log.info("resume   %d articles that were announced and not yet read", len(left))
        for waiting in left:
            self._expect(waiting)

    async def look_up(self) -> None:
        """Ask the database what is due; called by the clock."""
        async with self._looking_up:
            await self._look_up()

    async def _look_up(self) -> None:
        if self.guard.is_outage and self.clocks.seconds() < self._probe_at:
            return
        self._probe_at = self.clocks.seconds() + PROBE_S
        # What is being read now is due until its transaction has ended: it stays out, and it is
        # noted before the database is asked.
        leave = self.agenda.holds(Kind.FEED) | {t.id for t in self._open if t.kind is Kind.FEED}
        leave |= self._still_resting()
        room = PROBES - len(leave) if self.guard.is_outage else min(BATCH, HELD_MOST - len(leave))
        if room <= 0:
            return
        due = await self.writer.run(self._due, room, leave)
        quiet = []
        for feed in due:
            host = site_of(feed.url)
            if self.hosts.is_quiet(host):
                quiet.append((feed.id, host))
                continue
            self._feeds[feed.id] = feed
            self.agenda.add(Task(Kind.FEED, feed.id, host))
        await self.hosts.put_off(quiet)
        if due:
            self._wake()
        if not self.guard.is_outage:
            for waiting in await self.writer.run(self._due_again):
                self._expect(waiting)
        await self.hosts.write_now_and_then()
        self.telling.count_now_and_then(self.clocks.seconds())
        await self._forgetting.turn()

    async def settle(self) -> None:
        """Store what is still in memory; to be called once nothing is handed out any more."""
        await self._gathering.settle()
        await self.hosts.settle()
        if self.once:
            with contextlib.suppress(DatabaseBusy):
                await self._forgetting.all()

    async def tasks(self) -> AsyncIterator[Task]:
        """What may be fetched now, as soon as it may; ends with stop(), or when all is done."""
        while not self._stopped:
            if self.writer.is_stuck:
                await asyncio.sleep(STUCK_S)
                continue
            task = None
            if len(self._fetching) < self.concurrency:
                task = self.agenda.take(self.clocks.seconds())
            if task is not None:
                self._fetching.add(task)
                self._open.add(task)
                yield task
                continue
            if self.once and not self._open and self._nothing_soon():
                return
            await self._wait()

    def _nothing_soon(self) -> bool:
        """A round that is made once waits for pauses, and not for who wants an hour of peace."""
        wait_s = self.agenda.wait_s(self.clocks.seconds())
        return wait_s is None or wait_s > ONCE_HOST_S

    def stop(self) -> None:
        """Hand out nothing more."""
        self._stopped = True
        self._wake()

    def feed_of(self, task: Task) -> Feed:
        """The feed that a task is about."""
        return self._feeds[task.id]

    def entry_of(self, task: Task) -> Waiting:
        """The entry that a task is about."""
        return self._entries[task.id]

    def answered(self, task: Task, answer: Page | NoAnswer, *, pause_s: float | None) -> None:
        """The request has ended: its host may be asked again after the pause."""
        now = self.clocks.seconds()
        self._fetching.discard(task)
        self.agenda.release(task, now, pause_s=pause_s)
        self.hosts.answered(task.host, answer, pause_s=pause_s)
        if isinstance(answer, Page) or answer.cause is Cause.BROKEN:
            lasted = self.guard.answered(now)
            if lasted is not None:
                log.info("network  is back after %.0f s", lasted)
                self._probe_at = 0.0
        elif answer.cause in OURS_PERHAPS and self.guard.unreachable(
            task.host, now, watched=self._watched
        ):
            log.warning(
                "network  is down (%s: %s, and no host answers); no feed is blamed, trying again",
                task.host,
                answer.reason,
            )
        self._wake()

    def note_robots(self, origin: str, status: int, body: bytes) -> None:
        """What a host's robots.txt says."""
        self.hosts.note_robots(origin, status, body)

    def note_no_robots(self, origin: str, reason: str) -> None:
        """A host did not say what its robots.txt says."""
        self.hosts.note_no_robots(origin, reason)

    def took(self, task: Task, answer: Page | NoAnswer) -> bool:
        """Whether all that is to be done for this answer is under way, since it brought nothing.

        Most polls end here: without a task of their own, and stored with others.
        """
        if task.kind is not Kind.FEED:
            return False
        feed = self._feeds[task.id]
        blamed = isinstance(answer, Page) or self.guard.blames(
            self.clocks.seconds(), watched=self._watched
        )
        try:
            row = self.feeds.closed(feed, answer, blamed=blamed)
        except Exception:
            return self._stumbled(task, feed)
        if row is None:
            return False
        del self._feeds[task.id]

        def stored(well: bool) -> None:
            if not well:
                self._resting[feed.id] = self.clocks.seconds() + FAULT_REST_S
            self._finish(task)

        self._gathering.add(row, stored)
        self.telling.of_feed(feed, row, self.clocks.now())
        return True

    def _stumbled(self, task: Task, feed: Feed) -> bool:
        log.exception("fault    %s: this is our own", feed.name)
        self._resting[feed.id] = self.clocks.seconds() + FAULT_REST_S
        del self._feeds[task.id]
        self._finish(task)
        return True

    async def read_feed(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep what a feed brought; never raises."""
        if self.took(task, answer):
            return
        feed = self._feeds.pop(task.id)
        try:
            read = await self._read_feed(feed, answer)
        finally:
            self._finish(task)
        if read is not None:
            self.tally["entries"] += len(read.to_read)
            self.telling.of_feed(feed, read.row, self.clocks.now())
            for waiting in read.to_read:
                self._expect(waiting)
            self._wake()

    async def _read_feed(self, feed: Feed, answer: Page | NoAnswer) -> FeedRead | None:
        """How the look ended; None when that could not be stored."""
        try:
            assert isinstance(answer, Page)
            return await self.feeds.read(feed, answer)
        except DatabaseBusy:
            return None  # it is due still; the writer has told why
        except Exception as fault:
            log.exception("fault    %s: this is our own", feed.name)
            self._resting[feed.id] = self.clocks.seconds() + FAULT_REST_S
            return await self._after_fault(feed, fault)

    async def _after_fault(self, feed: Feed, fault: Exception) -> FeedRead | None:
        try:
            read = await self.feeds.after_fault(feed, fault, self.clocks.now())
        except Exception as error:  # what is wrong may be the database itself
            log.error("fault    %s: could not be stored either: %s", feed.name, error)  # noqa: TRY400
            return None
        del self._resting[feed.id]
        return read

    async def read_article(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep the article behind an entry; never raises."""
        waiting = self._entries.pop(task.id)
        try:
            result = await self._read_article(waiting, answer)
        finally:
            self._finish(task)
        if isinstance(result, Postponed):
            log.debug("later    %s: %s", waiting.url, result.reason)
            self.tally["postponed"] += 1
            self._expect(result.waiting)
        elif result is not None:
            self.telling.of_article(waiting, result)

    async def _read_article(
        self, waiting: Waiting, answer: Page | NoAnswer
    ) -> Admission | Postponed | None:
        """What became of it; None when it was read already, or is left to the next run."""
        try:
            if isinstance(answer, Page):
                return await self.articles.read(waiting, answer)
            blamed = self.guard.blames(self.clocks.seconds(), watched=self._watched)
            return await self.articles.without_answer(waiting, answer, blamed=blamed)
        except DatabaseBusy:
            return None
        except Exception as fault:
            # The traceback once; later tries of the same page say a line.
            log.error(  # noqa: TRY400
                "fault    %s: this is our own (try %d): %s: %s",
                waiting.url,
                waiting.tries + 1,
                type(fault).__name__,
                fault,
                exc_info=waiting.tries == 0,
            )
            return await self._after_article_fault(waiting, fault)

    async def _after_article_fault(self, waiting: Waiting, fault: Exception) -> Postponed | None:
        try:
            return await self.articles.after_fault(waiting, fault, self.clocks.now())
        except Exception as error:  # what is wrong may be the database itself
            log.error("fault    %s: could not be stored either: %s", waiting.url, error)  # noqa: TRY400
            return None

    def _expect(self, waiting: Waiting) -> None:
        """Put an entry's article on the agenda."""
        delay = (waiting.next_try_at - self.clocks.now()).total_seconds()
        if self.once and delay > ONCE_PATIENCE_S:
            return
        not_before = self.clocks.seconds() + delay if delay > 0 else None
        task = Task(Kind.ARTICLE, waiting.entry_id, waiting.host)
        if self.agenda.add(task, not_before=not_before):
            self._entries[waiting.entry_id] = waiting
            self._wake()

    def _still_resting(self) -> set[int]:
        now = self.clocks.seconds()
        self._resting = {id_: until for id_, until in self._resting.items() if until > now}
        return set(self._resting)

    def _finish(self, task: Task) -> None:
        self._open.discard(task)
        self._fetching.discard(task)
        self._wake()

    async def _wait(self) -> None:
        """Until something may have changed."""
        loop = asyncio.get_running_loop()
        wait_s = self.agenda.wait_s(self.clocks.seconds())
        timer = None
        self._waker = loop.create_future()
        if wait_s is not None and len(self._fetching) < self.concurrency:
            timer = loop.call_later(wait_s, self._pause_over)
        try:
            await self._waker
        finally:
            self._waker = None
            if timer is not None:
                timer.cancel()

    def _wake(self) -> None:
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)

    def _pause_over(self) -> None:
        self.agenda.forget_idle(self.clocks.seconds())
        self._wake()

    # On the writer thread.

    def _due(self, limit: int, leave: set[int]) -> list[Feed]:
        now = self.clocks.seconds()
        with self.writer.store.reading() as tx:
            if not self._watched or now >= self._watched_at + COUNT_S:
                self._watched, self._watched_at = feeds.count(tx), now
            return feeds.due(tx, self.clocks.now(), limit=limit, leave=leave)

    def _due_again(self) -> list[Waiting]:
        """Articles of stories that a topic matched, to be looked at again."""
        now, store = self.clocks.now(), self.writer.store
        with store.reading() as tx:
            if not second_looks.are_due(tx, now):
                return []
        with store.writing() as tx:
            after = self.articles.habits.archive.look_again_after
            return second_looks.wake(tx, now, after=after)

    def _unread(self) -> list[Waiting]:
        with self.writer.store.reading() as tx:
            return entries.waiting(tx)

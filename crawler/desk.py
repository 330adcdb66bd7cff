"""The desk: hands out what is due, takes back answers, says in plain lines what happened.

It stands between the clock (which tells it what is due) and the spider (which fetches). All its
methods run in the loop; what takes time is awaited.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from crawler.dedup.urls import site_of
from crawler.errors import DatabaseBusy
from crawler.intake import Admission
from crawler.items import Cause, Feed, NoAnswer, Outcome, Page, Relation
from crawler.politeness.agenda import Agenda, Kind, Task
from crawler.politeness.outage import OutageGuard
from crawler.reading.answers import OURS_PERHAPS
from crawler.reading.articles import ArticleReader, Postponed
from crawler.reading.feeds import FeedRead, FeedReader
from crawler.reading.writer import Writer
from crawler.storage import entries, feeds
from crawler.storage.entries import Waiting

log = logging.getLogger("wirewatch")

# In an outage so many feeds are tried at a time, so often, to find out whether it is over.
PROBES = 3
PROBE_S = 30.0
# Feeds read from the database in one go: the agenda is a memory, not a second database.
BATCH = 500
# While the database is busy nothing is handed out; so often we look whether it is free again.
STUCK_S = 0.5
# A round that is made once leaves to the next one what is to be tried again later than this.
ONCE_PATIENCE_S = 10.0
# A feed at which we stumbled so badly that not even that could be stored rests this long.
FAULT_REST_S = 600.0


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time of people and the time of pauses; a simulation brings its own."""

    now: Callable[[], datetime]  # aware, UTC
    seconds: Callable[[], float]  # monotonic


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
        self.tally: Counter[str] = Counter()
        self._feeds: dict[int, Feed] = {}
        self._entries: dict[int, Waiting] = {}
        self._fetching: set[Task] = set()  # under way on the network
        self._open: set[Task] = set()  # handed out and not finished
        self._changed = asyncio.Event()
        self._looking_up = asyncio.Lock()
        self._stopped = False
        self._watched = 0  # feeds that are followed at all
        self._resting: dict[int, float] = {}  # feeds at which we stumbled, until when
        self._probe_at = 0.0

    async def open(self) -> None:
        """Take up what an earlier run left unread."""
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
        room = (PROBES if self.guard.is_outage else BATCH) - len(leave)
        if room <= 0:
            return
        due, self._watched = await self.writer.run(self._due, room, leave)
        for feed in due:
            self._feeds[feed.id] = feed
            self.agenda.add(Task(Kind.FEED, feed.id, site_of(feed.url)))
        if due:
            self._changed.set()
        if not self.guard.is_outage:
            for waiting in await self.writer.run(self._due_again):
                self._expect(waiting)

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
            if self.once and not self._open and not len(self.agenda):
                return
            await self._wait()

    def stop(self) -> None:
        """Hand out nothing more."""
        self._stopped = True
        self._changed.set()

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
        self._changed.set()

    async def read_feed(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep what a feed brought; never raises."""
        feed = self._feeds.pop(task.id)
        try:
            read = await self._read_feed(feed, answer)
        finally:
            self._finish(task)
        if read is not None:
            self._tell_feed(feed, read)
            for waiting in read.to_read:
                self._expect(waiting)
            self._changed.set()

    async def _read_feed(self, feed: Feed, answer: Page | NoAnswer) -> FeedRead | None:
        """How the look ended; None when that could not be stored."""
        try:
            if isinstance(answer, Page):
                return await self.feeds.read(feed, answer)
            blamed = self.guard.blames(self.clocks.seconds(), watched=self._watched)
            return await self.feeds.without_answer(feed, answer, blamed=blamed)
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
            self._tell_article(waiting, result)

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
            self._changed.set()

    def _still_resting(self) -> set[int]:
        now = self.clocks.seconds()
        self._resting = {id_: until for id_, until in self._resting.items() if until > now}
        return set(self._resting)

    def _finish(self, task: Task) -> None:
        self._open.discard(task)
        self._fetching.discard(task)
        self._changed.set()

    async def _wait(self) -> None:
        """Until something may have changed."""
        self._changed.clear()
        wait_s = self.agenda.wait_s(self.clocks.seconds())
        if len(self._fetching) >= self.concurrency:
            wait_s = None
        try:
            await asyncio.wait_for(self._changed.wait(), wait_s)
        except TimeoutError:
            self.agenda.forget_idle(self.clocks.seconds())

    def _tell_feed(self, feed: Feed, read: FeedRead) -> None:
        self.tally[f"feed {read.outcome.value}"] += 1
        self.tally["entries"] += len(read.to_read)
        minutes = (read.next_look_at - self.clocks.now()).total_seconds() / 60
        # The outage itself is told once; not once a feed.
        level = logging.DEBUG if read.outcome is Outcome.OUTAGE else logging.INFO
        log.log(level, "poll     %s: %s (again in %s)", feed.name, read.note, _span(minutes))

    def _tell_article(self, waiting: Waiting, admission: Admission) -> None:
        self.tally[f"article {admission.relation.value}"] += 1
        self.tally["alerts"] += admission.alerts
        if admission.relation is Relation.SAME:
            log.debug("same     %d %s: %s", admission.article_id, waiting.url, admission.reason)
            return
        log.info(
            "article  %d %s, %s: %s",
            admission.article_id,
            admission.relation.value,
            admission.outlet,
            admission.title,
        )
        for topic in admission.hits:
            log.info("match    article %d is about %s", admission.article_id, topic)

    # On the writer thread.

    def _due(self, limit: int, leave: set[int]) -> tuple[list[Feed], int]:
        with self.writer.store.reading() as tx:
            return feeds.due(tx, self.clocks.now(), limit=limit, leave=leave), feeds.count(tx)

    def _due_again(self) -> list[Waiting]:
        """Articles of stories that a topic matched, to be looked at again."""
        now, store = self.clocks.now(), self.writer.store
        with store.reading() as tx:
            if not entries.has_looks_due(tx, now):
                return []
        with store.writing() as tx:
            after = self.articles.habits.archive.look_again_after
            return entries.wake_due(tx, now, after=after)

    def _unread(self) -> list[Waiting]:
        with self.writer.store.reading() as tx:
            return entries.waiting(tx)


def _span(minutes: float) -> str:
    return f"{minutes:.0f} min" if minutes >= 1 else f"{max(minutes, 0) * 60:.0f} s"

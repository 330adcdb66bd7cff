"""Looks at feeds that are under way: their answers become rows, and articles to be read.

Nothing here raises: what a feed brings, or how we stumbled over it, is the outcome of its look.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from crawler.desk.clocks import Clocks
from crawler.desk.network import Network
from crawler.desk.telling import Telling
from crawler.errors import DatabaseBusy, Fenced
from crawler.items import Feed, NoAnswer, Page
from crawler.politeness.agenda import Task
from crawler.reading.feeds import FeedRead, FeedReader
from crawler.reading.gathering import Gathering
from crawler.storage.entries import Waiting
from crawler.storage.looks import LookRow

log = logging.getLogger("wirewatch")

# A feed at which we stumbled so badly that not even that could be stored rests this long.
FAULT_REST_S = 600.0


class Looks:
    """One a desk; used in the loop. *finish* hears of each task that is done with, *expect* of
    each article that is to be read.
    """

    def __init__(
        self,
        reader: FeedReader,
        clocks: Clocks,
        network: Network,
        telling: Telling,
        *,
        finish: Callable[[Task], None],
        expect: Callable[[Waiting], None],
    ) -> None:
        self.reader, self.clocks, self.network, self.telling = reader, clocks, network, telling
        self.finish, self.expect = finish, expect
        self._feeds: dict[int, Feed] = {}
        self._resting: dict[int, float] = {}  # feeds at which we stumbled, until when
        self._gathering = Gathering(reader.writer)

    def begin(self, feed: Feed) -> None:
        """A look at *feed* is on its way."""
        self._feeds[feed.id] = feed

    def feed_of(self, task: Task) -> Feed:
        """The feed that a task is about."""
        return self._feeds[task.id]

    def forget(self, task: Task) -> None:
        """The feed is not looked at now; the database knows that it is due."""
        self._feeds.pop(task.id, None)

    def resting(self) -> set[int]:
        """Feeds that are not to be asked now, because we stumbled over them."""
        now = self.clocks.seconds()
        self._resting = {id_: until for id_, until in self._resting.items() if until > now}
        return set(self._resting)

    async def settle(self) -> None:
        """Store what is gathered and not stored yet."""
        await self._gathering.settle()

    def took(self, task: Task, answer: Page | NoAnswer) -> bool:
        """Whether all that is to be done for this answer is under way, since it brought nothing.

        Most polls end here: without a task of their own, and stored with others.
        """
        feed = self._feeds[task.id]
        blamed = isinstance(answer, Page) or self.network.blames()
        try:
            row = self.reader.closed(feed, answer, blamed=blamed)
        except Exception:
            return self._stumbled(task, feed)
        if row is None:
            return False
        del self._feeds[task.id]
        self._store_soon(task, feed, row)
        self.telling.of_feed(feed, row, self.clocks.now())
        return True

    def _store_soon(self, task: Task, feed: Feed, row: LookRow) -> None:
        def stored(well: bool) -> None:
            if not well:
                self._rest(feed)
            self.finish(task)

        self._gathering.add(row, stored)

    def _stumbled(self, task: Task, feed: Feed) -> bool:
        log.exception("fault    %s: this is our own", feed.name)
        self._rest(feed)
        del self._feeds[task.id]
        self.finish(task)
        return True

    async def read(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep what a feed brought."""
        if self.took(task, answer):
            return
        feed = self._feeds.pop(task.id)
        try:
            read = await self._read(feed, answer)
        finally:
            self.finish(task)
        if read is not None:
            self.telling.of_feed(feed, read.row, self.clocks.now(), announced=len(read.to_read))
            for waiting in read.to_read:
                self.expect(waiting)

    async def _read(self, feed: Feed, answer: Page | NoAnswer) -> FeedRead | None:
        """How the look ended; None when that could not be stored."""
        try:
            assert isinstance(answer, Page)
            return await self.reader.read(feed, answer)
        except DatabaseBusy:
            return None  # it is due still; the writer has told why
        except Fenced as error:
            log.warning("fenced   %s: %s", feed.name, error)
            return None
        except Exception as fault:
            log.exception("fault    %s: this is our own", feed.name)
            self._rest(feed)
            return await self._after_fault(feed, fault)

    async def _after_fault(self, feed: Feed, fault: Exception) -> FeedRead | None:
        try:
            read = await self.reader.after_fault(feed, fault, self.clocks.now())
        except Exception as error:  # what is wrong may be the database itself
            log.error("fault    %s: could not be stored either: %s", feed.name, error)  # noqa: TRY400
            return None
        del self._resting[feed.id]
        return read

    def _rest(self, feed: Feed) -> None:
        self._resting[feed.id] = self.clocks.seconds() + FAULT_REST_S

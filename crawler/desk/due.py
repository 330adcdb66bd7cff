"""What is due, for one process that has the database to itself: its rows are the schedule, the
agenda is a memory of it.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta

from crawler.dedup.urls import site_of
from crawler.desk.forgetting import Forgetting
from crawler.desk.network import PROBES
from crawler.desk.source import Trays
from crawler.errors import DatabaseBusy
from crawler.items import Feed
from crawler.politeness.agenda import Kind, Task
from crawler.storage import entries, feeds, second_looks
from crawler.storage.entries import Waiting
from crawler.storage.hosts import RobotsRow

log = logging.getLogger("wirewatch")

# Feeds read from the database in one go, and held at most: the agenda is a memory, not a second
# database. Those of one slow host must not keep out the others.
BATCH = 500
HELD_MOST = 10_000
# How often the followed feeds are counted.
COUNT_S = 60.0


class Due:
    """A source; *look_again_after* is when articles are looked at again, if they are."""

    def __init__(self, trays: Trays, look_again_after: Sequence[timedelta]) -> None:
        self.trays, self.look_again_after = trays, look_again_after
        self.writer, self.clocks = trays.writer, trays.clocks
        self._forgetting = Forgetting(trays.writer, trays.clocks)
        self._counted_at: float | None = None

    async def open(self) -> None:
        """Take up what an earlier run left unread, and leave alone who wanted to be."""
        await self.trays.hosts.open()
        left = await self.writer.run(self._unread)
        if left:
            log.info("resume   %d articles that were announced and not yet read", len(left))
        for waiting in left:
            self.expect(waiting)

    async def look_up(self) -> None:
        """Put what is due on the agenda, as far as there is room."""
        network = self.trays.network
        if not network.may_look():
            return
        # What is being read now is due until its transaction has ended: it stays out, and it is
        # noted before the database is asked.
        leave = self.trays.queue.under_way(Kind.FEED) | self.trays.looks.resting()
        most, held = (PROBES, PROBES) if network.is_down else (BATCH, HELD_MOST)
        room = min(most, held - len(leave))
        if room <= 0:
            return
        await self._begin(await self.writer.run(self._due, room, leave))
        if not network.is_down:
            for waiting in await self.writer.run(self._due_again):
                self.expect(waiting)
        await self.trays.hosts.write_now_and_then()
        self.trays.telling.count_now_and_then(self.clocks.seconds())
        await self._forgetting.turn()

    async def _begin(self, due: Iterable[Feed]) -> None:
        """Put looks at these feeds on the agenda, but for those whose hosts want peace."""
        quiet = []
        for feed in due:
            host = site_of(feed.url)
            if self.trays.hosts.is_quiet(host):
                quiet.append((feed.id, host))
                continue
            self.trays.looks.begin(feed)
            self.trays.queue.add(Task(Kind.FEED, feed.id, host))
        await self.trays.hosts.put_off(quiet)

    def expect(self, waiting: Waiting) -> None:
        """Every article is read here."""
        self.trays.pages.expect(waiting)

    def finished(self, task: Task) -> None:
        """The database has it in its rows."""

    async def visit(self, task: Task, host: str) -> bool:  # noqa: ARG002
        """Scrapy asks one thing of a host at a time."""
        return True

    def may_ask(self, url: str = "") -> bool:  # noqa: ARG002
        """Nobody else asks."""
        return True

    async def keep_pause(self, host: str, pause_s: float) -> None:
        """The agenda knows."""

    async def robots_of(self, origin: str) -> RobotsRow | None:  # noqa: ARG002
        """Who begins anew asks anew: it may have been us whom a host did not like."""
        return None

    async def settle(self) -> None:
        """A round that is made once has no other day to let go of what is old."""
        if self.trays.queue.once:
            with contextlib.suppress(DatabaseBusy):
                await self._forgetting.all()

    # On the writer thread.

    def _due(self, limit: int, leave: set[int]) -> list[Feed]:
        now = self.clocks.seconds()
        with self.writer.store.reading() as tx:
            if self._counted_at is None or now >= self._counted_at + COUNT_S:
                self.trays.network.watched, self._counted_at = feeds.count(tx), now
            return feeds.due(tx, self.clocks.now(), limit=limit, leave=leave)

    def _due_again(self) -> list[Waiting]:
        """Articles to be looked at again, as second_looks.py says."""
        now, store = self.clocks.now(), self.writer.store
        with store.reading() as tx:
            if not second_looks.are_due(tx, now):
                return []
        with store.writing() as tx:
            return second_looks.wake(tx, now, after=self.look_again_after)

    def _unread(self) -> list[Waiting]:
        with self.writer.store.reading() as tx:
            return entries.waiting(tx)

"""Pages of articles that are to be read, or are being read: entries go in, articles are stored.

Nothing here raises: a page that cannot be read, or over which we stumbled, is tried again later
or given up, and the entry says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from crawler.desk.clocks import Clocks
from crawler.desk.network import Network
from crawler.desk.queue import Queue
from crawler.desk.telling import Telling
from crawler.errors import DatabaseBusy
from crawler.intake import Admission
from crawler.items import NoAnswer, Page
from crawler.politeness.agenda import Kind, Task
from crawler.reading.articles import ArticleReader, Postponed
from crawler.storage.entries import Waiting

log = logging.getLogger("wirewatch")

# A round that is made once leaves to the next one what is to be tried again later than this.
ONCE_PATIENCE_S = 10.0


class Pages:
    """One a desk; used in the loop. *expect_again* hears of pages that are to be fetched later."""

    def __init__(
        self,
        reader: ArticleReader,
        clocks: Clocks,
        network: Network,
        queue: Queue,
        telling: Telling,
        *,
        expect_again: Callable[[Waiting], None],
    ) -> None:
        self.reader, self.clocks, self.network = reader, clocks, network
        self.queue, self.telling, self.expect_again = queue, telling, expect_again
        self._entries: dict[int, Waiting] = {}

    def expect(self, waiting: Waiting) -> Task | None:
        """Have an entry's article fetched when its time has come; None if that is on its way."""
        delay = (waiting.next_try_at - self.clocks.now()).total_seconds()
        if self.queue.once and delay > ONCE_PATIENCE_S:
            return None
        not_before = self.clocks.seconds() + delay if delay > 0 else None
        task = Task(Kind.ARTICLE, waiting.entry_id, waiting.host)
        if not self.queue.add(task, not_before=not_before):
            return None
        self._entries[waiting.entry_id] = waiting
        return task

    def forget(self, task: Task) -> None:
        """It is not fetched now; the database knows that it waits."""
        self._entries.pop(task.id, None)

    def entry_of(self, task: Task) -> Waiting:
        """The entry that a task is about."""
        return self._entries[task.id]

    async def read(self, task: Task, answer: Page | NoAnswer) -> None:
        """Keep the article behind an entry."""
        waiting = self._entries.pop(task.id)
        try:
            result = await self._read(waiting, answer)
        finally:
            self.queue.finish(task)
        if isinstance(result, Postponed):
            self.telling.of_delay(waiting, result.reason)
            self.expect_again(result.waiting)
        elif result is not None:
            self.telling.of_article(waiting, result)

    async def _read(
        self, waiting: Waiting, answer: Page | NoAnswer
    ) -> Admission | Postponed | None:
        """What became of it; None when it was read already, or is left to the next run."""
        try:
            if isinstance(answer, Page):
                return await self.reader.read(waiting, answer)
            blamed = self.network.blames()
            return await self.reader.without_answer(waiting, answer, blamed=blamed)
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
            return await self._after_fault(waiting, fault)

    async def _after_fault(self, waiting: Waiting, fault: Exception) -> Postponed | None:
        try:
            return await self.reader.after_fault(waiting, fault, self.clocks.now())
        except Exception as error:  # what is wrong may be the database itself
            log.error("fault    %s: could not be stored either: %s", waiting.url, error)  # noqa: TRY400
            return None

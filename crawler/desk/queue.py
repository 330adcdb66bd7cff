"""What waits to be fetched and what is out: tasks go in, and come out as soon as they may.

Losing it loses nothing; the database knows what is due.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from crawler.desk.clocks import Clocks
from crawler.politeness.agenda import Agenda, Kind, Task
from crawler.reading.writer import Writer

# While the database is busy nothing is handed out; so often we look whether it is free again.
STUCK_S = 0.5
# A round that is made once waits for no host that wants to be left alone for longer than any
# Crawl-delay that is obeyed.
ONCE_HOST_S = 150.0


class Queue:
    """One a desk; used in the loop. *finished* hears of each task that is done with; *may_ask*
    says whether anything may be handed out at all.
    """

    finished: Callable[[Task], None]
    may_ask: Callable[[], bool]

    def __init__(
        self, writer: Writer, clocks: Clocks, agenda: Agenda, *, concurrency: int, once: bool
    ) -> None:
        self.writer, self.clocks, self.agenda = writer, clocks, agenda
        self.concurrency, self.once = concurrency, once
        self._fetching: set[Task] = set()  # under way on the network
        self._open: set[Task] = set()  # handed out and not finished
        self._stopped = False
        self._waker: asyncio.Future[None] | None = None

    def add(self, task: Task, *, not_before: float | None = None) -> bool:
        """Have *task* handed out; False when it waits or is under way already."""
        added = self.agenda.add(task, not_before=not_before)
        if added:
            self._wake()
        return added

    def under_way(self, kind: Kind) -> set[int]:
        """The ids of one kind that wait, are fetched, or are not finished yet."""
        return self.agenda.holds(kind) | {task.id for task in self._open if task.kind is kind}

    async def tasks(self) -> AsyncIterator[Task]:
        """What may be fetched now, as soon as it may; ends with stop(), or when all is done."""
        while not self._stopped:
            if self.writer.is_stuck or not self.may_ask():
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

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more is handed out."""
        return self._stopped

    @property
    def n_fetching(self) -> int:
        """Requests that are under way."""
        return len(self._fetching)

    def room(self) -> int:
        """How many requests more could go out now than there are tasks that may."""
        ready = self.agenda.ready(self.clocks.seconds())
        return max(0, self.concurrency - len(self._fetching) - ready)

    def answered(self, task: Task, *, pause_s: float | None) -> None:
        """The request has ended: its host may be asked again after the pause."""
        self._fetching.discard(task)
        self.agenda.release(task, self.clocks.seconds(), pause_s=pause_s)
        self._wake()

    def finish(self, task: Task) -> None:
        """What there was to do for it is done."""
        self._open.discard(task)
        self._fetching.discard(task)
        self.finished(task)
        self._wake()

    def stop(self) -> None:
        """Hand out nothing more."""
        self._stopped = True
        self._wake()

    def _nothing_soon(self) -> bool:
        """A round that is made once waits for pauses, and not for who wants an hour of peace."""
        wait_s = self.agenda.wait_s(self.clocks.seconds())
        return wait_s is None or wait_s > ONCE_HOST_S

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

"""A handful of jobs that the clock sets off, laid out anew at each start: what is due stands in the
database. Each can be waited for; what the database refuses is told in a line.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from crawler.errors import DatabaseBusy, WirewatchError

log = logging.getLogger("wirewatch")

Job = Callable[[], Awaitable[None]]


class Clockwork:
    """One a process; used in the loop."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        # A job that takes longer than its interval is left out once; that is meant, and no warning.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._at_work: set[asyncio.Task[Any]] = set()

    def start(self, jobs: Iterable[tuple[Job, float]]) -> None:
        """Begin with all of them now, and then every so many seconds."""
        now = datetime.now(UTC)
        for job, every_s in jobs:
            self._scheduler.add_job(
                self.guarded(job), "interval", seconds=every_s, id=job.__name__, next_run_time=now
            )
        self._scheduler.start()

    def all_now(self, now: datetime) -> None:
        """Set off everything at *now*: the clock was put forward or back."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now)

    def pause(self) -> None:
        """Set off nothing more."""
        self._scheduler.pause()

    async def end(self) -> None:
        """Wait for what is at work. APScheduler's own end would break off a transaction."""
        await asyncio.sleep(0)  # one that was just set off begins
        while self._at_work:
            await asyncio.wait(self._at_work)
        self._scheduler.shutdown(wait=False)

    def guarded(self, job: Job) -> Job:
        """A job that can be waited for, and tells what the database refused in a line."""

        async def run_job() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._at_work.add(task)
            try:
                await job()
            except DatabaseBusy as error:
                log.warning("database %s; trying again", error)
            except WirewatchError as error:
                log.error("%s", error)  # noqa: TRY400
            finally:
                self._at_work.discard(task)

        return run_job

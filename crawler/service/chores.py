"""What is done once for a database, whoever polls and reads: deliver, follow up, plan, tidy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from crawler.alerts.delivery import Courier
from crawler.alerts.sequels import follow_up, plan_digests
from crawler.backtest.alarm import sound
from crawler.config import Config
from crawler.desk import Clocks
from crawler.intake import forget
from crawler.reading.writer import Writer
from crawler.service.clockwork import Job
from crawler.service.parts import archive_habits
from crawler.service.subscribing import Subscriber
from crawler.service.tidying import Tidying

log = logging.getLogger("wirewatch")

# How often what is too old to be compared with new articles is taken away.
FORGET_S = 6 * 3600
# How often it is looked what became of told stories, and whether the next digests are laid out.
FOLLOW_UP_S = 5
PLAN_S = 60
# How often it is looked whether a topic's day stands out.
ALARM_S = 60
# How often hubs are asked whose turn it is.
SUBSCRIBE_S = 60
# How often what may leave the archive leaves it.
TIDY_S = 24 * 3600
# How often alerts are delivered.
DELIVER_S = 1.0


class Chores:
    """One a process that does them; used in the loop."""

    def __init__(self, config: Config, writer: Writer, clocks: Clocks) -> None:
        self.config, self.writer, self.clocks = config, writer, clocks
        self.store = writer.store
        self.courier = Courier(writer.store, config, clocks.now)
        self._tidying = Tidying(writer, config.retention, clocks.now)
        self._subscriber = Subscriber(writer.store, config, clocks.now)

    def jobs(self, *, once: bool = False) -> Iterator[tuple[Job, float]]:
        """Each with its seconds; for a round that is made *once* those that belong to it."""
        yield from [
            (self.follow_up, FOLLOW_UP_S),
            (self.plan_digests, PLAN_S),
            (self.sound_alarm, ALARM_S),
        ]
        if once:
            return
        yield from [(self.deliver, DELIVER_S), (self.forget, FORGET_S), (self.tidy, TIDY_S)]
        if self._subscriber.is_wanted:
            yield self.subscribe, SUBSCRIBE_S

    def stop(self) -> None:
        """What takes long is broken off where it can go on next time."""
        self._tidying.stop()

    async def deliver(self) -> None:
        """Send what is due."""
        await asyncio.to_thread(self.courier.deliver_due)

    async def follow_up(self) -> None:
        """Owe what became of told stories."""
        await self.writer.run(partial(follow_up, self.store, self.clocks.now()))

    async def plan_digests(self) -> None:
        """Lay out the next digests."""
        await self.writer.run(partial(plan_digests, self.store, self.clocks.now()))

    async def sound_alarm(self) -> None:
        """Owe what is told of days that stand out."""
        days = self.config.alerts.max_age_days
        max_age = timedelta(days=days) if days else None
        owed = await self.writer.run(partial(sound, self.store, self.clocks.now(), max_age=max_age))
        if owed:
            log.info("topics   a day stands out: %d alert%s owed", owed, "" if owed == 1 else "s")

    async def subscribe(self) -> None:
        """Ask hubs to tell us of news."""
        await asyncio.to_thread(self._subscriber.ask)

    async def forget(self) -> None:
        """Take away what is too old to be compared with new articles."""
        habits = archive_habits(self.config)
        await self.writer.run(partial(forget, self.store, now=self.clocks.now(), habits=habits))

    async def tidy(self) -> None:
        """Let what may leave the archive leave it."""
        await self._tidying.tidy()

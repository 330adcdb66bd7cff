"""The scheduler of a service on many machines: queues the turns of hosts where something is due,
gives turns of lost workers to others, and does what is to be done once. It fetches nothing.

Any number may run; one leads, the others wait for its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from datetime import UTC, datetime
from time import monotonic

import crawler
from crawler.alerts.channels.ping import ping_of
from crawler.config import Config
from crawler.desk import Clocks
from crawler.desk.forgetting import Forgetting
from crawler.errors import DatabaseBusy, StorageError
from crawler.provision import provision
from crawler.reading.writer import Writer
from crawler.service.chores import Chores
from crawler.service.clockwork import Clockwork
from crawler.service.ending import Ending
from crawler.service.greeting import greet
from crawler.service.heart import Heart
from crawler.service.jumps import Jumps, mind_the_past
from crawler.service.leading import EVERY_S, Leading
from crawler.service.parts import archive_habits
from crawler.service.summary import Summary
from crawler.storage import Store, Tx, beats, feeds, jobs, processes, second_looks

log = logging.getLogger("wirewatch")

# Turns that wait at most: enough for all workers until the next tick, and no second database.
QUEUED_MOST = 5000
# How often it is looked for workers that were lost, as a part of the time after which they are.
RESCUES = 0.2
# How often this process says that it lives.
BEAT_S = 5.0


class Scheduler:
    """One process; made once, lived once."""

    def __init__(self, config: Config, store: Store, *, seconds: float | None = None) -> None:
        self.config, self.store, self.seconds = config, store, seconds
        self.clocks = Clocks(now=lambda: datetime.now(UTC), seconds=monotonic)
        self.started_at = self.clocks.now()
        self.tally: Counter[str] = Counter()
        self._leading = Leading(store)
        self._doing = "waits to take over"

    async def live(self) -> Summary:
        """Lead whenever that is possible, until a signal or the end of the given time."""
        began, ending = monotonic(), Ending()
        greet(self.config, self.store)
        beats_ = asyncio.ensure_future(self._beat_for_ever())
        end = asyncio.ensure_future(ending.wait(self.seconds))
        try:
            while not end.done():
                if await asyncio.to_thread(self._leading.look):
                    await self._lead(end)
                else:
                    await asyncio.wait({end}, timeout=EVERY_S)
        finally:
            beats_.cancel()
            end.cancel()
            await asyncio.wait({beats_, end})
            with contextlib.suppress(StorageError):
                await asyncio.to_thread(self._sign_off)
            await asyncio.to_thread(self._leading.resign)
        return Summary(
            counts=dict(self.tally), seconds=monotonic() - began, interrupted=ending.interrupted
        )

    async def _lead(self, end: asyncio.Future[None]) -> None:
        """Until the end, or until another leads."""
        leader = Leader(self.config, self.store, self.clocks, self.tally)
        try:
            await leader.begin()
            while not end.done() and await asyncio.to_thread(self._leading.look):
                self._doing = leader.doing
                await asyncio.wait({end}, timeout=EVERY_S)
        except DatabaseBusy as error:
            log.warning("database %s; trying again", error)
        finally:
            self._doing = "waits to take over"
            await leader.end(clean=end.done())

    async def _beat_for_ever(self) -> None:
        while True:
            with contextlib.suppress(DatabaseBusy):
                await asyncio.to_thread(self._beat)
            await asyncio.sleep(BEAT_S)

    def _beat(self) -> None:
        with self.store.writing() as tx:
            processes.beat(
                tx,
                self.clocks.now(),
                role=processes.SCHEDULER,
                started_at=self.started_at,
                version=crawler.__version__,
                doing=self._doing,
                counts=dict(self.tally),
                leads=self._leading.leads,
            )

    def _sign_off(self) -> None:
        with self.store.writing() as tx:
            processes.end(tx, self.started_at)


class Leader:
    """One time of leading, from taking over to letting go."""

    def __init__(self, config: Config, store: Store, clocks: Clocks, tally: Counter[str]) -> None:
        self.config, self.store, self.clocks, self.tally = config, store, clocks, tally
        self.writer = Writer(store)
        self.chores = Chores(config, self.writer, clocks)
        self.heart = Heart(config.heartbeat, ping_of(config), clocks.now())
        self.doing = "leads"
        self._clockwork = Clockwork()
        self._forgetting = Forgetting(self.writer, clocks)
        self._jumps = Jumps(clocks, self.writer)
        self._offered_at = clocks.seconds()
        self._patient_until = clocks.seconds()
        self._begun = False
        self._queue_is_new = False  # Procrastinate's part of it

    async def begin(self) -> None:
        """Make the database ready, and set off the jobs."""
        await asyncio.to_thread(self._take_over)
        self._begun = True
        lost_after_s = self.config.work.lost_after_s
        self._clockwork.start(
            [
                (self.offer, self.config.clock.tick_s),
                (self.rescue, lost_after_s * RESCUES),
                (self.beat, BEAT_S),
                *self.chores.jobs(),
            ]
        )

    async def end(self, *, clean: bool) -> None:
        """Finish what is under way; another may lead already, unless it is the *clean* end."""
        self._clockwork.pause() if self._begun else None
        self.chores.stop()
        self.writer.lose_patience()
        if self._begun:
            await self._clockwork.end()
        self.tally.update(self.chores.courier.counts())
        await asyncio.to_thread(self.chores.courier.close)
        if clean:
            with contextlib.suppress(StorageError):
                await self.writer.run(self._bow_out)
        await asyncio.to_thread(self.writer.close)

    # The jobs of the clock.

    async def offer(self) -> None:
        """Queue the turns of hosts where something is due."""
        await self._jumps.mind()
        offered = await self.writer.run(self._offer)
        now = self.clocks.seconds()
        if now - self._offered_at > self.config.work.lost_after_s / 3:
            # The database was away, or we were: workers could not say that they live.
            self._patient_until = now + self.config.work.lost_after_s
        self._offered_at = now
        self.tally["turns queued"] += offered
        await self._forgetting.turn()
        self.heart.round_ended(self.clocks.now())

    async def rescue(self) -> None:
        """Give turns of lost workers to others."""
        if self.clocks.seconds() < self._patient_until:
            return
        rescued = await self.writer.run(self._rescue)
        if rescued.again or rescued.dropped:
            self.tally["turns rescued"] += rescued.again
            log.warning("turns    %d of lost workers are given to others", rescued.again)

    async def beat(self) -> None:
        """Say that the service lives, to the database and to whoever watches."""
        await self.writer.run(self._write_beat)
        await asyncio.to_thread(self.heart.beat, self.clocks.now())

    # On the writer's thread, but for the first.

    def _take_over(self) -> None:
        now = self.clocks.now()
        with self.store.writing() as tx:
            self._bring_queue_up(tx, now)
            mind_the_past(tx, self.clocks)
            provision(tx, self.config, now)
            beats.beat(tx, now, version=crawler.__version__)
        while self._name_hosts():
            pass

    def _bring_queue_up(self, tx: Tx, now: datetime) -> None:
        alone = processes.are_of(tx, crawler.__version__, now)
        self._queue_is_new = jobs.bring_up(tx, alone=alone)

    def _name_hosts(self) -> int:
        with self.store.writing() as tx:
            return feeds.name_hosts(tx)

    def _offer(self) -> int:
        now = self.clocks.now()
        with self.store.reading() as tx:
            look_again = second_looks.are_due(tx, now)
        with self.store.writing() as tx:
            if look_again:
                after = archive_habits(self.config).look_again_after
                second_looks.wake(tx, now, after=after)
            return jobs.offer(tx, now, most=QUEUED_MOST)

    def _rescue(self) -> jobs.Rescued:
        with self.store.writing() as tx:
            return jobs.rescue(
                tx,
                self.clocks.now(),
                after_s=self.config.work.lost_after_s,
                pause_s=self.config.politeness.spacing_s,
            )

    def _write_beat(self) -> None:
        now = self.clocks.now()
        with self.store.writing() as tx:
            beats.beat(tx, now, version=crawler.__version__, round_at=self.heart.round_at)
            processes.forget(tx, now)
            if not self._queue_is_new:
                self._bring_queue_up(tx, now)
            feeds.name_hosts(tx)
            waiting, taken = jobs.waiting(tx)
        self.doing = f"leads: {waiting:,} turns wait, {taken:,} are taken"

    def _bow_out(self) -> None:
        with self.store.writing() as tx:
            beats.end(tx, self.clocks.now(), dict(self.tally))

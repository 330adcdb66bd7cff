"""Turns of hosts, from a queue that many machines share: whoever holds a host's turn is the only
one who asks it for anything, and does all that is due there.

A turn is taken when there is room for a request, and ends when nothing of it is left; then the
pause that the host is owed stands in the database, for whoever has its next turn. Each feed and
entry is taken with its fence, so that what we write after we were thought dead is refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from crawler.dedup.urls import site_of
from crawler.desk.lease import Lease
from crawler.desk.looks import FAULT_REST_S
from crawler.desk.network import PROBES
from crawler.desk.source import Trays
from crawler.errors import DatabaseBusy, StorageError
from crawler.items import Feed
from crawler.politeness.agenda import Kind, Task
from crawler.storage import feeds, hosts, jobs, turns
from crawler.storage.entries import Waiting
from crawler.storage.hosts import RobotsRow
from crawler.storage.jobs import Job
from crawler.storage.turns import Due, Patience

log = logging.getLogger("wirewatch")

# While there is room and nothing waits, the queue is asked so often.
AGAIN_S = 0.25
# Between two rounds in any case: what ends meanwhile is written down together.
ROUND_S = 0.02
# Turns held at most: those of slow hosts must not keep out the others, nor fill the memory.
HELD_MOST = 2000
# An article that can be had so soon is waited for; otherwise the host's next turn brings it.
PATIENCE_S = 5.0
# So often, so long after one another, it is tried to visit a host that another worker asks.
VISIT_TRIES, VISIT_AGAIN_S = 40, 0.5
# After so long a turn ends when nothing is out, whatever is left: others may have more room, and
# whoever is led there by a redirect tries for less than a minute.
TURN_S = 30.0
# How often the followed feeds are counted.
COUNT_S = 60.0
FAULT_REST = timedelta(seconds=FAULT_REST_S)


@dataclass(slots=True, eq=False)
class Turn:
    """A host's turn that we hold."""

    job: Job
    since: float
    tasks: set[Task] = field(default_factory=set)  # not finished
    has_more: bool = False  # due at the host than was taken so far
    is_lost: bool = False  # to another worker, because we were thought dead
    is_ending: bool = False  # that is being written down
    pause_s: float = 0.0  # between two requests, as the database knows it

    @property
    def is_ours(self) -> bool:
        """Whether something may still be done in it. That it ends may be known to others already,
        even where the database broke off before it told us.
        """
        return not (self.is_lost or self.is_ending)

    def goes_on(self, now: float) -> bool:
        """Whether more is to be taken for it."""
        return self.has_more and not self.is_lost and now - self.since <= TURN_S


@dataclass(frozen=True, slots=True)
class Round:
    """What one transaction brought."""

    taken: list[Job]
    due: Due
    patience: Mapping[str, Patience]


class Turns:
    """A source; one a worker."""

    def __init__(self, trays: Trays, lease: Lease) -> None:
        self.trays, self.lease = trays, lease
        self.writer, self.clocks, self.queue = trays.writer, trays.clocks, trays.queue
        self.agenda = trays.queue.agenda
        self._turns: dict[str, Turn] = {}
        self._worker: int | None = None
        self._woken = asyncio.Event()
        self._rounds: asyncio.Task[None] | None = None
        self._leaves, self._left = False, False
        # Hosts where redirects of tasks led to; and those of tasks that are done with.
        self._seized: dict[Task, list[str]] = {}
        self._wanted: dict[str, float] = {}  # pauses that hosts asked for lately
        self._visits: dict[Task, list[tuple[int, str]]] = {}
        self._visited: list[tuple[int, str]] = []
        self._lost_visits: dict[int, str] = {}
        self._probed = 0  # turns that may be taken in an outage of our own network
        self._counted_at: float | None = None

    # What the desk asks for.

    async def open(self) -> None:
        """Become a worker, and begin to take turns."""
        await self.trays.hosts.open()
        await self.beat()
        self._rounds = asyncio.ensure_future(self._go_round())

    async def look_up(self) -> None:
        """What has to be done now and then; turns are taken as there is room."""
        down = self.trays.network.is_down
        self._probed = PROBES if down and self.trays.network.may_look() else 0
        await self.writer.run(self._count)
        await self.trays.hosts.write_now_and_then()
        self.trays.telling.count_now_and_then(self.clocks.seconds())
        self._woken.set()

    def expect(self, waiting: Waiting) -> None:
        """An article of a host whose turn we hold is read in it; others have turns of their own."""
        turn = self._turns.get(waiting.host)
        if turn is None or not turn.is_ours:
            return
        delay = (waiting.next_try_at - self.clocks.now()).total_seconds()
        if delay > PATIENCE_S:
            return
        if waiting.fence is None:
            turn.has_more = True  # it has to be taken first
        elif task := self.trays.pages.expect(waiting):
            turn.tasks.add(task)

    def finished(self, task: Task) -> None:
        """What there was to do for a task is done."""
        for host in self._seized.pop(task, ()):
            self.agenda.let_go(host, self.clocks.seconds(), pause_s=self._pause_of(host))
            self._woken.set()
        if visits := self._visits.pop(task, None):
            self._visited += visits
            self._woken.set()
        turn = self._turns.get(task.host)
        if turn is not None:
            turn.tasks.discard(task)
            if not turn.tasks or self.trays.hosts.is_quiet(task.host):
                self._woken.set()

    async def visit(self, task: Task, host: str) -> bool:
        """A redirect leads to another host: nobody else may be there, nor have been just before."""
        for _ in range(VISIT_TRIES):
            if turn := self._turns.get(host):
                # What is to be asked there waits for us, and we for it.
                if turn.is_ours and self.agenda.seize(host, self.clocks.seconds()):
                    self._seized.setdefault(task, []).append(host)
                    return True
                await asyncio.sleep(VISIT_AGAIN_S / 2)
                continue
            job, wait_s = await self.writer.run(self._visit, host)
            if job is not None:
                self._visits.setdefault(task, []).append((job, host))
                await asyncio.sleep(wait_s)
                return True
            await asyncio.sleep(VISIT_AGAIN_S)
        return False

    def may_ask(self, url: str = "") -> bool:
        """Whether the database has heard from us lately, and nobody else was given the host."""
        host = site_of(url)
        if not self.lease.is_held or host in self._lost_visits.values():
            return False
        turn = self._turns.get(host)
        return turn is None or turn.is_ours

    async def keep_pause(self, host: str, pause_s: float) -> None:
        """Before a request leaves: whoever has to take over from us knows how long to wait."""
        turn = self._turns.get(host)
        pause_s = max(pause_s, self.agenda.pause_s)
        known_s = turn.pause_s if turn else self._wanted.get(host, self.agenda.pause_s)
        self._wanted[host] = pause_s
        if known_s < pause_s:
            await self.writer.run(self._note_pause, host, pause_s)
            if turn is not None:
                turn.pause_s = pause_s

    async def robots_of(self, origin: str) -> RobotsRow | None:
        """As another worker may have read it."""
        return await self.writer.run(self._robots_of, origin)

    async def settle(self) -> None:
        """Give all turns back, and take leave."""
        self._leaves = True
        if self._rounds is not None:
            # Not broken off: a transaction may be taking turns, and we are to know of them.
            self._woken.set()
            await asyncio.wait({self._rounds})
        self._left = True
        held = [turn.job for turn in self._turns.values() if not turn.is_lost]
        with contextlib.suppress(DatabaseBusy):
            await self._end_visits()
            await self.writer.run(self._leave, held, self._pauses(held, self.clocks.seconds()))
        self._turns.clear()

    # What the clock and people ask for.

    async def beat(self) -> None:
        """Say that we live, and see what we still hold. Not on the writer's thread, which may be
        busy for longer than others wait before they think us dead.
        """
        if self._left:
            return
        said_at, held = self.lease.clock(), list(self._turns.values())
        visits = self._under_way()
        try:
            still = await asyncio.to_thread(self._beat)
        except DatabaseBusy as error:
            log.debug("turns    cannot say that we live: %s", error)
            return
        self.lease.renew(said_at)
        # Those that ended meanwhile are not ours any more, either.
        self._lost_visits |= {
            job: host
            for job, host in self._under_way().items()
            if job in visits and job not in still
        }
        for turn in held:
            known = self._turns.get(turn.job.host) is turn and not turn.is_ending
            if known and not turn.is_lost and turn.job.id not in still:
                self._lose(turn)

    @property
    def n_turns(self) -> int:
        """How many are held."""
        return len(self._turns)

    def _under_way(self) -> dict[int, str]:
        """Visits that have not ended: job and host."""
        return dict(visit for some in self._visits.values() for visit in some)

    # Round by round.

    async def _go_round(self) -> None:
        while not self._leaves:
            try:
                busy = await self._round()
            except StorageError as error:
                log.error("turns    %s; trying again", error)  # noqa: TRY400
                busy = False
            except Exception:
                log.exception("fault    in taking turns; trying again")
                busy = False
            await asyncio.sleep(ROUND_S if busy else AGAIN_S / 2)
            # Not by wait_for: before Python 3.12 it may swallow that the task is cancelled.
            waiting = asyncio.ensure_future(self._woken.wait())
            try:
                await asyncio.wait({waiting}, timeout=AGAIN_S / 2)
            finally:
                waiting.cancel()
            self._woken.clear()

    async def _round(self) -> bool:
        """End what is over, take what there is room for; whether there was anything to do."""
        await self._leave_alone()
        now = self.clocks.seconds()
        visited = {host for seized in self._seized.values() for host in seized}
        idle = [
            turn for host, turn in self._turns.items() if not turn.tasks and host not in visited
        ]
        over = [turn for turn in idle if not turn.goes_on(now)]
        again = [turn for turn in idle if turn.goes_on(now)]
        room = self._room(len(over))
        await self._end_visits()
        if not (over or again or room):
            return False
        for turn in idle:
            turn.is_ending, turn.has_more = turn in over, False
        jobs_over = [turn.job for turn in over if not turn.is_lost]
        pauses = self._pauses(jobs_over, now)
        try:
            found = await self.writer.run(
                self._step, jobs_over, pauses, [turn.job.host for turn in again], room
            )
        except StorageError:
            for turn in again:
                turn.has_more = True
            raise
        for turn in over:
            if self._turns.get(turn.job.host) is turn:
                del self._turns[turn.job.host]
        await self._begin(found)
        return bool(over or again or found.taken)

    async def _end_visits(self) -> None:
        over, self._visited = self._visited, []
        if over:
            try:
                await self.writer.run(self._leave_hosts, over)
            except StorageError:
                self._visited += over
                raise
            for job, _ in over:
                self._lost_visits.pop(job, None)

    def _room(self, ending: int) -> int:
        if self.queue.is_stopped or not self.lease.is_held:
            return 0
        room = min(self.queue.room(), HELD_MOST - len(self._turns) + ending)
        if self.trays.network.is_down:
            room, self._probed = min(room, self._probed), 0
        return max(0, room)

    async def _leave_alone(self) -> None:
        """What waits for hosts that asked for peace in their turn comes later."""
        quiet = []
        for host, turn in self._turns.items():
            if (turn.tasks or turn.has_more) and self.trays.hosts.is_quiet(host):
                quiet += [(task.id, host) for task in self._drop(turn) if task.kind is Kind.FEED]
        await self.trays.hosts.put_off(quiet)

    def _drop(self, turn: Turn) -> list[Task]:
        """Take off what is not under way; the database knows that it is due."""
        dropped = self.agenda.drop(turn.job.host)
        for task in dropped:
            (self.trays.looks if task.kind is Kind.FEED else self.trays.pages).forget(task)
        turn.tasks.difference_update(dropped)
        turn.has_more = False
        return dropped

    def _lose(self, turn: Turn) -> None:
        log.warning("turns    %s was given to another worker, who thought us dead", turn.job.host)
        turn.is_lost = True
        self._drop(turn)
        self._woken.set()

    async def _begin(self, found: Round) -> None:
        now = self.clocks.seconds()
        for job in found.taken:
            if job.host in self._turns:  # lost, taken again, and answers of before still to come
                await self.writer.run(self._end, [job])
                continue
            self._turns[job.host] = Turn(job, now)
            self._be_patient(job, found.patience.get(job.host), now)
        await self._begin_looks(found.due.feeds)
        for waiting in found.due.entries:
            if (turn := self._turns.get(waiting.host)) and not turn.is_lost:
                self.expect(waiting)
        for host in found.due.more:
            if turn := self._turns.get(host):
                turn.has_more = True
        self._woken.set()

    def _pauses(self, over: Iterable[Job], now: float) -> dict[str, float]:
        """What is left of pauses, of hosts that are owed any."""
        left = {job.host: self.agenda.left_s(job.host, now) for job in over}
        return {name: seconds for name, seconds in left.items() if seconds > 0}

    def _pause_of(self, host: str) -> float:
        turn = self._turns.get(host)
        known = turn.pause_s if turn else 0.0
        return max(self.agenda.pause_s, known, self._wanted.get(host, 0.0))

    def _be_patient(self, job: Job, patience: Patience | None, now: float) -> None:
        """Go on with the pause of whoever had the host's last turn."""
        wait_s = patience.wait_s if patience else 0.0
        self._turns[job.host].pause_s = max(
            self.agenda.pause_s, patience.pause_s if patience else 0.0
        )
        if job.is_rescued:
            # Nobody noted when the host was asked last.
            wait_s = max(wait_s, self._turns[job.host].pause_s)
        if wait_s:
            self.agenda.hush(job.host, now + wait_s)
        if patience and patience.quiet_until:
            self.trays.hosts.heard(job.host, patience.quiet_until)

    async def _begin_looks(self, due: Iterable[tuple[str, Feed]]) -> None:
        """Put them on the agenda, but for those of hosts that want peace and those over which we
        stumbled.
        """
        put_off, rest, resting = [], [], self.trays.looks.resting()
        for host, feed in due:
            turn = self._turns.get(host)
            if turn is None or turn.is_lost:
                continue
            if feed.id in resting:
                rest.append(feed.id)
                continue
            if self.trays.hosts.is_quiet(host):
                put_off.append((feed.id, host))
                continue
            task = Task(Kind.FEED, feed.id, host)
            if self.queue.add(task):
                self.trays.looks.begin(feed)
                turn.tasks.add(task)
        await self.trays.hosts.put_off(put_off)
        if rest:
            await self.writer.run(self._rest, rest)

    # In a transaction; the first on a thread of its own, the others on the writer's.

    def _beat(self) -> Collection[int]:
        """The jobs that are ours; a worker that was thought dead is a new one."""
        with self.writer.store.writing() as tx:
            if self._worker is None or not jobs.beat(tx, self._worker):
                worker = jobs.register(tx)
            else:
                worker = self._worker
            still = jobs.held(tx, worker)
        self._worker = worker
        return still

    def _visit(self, host: str) -> tuple[int | None, float]:
        """A job that keeps others from the host, and how long its last pause lasts still."""
        assert self._worker is not None
        with self.writer.store.writing() as tx:
            job = jobs.visit(tx, self._worker, host)
            if job is None:
                return None, 0.0
            known = turns.patience_of(tx, [host]).get(host)
            return job, known.wait_s if known else 0.0

    def _leave_hosts(self, over: list[tuple[int, str]]) -> None:
        assert self._worker is not None
        with self.writer.store.writing() as tx:
            pauses = {host: self._pause_of(host) for _, host in over}
            turns.keep_pauses(tx, pauses, self.clocks.now())
            jobs.end(tx, self._worker, [job for job, _ in over])

    def _step(
        self, over: list[Job], pauses: Mapping[str, float], again: list[str], room: int
    ) -> Round:
        now, worker = self.clocks.now(), self._worker
        assert worker is not None
        with self.writer.store.writing() as tx:
            turns.keep_pauses(tx, pauses, now)
            jobs.end(tx, worker, [job.id for job in over])
            taken = jobs.take(tx, worker, most=room) if room else []
            due_by = max([now, *(job.due_by for job in taken)])
            names = [job.host for job in taken]
            due = turns.take_due(tx, {*names, *again}, due_by)
            return Round(taken, due, turns.patience_of(tx, names) if names else {})

    def _end(self, over: list[Job]) -> None:
        assert self._worker is not None
        with self.writer.store.writing() as tx:
            jobs.end(tx, self._worker, [job.id for job in over])

    def _leave(self, held: list[Job], pauses: Mapping[str, float]) -> None:
        if self._worker is None:
            return
        with self.writer.store.writing() as tx:
            turns.keep_pauses(tx, pauses, self.clocks.now())
            jobs.end(tx, self._worker, [job.id for job in held])
            jobs.sign_off(tx, self._worker)

    def _note_pause(self, host: str, pause_s: float) -> None:
        with self.writer.store.writing() as tx:
            turns.note_pause(tx, host, pause_s, self.clocks.now())

    def _rest(self, feed_ids: list[int]) -> None:
        now = self.clocks.now()
        plan = "we stumbled over it, and could not even write that down"
        with self.writer.store.writing() as tx:
            hosts.put_off(tx, [(id_, now + FAULT_REST, plan) for id_ in feed_ids])

    def _count(self) -> None:
        now = self.clocks.seconds()
        if self._counted_at is None or now >= self._counted_at + COUNT_S:
            with self.writer.store.reading() as tx:
                self.trays.network.watched, self._counted_at = feeds.count(tx), now

    def _robots_of(self, origin: str) -> RobotsRow | None:
        with self.writer.store.reading() as tx:
            return hosts.robots_of(tx, origin)

"""Which request may go out next: at most one at a time to a host, with a pause between.

A host is whatever string the caller uses for it (a registrable domain with its port). Times are
seconds on one monotonic clock that the caller reads. The agenda is a memory of what the database
says is due; losing it loses nothing.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

# For whom a redirect leads to a host, if they do not ask again before.
BOOKED_S = 1.0


class Kind(StrEnum):
    """What a task fetches."""

    FEED = "feed"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Task:
    """One fetch that is due."""

    kind: Kind
    id: int  # of the feed or the entry
    host: str

    @property
    def key(self) -> tuple[Kind, int]:
        """What makes two tasks the same."""
        return self.kind, self.id


@dataclass(slots=True)
class _Host:
    feeds: deque[Task] = field(default_factory=deque)
    articles: deque[Task] = field(default_factory=deque)
    busy: bool = False
    free_at: float = 0.0
    booked_until: float = 0.0  # for whom a redirect leads there; tasks wait meanwhile
    announced: bool = False  # stands in the heap of hosts that can be asked

    @property
    def ready_at(self) -> float:
        """When a task may be taken."""
        return max(self.free_at, self.booked_until)

    def waits(self) -> bool:
        return bool(self.feeds or self.articles)

    def take(self) -> Task:
        """Feeds first: they tell what else there is, and the next article is never urgent."""
        return (self.feeds or self.articles).popleft()


class Agenda:
    """Tasks by host, and the order in which hosts may be asked; each step is O(log hosts)."""

    def __init__(self, *, pause_s: float) -> None:
        self.pause_s = pause_s
        self._hosts: dict[str, _Host] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._held: set[tuple[Kind, int]] = set()
        self._later: list[tuple[float, int, Task]] = []
        self._turn = 0

    def __len__(self) -> int:
        """Tasks that are waiting or under way."""
        return len(self._held)

    def holds(self, kind: Kind) -> set[int]:
        """The ids of one kind that are waiting or under way."""
        return {id_ for held, id_ in self._held if held is kind}

    def add(self, task: Task, *, not_before: float | None = None) -> bool:
        """Put a task on the agenda; False when it stands there already."""
        if task.key in self._held:
            return False
        self._held.add(task.key)
        if not_before is None:
            self._enqueue(task)
        else:
            heapq.heappush(self._later, (not_before, self._next_turn(), task))
        return True

    def take(self, now: float) -> Task | None:
        """The next task whose host may be asked now; its host is busy until release()."""
        self._wake(now)
        if not self._ready or self._ready[0][0] > now:
            return None
        _, _, name = heapq.heappop(self._ready)
        host = self._hosts[name]
        host.busy, host.announced = True, False
        return host.take()

    def release(self, task: Task, now: float, *, pause_s: float | None = None) -> None:
        """The request has ended; its host may be asked again after the pause."""
        self._held.discard(task.key)
        host = self._hosts[task.host]
        host.busy = False
        pause = self.pause_s if pause_s is None else max(pause_s, self.pause_s)
        host.free_at = max(host.free_at, now + pause)
        self._announce(task.host)

    def hush(self, name: str, until: float) -> None:
        """Ask this host nothing before *until* (Retry-After)."""
        host = self._hosts.setdefault(name, _Host())
        host.free_at = max(host.free_at, until)
        self._announce(name)

    def seize(self, name: str, now: float) -> bool:
        """Make a host busy for a request that a redirect led there; False while it is not free.

        Whoever asks again soon goes before the host's own tasks, which may never end.
        """
        host = self._hosts.setdefault(name, _Host())
        if host.busy or host.free_at > now:
            host.booked_until = now + BOOKED_S
            return False
        host.busy, host.booked_until = True, 0.0
        return True

    def let_go(self, name: str, now: float, *, pause_s: float) -> None:
        """The request for which a host was seized has ended."""
        host = self._hosts[name]
        host.busy, host.free_at = False, max(host.free_at, now + pause_s)
        self._announce(name)

    def drop(self, name: str) -> list[Task]:
        """Take everything off that waits for this host, and tell what it was; not what is out."""
        host = self._hosts.get(name)
        waiting = [*host.feeds, *host.articles] if host else []
        if host:
            host.feeds.clear()
            host.articles.clear()
        later = [one for one in self._later if one[2].host == name]
        if later:
            self._later = [one for one in self._later if one[2].host != name]
            heapq.heapify(self._later)
            waiting += [task for _, _, task in later]
        self._held.difference_update(task.key for task in waiting)
        return waiting

    def ready(self, now: float) -> int:
        """How many hosts could be asked for something now, at most."""
        return sum(at <= now for at, _, _ in self._ready)

    def left_s(self, name: str, now: float) -> float:
        """Seconds until the pause of a host is over."""
        host = self._hosts.get(name)
        return max(0.0, host.free_at - now) if host else 0.0

    def wait_s(self, now: float) -> float | None:
        """Seconds until take() may give something; None when only new tasks can change that."""
        times = [heap[0][0] for heap in (self._ready, self._later) if heap]
        return max(0.0, min(times) - now) if times else None

    def forget_idle(self, now: float) -> None:
        """Drop hosts with nothing to do and their pause over, so that memory stays flat."""
        idle = [
            name
            for name, host in self._hosts.items()
            if not host.waits() and not host.busy and host.ready_at <= now
        ]
        for name in idle:
            del self._hosts[name]

    def _wake(self, now: float) -> None:
        """Move tasks whose time has come; push hosts whose pause grew back to their time."""
        while self._later and self._later[0][0] <= now:
            self._enqueue(heapq.heappop(self._later)[2])
        while self._ready and self._ready[0][0] <= now:
            name = self._ready[0][2]
            host = self._hosts.get(name)
            if host is not None and host.ready_at <= now and host.waits() and not host.busy:
                return
            heapq.heappop(self._ready)
            if host is not None:
                host.announced = False
                self._announce(name)

    def _enqueue(self, task: Task) -> None:
        host = self._hosts.setdefault(task.host, _Host())
        (host.feeds if task.kind is Kind.FEED else host.articles).append(task)
        self._announce(task.host)

    def _announce(self, name: str) -> None:
        host = self._hosts[name]
        if host.waits() and not host.busy and not host.announced:
            host.announced = True
            heapq.heappush(self._ready, (host.ready_at, self._next_turn(), name))

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn

"""Alerts that are due leave by their channels.

Each channel that has something to send gets a thread of its own, so that one that hangs holds up
nobody else. What is due, and what became of it, stands in the database.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from crawler.alerts.channels import sender_of
from crawler.alerts.line import Line, Terms
from crawler.alerts.messages import style_of
from crawler.config import Config
from crawler.storage import Store, alerts

log = logging.getLogger("wirewatch")

# `deliver_due` comes back after this, whatever still goes on in the threads.
DUE_S = 1.0
ALL_S = 120.0
CLOSE_S = 10.0


class Courier:
    """Delivers what is owed. One a process, and one process a database.

    The first call of `deliver_due` or `deliver_all` frees what an earlier process, killed in the
    middle of its work, had leased. The two are called by one thread at a time.
    """

    def __init__(self, store: Store, config: Config, now: Callable[[], datetime]) -> None:
        self.store, self.config, self.now = store, config, now
        self._ended = threading.Event()
        self._terms = Terms(
            store=store,
            now=now,
            style=style_of(config, store),
            attempts_max=config.alerts.attempts_max,
            ended=self._ended,
        )
        self._lines: dict[str, Line] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._took_over = False

    def deliver_due(self) -> None:
        """Start to send what is due and wait a moment for it; to be called every second or so.

        Returns within DUE_S; slow channels go on in their threads. Raises StorageError.
        """
        self._start(unsettled=False)
        self._join(DUE_S)

    def deliver_all(self) -> None:
        """Send everything that waits, also what waits for copies of its story; in ALL_S at most.

        What failed before keeps the time of its next try: the receiver may have asked for it.
        """
        end = monotonic() + ALL_S
        self._join(ALL_S)
        self._start(unsettled=True)
        self._join(end - monotonic())

    def counts(self) -> dict[str, int]:
        """What was done: "alerts sent", and "alerts postponed" and "alerts given up" if any."""
        total = Counter({"alerts sent": 0})
        for line in list(self._lines.values()):
            total.update(line.tally)
        return dict(total)

    def close(self) -> None:
        """Let each channel finish its message and put the rest back; in CLOSE_S at most."""
        self._ended.set()
        self._join(CLOSE_S)
        for name in self._busy():
            log.warning("alert    by %s still hangs; it is sent again next time", name)

    def _start(self, *, unsettled: bool) -> None:
        if self._ended.is_set():
            return
        self._take_over()
        now = self.now()
        with self.store.reading() as tx:
            names = set(alerts.due_channels(tx, now, unsettled=unsettled))
        names |= {name for name, line in self._lines.items() if line.unwritten}
        for name in sorted(names - self._busy()):
            line = self._line(name)
            if line.resting_until is None or line.resting_until <= now:
                self._set_off(line, unsettled)

    def _take_over(self) -> None:
        if not self._took_over:
            with self.store.writing() as tx:
                alerts.take_over(tx)
            self._took_over = True

    def _line(self, name: str) -> Line:
        if name not in self._lines:
            limit = {one.name: one.per_minute_max for one in self.config.channels}.get(name, 0)
            sender = sender_of(name, self.config, self.now)
            self._lines[name] = Line(name, sender, self._terms, per_minute_max=limit)
        return self._lines[name]

    def _set_off(self, line: Line, unsettled: bool) -> None:
        # A daemon: a process must be able to end while somebody's server keeps it waiting.
        thread = threading.Thread(
            target=line.run,
            kwargs={"unsettled": unsettled},
            name=f"alerts by {line.name}",
            daemon=True,
        )
        self._threads[line.name] = thread
        thread.start()

    def _busy(self) -> set[str]:
        return {name for name, thread in self._threads.items() if thread.is_alive()}

    def _join(self, seconds: float) -> None:
        end = monotonic() + seconds
        for thread in list(self._threads.values()):
            thread.join(max(0.0, end - monotonic()))

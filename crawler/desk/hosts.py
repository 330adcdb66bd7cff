"""Whose patience our requests cost: what each host was asked for, and who is left alone until when.

Answers come in, pauses on the agenda and rows of the ledger go out. Until when a host is left alone
is held in seconds of the clock that never jumps; the database has it for the next process.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.dedup.urls import site_of
from crawler.desk.clocks import Clocks
from crawler.errors import DatabaseBusy
from crawler.items import NoAnswer, Page
from crawler.politeness.agenda import Agenda
from crawler.reading import ledger
from crawler.reading.ledger import Hush, Ledger
from crawler.reading.writer import Writer
from crawler.storage import hosts
from crawler.storage.hosts import HostNews, RobotsRow

log = logging.getLogger("wirewatch")

# A host that wants to be left alone for longer has its feeds put off instead of held.
QUIET_S = 30.0


class Hosts:
    """One a desk; used in the loop."""

    def __init__(self, writer: Writer, clocks: Clocks, agenda: Agenda) -> None:
        self.writer, self.clocks, self.agenda = writer, clocks, agenda
        self._ledger = Ledger()
        self._quiet_until: dict[str, float] = {}
        self._notes: set[asyncio.Future[None]] = set()
        self._write_at = clocks.seconds()

    async def open(self) -> None:
        """Go on leaving alone who told an earlier process so."""
        now = self.clocks.now()
        for host, until in (await self.writer.run(self._quiet, now)).items():
            self._hush(host, (until - now).total_seconds())

    def answered(self, host: str, answer: Page | NoAnswer, *, pause_s: float | None) -> None:
        """Count a request; leave its host alone if that is what it asks for."""
        now = self.clocks.now()
        pause_s = max(pause_s or 0.0, self.agenda.pause_s)
        hush = self._ledger.note(host, answer, now, pause_s=pause_s)
        if hush is None:
            return
        self._hush(hush.host, (hush.until - now).total_seconds())
        log.info("quiet    %s until %s UTC: %s", hush.host, f"{hush.until:%H:%M:%S}", hush.why)
        note = asyncio.ensure_future(self.writer.run(self._keep_quiet, hush))
        self._notes.add(note)
        note.add_done_callback(self._noted)

    def note_robots(self, origin: str, status: int, body: bytes) -> None:
        """What a host's robots.txt says."""
        self._ledger.note_robots(
            origin,
            status,
            body,
            self.clocks.now(),
            host=site_of(origin),
            pause_s=self.agenda.pause_s,
        )

    def note_no_robots(self, origin: str, reason: str) -> None:
        """A host did not say what its robots.txt says."""
        self._ledger.note_no_robots(
            origin, reason, self.clocks.now(), host=site_of(origin), pause_s=self.agenda.pause_s
        )

    def heard(self, host: str, until: datetime) -> None:
        """Another process was told to leave this host alone."""
        left_s = (until - self.clocks.now()).total_seconds()
        if left_s > 0:
            self._hush(host, left_s)

    def is_quiet(self, host: str) -> bool:
        """Whether it is to be left alone for so long that its feeds are put off."""
        until = self._quiet_until.get(host)
        if until is None:
            return False
        left_s = until - self.clocks.seconds()
        if left_s <= 0:
            del self._quiet_until[host]
        return left_s > QUIET_S

    async def put_off(self, feeds: Sequence[tuple[int, str]]) -> None:
        """Have these feeds (id, host) due when their hosts may be asked again."""
        now, seconds = self.clocks.now(), self.clocks.seconds()
        rows = []
        for feed_id, host in feeds:
            wait_s = self._quiet_until[host] - seconds + random.random() * QUIET_S  # noqa: S311
            plan = f"{host} asked to be left alone; that holds for all of its feeds"
            rows.append((feed_id, now + timedelta(seconds=wait_s), plan))
        if rows:
            await self.writer.run(self._put_off, rows)

    async def write_now_and_then(self) -> None:
        """Write the ledger down, if it is time to."""
        if self.clocks.seconds() >= self._write_at + ledger.EVERY_S:
            self._write_at = self.clocks.seconds()
            await self._write()

    async def settle(self) -> None:
        """Write down what is still in memory."""
        with contextlib.suppress(DatabaseBusy):
            await self._write()
        if self._notes:
            await asyncio.wait(self._notes)

    def _hush(self, host: str, wait_s: float) -> None:
        until = self.clocks.seconds() + wait_s
        self.agenda.hush(host, until)
        self._quiet_until[host] = until

    def _noted(self, note: asyncio.Future[None]) -> None:
        self._notes.discard(note)
        if not note.cancelled() and (error := note.exception()):
            log.warning("ledger   could not be written: %s", error)

    async def _write(self) -> None:
        news, robots = self._ledger.take()
        if news or robots:
            await self.writer.run(self._record, news, robots)

    # On the writer thread.

    def _quiet(self, now: datetime) -> dict[str, datetime]:
        with self.writer.store.reading() as tx:
            return hosts.quiet(tx, now)

    def _keep_quiet(self, hush: Hush) -> None:
        with self.writer.store.writing() as tx:
            hosts.hush(tx, hush.host, hush.until, hush.why, self.clocks.now())

    def _put_off(self, rows: list[tuple[int, datetime, str]]) -> None:
        with self.writer.store.writing() as tx:
            hosts.put_off(tx, rows)

    def _record(self, news: list[HostNews], robots: list[RobotsRow]) -> None:
        with self.writer.store.writing() as tx:
            ledger.write(tx, news, robots)

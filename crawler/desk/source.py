"""Where the desk's tasks come from: one word for the database of one process (`due.py`) and for a
queue that many machines share (`turns.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from crawler.desk.clocks import Clocks
from crawler.desk.hosts import Hosts
from crawler.desk.looks import Looks
from crawler.desk.network import Network
from crawler.desk.pages import Pages
from crawler.desk.queue import Queue
from crawler.desk.telling import Telling
from crawler.politeness.agenda import Task
from crawler.reading.writer import Writer
from crawler.storage.entries import Waiting
from crawler.storage.hosts import RobotsRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Trays:
    """The parts of a desk that a source fills."""

    writer: Writer
    clocks: Clocks
    hosts: Hosts
    network: Network
    queue: Queue
    looks: Looks
    pages: Pages
    telling: Telling


class Source(Protocol):
    """Fills the trays of one desk; used in the loop."""

    async def open(self) -> None:
        """Before anything is handed out."""

    async def look_up(self) -> None:
        """Ask what is due; called by the clock."""

    def expect(self, waiting: Waiting) -> None:
        """An article is to be read: it was announced, or could not be had, or has more pages."""

    def finished(self, task: Task) -> None:
        """What there was to do for a task is done."""

    async def visit(self, task: Task, host: str) -> bool:
        """Whether a task may ask another host than its own, since a redirect leads there."""

    def may_ask(self, url: str = "") -> bool:
        """Whether a request may leave now, to that address if one is given."""

    async def keep_pause(self, host: str, pause_s: float) -> None:
        """A request is about to leave to a host that wants so long a pause after it."""

    async def robots_of(self, origin: str) -> RobotsRow | None:
        """What somebody else read lately of this robots.txt, if that counts here."""

    async def settle(self) -> None:
        """Once nothing is handed out any more, and all that was is done."""

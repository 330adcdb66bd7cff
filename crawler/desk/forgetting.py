"""What the desk wrote down and nobody will ask for any more leaves once a day, a part at a time.

Each turn is one short transaction, so that articles get theirs in between.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta

from crawler.desk.clocks import Clocks
from crawler.reading.writer import Writer
from crawler.storage import aging
from crawler.storage.aging import Part, Stay

# Decisions about feeds, look by look; the days of hosts.
LOOKS_STAY, HOSTS_STAY = timedelta(days=14), timedelta(days=90)
# Changes of feeds and gaps: rare, and what a person may want to look up a year later.
RARE_STAYS = timedelta(days=400)
# A robots.txt that is not asked for any more, a retired feed's subscription at its hub.
UNUSED_STAYS = timedelta(days=90)
EVERY_S = 86_400.0
# A service that has just begun has better things to do.
FIRST_S = 60.0


class Forgetting:
    """One a desk."""

    def __init__(self, writer: Writer, clocks: Clocks) -> None:
        self.writer, self.clocks = writer, clocks
        self._at = clocks.seconds() + FIRST_S
        self._parts: deque[Part] = deque()

    async def turn(self) -> None:
        """Do the next part, if there is one."""
        if self._parts:
            await self.writer.run(self._take, self._parts.popleft())
        elif self.clocks.seconds() >= self._at:
            self._at = self.clocks.seconds() + EVERY_S
            self._parts.extend(await self.writer.run(self._plan))

    async def all(self) -> None:
        """Everything at once, for a round that is made once: it has no other day."""
        for part in await self.writer.run(self._plan):
            await self.writer.run(self._take, part)

    # On the writer thread.

    def _plan(self) -> list[Part]:
        now = self.clocks.now()
        stay = Stay(
            looks=now - LOOKS_STAY,
            hosts=now - HOSTS_STAY,
            rare=now - RARE_STAYS,
            unused=now - UNUSED_STAYS,
        )
        with self.writer.store.reading() as tx:
            return list(aging.parts(tx, stay))

    def _take(self, part: Part) -> None:
        with self.writer.store.writing() as tx:
            part(tx)

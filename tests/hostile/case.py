"""One misbehaviour: what the host does, what a trusted crawler shows on the wire, and what is (or
must not be) in the database afterwards, and in how much memory.

Each case is looked at in two rounds of `wirewatch crawl --once`.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.hostile.world import Behaviour, Host, Visit, answer
from tests.line.origin import page

NOTHING_HERE = answer("nothing here", status="404 Not Found")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A host that misbehaves in one way."""

    name: str  # unique; "room: what"
    feed: Behaviour = NOTHING_HERE  # its answer for /feed
    paths: Mapping[str, Behaviour] = field(default_factory=dict)  # pages /a… are good if not here
    robots: Behaviour = NOTHING_HERE
    url: str = "{base}/feed"  # as it stands in feeds.toml; {port} and {canary} are filled in
    tls: ssl.SSLContext | None = None
    settings: str = ""  # more lines of its [[feed]]

    # On the wire, over both rounds.
    asked: Mapping[str, int] = field(default_factory=dict)  # so often for a path
    sent: Mapping[str, bytes | None] = field(default_factory=dict)  # headers of the second look
    gap_s: float = 0.0  # between the end of one request and the beginning of the next

    # In the database.
    outcome: str | None = "new"  # after the first round …
    note: str = ""  # … with this in its note
    then: str | None = None  # after the second
    then_note: str = ""
    articles: int | Mapping[str, str] = 1  # how many, or the access of each by path; -1 is any
    published: tuple[str | None, ...] | None = None  # UTC, of each; "now" is when it was read
    holds: tuple[str, ...] = ()  # somewhere in what is kept of its articles
    lacks: tuple[str, ...] = ()  # nowhere in it

    # By so much the service may grow while it is looked at: a heavy case all processes together, a
    # light one the service's own process, beside 47 others. The first light ones take 30, when
    # all that there is to load is loaded.
    memory_mib: int = 64

    @property
    def slug(self) -> str:
        """A word of its own."""
        return "".join(char for char in self.name if char.isalnum())

    def host(self) -> Host:
        """What its port answers."""
        paths = {"/robots.txt": self.robots, "/feed": self.feed, **self.paths}
        return Host(paths, self._page, tls=self.tls)

    async def _page(self, visit: Visit) -> None:
        """An article at every address under /a that the case does not say otherwise of."""
        if not visit.path.startswith("/a"):
            await NOTHING_HERE(visit)
            return
        reply = page(f"/{self.slug}{visit.path}".replace("?", "x").replace("=", "y"))
        await answer(reply.body, kind=reply.kind)(visit)

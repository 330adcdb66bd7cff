"""Where a feed says it has moved to -> whether that is to be believed yet.

A permanent redirect (301, 308) counts after it was seen at every look for a day: many are
mistakes of an evening, and an address that was given up wrongly does not come back by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

BELIEVED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where permanent redirects lead, and since when all looks were led there."""

    to: str | None = None
    since: datetime | None = None
    is_believed: bool = False


def move(held: Move, seen: str | None, *, now: datetime) -> Move:
    """What is known after a look that permanent redirects led to *seen*, or none at all."""
    if seen is None:
        return Move()
    if held.to != seen or held.since is None:
        return Move(to=seen, since=now)
    return Move(to=seen, since=held.since, is_believed=now - held.since >= BELIEVED_AFTER)

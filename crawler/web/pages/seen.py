"""What a reader has seen before: since when a story is new to them. Kept in their browser.

A visit ends with half an hour without a look. What arrived after the visit before this one began
its last look is unread for the whole of this visit, however often the page is loaded in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

COOKIE = "seen"
VISIT_ENDS = timedelta(minutes=30)
# Who comes for the first time has not missed everything there is.
FIRST = timedelta(hours=12)
KEPT_S = 90 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Seen:
    """Two moments."""

    unread_since: datetime
    looked_at: datetime  # last

    @property
    def text(self) -> str:
        """As it is kept."""
        return f"{int(self.unread_since.timestamp())}.{int(self.looked_at.timestamp())}"


def seen(cookie: str | None, now: datetime) -> Seen:
    """What is known at a look, from what the browser kept."""
    before = _read(cookie, now)
    if before is None:
        return Seen(now - FIRST, now)
    if now - before.looked_at > VISIT_ENDS:
        return Seen(before.looked_at, now)
    return Seen(before.unread_since, now)


def all_read(now: datetime) -> Seen:
    """Somebody says that they have seen everything."""
    return Seen(now, now)


def _read(cookie: str | None, now: datetime) -> Seen | None:
    try:
        since, looked = (datetime.fromtimestamp(int(one), UTC) for one in (cookie or "").split("."))
    except (ValueError, OverflowError, OSError):
        return None
    return Seen(since, looked) if since <= looked <= now + VISIT_ENDS else None

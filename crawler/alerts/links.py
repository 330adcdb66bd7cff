"""Signed links in messages: who got the message may mute what it tells of, and nobody else.

A link names a topic and a story, holds for LINK_DAYS, and does nothing by being looked at: mail
servers open links to look for malware, so that muting takes a click on the page behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

LINK_DAYS = 90
_SALT = "wirewatch.mute"


@dataclass(frozen=True, slots=True)
class Muting:
    """What a link is for."""

    topic: str
    story_id: int


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links to the page at *base* ("https://news.example.org") and reads them."""

    base: str
    secret: str

    def mute(self, topic: str, story_id: int, now: datetime) -> str:
        """Where a reader can mute the story or the whole topic."""
        signed = self._serializer().dumps([topic, story_id, int(now.timestamp())])
        return f"{self.base.rstrip('/')}/mute/{signed}"

    def read(self, signed: str | bytes, now: datetime) -> Muting | None:
        """What the end of a link says; None when it is not ours or too old."""
        try:
            topic, story_id, made = self._serializer().loads(signed)
            age = now - datetime.fromtimestamp(made, UTC)
        except (BadSignature, TypeError, ValueError, OverflowError, OSError):
            return None
        return Muting(topic, story_id) if age <= timedelta(days=LINK_DAYS) else None

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=_SALT)

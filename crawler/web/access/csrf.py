"""The token that proves that a form is ours: signed, for one session, or for a few hours.

What a foreign page sends in a reader's name is refused at the gate already, by what browsers say of
themselves; the token is for those that say nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

FIELD = "csrf"
HEADER = "x-csrf-token"
# For those without a session, who may have left the page open over the night.
HOURS = timedelta(hours=24)
NOBODY = 0
_SALT = "wirewatch.form"


def made(secret: str, session_id: int | None, now: datetime) -> str:
    """A token for the forms of this session, or of whoever has none."""
    return _serializer(secret).dumps([session_id or NOBODY, int(now.timestamp())])


def is_ours(given: str, secret: str, session_id: int | None, now: datetime) -> bool:
    """Whether `made` gave this token to this session."""
    try:
        whose, at = _serializer(secret).loads(given)
        age = now - datetime.fromtimestamp(at, UTC)
    except (BadSignature, TypeError, ValueError, OverflowError, OSError):
        return False
    return whose == (session_id or NOBODY) and (session_id is not None or age <= HOURS)


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_SALT)

"""WebSub: what is said to a feed's hub, and whether what a hub says is to be believed.

https://www.w3.org/TR/websub/
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

LEASE = timedelta(days=10)
# A hub may give a shorter lease or a longer one than was asked for; these are kept to.
LEASE_LEAST, LEASE_MOST = timedelta(minutes=10), timedelta(days=30)
# 5.2: the hub names its hash; sha1 is what most of them still use.
_HASHES = ("sha1", "sha256", "sha384", "sha512")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a hub asks us to confirm, or tells us about a subscription."""

    mode: str  # subscribe, unsubscribe, denied
    topic: str
    challenge: str = ""
    lease_s: int | None = None
    reason: str = ""


def subscription_form(*, callback: str, topic: str, secret: str) -> bytes:
    """The body of a request for a subscription (5.1)."""
    return urlencode({
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.lease_seconds": int(LEASE.total_seconds()),
        "hub.secret": secret,
    }).encode()  # fmt: skip


def lease_until(intent: Intent, now: datetime) -> datetime:
    """When a confirmed subscription ends."""
    given = LEASE if intent.lease_s is None else timedelta(seconds=min(intent.lease_s, 10**9))
    return now + min(max(given, LEASE_LEAST), LEASE_MOST)


def renew_at(now: datetime, until: datetime) -> datetime:
    """When to ask for the next lease: with a tenth of this one left."""
    return until - (until - now) / 10


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether *header* (X-Hub-Signature) is *body*'s signature with our secret (5.2)."""
    method, _, given = header.strip().partition("=")
    if method.lower() not in _HASHES or not given.isascii():
        return False
    right = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(right, given.strip().lower())

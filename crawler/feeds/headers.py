"""Headers of an answer -> how long its server wants to be left alone. RFC 9111 and RFC 9110."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIRECTIVE = re.compile(r"""([\w-]{1,40})(?:\s*=\s*(?:"([^"]*)"|([^\s,"]*)))?""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Minutes from now that a server asks us to wait; None where it says nothing."""

    max_age_min: float | None = None  # Cache-Control
    expires_min: float | None = None
    retry_after_min: float | None = None


def asked(headers: Mapping[str, str], *, now: datetime) -> Asked:
    """What *headers* ask for; their names may be in any case, and nonsense in them is nothing.

    Expires counts from the server's own Date, so that its clock may be wrong. Where the server
    forbids to keep the answer (no-cache, no-store), neither Expires nor max-age says anything.
    """
    said = {name.lower(): value for name, value in headers.items()}
    retry_after = _wait_min(said.get("retry-after", ""), now)
    control = _directives(said.get("cache-control", ""))
    if {"no-cache", "no-store"} & control.keys():
        return Asked(retry_after_min=retry_after)
    expires, sent = http_date(said.get("expires", "")), http_date(said.get("date", "")) or now
    return Asked(
        max_age_min=_minutes(control.get("max-age", "")),
        expires_min=_between(sent, expires),
        retry_after_min=retry_after,
    )


def http_date(text: str) -> datetime | None:
    """The moment of an HTTP date in any of its three forms, or None."""
    try:
        moment = parsedate_to_datetime(text.strip()[:64])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _directives(text: str) -> dict[str, str]:
    found = _DIRECTIVE.finditer(text[:1000])
    return {name[1].lower(): (name[2] or name[3] or "") for name in found}


def _wait_min(text: str, now: datetime) -> float | None:
    if text.strip().isdecimal():
        return _minutes(text)
    return _between(now, http_date(text))


def _minutes(seconds: str) -> float | None:
    digits = seconds.strip()
    return int(digits[:10]) / 60 if digits.isascii() and digits.isdecimal() else None


def _between(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else max(0.0, (end - start).total_seconds() / 60)

"""What a run did, in numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did, by kind of event."""

    counts: dict[str, int]
    seconds: float
    interrupted: bool

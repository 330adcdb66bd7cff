"""What costs much to find out and changes little: remembered for a while, by whoever asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Of one process."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[datetime, Any]] = {}
        self._lock = threading.Lock()

    def recall(self, name: str, now: datetime, lasts: timedelta, find: Callable[[], T]) -> T:
        """What *find* told the last time, if that is no longer ago than *lasts*; else anew."""
        with self._lock:
            held = self._held.get(name)
        if held is not None and timedelta(0) <= now - held[0] < lasts:
            known: T = held[1]
            return known
        found = find()
        with self._lock:
            self._held[name] = (now, found)
        return found

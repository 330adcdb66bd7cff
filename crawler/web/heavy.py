"""What may take seconds: a few at a time, so that the other pages and the API stay quick."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import HTTPException

from crawler.config import Config
from crawler.storage.search import Patience

AT_ONCE = 4
WAIT_S = 3.0
# An exchange ends after half a minute; what was found by then has to be on its way.
LONGEST_S = 20.0
_places = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def heavy(config: Config) -> Iterator[Patience]:
    """A place, and the time that is left for the work. 503 where all are taken."""
    if not _places.acquire(timeout=WAIT_S):
        raise HTTPException(
            503, "Too many searches at once; try again in a moment.", {"Retry-After": "2"}
        )
    try:
        yield Patience(min(config.archive.search_timeout_s or LONGEST_S, LONGEST_S))
    finally:
        _places.release()

"""Libraries are loaded for good, which Python's collector of garbage does not know."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """While a service loads its libraries, nobody looks for garbage among them, nor later.

    There is none, and to look takes a seventh of a start; later each full look through what the
    service and its page are made of would hold up everything for a tenth of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

"""An event loop whose time is its own: where others wait, it jumps to the next thing to do.

What was handed to threads runs at once and in the loop, so that one run is like the other.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar

from crawler.desk import Clocks

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Seconds begin at 0 and pass only by jumps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        """Seconds since the loop was made, of its own time."""
        return self.seconds

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Called at once; a thread would have to be waited for in real time."""
        del executor
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class _Jumping(selectors.DefaultSelector):
    """Waits for nobody: there are no sockets here but the loop's own."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("a simulation waits for something that cannot come")
        self._loop.seconds += max(0.0, timeout)
        return []


def run_virtually(main: Callable[[Clocks], Coroutine[Any, Any, T]], began_at: datetime) -> T:
    """What *main* gives, with a clock that shows *began_at* when it starts."""
    loop = VirtualLoop()
    clocks = Clocks(
        now=lambda: began_at + timedelta(seconds=loop.seconds), seconds=lambda: loop.seconds
    )
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(main(clocks))
    finally:
        try:
            _cancel_all(loop)
        finally:
            asyncio.set_event_loop(None)
            loop.close()


def _cancel_all(loop: VirtualLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

"""Time that passes by jumps."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from crawler.desk import Clocks
from crawler.simulation.clock import run_virtually

BEGAN = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)


def test_a_month_of_waiting_takes_no_time() -> None:
    began = time.monotonic()

    async def main(clocks: Clocks) -> datetime:
        await asyncio.sleep(30 * 86_400)
        return clocks.now()

    assert run_virtually(main, BEGAN) == BEGAN + timedelta(days=30)
    assert time.monotonic() - began < 5


def test_what_waits_less_comes_first_and_time_outs_are_kept() -> None:
    seen: list[tuple[str, float]] = []

    async def main(clocks: Clocks) -> None:
        async def after(name: str, seconds: float) -> None:
            await asyncio.sleep(seconds)
            seen.append((name, clocks.seconds()))

        await asyncio.gather(after("late", 7200), after("soon", 60))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 600)
        seen.append(("gave up", clocks.seconds()))

    run_virtually(main, BEGAN)

    assert seen == [("soon", 60.0), ("late", 7200.0), ("gave up", 7800.0)]


def test_work_for_threads_is_done_at_once_and_its_errors_come_back() -> None:
    async def main(_clocks: Clocks) -> int:
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 // 0)
        return await asyncio.to_thread(lambda: 17)

    assert run_virtually(main, BEGAN) == 17


def test_waiting_for_what_cannot_come_is_an_error() -> None:
    async def main(_clocks: Clocks) -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="cannot come"):
        run_virtually(main, BEGAN)

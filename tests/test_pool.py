"""A poison task costs one worker and fails alone."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from crawler.errors import PageError
from crawler.pool import Pool

TASK_S = 1.5
PATIENT_S = 30.0


def double(number: int) -> int:
    return 2 * number


def for_ever() -> None:
    while True:
        pass


def deaf_for_ever() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for_ever()


def eat_memory() -> int:
    eaten = []
    while True:
        eaten.append(bytearray(64 * 1024 * 1024))


def wait(seconds: float) -> str:
    time.sleep(seconds)
    return "waited"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise PageError("no article here")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(2, task_s=PATIENT_S, memory_mib=256)
    asyncio.run(pool.run(double, 1))  # a worker takes a second to start
    pool.task_s = TASK_S
    yield pool
    pool.close(at_once=True)


@pytest.mark.parametrize(
    ("poison", "words"),
    [
        (for_ever, "for_ever took longer than 1.5 s and was stopped"),
        (deaf_for_ever, "deaf_for_ever took longer than 1.5 s and was stopped"),
        (eat_memory, "eat_memory needed too much memory and was stopped"),
        (die, "die ended its process (exit code -9)"),
        (refuse, "no article here"),
    ],
)
def test_a_poison_task_fails_alone_and_says_why(
    pool: Pool, poison: Callable[[], None], words: str
) -> None:
    async def both() -> tuple[int, BaseException | None]:
        good: Awaitable[int] = asyncio.ensure_future(pool.run(double, 21))
        try:
            await pool.run(poison)
        except PageError as error:
            return await good, error
        return await good, None

    pool.task_s = TASK_S if "ever" in poison.__name__ else PATIENT_S
    number, error = asyncio.run(both())

    assert number == 42
    assert str(error) == words


def test_time_is_that_of_the_processor(pool: Pool) -> None:
    pool.task_s = TASK_S

    assert asyncio.run(pool.run(wait, 2 * TASK_S)) == "waited"


def test_who_only_waits_is_stopped_as_well(pool: Pool) -> None:
    pool.task_s = 0.1

    with pytest.raises(PageError, match="wait took longer than"):
        asyncio.run(pool.run(wait, PATIENT_S))


def test_after_each_poison_the_pool_works_on(pool: Pool) -> None:
    pool.task_s = PATIENT_S

    async def many() -> list[int]:
        return list(await asyncio.gather(*(pool.run(double, n) for n in range(20))))

    assert asyncio.run(many()) == [2 * n for n in range(20)]


def test_a_pool_that_is_closed_at_once_leaves_its_tasks() -> None:
    pool = Pool(1, task_s=60, memory_mib=256)

    async def begin() -> None:
        running = asyncio.ensure_future(pool.run(for_ever))
        await asyncio.sleep(0.5)
        began = time.monotonic()
        pool.close(at_once=True)
        assert time.monotonic() - began < 10
        running.cancel()

    asyncio.run(begin())


def test_a_pool_that_gave_up_is_made_anew() -> None:
    pool = Pool(1, task_s=PATIENT_S, memory_mib=256)

    try:
        pool._pool.stop()  # type: ignore[no-untyped-call]  # as when no worker starts
        pool._pool.join()

        assert asyncio.run(pool.run(double, 21)) == 42
    finally:
        pool.close(at_once=True)

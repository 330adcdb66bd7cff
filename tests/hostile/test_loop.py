"""One feed of 15 MiB and 50,000 items does not stand in the way of everybody else."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.feeds.parse import ParsedFeed, parse_feed
from crawler.middlewares import UnpackingMiddleware
from crawler.pool import Pool
from crawler.spiders.news import MIB
from tests.hostile.cases.traps import items

BODY = items(*((f"g{n}", f"/b/{n}" + "x" * 180) for n in range(50_000))).encode()
URL = "http://127.0.0.1/feed"
# Of the time that reading it takes where it is read; a loop that read it itself would have 1.
SHARE = 0.5


async def longest_pause(work: Callable[[], Awaitable[ParsedFeed]]) -> tuple[float, ParsedFeed]:
    """How long the loop did nothing else while *work* was done, in seconds of this process's CPU.

    CPU and not the clock: what other processes take away from us is no pause of ours.
    """
    longest, done = 0.0, asyncio.Event()

    async def pulse() -> None:
        nonlocal longest
        while not done.is_set():
            began = time.thread_time()
            await asyncio.sleep(0.001)
            longest = max(longest, time.thread_time() - began)

    beating = asyncio.ensure_future(pulse())
    await asyncio.sleep(0.01)
    found = await work()
    done.set()
    await beating
    return longest, found


@pytest.fixture
def unpacking() -> UnpackingMiddleware:
    return UnpackingMiddleware.from_crawler(get_crawler())


def test_a_feed_of_50_000_items_is_read_beside_the_loop(unpacking: UnpackingMiddleware) -> None:
    packed = gzip.compress(BODY, compresslevel=1)
    answer = Response(URL, headers={"Content-Encoding": "gzip"}, body=packed)
    request = Request(URL, meta={"download_maxsize": 20 * MIB})
    pool = Pool(1, task_s=60, memory_mib=512)
    now = datetime.now(UTC)

    async def read() -> ParsedFeed:
        page = cast(Response, await unpacking.process_response(request, answer))
        return await pool.run(parse_feed, page.body, url=URL, now=now, limit=60_000)

    try:
        asyncio.run(warmed(pool))
        pause, feed = asyncio.run(longest_pause(read))
        began = time.thread_time()
        parse_feed(BODY, url=URL, now=now, limit=60_000)
        reading_s = time.thread_time() - began
    finally:
        pool.close(at_once=True)

    assert len(BODY) > 14 * MIB
    assert len(feed.entries) == 50_000
    assert pause < SHARE * reading_s


def test_no_more_items_are_read_than_are_kept() -> None:
    def cost_s(limit: int) -> float:
        began = time.thread_time()
        parse_feed(BODY, url=URL, now=datetime.now(UTC), limit=limit)
        return time.thread_time() - began

    assert cost_s(2000) < 0.3 * cost_s(60_000)


async def warmed(pool: Pool) -> Any:
    """A worker takes a second to start."""
    return await pool.run(len, b"")

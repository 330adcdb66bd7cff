"""The reactor under the service, when the clock is put back."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from twisted.internet.asyncioreactor import AsyncioSelectorReactor

from crawler.service.loop import steady


def test_what_is_to_be_done_at_once_is_done_though_the_clock_is_put_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.SelectorEventLoop()
    reactor: Any = AsyncioSelectorReactor(loop)
    steady(reactor)
    done: list[str] = []

    reactor.callLater(0, done.append, "connected")
    monkeypatch.setattr(AsyncioSelectorReactor, "seconds", lambda _: time.time() - 7200)
    loop.call_later(0.2, loop.stop)
    loop.run_forever()
    reactor.removeAll()
    loop.close()

    assert done == ["connected"]

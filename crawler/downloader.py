"""Scrapy's downloader with its limit per host kept, and with limits before the body begins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import _schedule_coro
from twisted.internet.defer import fail
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web.client import HTTPConnectionPool

from crawler.certificates import Certificates
from crawler.chunks import ChunkParser
from crawler.connections import ShortPool
from crawler.middlewares import NotOurs

# The setting with the seconds until an answer must have begun.
FIRST_BYTE_S = "WIREWATCH_FIRST_BYTE_S"
# The setting with hosts whose certificates are not checked.
TLS_UNCHECKED = "WIREWATCH_TLS_UNCHECKED"
# Scrapy notes this in the request's meta when the headers are complete.
HEADERS_CAME = "download_latency"
# Scrapy's own time-out comes first where it works.
GRACE_S = 1.0
# Browsers stop at 256 KiB as well. The last read may hold the beginning of the body.
HEAD_MAX_BYTES = 256 * 1024
ONE_READ_BYTES = 64 * 1024


class KeepingDownloader(Downloader):
    """A slot's request counts as under way from the moment it leaves the queue.

    In Scrapy 2.14 to 2.19 it counts only when its task runs, so that without a delay the loop
    below empties the whole queue at once: with a limit of 1, fifteen requests reached the server
    together. Same as upstream but for the line marked. Drop this once upstream has mended it.
    """

    def _process_queue(self, slot: Slot) -> None:
        if slot.latercall:
            return
        now = monotonic()
        delay = slot.download_delay()
        if delay:
            penalty = delay - now + slot.lastseen
            if penalty > 0:
                slot.latercall = call_later(penalty, self._latercall, slot)
                return
        while slot.queue and slot.free_transfer_slots() > 0:
            slot.lastseen = now
            request, deferred = slot.queue.popleft()
            slot.transferring.add(request)  # <- not upstream
            _schedule_coro(self._wait_for_download(slot, request, deferred))
            if delay:
                self._process_queue(slot)
                break


class PunctualHandler(HTTP11DownloadHandler):
    """Scrapy's, with a limit to the wait for the first answer and one to the size of headers.

    Scrapy has one time-out for the whole answer, and takes headers without end: a server that
    sends them for thirty seconds over a fast line fills the memory. Where Twisted itself gets
    stuck (a look-up that breaks) nothing ends at all, and the host would be busy for good.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.first_byte_s = crawler.settings.getfloat(FIRST_BYTE_S)
        self.whole_s = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        unchecked = crawler.settings.getlist(TLS_UNCHECKED)
        certificates: Any = Certificates(self._contextFactory, unchecked)
        self._contextFactory = certificates
        self._pool = _pool_like(self._pool)
        self._crawler = crawler
        self._pool._factory = partial(_Factory, self._may_send)  # type: ignore[assignment]

    async def download_request(self, request: Request) -> Response:
        """The answer; DownloadTimeoutError when its headers are not there in time."""
        request.meta.pop(HEADERS_CAME, None)  # of the request that was redirected here
        answer = asyncio.ensure_future(super().download_request(request))
        late = False

        def give_up() -> None:
            nonlocal late
            late = answer.cancel()

        def look_at_the_clock() -> None:
            if HEADERS_CAME not in request.meta:
                give_up()

        loop = asyncio.get_running_loop()
        alarms = (
            loop.call_later(self.first_byte_s, look_at_the_clock),
            loop.call_later(self.whole_s + GRACE_S, give_up),
        )
        try:
            return await answer
        except asyncio.CancelledError:
            answer.cancel()
            if not late:
                raise
            raise DownloadTimeoutError(f"{request.url}: no answer in time") from None
        finally:
            for alarm in alarms:
                alarm.cancel()

    def _may_send(self, url: str) -> bool:
        """Asked when the line stands: since it was asked for, we may have been thought dead."""
        desk = getattr(self._crawler.spider, "desk", None)
        return desk is None or desk.may_ask("" if url.endswith("/robots.txt") else url)


def _pool_like(pool: HTTPConnectionPool) -> HTTPConnectionPool:
    made = ShortPool(pool._reactor, persistent=pool.persistent)  # type: ignore[no-untyped-call]
    made.maxPersistentPerHost = pool.maxPersistentPerHost
    return made


class HeadersTooLong(Exception):
    """More came before the body than any server needs to say."""


class _Protocol(_LenientHTTP11ClientProtocol):
    """One connection; counts what comes before a body."""

    def __init__(self, quiescent: Any, may_send: Callable[[str], bool]) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._may_send = may_send

    def request(self, request: Any) -> Any:
        url = request.absoluteURI.decode("ascii")
        if not self._may_send(url):
            self.transport.abortConnection()  # type: ignore[union-attr]
            return fail(NotOurs(f"{url}: another worker may have the host's turn by now"))
        answer = super().request(request)
        # As Scrapy does it with a parser of its own; ours has no more state either.
        self._parser.__class__ = ChunkParser
        return answer

    _counted: Any = None  # the parser of the answer that is counted
    _head_bytes = 0

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802 Twisted's names
        parser = self._parser
        if parser is not None and parser is not self._counted:
            self._counted, self._head_bytes = parser, 0
            parser.MAX_LENGTH = 2 * HEAD_MAX_BYTES  # of a line; beyond it Twisted just hangs up
        if parser is not None and parser.state in (STATUS, HEADER):
            self._head_bytes += len(bytes)
            if self._head_bytes > HEAD_MAX_BYTES + ONE_READ_BYTES:
                self.transport.abortConnection()  # type: ignore[union-attr]
                self._giveUp(Failure(HeadersTooLong()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def __init__(self, may_send: Callable[[str], bool], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)  # type: ignore[no-untyped-call]
        self._may_send = may_send

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: ARG002, N802
        return _Protocol(self._quiescentCallback, self._may_send)

"""Bodies that come in chunks, handed on as they came from the network and not chunk by chunk.

Scrapy asks around for each piece of a body whether to go on. With chunks of five bytes one read
from the network held the loop for half a second; joined, for a few hundredths.
"""

from __future__ import annotations

from collections.abc import Callable

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from twisted.web.http import _ChunkedTransferDecoder

# Chunks smaller than this are crumbs; after so many of them the rest is not waited for. Templates
# that are flushed word by word make some thousands.
CRUMB_BYTES = 64
CRUMBS_MOST = 100_000


class OnlyCrumbs(Exception):
    """A body in more tiny chunks than any server needs."""


class _Decoder(_ChunkedTransferDecoder):
    def __init__(
        self,
        dataCallback: Callable[[bytes], None],  # noqa: N803  # Twisted's names
        finishCallback: Callable[[bytes], None],  # noqa: N803
    ) -> None:
        self._pieces: list[bytes] = []
        self._crumbs = 0
        self._hand_on, self._end = dataCallback, finishCallback
        super().__init__(self._pieces.append, self._finish)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        super().dataReceived(data)
        self._flush()

    def _finish(self, rest: bytes) -> None:
        self._flush()
        self._end(rest)

    def _flush(self) -> None:
        if not self._pieces:
            return
        self._crumbs += sum(len(piece) < CRUMB_BYTES for piece in self._pieces)
        joined = b"".join(self._pieces)
        self._pieces.clear()
        self._hand_on(joined)
        if self._crumbs > CRUMBS_MOST:
            raise OnlyCrumbs


class ChunkParser(_LenientHTTPClientParser):
    """Scrapy's parser of answers, with this decoder."""

    _transferDecoders = {b"chunked": _Decoder}  # noqa: N815, RUF012  # as Twisted has it

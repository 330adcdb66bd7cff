"""Why a request brought no page: the exceptions of Scrapy and Twisted in words of ours."""

from __future__ import annotations

from datetime import datetime

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from twisted.internet import error
from twisted.web.client import ResponseFailed

from crawler.items import Cause, NoAnswer

# By the narrowest class first. What nobody answers for may be our own network's fault.
_Known = tuple[tuple[type[BaseException], str], ...]
_NOWHERE: _Known = (
    (exceptions.CannotResolveHostError, "no such host"),
    (error.DNSLookupError, "no such host"),
)
_UNREACHABLE: _Known = (
    (exceptions.DownloadTimeoutError, "no answer in time"),
    (exceptions.DownloadConnectionRefusedError, "connection refused"),
    (exceptions.DownloadFailedError, "connection failed"),
    (error.ConnectionRefusedError, "connection refused"),
    (error.TimeoutError, "no answer in time"),
    (error.ConnectError, "connection failed"),
    (error.ConnectionLost, "connection lost"),
    (TimeoutError, "no answer in time"),
)
_BROKEN: _Known = (
    (exceptions.DownloadCancelledError, "larger than allowed"),
    (exceptions.ResponseDataLossError, "the answer broke off"),
    (ResponseFailed, "a broken answer"),
)

_BY_CAUSE = (
    (Cause.BROKEN, _BROKEN),
    (Cause.NOWHERE, _NOWHERE),
    (Cause.UNREACHABLE, _UNREACHABLE),
)


def silence_of(why: BaseException, url: str, at: datetime) -> NoAnswer:
    """The cause and a reason for people."""
    if isinstance(why, IgnoreRequest):
        return NoAnswer(url=url, cause=Cause.REFUSED, reason=str(why) or "not asked for", at=at)
    for cause, known in _BY_CAUSE:
        for kind, words in known:
            if isinstance(why, kind):
                return NoAnswer(url=url, cause=cause, reason=_reason(words, why), at=at)
    reason = f"{type(why).__name__}: {why}"
    return NoAnswer(url=url, cause=Cause.BROKEN, reason=reason[:300], at=at)


def _reason(words: str, why: BaseException) -> str:
    detail = str(why).strip().split("\n", 1)[0]
    return f"{words} ({detail})"[:300] if detail else words

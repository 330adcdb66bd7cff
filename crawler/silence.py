"""Why a request brought no page: the exceptions of Scrapy and Twisted in words of ours."""

from __future__ import annotations

from datetime import datetime

from OpenSSL import SSL
from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from service_identity import VerificationError
from twisted.internet import error
from twisted.web import http
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed

from crawler.chunks import OnlyCrumbs
from crawler.downloader import HeadersTooLong
from crawler.items import Cause, NoAnswer
from crawler.middlewares import BrokenAnswer, Untold

# By the narrowest class first. What nobody answers for may be our own network's fault.
_Known = tuple[tuple[type[BaseException], str], ...]
_NOWHERE: _Known = (
    (exceptions.CannotResolveHostError, "no such host"),
    (error.DNSLookupError, "no such host"),
)
_UNREACHABLE: _Known = (
    (exceptions.DownloadTimeoutError, "no answer in time"),
    (exceptions.DownloadConnectionRefusedError, "connection refused"),
    (error.ConnectionRefusedError, "connection refused"),
    (error.TimeoutError, "no answer in time"),
    (error.ConnectError, "connection failed"),
    (error.ConnectionDone, "the server hung up without an answer"),
    (error.ConnectionLost, "connection lost"),
    (TimeoutError, "no answer in time"),
)
_CUT: _Known = (
    (exceptions.ResponseDataLossError, "the answer broke off"),
    (http.PotentialDataLoss, "the answer broke off"),
)
_BROKEN: _Known = (
    (exceptions.DownloadCancelledError, "larger than allowed"),
    (HeadersTooLong, "its headers are larger than allowed"),
    (OnlyCrumbs, "its body comes in crumbs, a hundred thousand chunks of a few bytes"),
    (ParseError, "no answer of a web server"),
)

_BY_CAUSE = (
    (Cause.CUT, _CUT),
    (Cause.BROKEN, _BROKEN),
    (Cause.NOWHERE, _NOWHERE),
    (Cause.UNREACHABLE, _UNREACHABLE),
)


def silence_of(why: BaseException, url: str, at: datetime) -> NoAnswer:
    """The cause and a reason for people."""
    cause, reason = _judge(_innermost(why))
    return NoAnswer(url=url, cause=cause, reason=reason[:300], at=at)


def _innermost(why: BaseException) -> BaseException:
    """What Scrapy's and Twisted's wrappers hold: a TLS error, a connection that was lost."""
    if isinstance(why, exceptions.DownloadFailedError) and why.__cause__ is not None:
        why = why.__cause__
    if isinstance(why, exceptions.ResponseDataLossError):
        reasons = getattr(why.__cause__, "reasons", ())
        return next((one.value for one in reasons if one.check(OnlyCrumbs)), why)
    while isinstance(why, ResponseFailed) and why.reasons:
        inner: BaseException = why.reasons[0].value
        why = inner
    return why


def _judge(why: BaseException) -> tuple[Cause, str]:
    if isinstance(why, BrokenAnswer):
        return Cause.BROKEN, str(why)
    if isinstance(why, Untold):
        return Cause.UNTOLD, str(why)
    if isinstance(why, IgnoreRequest):
        return Cause.REFUSED, str(why) or "not asked for"
    if isinstance(why, SSL.Error):
        return _tls(why)
    if isinstance(why, VerificationError):
        return Cause.UNTRUSTED, "its certificate is not to be trusted (it is for another host)"
    for cause, known in _BY_CAUSE:
        for kind, words in known:
            if isinstance(why, kind):
                return cause, words
    if isinstance(why, exceptions.DownloadFailedError):
        return Cause.UNREACHABLE, f"connection failed ({why})"
    return Cause.BROKEN, f"{type(why).__name__}: {why}"


def _tls(why: SSL.Error) -> tuple[Cause, str]:
    """OpenSSL gives (library, function, reason) for each fault, the first one telling."""
    try:
        detail = str(why.args[0][0][2])
    except (IndexError, TypeError):
        return Cause.BROKEN, "no TLS connection"
    if "certificate" in detail:
        return Cause.UNTRUSTED, f"its certificate is not to be trusted ({detail})"
    return Cause.BROKEN, f"no TLS connection ({detail})"

"""Scrapy's downloader middlewares of ours: safety, robots.txt, redirects."""

from __future__ import annotations

import asyncio
import logging
import struct
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import httpcompression, redirect
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.utils import _compression as unpackers

from crawler.config import Config
from crawler.dedup.urls import site_of
from crawler.desk import Desk
from crawler.politeness.robots import (
    READ_BYTES,
    ROBOTS_REDIRECTS,
    Rules,
    rules_of,
    rules_out_of_reach,
    rules_without_answer,
)
from crawler.politeness.safety import Reach
from crawler.reading.ledger import ROBOTS_BYTES

log = logging.getLogger(__name__)

# Settings that carry objects of ours through Scrapy.
CONFIG = "WIREWATCH_CONFIG"
REACH = "WIREWATCH_REACH"
WHY_REFUSED = "WIREWATCH_WHY_REFUSED"  # a function: host -> why it was refused after DNS

# Request.meta keys of ours.
IS_ROBOTS = "is_robots"  # the request is for robots.txt itself
READ = "robots_bytes"  # of it, so far
CRAWL_DELAY = "crawl_delay_s"  # what robots.txt asks for, put here for the agenda

# Hosts whose robots.txt is remembered; beyond that the least recently used is asked again.
REMEMBERED = 20_000


# Proxies add a layer of their own to the server's; more is a trick.
LAYERS_MAX = 3
# Packed bytes that are unpacked in the loop: a few milliseconds at most, but for bombs, and those
# end at the limit. Anything larger goes to a thread.
AT_ONCE_BYTES = 64 * 1024
ANY_SIZE = 0
ROBOTS_UNPACKED_BYTES = 10 * 1024 * 1024
# What Scrapy's unpackers raise: gzip, deflate, brotli, zstd.
UNPACKABLE = (
    OSError,
    EOFError,
    struct.error,
    zlib.error,
    unpackers.brotli.error,  # type: ignore[attr-defined]
    unpackers.zstd.ZstdError,  # type: ignore[attr-defined]
)


class Refused(IgnoreRequest):
    """Our own rules forbid the request; the message is for people."""


class Untold(Refused):
    """What robots.txt allows could not be learnt: for some time nothing is."""


class NotOurs(IgnoreRequest):
    """The request must not leave from here: another worker may have the host's turn by now."""


class BrokenAnswer(IgnoreRequest):
    """The server answered with something that cannot be taken; the message is for people."""


class EndlessRedirects(BrokenAnswer):
    """One redirect led to the next, more often than allowed."""


class SafetyMiddleware:
    """Refuses addresses that must not be asked for, on first requests and on redirects."""

    def __init__(
        self, reach: Reach, why_refused: Callable[[str], str | None], redirects_max: int
    ) -> None:
        self.reach, self.why_refused, self.redirects_max = reach, why_refused, redirects_max

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SafetyMiddleware:
        """Built by Scrapy."""
        manners = crawler.settings[CONFIG].politeness
        settings = crawler.settings
        return cls(settings[REACH], settings[WHY_REFUSED], manners.redirects_max)

    def process_request(self, request: Request) -> None:
        """Let it pass or raise Refused."""
        request.meta.setdefault("redirect_ttl", self.redirects_max)
        if objection := self.reach.objection(request.url):
            raise Refused(objection)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A name that was refused after DNS comes back as one that does not exist: say why."""
        if isinstance(exception, CannotResolveHostError):
            reason = self.why_refused(urlsplit(request.url).hostname or "")
            if reason is not None:
                raise Refused(reason) from exception


class RobotsMiddleware:
    """Obeys robots.txt as RFC 9309 says, for feeds and articles.

    Scrapy's own takes every failure for permission and remembers it as long as the process lives.
    """

    def __init__(self, crawler: Crawler, config: Config) -> None:
        self.crawler = crawler
        self.manners = config.politeness
        self.agent = config.identity.name
        self._rules: OrderedDict[str, Rules] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Built by Scrapy."""
        made = cls(crawler, crawler.settings[CONFIG])
        crawler.signals.connect(made.enough, signals.bytes_received)
        return made

    def enough(self, data: bytes, request: Request) -> None:
        """Of a robots.txt so much is read; what has come by then counts."""
        if request.meta.get(IS_ROBOTS):
            request.meta[READ] = request.meta.get(READ, 0) + len(data)
            if request.meta[READ] >= READ_BYTES:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        """Let it pass or raise Refused; the host's Crawl-delay is left in the request's meta."""
        if request.meta.get(IS_ROBOTS) or not self.manners.obey_robots:
            return
        rules = await self._rules_for(request)
        if not rules.allow(request.url, self.agent):
            if rules.parsed is None:
                raise Untold(f"{rules.reason}, so nothing may be fetched")
            raise Refused(f"{rules.reason} forbids it")
        delay = rules.delay_s(self.agent)
        if delay is not None and delay > self.manners.crawl_delay_max_s:
            raise Refused(
                f"robots.txt asks for {delay:g} s between requests, more than "
                f"politeness.crawl_delay_max_s ({self.manners.crawl_delay_max_s:g} s)"
            )
        task, host = request.cb_kwargs.get("task"), site_of(request.url)
        # What a redirect's target asks for is not what the task's own host is owed.
        if task is None or host == task.host:
            request.meta[CRAWL_DELAY] = delay
        if delay is not None:
            await self.desk.keep_pause(host, delay)

    @property
    def desk(self) -> Desk:
        """The spider's."""
        return self.crawler.spider.desk  # type: ignore[union-attr,no-any-return]

    async def _rules_for(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = self._rules.get(origin)
        if rules is None or rules.until <= monotonic():
            rules = await self._held(origin) or await self._ask(origin, request)
            self._rules[origin] = rules
            while len(self._rules) > REMEMBERED:
                self._rules.popitem(last=False)
        self._rules.move_to_end(origin)
        return rules

    async def _held(self, origin: str) -> Rules | None:
        """As another worker read it, if that counts still."""
        row = await self.desk.robots_of(origin)
        if row is None or len(row.body) >= ROBOTS_BYTES:
            return None  # more than is kept was read
        age_s = (self.desk.clocks.now() - row.asked_at).total_seconds()
        now, cache_s = monotonic(), self.manners.robots_cache_h * 3600
        if row.status is None:
            rules = rules_without_answer(row.note, now=now)
        else:
            rules = rules_of(row.status, row.body, now=now, cache_s=cache_s)
        rules = replace(rules, until=rules.until - age_s)
        return rules if rules.until > now else None

    async def _ask(self, origin: str, request: Request) -> Rules:
        cache_s = self.manners.robots_cache_h * 3600
        meta = {
            IS_ROBOTS: True,
            "download_slot": f"robots {origin}",
            "redirect_ttl": ROBOTS_REDIRECTS,
            "download_maxsize": ANY_SIZE,  # see enough()
        }
        if proxy := request.meta.get("proxy"):
            meta["proxy"] = proxy
        asked = Request(f"{origin}/robots.txt", meta=meta, dont_filter=True)
        try:
            answer = await self.crawler.engine.download_async(asked)
        except Refused as error:
            if isinstance(error.__cause__, CannotResolveHostError):
                raise  # it is the host itself that is refused
            self._note_no_answer(origin, error)
            return rules_without_answer(str(error), now=monotonic())
        except EndlessRedirects as error:
            return rules_out_of_reach(str(error), now=monotonic(), cache_s=cache_s)
        except BrokenAnswer as error:
            self._note_no_answer(origin, error)
            return rules_without_answer(str(error), now=monotonic())
        except NotOurs:
            raise  # it was not asked
        except Exception as error:
            # The request for the page itself will tell what is wrong, and whose fault it is.
            log.debug("%s/robots.txt: %s", origin, error)
            self._note_no_answer(origin, error)
            raise
        return rules_of(answer.status, answer.body, now=monotonic(), cache_s=cache_s)

    def _note_no_answer(self, origin: str, why: Exception) -> None:
        """For those who ask why nothing was fetched."""
        self.crawler.spider.unheard(origin, why)  # type: ignore[union-attr]


class LeaseMiddleware:
    """The last look before a request leaves: of many workers one that may be thought dead is quiet.

    Between a task's begin and its request lie its robots.txt and its redirects.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LeaseMiddleware:
        """Built by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> Awaitable[None] | None:
        """Let it pass or raise NotOurs."""
        if "redirect_times" in request.meta and not request.meta.get(IS_ROBOTS):
            return self._visit(request)
        self._judge(request)
        return None

    async def _visit(self, request: Request) -> None:
        """A redirect may lead to a host that another worker asks."""
        task, host = request.cb_kwargs["task"], site_of(request.url)
        if host != task.host and not await self.desk.visit(task, host):
            raise NotOurs(f"{request.url}: another worker asks {host} all the time")
        self._judge(request)

    def _judge(self, request: Request) -> None:
        if not self.desk.may_ask("" if request.meta.get(IS_ROBOTS) else request.url):
            raise NotOurs(f"{request.url}: the database has not heard from this worker lately")

    @property
    def desk(self) -> Desk:
        """The spider's."""
        return self.crawler.spider.desk  # type: ignore[union-attr,no-any-return]


class RedirectMiddleware(redirect.RedirectMiddleware):
    """Scrapy's, with the pause kept of the host that a redirect leads to."""

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """We do not say where we come from."""
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The next request, the response itself, or BrokenAnswer where there is nowhere to go."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise BrokenAnswer(f"redirected to what is no address ({error})") from None

    def _engine_started(self) -> None:
        """Scrapy would look for the middleware that sets Referer, and complain."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        redirected.meta.pop("download_slot", None)
        if not redirected.meta.get(IS_ROBOTS):
            redirected.meta["download_slot"] = site_of(redirected.url)
        # Validators belong to the address that gave them.
        for name in ("If-None-Match", "If-Modified-Since"):
            if urlsplit(redirected.url).netloc != urlsplit(request.url).netloc:
                redirected.headers.pop(name, None)
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest:
            times = request.meta.get("redirect_times", 0)
            raise EndlessRedirects(f"redirected more than {times} times") from None


class UnpackingMiddleware(httpcompression.HttpCompressionMiddleware):
    """Scrapy's, with words of ours, a limit to layers, and without standing in the loop's way."""

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """The response unpacked; BrokenAnswer when it grows too large or has too many layers.

        What is said to be packed and cannot be unpacked is taken as it is: servers that compress
        forget to, and servers that do not say so.
        """
        layers = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if layers == [b""]:
            return response
        if len(layers) > LAYERS_MAX:
            raise BrokenAnswer("packed more often than anybody would")
        if request.meta.get(IS_ROBOTS):
            request.meta["download_maxsize"] = ROBOTS_UNPACKED_BYTES
        unpack = partial(super().process_response, request, response)
        try:
            if len(response.body) < AT_ONCE_BYTES:
                return unpack()
            return await asyncio.to_thread(unpack)
        except IgnoreRequest:
            raise BrokenAnswer("larger than allowed after unpacking") from None
        except UNPACKABLE:
            del response.headers["Content-Encoding"]
            return response


def moved_to(meta: dict[str, Any], url: str) -> str | None:
    """Where only permanent redirects led, or None when there were none or one was temporary."""
    reasons = meta.get("redirect_reasons") or []
    return url if reasons and all(reason in (301, 308) for reason in reasons) else None

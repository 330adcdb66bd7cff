"""The one spider: fetches what the desk hands out, for as long as the desk does."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.desk import Desk
from crawler.items import Cause, NoAnswer, Page
from crawler.middlewares import CRAWL_DELAY, IS_ROBOTS, NotOurs, moved_to
from crawler.politeness.agenda import Kind, Task
from crawler.reading.feeds import is_unconditional
from crawler.silence import silence_of

log = logging.getLogger("wirewatch")

# What is asked for, in the order of preference.
FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Scrapy's item: what a task brought, for the pipelines."""

    task: Task
    what: Page | NoAnswer


class NewsSpider(Spider):
    """Lives as long as the service; its requests come from the desk, one by one."""

    name = "news"

    def __init__(
        self, desk: Desk, *, page_max_mib: float, feed_max_mib: float, proxy: str | None = None
    ) -> None:
        super().__init__()
        self.desk, self.proxy = desk, proxy
        self.max_bytes = {Kind.FEED: feed_max_mib * MIB, Kind.ARTICLE: page_max_mib * MIB}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Built by Scrapy; hears also of answers that are not its own."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.heard, signals.response_received)
        return spider

    def heard(self, response: Response, request: Request) -> None:
        """Any answer; a robots.txt is remembered for those who ask why."""
        if request.meta.get(IS_ROBOTS):
            url = (request.meta.get("redirect_urls") or [request.url])[0]
            origin = url.removesuffix("/robots.txt")
            self.desk.note_robots(origin, response.status, response.body)

    def unheard(self, origin: str, why: Exception) -> None:
        """A host whose robots.txt was asked for and did not come."""
        reason = silence_of(why, origin, self.desk.clocks.now()).reason
        self.desk.note_no_robots(origin, reason)

    async def start(self) -> AsyncIterator[Request | Answer]:
        """What may be fetched now; waits where nothing may."""
        async for task in self.desk.tasks():
            yield self._request_or_answer(task)

    def _request_or_answer(self, task: Task) -> Request | Answer:
        """What cannot be asked for is answered at once: an error would end `start` for good."""
        try:
            return self.request_for(task)
        except Exception as error:
            log.exception("fault    no request for %s %d", task.kind, task.id)
            return self._answer(task, self._fault("", error), {})

    def request_for(self, task: Task) -> Request:
        """The request of a task, with the validators of what was read before."""
        feed = self.desk.feed_of(task) if task.kind is Kind.FEED else None
        headers: dict[str, Any] = {"Accept": FEED_TYPES if feed else PAGE_TYPES}
        if feed:
            url = feed.detour_url or feed.url
            # An idle connection to each of ten thousand hosts would use up the open files.
            headers["Connection"] = "close"
            if not (feed.detour_url or is_unconditional(feed, self.desk.clocks.now())):
                headers |= _conditions(feed.etag, feed.last_modified)
        else:
            waiting = self.desk.entry_of(task)
            url = waiting.url
            headers |= _conditions(waiting.page_etag, waiting.page_last_modified)
        meta = {"download_slot": task.host, "download_maxsize": int(self.max_bytes[task.kind])}
        if self.proxy:
            meta["proxy"] = self.proxy
        return Request(
            url,
            callback=self.parse,
            errback=self.fail,
            headers=headers,
            meta=meta,
            cb_kwargs={"task": task},
            dont_filter=True,
        )

    def parse(self, response: Response, task: Task) -> tuple[Answer, ...]:
        """A server answered, whatever its status."""
        what: Page | NoAnswer
        try:
            what = self._page(response)
        except Exception as error:
            # The host would be taken for busy as long as the process lives.
            log.exception("fault    the answer of %s", response.url)
            what = self._fault(response.url, error)
        return self._left(task, what, response.meta)

    def _fault(self, url: str, error: Exception) -> NoAnswer:
        reason = f"a fault in Wirewatch itself: {type(error).__name__}: {error}"[:300]
        return NoAnswer(url=url, cause=Cause.BROKEN, reason=reason, at=self.desk.clocks.now())

    def _page(self, response: Response) -> Page:
        headers = {
            name.decode("latin-1").lower(): values[-1].decode("latin-1")
            for name, values in response.headers.items()
            if values
        }
        return Page(
            url=response.url,
            status=response.status,
            body=response.body,
            content_type=headers.get("content-type", ""),
            fetched_at=self.desk.clocks.now(),
            headers=headers,
            moved_to=moved_to(response.meta, response.url),
        )

    def fail(self, failure: Failure) -> tuple[Answer, ...]:
        """There is no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if isinstance(failure.value, NotOurs):
            self.desk.give_up(request.cb_kwargs["task"])
            return ()
        why = failure.value or RuntimeError("no reason given")
        silence = silence_of(why, request.url, self.desk.clocks.now())
        return self._left(request.cb_kwargs["task"], silence, request.meta)

    def _left(self, task: Task, what: Page | NoAnswer, meta: dict[str, Any]) -> tuple[Answer, ...]:
        """What is left to the pipelines: nothing, when the answer brought nothing to read."""
        answer = self._answer(task, what, meta)
        return () if self.desk.took(task, what) else (answer,)

    def _answer(self, task: Task, what: Page | NoAnswer, meta: dict[str, Any]) -> Answer:
        self.desk.answered(task, what, pause_s=meta.get(CRAWL_DELAY))
        return Answer(task, what)


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, bytes]:
    """Headers that ask only for what has changed; validators go back byte for byte."""
    said = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value.encode("latin-1", "replace") for name, value in said.items() if value}

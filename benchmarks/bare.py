"""Scrapy alone: asks for what has not changed, and tells the CPU of one answer.

python -m benchmarks.bare URL,URL,… COUNT [REQUESTS_A_SECOND]

Without a rate it goes as fast as it can; with one, each request wakes the loop for itself.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import AsyncIterator, Iterator

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from crawler import settings

LEFT_OUT = (
    "ITEM_PIPELINES",
    "DOWNLOADER_MIDDLEWARES",
    "DOWNLOADER",
    "DOWNLOAD_HANDLERS",
    "STATS_CLASS",
)


class Bare(Spider):
    """Fetches each address once, then all of them again and again with their validators."""

    name = "bare"

    def __init__(self, urls: list[str], count: int, rate: float | None) -> None:
        super().__init__()
        self.urls, self.count, self.rate = urls, count, rate
        self.etags: dict[str, bytes] = {}
        self.began = 0.0
        self.answered = 0

    async def start(self) -> AsyncIterator[Request]:
        """The first look."""
        for url in self.urls:
            yield Request(url, dont_filter=True, callback=self.first)
        if self.rate:
            while len(self.etags) < len(self.urls):
                await asyncio.sleep(0.05)
            self.began = cpu_s()
            for number in range(self.count):
                yield self.again(number)
                await asyncio.sleep(1 / self.rate)

    def first(self, response: Response) -> Iterator[Request]:
        """When all are known, the measured part begins."""
        self.etags[response.url] = response.headers["ETag"] or b""
        if len(self.etags) < len(self.urls) or self.rate:
            return
        self.began = cpu_s()
        for number in range(self.count):
            yield self.again(number)

    def again(self, number: int) -> Request:
        """Asks one of them whether it has changed."""
        url = self.urls[number % len(self.urls)]
        headers = {"If-None-Match": self.etags[url], "Connection": "close"}
        return Request(url, dont_filter=True, headers=headers)

    def parse(self, response: Response) -> None:
        """Nothing to do: that is the point."""
        if response.status != 304:
            raise AssertionError(response)
        self.answered += 1

    def closed(self, _reason: str) -> None:
        """Scrapy calls this at the end."""
        if self.answered != self.count:
            raise SystemExit(f"{self.answered} answers of {self.count}: nothing was measured")
        print("cpu_ms", (cpu_s() - self.began) * 1000 / self.count)


def cpu_s() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """As the service's settings are, but for what is ours."""
    plain = {n: v for n, v in vars(settings).items() if n.isupper() and n not in LEFT_OUT}
    plain |= {"CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
    process = CrawlerProcess(plain)
    rate = float(sys.argv[3]) if len(sys.argv) > 3 else None
    process.crawl(Bare, urls=sys.argv[1].split(","), count=int(sys.argv[2]), rate=rate)
    process.start()


if __name__ == "__main__":
    main()

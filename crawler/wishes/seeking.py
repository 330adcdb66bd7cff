"""An address that a person knows -> the feed there, the one that the page leads to, or a list.

How a page is had is given: the command line and the page ask as the service would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from crawler.dedup.urls import site_of
from crawler.errors import FeedError, SitemapList
from crawler.feeds.discover import FeedLink, find_feeds, well_known
from crawler.feeds.opml import FeedList, read_opml
from crawler.feeds.parse import ParsedFeed, parse_feed
from crawler.items import Page
from crawler.reading.answers import status_text

# A page that names no feed: so many of the usual places are tried.
MOST_GUESSES = 4
# Where nobody chooses, so many of the feeds that a page names are tried until one can be read.
MOST_TRIES = 3

Choose = Callable[[Sequence[FeedLink]], int]
"""Which of several feeds, from 1; 0 leaves it to the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that could be read."""

    url: str
    parsed: ParsedFeed
    others: tuple[FeedLink, ...] = ()  # what else the page names


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Asks one address after the other."""

    fetch: Callable[[str], Page]  # raises FeedError where there is no answer
    rest: Callable[[], None]  # waits between two requests to one host
    told: Callable[[str], None]  # hears what is tried, and why something was no use
    choose: Choose

    def seek(self, url: str) -> Found | FeedList:
        """The feed at *url*, or what the page there leads to. FeedError tells why there is none."""
        page = self._page(url)
        try:
            return _read(page)
        except SitemapList as error:
            return self._first_of(_news_of(error, page.url))
        except FeedError as error:
            no_feed = error
        with suppress(FeedError):
            return read_opml(page.body)
        links = find_feeds(page.body, url=page.url, content_type=page.content_type)
        if links:
            return self._first_of(links)
        for guess in well_known(page.url)[:MOST_GUESSES]:
            self.told(f"The page names no feed; trying {guess}")
            self.rest()
            with suppress(FeedError):
                return _read(self._page(guess))
        raise FeedError(f"{page.url}: {no_feed}")

    def _first_of(self, links: Sequence[FeedLink]) -> Found:
        """The chosen feed; where nobody chose, the first that can be read."""
        number = self.choose(links)
        tries = [links[number - 1]] if number else list(links[:MOST_TRIES])
        for n, link in enumerate(tries):
            try:
                found = _read(self._page(link.url))
            except FeedError as error:
                if n + 1 == len(tries):
                    raise
                self.told(f"{error}; trying the next")
            else:
                others = tuple(other for other in links if other.url != link.url)
                return replace(found, others=others)
        raise AssertionError("unreachable")

    def _page(self, url: str) -> Page:
        page = self.fetch(url)
        if not 200 <= page.status < 300:
            raise FeedError(f"{url}: {status_text(page.status)}")
        return page


def _read(page: Page) -> Found:
    now = datetime.now(UTC)
    try:
        parsed = parse_feed(page.body, url=page.url, content_type=page.content_type, now=now)
    except SitemapList as error:
        raise SitemapList(f"{page.url}: {error}", error.sitemaps) from None
    except FeedError as error:
        raise FeedError(f"{page.url}: {error}") from None
    if parsed.problems and not parsed.entries:
        raise FeedError(f"{page.url}: nothing can be read in it: {'; '.join(parsed.problems)}")
    # A redirect that is not for good is followed at every look.
    return Found(url=page.moved_to or page.url, parsed=parsed)


def _news_of(index: SitemapList, url: str) -> tuple[FeedLink, ...]:
    """The sitemaps of a list that call themselves news, on the list's own site.

    The list itself is the FeedError where none does.
    """
    own = [one for one in index.sitemaps if "news" in one.lower() and site_of(one) == site_of(url)]
    if not own:
        raise FeedError(f"{index}\nTry: wirewatch feeds add, with the one of them that has news")
    return tuple(FeedLink(url=one, kind="news sitemap") for one in own)

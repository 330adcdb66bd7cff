"""A page becomes an article: extracted, recognised, matched, stored with what it earns."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from crawler.dedup.passages import keys, read_passages
from crawler.dedup.urls import address_key, site_of
from crawler.errors import PageError
from crawler.extraction import article_of
from crawler.extraction.article import read_part
from crawler.extraction.paging import Part, broken_off, joined
from crawler.extraction.selectors import Selectors, selectors_for
from crawler.extraction.sites import mark_of
from crawler.feeds.headers import asked
from crawler.intake import Admission, AlertRules, Habits, admit, note_absence, note_unchanged
from crawler.items import Article, Entry, Feed, NoAnswer, Page, Topic
from crawler.pool import Pool
from crawler.reading.answers import OURS_PERHAPS, OWED, PASSING, page_objection
from crawler.reading.finding import find
from crawler.reading.writer import Writer
from crawler.storage import entries, feeds, passages
from crawler.storage.entries import TRY_AGAIN, Validators, Waiting
from crawler.storage.raw_pages import RawPage, packed
from crawler.stories import StoryMemory
from crawler.topics.matching import Matcher
from crawler.topics.words import fold

# While our own network is away a few feeds find out whether it is back. What waits comes later, and
# neither at one moment nor each minute.
OUTAGE_WAIT = timedelta(minutes=5)
# When we stumble over a page ourselves it is tried again after 5 minutes, 10, 20, … a day: a new
# version may read it.
FAULT_WAIT = timedelta(minutes=5)
FAULT_WAIT_MOST = timedelta(days=1)
# So much of an article's pages is held until it is whole, to be kept.
KEPT_BYTES = 16 * 1024 * 1024
log = logging.getLogger("wirewatch")
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHabits:
    """What of the configuration matters for articles and their alerts."""

    settle: timedelta  # how long an alert waits for copies of its story
    max_age: timedelta | None  # older articles alert nobody
    archive: Habits = field(default_factory=Habits)
    keep_pages: bool = False  # for a time, to be read again
    operator: tuple[str, ...] = ()  # the channels that tell of the service's own troubles
    sites: Mapping[str, Selectors] = field(default_factory=dict)  # a person's, by host


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """A page could not be had, or goes on: ``waiting.url`` is due at ``waiting.next_try_at``."""

    waiting: Waiting
    reason: str


@dataclass(frozen=True, slots=True)
class Begun:
    """An article of which some pages are read. A process that ends begins it anew."""

    waiting: Waiting  # as it was for the first page
    feed: Feed
    entry: Entry
    article: Article  # its pages so far
    number: int  # of the page that is waited for,
    url: str  # and its address
    pages: tuple[Page, ...] = ()  # that were read, if they are to be kept


@dataclass(frozen=True, slots=True)
class Reading:
    """How an article was read."""

    chars: int | None  # of the page's text; None when no page was read
    validators: Validators | None = None  # what the page's server said of it
    page: RawPage | None = None  # to be kept, so that it can be read again
    awaits_page: bool = False  # there was none, for a reason that may pass
    is_gone: bool = False  # there is none any more, says its server


@dataclass(frozen=True, slots=True)
class Followed:
    """The topics in force, ready to match."""

    topics: dict[int, Topic]
    matcher: Matcher
    saved: dict[str, str] = field(default_factory=dict)  # queries that topics use by name


class ArticleReader:
    """Turns pages into rows. Its methods are called from the loop.

    The heavy part runs in the pool, the transaction on the writer's thread.
    """

    def __init__(
        self, writer: Writer, pool: Pool, habits: ArticleHabits, followed: Followed
    ) -> None:
        self.writer, self.pool, self.habits, self.followed = writer, pool, habits, followed
        self._memory = StoryMemory()  # used on the writer's thread
        self._begun: dict[int, Begun] = {}  # by entry

    async def read(self, waiting: Waiting, page: Page) -> Admission | Postponed | None:
        """A server answered for an article; None when it had been read already."""
        if page.status == HTTPStatus.NOT_MODIFIED and waiting.is_conditional:
            held = await self.writer.run(self._note_unchanged, waiting, page.fetched_at)
            if held is not None:
                return held
        reason = page_objection(waiting.url, page)
        if reason and page.status in PASSING and waiting.tries < len(TRY_AGAIN):
            wish = asked(page.headers, now=page.fetched_at).retry_after_min
            return await self._try_again(waiting, reason, page.fetched_at, wish_min=wish)
        if begun := self._begun_with(waiting):
            return await self._read_on(begun, page, reason)
        feed, entry = await self.writer.run(self._load, waiting)
        chars = None
        if reason is None:
            try:
                part = await self._extract(page, feed, entry)
                if part.next_url:
                    pages = self._pages((), page)
                    begun = Begun(waiting, feed, entry, part.article, 2, part.next_url, pages)
                    return self._go_on(begun)
                return await self._admit_article(
                    waiting,
                    feed,
                    part.article,
                    page.fetched_at,
                    validators=validators_of(page),
                    raw=await self._packed(self._pages((), page), waiting, entry),
                )
            except PageError as error:
                reason, chars = str(error).removeprefix(f"{page.url}: "), 0
        status, at = page.status, page.fetched_at
        reading = Reading(chars, awaits_page=status in PASSING, is_gone=status in GONE)
        held = await self.writer.run(self._note_absence, waiting, entry, reason, at, reading)
        return held or await self._admit_entry(
            waiting, feed, entry, reason, page.fetched_at, reading=reading
        )

    async def _read_on(
        self, begun: Begun, page: Page, reason: str | None
    ) -> Admission | Postponed | None:
        """A server answered for a later page of an article."""
        article, number, now = begun.article, begun.number, page.fetched_at
        if reason is None and site_of(page.url) != site_of(article.url):
            reason = f"it leads to {site_of(page.url)}"
        if reason is None:
            try:
                part = await self._extract(page, begun.feed, None, begun)
            except PageError as error:
                reason = str(error).removeprefix(f"{page.url}: ")
            else:
                whole = joined(article, part.article)
                if whole:
                    pages = self._pages(begun.pages, page)
                    begun = replace(begun, article=whole, number=number + 1, pages=pages)
                if whole and part.next_url:
                    return self._go_on(replace(begun, url=part.next_url))
                return await self._admit_begun(begun, begun.article, now)
        return await self._admit_begun(begun, broken_off(article, number, reason), now)

    def _go_on(self, begun: Begun) -> Postponed:
        """The article's next page is asked for as any page is: in turn, after the host's pause."""
        self._begun[begun.waiting.entry_id] = begun
        waiting = begun.waiting.at(begun.url)
        return Postponed(waiting=waiting, reason=f"page {begun.number} of it is read first")

    def _begun_with(self, waiting: Waiting) -> Begun | None:
        """What was read of the article before the page that *waiting* is about."""
        begun = self._begun.pop(waiting.entry_id, None)
        return begun if begun and begun.url == waiting.url else None

    async def _extract(
        self, page: Page, feed: Feed, entry: Entry | None, begun: Begun | None = None
    ) -> Part:
        return await self.pool.run(
            read_part,
            page,
            entry=entry,
            timezone=feed.timezone,
            selectors=selectors_for(page.url, self.habits.sites),
            first_url=begun.article.url if begun else None,
            number=begun.number if begun else 1,
        )

    async def without_answer(
        self, waiting: Waiting, why: NoAnswer, *, blamed: bool
    ) -> Admission | Postponed | None:
        """A page could not be had: try again soon, or let the feed's own text do."""
        passing = why.cause in OURS_PERHAPS
        if passing and (not blamed or waiting.tries < len(TRY_AGAIN)):
            return await self._try_again(waiting, why.reason, why.at, counted=blamed)
        if begun := self._begun_with(waiting):
            cut = broken_off(begun.article, begun.number, why.reason)
            return await self._admit_begun(begun, cut, why.at)
        feed, entry = await self.writer.run(self._load, waiting)
        reading = Reading(None, awaits_page=why.cause in OWED)
        held = await self.writer.run(
            self._note_absence, waiting, entry, why.reason, why.at, reading
        )
        return held or await self._admit_entry(
            waiting, feed, entry, why.reason, why.at, reading=reading
        )

    async def after_fault(self, waiting: Waiting, fault: Exception, now: datetime) -> Postponed:
        """We stumbled over this one: it rests, longer each time, and nothing of it is lost."""
        wait = min(FAULT_WAIT * 2 ** min(waiting.tries, 20), FAULT_WAIT_MOST)
        reason = f"a fault in Wirewatch itself: {type(fault).__name__}"
        await self.writer.run(self._note_try, waiting, now + wait, reason, now)
        _, entry = await self.writer.run(self._load, waiting)
        waiting = replace(waiting, url=entry.url)  # it may have been at a later page
        return _postponed(waiting, f"{type(fault).__name__}: {fault}", now + wait)

    def _pages(self, held: tuple[Page, ...], page: Page) -> tuple[Page, ...]:
        """One more page to be kept, if pages are and there is room for it."""
        size = sum(len(one.body) for one in held)
        if not self.habits.keep_pages or (held and size + len(page.body) > KEPT_BYTES):
            return held
        return (*held, page)

    async def _packed(
        self, pages: tuple[Page, ...], waiting: Waiting, entry: Entry
    ) -> RawPage | None:
        """Pages as they are kept, if they are; a thread packs them, which needs no lock."""
        if not pages:
            return None
        first, *later = pages
        return await asyncio.to_thread(packed, first, waiting.entry_id, entry, later=later)

    async def _admit_begun(self, begun: Begun, article: Article, now: datetime) -> Admission | None:
        """An article of several pages, whole or broken off."""
        raw = await self._packed(begun.pages, begun.waiting, begun.entry)
        return await self._admit_article(begun.waiting, begun.feed, article, now, raw=raw)

    async def _admit_entry(
        self,
        waiting: Waiting,
        feed: Feed,
        entry: Entry,
        reason: str,
        now: datetime,
        *,
        reading: Reading,
    ) -> Admission | None:
        article = await self.pool.run(article_of, entry, note=reason, timezone=feed.timezone)
        return await self.writer.run(self._admit, waiting, feed, article, now, reading)

    async def _admit_article(
        self,
        waiting: Waiting,
        feed: Feed,
        article: Article,
        now: datetime,
        *,
        validators: Validators | None = None,
        raw: RawPage | None = None,
    ) -> Admission | None:
        reading = Reading(len(article.text), validators, raw)
        return await self.writer.run(self._admit, waiting, feed, article, now, reading)

    async def _try_again(
        self,
        waiting: Waiting,
        reason: str,
        now: datetime,
        *,
        wish_min: float | None = None,
        counted: bool = True,
    ) -> Postponed:
        wait = TRY_AGAIN[min(waiting.tries, len(TRY_AGAIN) - 1)]
        if wish_min is not None:
            wait = max(wait, timedelta(minutes=min(wish_min, 24 * 60)))
        if not counted:
            wait = OUTAGE_WAIT * random.uniform(1, 2)  # noqa: S311
        else:
            await self.writer.run(self._note_try, waiting, now + wait, reason, now)
        return _postponed(waiting, reason, now + wait, counted=counted)

    # From here on: on the writer's thread.

    def _load(self, waiting: Waiting) -> tuple[Feed, Entry]:
        with self.writer.store.reading() as tx:
            return feeds.by_id(tx, waiting.feed_id), entries.load(tx, waiting.entry_id)

    def _note_try(self, waiting: Waiting, at: datetime, reason: str, now: datetime) -> None:
        with self.writer.store.writing() as tx:
            fence = waiting.fence
            entries.try_again(tx, waiting.entry_id, at, reason=reason, now=now, fence=fence)

    def _note_unchanged(self, waiting: Waiting, now: datetime) -> Admission | None:
        return note_unchanged(
            self.writer.store,
            waiting.entry_id,
            "not modified, says its server",
            now=now,
            fence=waiting.fence,
        )

    def _note_absence(
        self,
        waiting: Waiting,
        entry: Entry,
        reason: str,
        now: datetime,
        reading: Reading,
    ) -> Admission | None:
        """A page that was read before is not there; None when the feed's own text may do."""
        if not reading.is_gone and (entry.summary_html or entry.content_html):
            return None
        return note_absence(
            self.writer.store,
            waiting.entry_id,
            reason,
            gone=reading.is_gone,
            owed=reading.awaits_page,
            now=now,
            fence=waiting.fence,
        )

    def _admit(
        self, waiting: Waiting, feed: Feed, article: Article, now: datetime, reading: Reading
    ) -> Admission | None:
        followed, memory = self.followed, self._memory
        pieces = read_passages(article.text, fold)
        with self.writer.store.reading() as tx:
            counts = passages.counts(tx, site_of(article.url), keys(pieces))
            if not memory.is_ready:
                memory.prepare(tx)
        finding = find(
            article, waiting, feed, followed.matcher, pieces=pieces, counts=counts, now=now
        )
        finding = replace(
            finding,
            read_chars=reading.chars,
            read_mark=mark_of(article.text),
            awaits_page=reading.awaits_page,
        )
        rules = AlertRules(
            topics=followed.topics,
            settle=self.habits.settle,
            max_age=self.habits.max_age,
            operator=self.habits.operator,
        )
        known_as = sorted({finding.address_key, address_key(waiting.url), address_key(article.url)})
        admission = admit(
            self.writer.store,
            finding,
            known_as=known_as,
            rules=rules,
            now=now,
            habits=self.habits.archive,
            memory=memory,
            validators=reading.validators,
            page=reading.page,
            fence=waiting.fence,
        )
        if admission and admission.site:
            log.warning(
                "site     %s: %s", admission.site.name, admission.site.trouble or "well again"
            )
        return admission


def _postponed(
    waiting: Waiting, reason: str, until: datetime, *, counted: bool = True
) -> Postponed:
    tries = waiting.tries + int(counted)
    return Postponed(waiting=replace(waiting, tries=tries, next_try_at=until), reason=reason)


def validators_of(page: Page) -> Validators:
    """What its server says of a page, for the next look at it."""
    headers = page.headers
    return Validators(headers.get("etag"), headers.get("last-modified"))

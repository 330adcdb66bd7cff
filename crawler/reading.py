"""Answers of servers become knowledge: a feed's body its entries, a page its article.

The heavy part of both runs in the pool, every transaction on the one writer thread; what is
left for the loop is to wait.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.urls import address_key, believed_canonical, fetchable, site_of
from crawler.errors import FeedError, PageError
from crawler.extraction import article_of, extract
from crawler.feeds.headers import asked
from crawler.feeds.pace import Look, Pace, Plan, next_look, rhythm_min
from crawler.feeds.parse import ParsedFeed, parse_feed
from crawler.intake import Admission, AlertRules, admit, receive
from crawler.items import (
    Article,
    Cause,
    Entry,
    Feed,
    Finding,
    NoAnswer,
    Outcome,
    Page,
    Topic,
)
from crawler.pool import Pool
from crawler.storage import Store, entries, feeds
from crawler.storage.entries import Announced, Receipt, Waiting
from crawler.storage.feeds import LookRow
from crawler.topics.document import Document
from crawler.topics.matching import Matcher

P = ParamSpec("P")
R = TypeVar("R")

# When a page cannot be had for a passing reason it is asked for again after these times; then
# the feed's own text must do.
TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=5))
# Answers after which another try in a few minutes is sensible.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})

OUTCOMES = {
    Cause.REFUSED: Outcome.REFUSED,
    Cause.BROKEN: Outcome.SOFT,
    Cause.NOWHERE: Outcome.HARD,
    Cause.UNREACHABLE: Outcome.TEMPORARY,
}
# Failures that our own network may have caused.
OURS_PERHAPS = frozenset({Cause.NOWHERE, Cause.UNREACHABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What of the configuration matters here."""

    pace: Pace
    items_max: int
    reread_after: timedelta  # how long a page rests before a changed entry makes us read it again
    settle: timedelta
    max_age: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """How a look at a feed ended."""

    outcome: Outcome
    note: str
    next_look_at: datetime
    to_read: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """A page could not be had; another try is due."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Followed:
    """The topics in force, ready to match."""

    topics: dict[int, Topic]
    matcher: Matcher


class Reader:
    """Turns answers into rows. One a process; its methods are called from the loop."""

    def __init__(
        self, store: Store, pool: Pool, habits: Habits, followed: Followed,
        cron_next: Callable[[str, datetime], datetime | None] | None = None,
    ) -> None:  # fmt: skip
        self.store, self.pool, self.habits, self.followed = store, pool, habits, followed
        self.cron_next = cron_next or (lambda _cron, _now: None)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    def close(self) -> None:
        """Wait for the last transaction."""
        self._writer.shutdown()

    async def write(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a transaction on the writer thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: function(*args, **kwargs))

    async def feed(self, feed: Feed, page: Page) -> FeedRead:
        """A server answered for a feed: keep what it brought, plan the next look."""
        digest = hashlib.blake2b(page.body, digest_size=16).digest()
        outcome, note = judge_status(page)
        if outcome is None and digest == feed.body_hash:
            outcome, note = Outcome.UNCHANGED, "the same bytes as last time"
        if outcome is not None:
            return await self._close_look(feed, page, outcome, note)
        try:
            parsed = await self.pool.run(
                parse_feed,
                page.body,
                url=page.url,
                content_type=page.content_type,
                now=page.fetched_at,
                limit=self.habits.items_max,
                timezone=feed.timezone,
            )
        except (FeedError, PageError) as error:
            return await self._close_look(feed, page, Outcome.SOFT, str(error))
        return await self.write(self._keep_entries, feed, page, parsed, digest)

    async def feed_without_answer(self, feed: Feed, why: NoAnswer, *, blamed: bool) -> FeedRead:
        """A feed could not be had; *blamed* says whether that counts against it."""
        outcome = OUTCOMES[why.cause]
        if why.cause in OURS_PERHAPS and not blamed:
            outcome = Outcome.OUTAGE
        plan = self._plan(feed, Look(outcome=outcome), why.at)
        row = _look_row(feed, why.at, outcome, why.reason, plan)
        await self.write(self._record, row)
        return FeedRead(outcome=outcome, note=why.reason, next_look_at=plan.at)

    async def article(self, waiting: Waiting, page: Page) -> Admission | Postponed | None:
        """A server answered for an article; None when it had been read already."""
        reason = page_objection(waiting.url, page)
        if reason and page.status in PASSING and waiting.tries < len(TRY_AGAIN):
            wish = asked(page.headers, now=page.fetched_at).retry_after_min
            return await self._try_again(waiting, reason, page.fetched_at, wish_min=wish)
        feed, entry = await self.write(self._load, waiting)
        if reason is None:
            try:
                article = await self.pool.run(extract, page, entry=entry, timezone=feed.timezone)
                return await self.write(self._admit, waiting, feed, article, page.fetched_at)
            except PageError as error:
                reason = str(error)
        return await self._admit_entry(waiting, feed, entry, reason, page.fetched_at)

    async def article_without_answer(
        self, waiting: Waiting, why: NoAnswer, *, blamed: bool
    ) -> Admission | Postponed | None:
        """A page could not be had: try again soon, or let the feed's own text do."""
        passing = why.cause in OURS_PERHAPS
        if passing and (not blamed or waiting.tries < len(TRY_AGAIN)):
            return await self._try_again(waiting, why.reason, why.at, counted=blamed)
        feed, entry = await self.write(self._load, waiting)
        return await self._admit_entry(waiting, feed, entry, why.reason, why.at)

    async def _admit_entry(
        self, waiting: Waiting, feed: Feed, entry: Entry, reason: str, now: datetime
    ) -> Admission | None:
        article = await self.pool.run(article_of, entry, note=reason, timezone=feed.timezone)
        return await self.write(self._admit, waiting, feed, article, now)

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
        if counted:
            await self.write(self._note_try, waiting.entry_id, now + wait)
        return Postponed(until=now + wait, reason=reason)

    async def _close_look(self, feed: Feed, page: Page, outcome: Outcome, note: str) -> FeedRead:
        """A look that brought no entries."""
        wishes = asked(page.headers, now=page.fetched_at)
        plan = self._plan(feed, Look(outcome=outcome, asked=wishes), page.fetched_at)
        row = _look_row(feed, page.fetched_at, outcome, note, plan, size_bytes=len(page.body))
        await self.write(self._record, row)
        return FeedRead(outcome=outcome, note=note, next_look_at=plan.at)

    def _plan(self, feed: Feed, look: Look, now: datetime) -> Plan:
        cron = self.cron_next(feed.cron, now) if feed.cron else None
        spread = random.random()  # noqa: S311
        return next_look(feed, look, now=now, spread=spread, pace=self.habits.pace, cron_next=cron)

    # From here on: on the writer thread.

    def _record(self, row: LookRow) -> None:
        with self.store.writing() as tx:
            feeds.record(tx, row)

    def _keep_entries(self, feed: Feed, page: Page, parsed: ParsedFeed, digest: bytes) -> FeedRead:
        announced = announce(parsed)
        now = page.fetched_at

        def look(receipt: Receipt) -> LookRow:
            outcome = Outcome.NEW if receipt.new else Outcome.KNOWN
            plan = self._plan(feed, _seen(feed, page, parsed, receipt, outcome), now)
            return _look_row(
                feed,
                now,
                outcome,
                note_of(parsed, receipt, len(announced)),
                plan,
                etag=page.headers.get("etag"),
                last_modified=page.headers.get("last-modified"),
                body_hash=digest,
                title=parsed.title or None,
                home_url=parsed.home_url,
                entries=receipt.new,
                size_bytes=len(page.body),
            )

        receipt, row = receive(
            self.store, feed.id, announced, look, now=now, rest=self.habits.reread_after
        )
        return FeedRead(
            outcome=row.outcome,
            note=row.note,
            next_look_at=row.next_look_at,
            to_read=receipt.to_read,
        )

    def _load(self, waiting: Waiting) -> tuple[Feed, Entry]:
        with self.store.reading() as tx:
            return feeds.by_id(tx, waiting.feed_id), entries.load(tx, waiting.entry_id)

    def _note_try(self, entry_id: int, at: datetime) -> None:
        with self.store.writing() as tx:
            entries.try_again(tx, entry_id, at)

    def _admit(
        self, waiting: Waiting, feed: Feed, article: Article, now: datetime
    ) -> Admission | None:
        followed = self.followed
        finding = find(article, waiting, feed, followed.matcher)
        rules = AlertRules(
            topics=followed.topics, settle=self.habits.settle, max_age=self.habits.max_age
        )
        known_as = sorted({finding.address_key, address_key(waiting.url), address_key(article.url)})
        return admit(self.store, finding, known_as=known_as, rules=rules, now=now)


def find(article: Article, waiting: Waiting, feed: Feed, matcher: Matcher) -> Finding:
    """Fold the article once; fingerprint it and match it."""
    document = Document.of(article, source=feed.name)
    mark = fingerprint(document.folded_text)
    canonical = believed_canonical(article.url, article.canonical_url)
    return Finding(
        article=article,
        feed_id=waiting.feed_id,
        entry_id=waiting.entry_id,
        address_key=address_key(canonical or article.url),
        text_hash=mark.text_hash,
        shingles=mark.shingles,
        n_words=mark.n_words,
        folded_title=document.folded_title,
        folded_text=document.folded_text,
        hits=matcher.match(document),
    )


def announce(parsed: ParsedFeed) -> list[Announced]:
    """The feed's entries under their canonical addresses; those that cannot be fetched are out."""
    found = []
    for entry in parsed.entries:
        url = fetchable(entry.url)
        if url is not None:
            found.append(Announced(entry=entry, address_key=address_key(url), host=site_of(url)))
    return found


def note_of(parsed: ParsedFeed, receipt: Receipt, n_entries: int) -> str:
    """What a look brought, for people."""
    note = f"{receipt.new} new of {n_entries}" if receipt.new else f"{n_entries} known"
    if receipt.changed:
        note += f", {receipt.changed} changed"
    if parsed.problems:
        note += f" ({parsed.problems[0]})"
    return note


def judge_status(page: Page) -> tuple[Outcome | None, str]:
    """What a feed's status says; None when there is a body to read."""
    note = status_text(page.status)
    if page.status == HTTPStatus.NOT_MODIFIED:
        return Outcome.UNCHANGED, note
    if 200 <= page.status < 300:
        return None, ""
    if page.status == HTTPStatus.GONE:
        return Outcome.GONE, note
    if page.status in PASSING or page.status >= 500:
        return Outcome.TEMPORARY, note
    # 404 is soft: feeds vanish while a site is rebuilt and come back under the same address.
    soft = page.status in (HTTPStatus.NOT_FOUND,) or 300 <= page.status < 400
    return (Outcome.SOFT if soft else Outcome.HARD), note


def page_objection(asked_for: str, page: Page) -> str | None:
    """Why this answer gives no article, or None."""
    if not 200 <= page.status < 300:
        return status_text(page.status)
    if urlsplit(page.url).path in ("", "/") and urlsplit(asked_for).path not in ("", "/"):
        return "redirected to the home page"
    return None


def status_text(status: int) -> str:
    """ "404 Not Found"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"


def _seen(feed: Feed, page: Page, parsed: ParsedFeed, receipt: Receipt, outcome: Outcome) -> Look:
    n_entries = len(parsed.entries)
    lost = feed.first_looked_at is not None and 0 < n_entries == receipt.new
    return Look(
        outcome=outcome,
        n_entries=n_entries,
        n_new=receipt.new,
        rhythm_min=rhythm_min(parsed.entries, now=page.fetched_at),
        lost=lost,
        ttl_min=parsed.ttl_min,
        asked=asked(page.headers, now=page.fetched_at),
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
    )


def _look_row(
    feed: Feed,
    at: datetime,
    outcome: Outcome,
    note: str,
    plan: Plan,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    body_hash: bytes | None = None,
    title: str | None = None,
    home_url: str | None = None,
    entries: int = 0,
    size_bytes: int = 0,
) -> LookRow:
    return LookRow(
        feed_id=feed.id,
        at=at,
        outcome=outcome,
        note=note,
        next_look_at=plan.at,
        plan=plan.reason,
        interval_min=plan.interval_min,
        trouble=plan.trouble,
        unconditional=is_unconditional(feed, at),
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash,
        title=title,
        home_url=home_url,
        entries=entries,
        size_bytes=size_bytes,
    )


def is_unconditional(feed: Feed, now: datetime) -> bool:
    """Once a day a feed is asked for without validators: some servers repeat an ETag for ever."""
    return feed.last_full_at is None or now - feed.last_full_at >= timedelta(days=1)

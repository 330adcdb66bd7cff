"""A feed's answer becomes entries, and a plan for the next look."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.dedup.urls import address_key, fetchable, site_of
from crawler.errors import FeedError, PageError
from crawler.feeds.headers import asked
from crawler.feeds.pace import Look, Pace, Plan, next_look, rhythm_min
from crawler.feeds.parse import ParsedFeed, parse_feed
from crawler.intake import receive
from crawler.items import Feed, NoAnswer, Outcome, Page
from crawler.pool import Pool
from crawler.reading.answers import OURS_PERHAPS, OUTCOMES, judge_status
from crawler.reading.writer import Writer
from crawler.storage import feeds
from crawler.storage.entries import Announced, Receipt, Waiting
from crawler.storage.feeds import LookRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHabits:
    """What of the configuration matters for feeds."""

    pace: Pace
    items_max: int
    reread_after: timedelta  # how long a page rests before a changed entry makes us read it again


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """How a look at a feed ended."""

    outcome: Outcome
    note: str
    next_look_at: datetime
    to_read: tuple[Waiting, ...] = ()


class FeedReader:
    """Turns answers of feeds into rows. Its methods are called from the loop.

    The heavy part runs in the pool, the transaction on the writer's thread.
    """

    def __init__(
        self,
        writer: Writer,
        pool: Pool,
        habits: FeedHabits,
        cron_next: Callable[[str, datetime], datetime | None],
    ) -> None:
        self.writer, self.pool, self.habits, self.cron_next = writer, pool, habits, cron_next

    async def read(self, feed: Feed, page: Page) -> FeedRead:
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
        if not parsed.entries and parsed.problems:
            note = f"no items: {parsed.problems[0]}"
            return await self._close_look(feed, page, Outcome.SOFT, note)
        return await self.writer.run(self._keep_entries, feed, page, parsed, digest)

    async def without_answer(self, feed: Feed, why: NoAnswer, *, blamed: bool) -> FeedRead:
        """A feed could not be had; *blamed* says whether that counts against it."""
        outcome = OUTCOMES[why.cause]
        if why.cause in OURS_PERHAPS and not blamed:
            outcome = Outcome.OUTAGE
        plan = self._plan(feed, Look(outcome=outcome), why.at)
        row = _look_row(feed, why.at, outcome, why.reason, plan)
        await self.writer.run(self._record, row)
        return FeedRead(outcome=outcome, note=why.reason, next_look_at=plan.at)

    async def after_fault(self, feed: Feed, fault: Exception, now: datetime) -> FeedRead:
        """We stumbled over this feed: that is its outcome, so that it is told and slowed down."""
        note = f"a fault in Wirewatch itself: {type(fault).__name__}: {fault}"[:300]
        plan = self._plan(feed, Look(outcome=Outcome.SOFT), now)
        await self.writer.run(self._record, _look_row(feed, now, Outcome.SOFT, note, plan))
        return FeedRead(outcome=Outcome.SOFT, note=note, next_look_at=plan.at)

    async def _close_look(self, feed: Feed, page: Page, outcome: Outcome, note: str) -> FeedRead:
        """A look that brought no entries."""
        wishes = asked(page.headers, now=page.fetched_at)
        plan = self._plan(feed, Look(outcome=outcome, asked=wishes), page.fetched_at)
        row = _look_row(feed, page.fetched_at, outcome, note, plan, size_bytes=len(page.body))
        await self.writer.run(self._record, row)
        return FeedRead(outcome=outcome, note=note, next_look_at=plan.at)

    def _plan(self, feed: Feed, look: Look, now: datetime) -> Plan:
        cron = self.cron_next(feed.cron, now) if feed.cron else None
        spread = random.random()  # noqa: S311
        return next_look(feed, look, now=now, spread=spread, pace=self.habits.pace, cron_next=cron)

    # From here on: on the writer's thread.

    def _record(self, row: LookRow) -> None:
        with self.writer.store.writing() as tx:
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
            self.writer.store, feed.id, announced, look, now=now, rest=self.habits.reread_after
        )
        return FeedRead(
            outcome=row.outcome,
            note=row.note,
            next_look_at=row.next_look_at,
            to_read=receipt.to_read,
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

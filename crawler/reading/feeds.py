"""A feed's answer becomes entries, and a plan for the next look."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.dedup.urls import address_key, fetchable, site_of
from crawler.errors import FeedError, PageError
from crawler.feeds.condition import Change, Condition, next_condition, notice_of
from crawler.feeds.discover import find_feeds
from crawler.feeds.headers import asked
from crawler.feeds.moving import Move, move
from crawler.feeds.pace import Look, Pace, Plan, next_look
from crawler.feeds.parse import ParsedFeed, parse_feed
from crawler.intake import receive
from crawler.items import Feed, NoAnswer, Outcome, Page
from crawler.pool import Pool
from crawler.reading.answers import OURS_PERHAPS, OUTCOMES, judge_status
from crawler.reading.bodies import body_of, digest, gap_of, note_of, seen, wished
from crawler.reading.writer import Writer
from crawler.storage import looks
from crawler.storage.entries import Announced, Receipt, Waiting
from crawler.storage.looks import LookRow

DAY = timedelta(days=1)
# After so much news in a row that the hub did not tell of, the feed is polled as without one.
MISSED_MOST = 3
# So long after its hub's word a look counts as caused by it.
PUSH_HOLDS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHabits:
    """What of the configuration matters for feeds."""

    pace: Pace
    items_max: int
    reread_after: timedelta  # how long a page rests before a changed entry makes us read it again
    tell: tuple[str, ...] = ("log",)  # channels by which the operator hears what becomes of feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """How a look at a feed ended."""

    row: LookRow
    to_read: tuple[Waiting, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return self.row.outcome


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

    def closed(self, feed: Feed, answer: Page | NoAnswer, *, blamed: bool) -> LookRow | None:
        """How a look ended that brought nothing to read, still to be stored; else None.

        *blamed* says whether a failure to connect counts against the feed.
        """
        if isinstance(answer, NoAnswer):
            outcome = OUTCOMES[answer.cause]
            if answer.cause in OURS_PERHAPS and not blamed:
                outcome = Outcome.OUTAGE
            return self._row(feed, Look(outcome=outcome), answer.at, answer.reason)
        judged, note = judge_status(answer, validated=bool(feed.etag or feed.last_modified))
        if judged is None and digest(answer) == feed.body_hash:
            judged, note = Outcome.UNCHANGED, "the same bytes as last time"
        return None if judged is None else self._closed(feed, answer, judged, note)

    async def read(self, feed: Feed, page: Page) -> FeedRead:
        """A server gave a feed's body: keep what it brings, plan the next look."""
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
            return await self._no_feed(feed, page, str(error))
        if not parsed.entries and parsed.problems:
            return await self._no_feed(feed, page, f"no items: {parsed.problems[0]}")
        return await self.writer.run(self._keep_entries, feed, page, parsed)

    async def after_fault(self, feed: Feed, fault: Exception, now: datetime) -> FeedRead:
        """We stumbled over this feed: that is its outcome, so that it is told and slowed down."""
        note = f"a fault in Wirewatch itself: {type(fault).__name__}: {fault}"[:300]
        row = self._row(feed, Look(outcome=Outcome.SOFT), now, note)
        await self.writer.run(self._record, row)
        return FeedRead(row=row)

    async def _no_feed(self, feed: Feed, page: Page, note: str) -> FeedRead:
        """Something else came; if it is a page that names a feed, that one is asked next time."""
        detour = await self._rediscovered(feed, page)
        if detour:
            note = f"{note}; it names the feed {detour}, which is asked next"
        row = replace(self._closed(feed, page, Outcome.SOFT, note), detour_url=detour)
        await self.writer.run(self._record, row)
        return FeedRead(row=row)

    async def _rediscovered(self, feed: Feed, page: Page) -> str | None:
        """The feed that a page names in place of the one that was there, once in a while."""
        if feed.detour_url or not feed.last_success_at or b"<" not in page.body[:2000]:
            return None  # what it named before was no feed either: back to the old address
        try:
            found = await self.pool.run(
                find_feeds, page.body, url=page.url, content_type=page.content_type
            )
        except (FeedError, PageError):
            return None
        own = [link for link in found if link.declared and site_of(link.url) == site_of(feed.url)]
        return own[0].url if own else None

    def _closed(self, feed: Feed, page: Page, outcome: Outcome, note: str) -> LookRow:
        wishes = asked(page.headers, now=page.fetched_at)
        look = wished(feed, Look(outcome=outcome, asked=wishes))
        return self._row(feed, look, page.fetched_at, note, page=page)

    def _row(
        self, feed: Feed, look: Look, now: datetime, note: str, *, page: Page | None = None
    ) -> LookRow:
        """What is written down of a look, but for what only a body brings."""
        cron = self.cron_next(feed.cron, now) if feed.cron else None
        spread = random.random()  # noqa: S311
        plan = next_look(feed, look, now=now, spread=spread, pace=self.habits.pace, cron_next=cron)
        row = LookRow(
            feed_id=feed.id,
            at=now,
            outcome=look.outcome,
            note=note,
            next_look_at=plan.at,
            plan=plan.reason,
            interval_min=plan.interval_min,
            trouble=plan.trouble,
            run_began_at=feed.run_began_at if look.outcome == feed.last_outcome else None,
            unconditional=is_unconditional(feed, now),
            condition=feed.condition,
            condition_since=feed.condition_since,
            detour_url=None,
            moved_to=feed.moved_to,
            moved_since=feed.moved_since,
            size_bytes=len(page.body) if page else 0,
            fence=feed.fence,
        )
        row = self._judged(feed, row, plan)
        return self._moved(feed, row, page) if page and not plan.trouble else row

    def _judged(self, feed: Feed, row: LookRow, plan: Plan) -> LookRow:
        """With the feed's condition after this look, and what is told of it."""
        if feed.condition == Condition.OK and not plan.trouble:
            return row
        was = Condition(feed.condition)
        became = next_condition(
            was,
            feed.condition_since,
            row.outcome,
            trouble=plan.trouble,
            now=row.at,
            pace=self.habits.pace,
        )
        if became is was:
            return row
        change = Change(was=was, became=became, at=row.at, reason=row.note)
        row = replace(row, condition=became, condition_since=row.at, change=change)
        if not change.is_told:
            return row
        notice = notice_of(
            change,
            feed_id=feed.id,
            name=feed.name,
            url=feed.url,
            failing_since=feed.failing_since,
            next_look_at=row.next_look_at,
        )
        return replace(row, notice=notice, tell=self.habits.tell)

    def _moved(self, feed: Feed, row: LookRow, page: Page) -> LookRow:
        """With where the feed has moved to, if a day of permanent redirects says so."""
        if feed.detour_url:
            # The page that came in the feed's place told the truth.
            return replace(row, address=feed.detour_url)
        if page.moved_to is None and feed.moved_to is None:
            return row
        now = move(Move(to=feed.moved_to, since=feed.moved_since), page.moved_to, now=row.at)
        address = now.to if now.is_believed else None
        return replace(row, moved_to=now.to, moved_since=now.since, address=address)

    # From here on: on the writer's thread.

    def _record(self, row: LookRow) -> None:
        with self.writer.store.writing() as tx:
            looks.record(tx, [row])

    def _keep_entries(self, feed: Feed, page: Page, parsed: ParsedFeed) -> FeedRead:
        announced = announce(parsed)
        now = page.fetched_at

        def look(receipt: Receipt) -> LookRow:
            outcome = Outcome.NEW if receipt.new else Outcome.KNOWN
            shown = seen(feed, page, parsed, receipt, outcome)
            note = note_of(parsed, receipt, len(announced))
            row = self._row(feed, shown, now, note, page=page)
            return replace(
                row,
                body=body_of(feed, page, parsed, receipt),
                unconditional=True,  # a body shows that the validators do not stand still
                gap=gap_of(feed, page, parsed, row) if shown.lost else None,
                is_missed=bool(receipt.new) and is_pushed(feed, now) and not was_pushed(feed, now),
                entries=receipt.new,
            )

        receipt, row = receive(
            self.writer.store,
            feed.id,
            announced,
            look,
            now=now,
            rest=self.habits.reread_after,
            fence=feed.fence,
        )
        return FeedRead(row=row, to_read=receipt.to_read)


def announce(parsed: ParsedFeed) -> list[Announced]:
    """The feed's entries under their canonical addresses; those that cannot be fetched are out."""
    found = []
    for entry in parsed.entries:
        url = fetchable(entry.url)
        if url is not None:
            found.append(Announced(entry=entry, address_key=address_key(url), host=site_of(url)))
    return found


def is_unconditional(feed: Feed, now: datetime) -> bool:
    """A day after its last body a feed is asked for without validators: some servers repeat an
    ETag for ever.
    """
    return feed.last_full_at is None or now - feed.last_full_at >= DAY


def is_pushed(feed: Feed, now: datetime) -> bool:
    """Whether its hub tells us of news, and has not failed to lately."""
    promised = feed.pushed_until is not None and feed.pushed_until > now
    return promised and feed.missed < MISSED_MOST


def was_pushed(feed: Feed, now: datetime) -> bool:
    """Whether this look is due because of the hub."""
    return feed.pushed_at is not None and now - feed.pushed_at < PUSH_HOLDS

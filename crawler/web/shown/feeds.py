"""The list of feeds, and all that is known of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crawler.config import Config
from crawler.dedup.urls import site_of
from crawler.reading.why import Robots, robots_of
from crawler.storage import Tx, health, history, hosts, looks
from crawler.storage.headlines import Headline, Wish, headlines
from crawler.storage.health import FeedDay, FeedHealth
from crawler.storage.history import Announced, ChangeRow, GapRow
from crawler.storage.looks import Run
from crawler.storage.roster import Listed, Order, Overview, Wanted, count, overview, roster

PAGE = 50
DAYS = 30  # of what is counted
RUNS, ENTRIES, ARTICLES, RARE = 15, 20, 10, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """A page of the list."""

    feeds: tuple[Listed, ...]
    number: int  # of all that were asked for
    overview: Overview
    quiet_hosts: int  # that asked to be left alone
    page: int
    pages: int
    changes: tuple[ChangeRow, ...]  # of the last week, where all feeds are shown
    lost: tuple[GapRow, ...]

    @property
    def followed(self) -> int:
        """How many are not retired."""
        return sum(n for name, n in self.overview.health.items() if name != "retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """All that is known of one feed."""

    feed: FeedHealth
    days: tuple[FeedDay, ...]  # each of the last ones, the oldest first
    runs: tuple[Run, ...]
    gaps: tuple[GapRow, ...]
    changes: tuple[ChangeRow, ...]
    entries: tuple[Announced, ...]
    older: int | None  # `before` of the next entries
    articles: tuple[Headline, ...]
    host: str
    quiet: tuple[datetime, str] | None  # its host asked to be left alone until then, and why
    robots: Robots


def feeds_page(tx: Tx, wanted: Wanted, *, order: Order, page: int, now: datetime) -> Feeds:
    """A page of the feeds that are wanted; the last one where there are fewer pages."""
    number = count(tx, wanted)
    pages = max(1, -(-number // PAGE))
    page = min(page, pages)
    since = now.date() - timedelta(days=DAYS - 1)
    week = now - timedelta(days=7)
    is_all = page == 1 and wanted == Wanted()
    found = roster(tx, wanted, order=order, since=since, limit=PAGE, offset=(page - 1) * PAGE)
    return Feeds(
        feeds=tuple(found),
        number=number,
        overview=overview(tx),
        quiet_hosts=len(hosts.quiet(tx, now)),
        page=page,
        pages=pages,
        changes=tuple(history.changes(tx, since=week, limit=RARE)) if is_all else (),
        lost=tuple(history.gaps(tx, since=week, limit=RARE)) if is_all else (),
    )


def feed_page(
    tx: Tx, feed_id: int, config: Config, *, now: datetime, before: int | None = None
) -> FeedPage:
    """One feed; NotFound when there is none of that id."""
    feed = health.by_id(tx, feed_id)
    since = now.date() - timedelta(days=DAYS - 1)
    entries = history.announced(tx, feed_id, limit=ENTRIES + 1, before=before)
    name = site_of(feed.url)
    return FeedPage(
        feed=feed,
        days=_each_day(health.days(tx, feed_id, since=since), since, now.date()),
        runs=tuple(looks.runs(tx, feed_id, limit=RUNS)),
        gaps=tuple(history.gaps(tx, feed_id=feed_id, limit=RARE)),
        changes=tuple(history.changes(tx, feed_id=feed_id, limit=RARE)),
        entries=tuple(entries[:ENTRIES]),
        older=entries[ENTRIES - 1].id if len(entries) > ENTRIES else None,
        articles=tuple(headlines(tx, Wish(feed_id=feed_id), limit=ARTICLES)),
        host=name,
        quiet=hosts.hushed(tx, name, now),
        robots=robots_of(tx, feed.url, config),
    )


def _each_day(held: list[FeedDay], first: date, last: date) -> tuple[FeedDay, ...]:
    """Every day, also those without a look."""
    by_day = {one.day: one for one in held}
    all_days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    nothing = dict.fromkeys(("looks", "unchanged", "failures", "entries", "bytes"), 0)
    return tuple(by_day.get(day) or FeedDay(day=day, **nothing) for day in all_days)

"""What a feed's body brought, for the next plan and for the database: pure functions."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from crawler.feeds.headers import asked
from crawler.feeds.pace import Look, rhythm_min
from crawler.feeds.parse import ParsedFeed
from crawler.items import Feed, Outcome, Page
from crawler.storage.entries import Receipt
from crawler.storage.looks import Body, Gap, LookRow


def note_of(parsed: ParsedFeed, receipt: Receipt, n_entries: int) -> str:
    """What a look brought, for people."""
    note = f"{receipt.new} new of {n_entries}" if receipt.new else f"{n_entries} known"
    if receipt.changed:
        note += f", {receipt.changed} changed"
    if parsed.problems:
        note += f" ({parsed.problems[0]})"
    return note


def digest(page: Page) -> bytes:
    """16 bytes that are the same for the same body."""
    return hashlib.blake2b(page.body, digest_size=16).digest()


def wished(feed: Feed, look: Look) -> Look:
    """With what the feed itself asked for when it last had a body."""
    if not (feed.ttl_min or feed.skip_hours or feed.skip_days):
        return look
    return replace(
        look,
        ttl_min=feed.ttl_min,
        skip_hours=_numbers(feed.skip_hours),
        skip_days=_numbers(feed.skip_days),
    )


def seen(feed: Feed, page: Page, parsed: ParsedFeed, receipt: Receipt, outcome: Outcome) -> Look:
    """What the look showed, for the next plan."""
    return Look(
        outcome=outcome,
        n_entries=len(parsed.entries),
        n_new=receipt.new,
        rhythm_min=rhythm_min(parsed.entries, now=page.fetched_at),
        lost=feed.last_success_at is not None and receipt.is_another_window,
        ttl_min=parsed.ttl_min,
        asked=asked(page.headers, now=page.fetched_at),
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
    )


def body_of(feed: Feed, page: Page, parsed: ParsedFeed, receipt: Receipt) -> Body:
    """What is kept of the body for the next look."""
    etag, last_modified = page.headers.get("etag"), page.headers.get("last-modified")
    if receipt.new and (etag, last_modified) == (feed.etag, feed.last_modified):
        # They stand still while the feed goes on: from now on they are not sent back.
        etag = last_modified = None
    return Body(
        etag=etag,
        last_modified=last_modified,
        body_hash=digest(page),
        title=parsed.title or None,
        home_url=parsed.home_url,
        ttl_min=parsed.ttl_min,
        skip_hours=_joined(parsed.skip_hours),
        skip_days=_joined(parsed.skip_days),
        hub_url=parsed.hub_url,
        self_url=parsed.self_url,
    )


def gap_of(feed: Feed, page: Page, parsed: ParsedFeed, row: LookRow) -> Gap | None:
    """From the last look that had items in common with earlier ones to the oldest item of this."""
    since = feed.last_success_at
    if since is None:
        return None
    dates = [one.published_at for one in parsed.entries if one.published_at]
    oldest = min(dates, default=page.fetched_at)
    return Gap(
        from_at=since,
        to_at=oldest if since < oldest <= page.fetched_at else page.fetched_at,
        items=len(parsed.entries),
        interval_before_min=feed.interval_min,
        interval_after_min=row.interval_min,
    )


def _joined(numbers: frozenset[int]) -> str | None:
    return " ".join(str(one) for one in sorted(numbers)) or None


def _numbers(text: str | None) -> frozenset[int]:
    return frozenset(int(one) for one in (text or "").split())

"""An address -> all that is known of whether, when and why it was asked for. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from crawler.config import Config
from crawler.config.listed import address_identity
from crawler.dedup.urls import address_key, fetchable, site_of
from crawler.errors import NotFound, UsageError
from crawler.politeness.robots import rules_of
from crawler.storage import Tx, feeds, health, history, hosts, looks
from crawler.storage.health import FeedHealth
from crawler.storage.history import EntryRow
from crawler.storage.hosts import HostRow
from crawler.storage.looks import Run

DAYS = 7  # of a host's ledger
RUNS = 8

Verdict = Literal["allowed", "forbidden", "not asked yet", "not obeyed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a host's robots.txt says to us about one address."""

    verdict: Verdict
    asked_at: datetime | None
    note: str
    crawl_delay_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known of an address."""

    url: str
    what: Literal["feed", "article", "host", "unknown"]
    name: str  # of the host
    feed: FeedHealth | None
    runs: Sequence[Run]
    entry: EntryRow | None
    host: HostRow | None
    robots: Robots


def evidence(tx: Tx, url: str, config: Config, now: datetime) -> Evidence:
    """Look the address up, or the host; UsageError when it is none."""
    address = fetchable(url if "://" in url else f"https://{url}")
    if address is None:
        raise UsageError(f"{url}: not an address of the web; try https://www.example.org/feed")
    feed = _feed(tx, url)
    entry = None if feed else history.entry_at(tx, address_key(address))
    meant = feed.url if feed else entry.url if entry else address
    name = site_of(meant)
    try:
        host = hosts.by_name(tx, name, (now - timedelta(days=DAYS)).date())
    except NotFound:
        host = None
    return Evidence(
        url=address,
        what="feed" if feed else "article" if entry else "host" if host else "unknown",
        name=name,
        feed=feed,
        runs=looks.runs(tx, feed.id, limit=RUNS) if feed else (),
        entry=entry,
        host=host,
        robots=robots_of(tx, meant, config),
    )


def robots_of(tx: Tx, url: str, config: Config) -> Robots:
    """What the robots.txt that we hold says about one address."""
    if not config.politeness.obey_robots:
        return Robots(
            verdict="not obeyed", asked_at=None, note="politeness.obey_robots is false",
            crawl_delay_s=None,
        )  # fmt: skip
    parts = urlsplit(url)
    held = hosts.robots_of(tx, f"{parts.scheme}://{parts.netloc}")
    if held is None:
        return Robots(verdict="not asked yet", asked_at=None, note="", crawl_delay_s=None)
    if held.status is None:
        return Robots(
            verdict="forbidden", asked_at=held.asked_at, note=held.note, crawl_delay_s=None
        )
    rules = rules_of(held.status, held.body, now=0.0, cache_s=0.0)
    agent = config.identity.name
    return Robots(
        verdict="allowed" if rules.allow(url, agent) else "forbidden",
        asked_at=held.asked_at,
        note=rules.reason,
        crawl_delay_s=rules.delay_s(agent),
    )


def next_slot(host: HostRow) -> datetime:
    """From when on the host may be asked for something again."""
    slot = host.last_at + timedelta(seconds=host.pause_s)
    return max(slot, host.quiet_until) if host.quiet_until else slot


def _feed(tx: Tx, url: str) -> FeedHealth | None:
    if "://" not in url:
        return None
    sought = address_identity(url)
    for feed_id, held in feeds.addresses(tx, retired=True):
        if address_identity(held) == sought:
            return health.by_id(tx, feed_id)
    return None

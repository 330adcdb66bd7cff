"""The ledger of hosts: what each was asked for, and why it is asked when it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crawler.config import Config
from crawler.politeness.robots import rules_of
from crawler.reading.why import DAYS, next_slot
from crawler.storage import Tx, hosts
from crawler.storage.hosts import Counts, HostRow, RobotsRow
from crawler.storage.roster import Listed, Order, Wanted, roster

PAGE = 50
DAYS_SHOWN = 14
FEEDS = 50
ROBOTS_SHOWN = 4000  # characters of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """A page of the list, those asked last first."""

    hosts: tuple[HostRow, ...]
    quiet: tuple[tuple[str, datetime], ...]  # left alone until then
    page: int
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A robots.txt as it was read last."""

    origin: str
    asked_at: datetime
    note: str
    says: str  # what it comes to for us, for people
    crawl_delay_s: float | None
    text: str  # its beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPage:
    """All that is known of one host."""

    host: HostRow  # with the sums of a week
    next_slot: datetime
    days: tuple[tuple[date, Counts], ...]
    robots: tuple[RobotsFile, ...]
    feeds: tuple[Listed, ...]


def hosts_page(tx: Tx, *, page: int, now: datetime) -> Hosts:
    """A page of hosts with the sums of a week."""
    since = now.date() - timedelta(days=DAYS)
    found = hosts.lately(tx, since, limit=PAGE + 1, offset=(page - 1) * PAGE)
    quiet = sorted(hosts.quiet(tx, now).items())
    return Hosts(
        hosts=tuple(found[:PAGE]), quiet=tuple(quiet), page=page, is_last=len(found) <= PAGE
    )


def host_page(tx: Tx, name: str, config: Config, *, now: datetime) -> HostPage:
    """One host; NotFound when it was never asked for anything."""
    host = hosts.by_name(tx, name, now.date() - timedelta(days=DAYS))
    since = now.date() - timedelta(days=DAYS_SHOWN - 1)
    return HostPage(
        host=host,
        next_slot=next_slot(host),
        days=tuple(hosts.days(tx, name, since)),
        robots=tuple(_file(row, config) for row in hosts.robots_under(tx, name)),
        feeds=tuple(roster(tx, Wanted(host=name), order=Order.NAME, since=since, limit=FEEDS)),
    )


def _file(row: RobotsRow, config: Config) -> RobotsFile:
    rules = rules_of(row.status, row.body, now=0.0, cache_s=0.0) if row.status else None
    return RobotsFile(
        origin=row.origin,
        asked_at=row.asked_at,
        note=row.note,
        says=rules.reason if rules else row.note,
        crawl_delay_s=rules.delay_s(config.identity.name) if rules else None,
        text=row.body[:ROBOTS_SHOWN].decode("utf-8", "replace"),
    )

"""What befell feeds, hosts and alerts of the small archive, with what an enemy would plant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawler.dedup.urls import site_of
from crawler.feeds.condition import Change, Condition
from crawler.items import Origin, Outcome
from crawler.storage import alerts, feeds, hosts, looks, mutes, processes, troubles
from crawler.storage.feeds import FeedSpec
from crawler.storage.hosts import Counts, HostNews, RobotsRow
from crawler.storage.looks import Body, Gap, LookRow
from crawler.storage.troubles import TopicTrouble
from tests.alerts.newsroom import Newsroom

HOUR = timedelta(hours=1)
EVIL_HOST = "evil.example"


def add_desk(room: Newsroom, nasty: str, link: str) -> None:
    """Looks, changes, gaps and a host of a feed that is a person's and planted through and through.

    It is the last feed.
    """
    now, url = room.clock(), f"https://{EVIL_HOST}/feed?q=%22%3E%3Cscript%3E"
    spec = FeedSpec(url=url, name=nasty, category=nasty, language="en")
    with room.store.writing() as tx:
        feed_id = feeds.add(tx, spec, Origin.PERSON, now - 40 * HOUR)
        well = LookRow(
            feed_id=feed_id, at=now - 30 * HOUR, outcome=Outcome.NEW, note="3 new of 9",
            plan=nasty, interval_min=30.0, next_look_at=now + HOUR, trouble=0.0, entries=3,
            body=Body(title=nasty, home_url=link),
            gap=Gap(from_at=now - 39 * HOUR, to_at=now - 30 * HOUR, items=9,
                    interval_before_min=60.0, interval_after_min=30.0),
        )  # fmt: skip
        looks.record(tx, [well])
        change = Change(was=Condition.OK, became=Condition.DEAD, at=now, reason=nasty)
        looks.record(tx, [replace(
            well, at=now - HOUR, outcome=Outcome.HARD, note=nasty, gap=None, body=None, entries=0,
            condition=Condition.DEAD, change=change,
        )])  # fmt: skip
        days = {now.date(): Counts(requests=9, unchanged=4, throttled=1, failures=2, bytes=10**6)}
        hosts.record(tx, [HostNews(
            name=site_of(url), last_at=now, last_url=url + nasty, last_note=nasty, pause_s=5.0,
            days=days,
        )])  # fmt: skip
        hosts.keep_robots(tx, [RobotsRow(
            origin=f"https://{EVIL_HOST}", asked_at=now, status=200, note=nasty,
            body=f"User-agent: *\nDisallow: /{nasty}\n".encode(),
        )])  # fmt: skip
        alerts.failed(tx, 1, error=nasty, retry_at=None)
        alerts.sent(tx, 2, receipt=nasty, now=now)
        newest = alerts.listing(tx, limit=1)[0].id  # of the planted article
        alerts.failed(tx, newest, error=nasty, retry_at=now + HOUR)
        mutes.add(tx, topic_id=3, story_id=None, until=now + HOUR, now=now)
        troubles.keep(tx, [TopicTrouble(3, nasty, 7, link)])
        processes.beat(
            tx, now, role="worker", started_at=now, version=nasty, doing=nasty, counts={}
        )
        hosts.hush(tx, EVIL_HOST, now + HOUR, nasty, now)

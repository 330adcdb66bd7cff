"""The whole service over days and weeks, in seconds: rhythms, digests, quiet hours, failures."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.simulation import Outcome, Scene, demo_scene, rehearse, scene_of
from crawler.simulation.scene import Outage
from tests.simulation.conftest import Settings

BERLIN = ZoneInfo("Europe/Berlin")
MAIN = """
[identity]
contact = "desk@example.org"
[clock]
timezone = "Europe/Berlin"
"""
FEED = """
[[feed]]
url = "https://paper.example/feed.xml"
name = "The Paper"
language = "de"
"""
TOPIC = """
[[topic]]
name = "Floods"
query = "hochwasser* OR flood*"
"""


def small(config: Settings, more: str = "", *, feed: str = FEED, topic: str = TOPIC,
          first: date = date(2026, 3, 2), days: int = 3, events: float = 0,
          articles: float = 4) -> Scene:  # fmt: skip
    return scene_of(config(MAIN + more, feed, topic), first=first, days=days,
                    events_a_day=events, pieces_a_day=articles)  # fmt: skip


def looks(outcome: Outcome, url: str = "https://paper.example/feed.xml") -> list[datetime]:
    return [ask.at for ask in outcome.rehearsal.asked if ask.url == url]


def test_the_demo_world_ends_as_its_truth_says(demo_config: Settings) -> None:
    scene = demo_scene(demo_config(), first=date(2026, 3, 2), days=2, pieces_a_day=3)
    world = scene.world
    early = [one for one in world.pieces if one.appears_s < 86_400 and not one.revision]

    with rehearse(scene) as outcome, outcome.store.reading() as tx:
        read: set[str] = set(tx.exec_driver_sql("select url from article").scalars())
        hits = {
            (row[0], row[1])
            for row in tx.exec_driver_sql(
                "select t.name, a.url from hit h join topic t on t.id = h.topic_id "
                "join article a on a.id = h.article_id"
            ).all()
        }
        copied = "select url from article where original_id is not null"
        copies = {row[0] for row in tx.exec_driver_sql(copied)}

    urls = {one.key: world.link_url(one) for one in early}
    assert {url for url in urls.values() if url not in read} == set()
    wanted = {(topic, urls[one.key]) for one in early for topic in one.topics if one.status == 200}
    assert wanted <= hits
    assert {urls[one.key] for one in early if one.copy_of and one.status == 200} <= copies
    told = [(one.topic, one.key) for one in outcome.rehearsal.told]
    assert len(told) == len(set(told)) > 0


def test_the_same_seed_gives_the_same_report(own_config: Settings) -> None:
    scene = small(own_config, days=1, events=2)

    with rehearse(scene, seed=7) as one:
        pass
    with rehearse(scene, seed=7) as again:
        pass

    assert one.report == again.report
    assert one.rehearsal.asked == again.rehearsal.asked


def test_a_feed_finds_its_rhythm_between_its_bounds(own_config: Settings) -> None:
    feed = FEED + "floor_min = 20\nceiling_min = 120\n"

    with rehearse(small(own_config, feed=feed, days=4)) as outcome:
        times = looks(outcome)

    gaps = [(b - a) / timedelta(minutes=1) for a, b in itertools.pairwise(times)]
    assert min(gaps) >= 20
    assert max(gaps) <= 120 * 1.1 + 1
    assert outcome.report.feeds[0].unchanged > outcome.report.feeds[0].looks / 2


def test_a_cron_line_is_kept_by_the_clock_of_people_when_summer_begins(
    own_config: Settings,
) -> None:
    scene = small(own_config, feed=FEED + 'cron = "30 7 * * *"\n', first=date(2026, 3, 27), days=4)

    with rehearse(scene) as outcome:
        times = [at.astimezone(BERLIN) for at in looks(outcome)[1:]]

    assert [(at.day, at.hour, at.minute) for at in times] == [
        (27, 7, 30), (28, 7, 30), (29, 7, 30), (30, 7, 30),
    ]  # fmt: skip
    assert times[2] - times[1] == timedelta(days=1)  # by the clock; an hour less has passed
    assert times[2].astimezone(UTC) - times[1].astimezone(UTC) < timedelta(hours=23, minutes=1)


def test_a_failing_feed_is_asked_less_and_less_and_comes_back(own_config: Settings) -> None:
    scene = small(own_config, days=5)
    outage = Outage(outlet="feed-1", from_s=86_400, to_s=3 * 86_400, status=404)

    with rehearse(replace(scene, outages=(outage,))) as outcome:
        asked = [one for one in outcome.rehearsal.asked if one.url in scene.feeds]
        with outcome.store.reading() as tx:
            state = tx.exec_driver_sql("select trouble, failing_since from feed").one()

    failed = [one.at for one in asked if one.status == 404]
    gaps = [b - a for a, b in itertools.pairwise(failed)]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 4 * gaps[0]
    assert len(failed) < 12
    assert asked[-1].status in (200, 304)
    assert tuple(state) == (0.0, None)


@pytest.mark.parametrize("first", [date(2026, 3, 27), date(2026, 10, 23)])
def test_quiet_hours_are_quiet_across_a_change_of_the_clock(
    own_config: Settings, first: date
) -> None:
    scene = small(
        own_config, '[alerts]\nquiet_hours = "20:00-09:00"\n', first=first, days=4, events=8
    )

    with rehearse(scene) as outcome:
        told = [one.at.astimezone(BERLIN) for one in outcome.rehearsal.told]

    assert told
    assert {at.hour for at in told} <= set(range(9, 20))
    assert Counter(at.hour for at in told)[9] > 0  # what had waited over night


def test_a_daily_digest_comes_once_a_day_at_its_hour(own_config: Settings) -> None:
    scene = small(
        own_config, '[alerts]\nalert = "daily 08:00"\n', first=date(2026, 3, 27), days=5, events=5
    )

    with rehearse(scene) as outcome:
        told = [one.at.astimezone(BERLIN) for one in outcome.rehearsal.told]

    days = Counter(at.date() for at in told)
    assert len(days) >= 3
    assert set(days.values()) == {1}
    assert {(at.hour, at.minute) for at in told} == {(8, 0)}


def test_hosts_are_never_asked_sooner_than_their_pause(own_config: Settings) -> None:
    feeds = "".join(
        FEED.replace("feed.xml", f"feed{n}.xml").replace("The Paper", f"Paper {n}")
        for n in range(3)
    )
    scene = small(own_config, "[politeness]\nspacing_s = 45\n", feed=feeds, days=1, articles=10)

    with rehearse(scene) as outcome:
        times = [one.at for one in outcome.rehearsal.asked]

    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert len(times) > 60
    assert min(gaps) >= timedelta(seconds=45)


def test_retention_keeps_the_archive_at_its_size(own_config: Settings) -> None:
    scene = small(own_config, "[retention]\narticles_days = 2\n", days=6, events=0)

    with rehearse(scene) as outcome, outcome.store.reading() as tx:
        held = tx.exec_driver_sql("select count(*) from article").scalar_one()
        known = tx.exec_driver_sql("select count(*) from entry").scalar_one()
        oldest = tx.exec_driver_sql("select min(first_seen_at) from article").scalar_one()

    assert 0 < held < known
    assert str(oldest) >= "2026-03-04"
    urls = [one.url for one in outcome.rehearsal.asked if one.url not in scene.feeds]
    assert len(urls) == len(set(urls))  # what has left is not fetched again


def test_a_topic_for_which_nothing_can_be_written_is_named(own_config: Settings) -> None:
    topic = TOPIC + '\n[[topic]]\nname = "By Anna"\nquery = "author:anna"\n'

    scene = small(own_config, topic=topic, days=1)

    assert scene.silent == ("By Anna",)

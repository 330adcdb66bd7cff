"""A topic that asks for it is told of a day that stands out; once, however often it is looked."""

from __future__ import annotations

from datetime import timedelta

from crawler.alerts.digests import surge_of
from crawler.backtest.alarm import sound
from crawler.items import Alert, AlertKind, Origin
from crawler.measure.measure import Measure, measure_of
from crawler.measure.rhythm import rhythm_of
from crawler.storage import alerts, topics
from crawler.storage.backtests import record
from crawler.storage.topics import TopicSpec
from crawler.topics.parsing import parse
from crawler.topics.query import version
from tests.backtest.conftest import Archive
from tests.samples import NOW

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def follow(archive: Archive, measure: Measure, *channels: str) -> int:
    """A topic that has been followed for three weeks."""
    tree = parse("flood")
    spec = TopicSpec(name="Floods", query=str(tree), version=version(tree),
                     channels=channels or ("log",), measure=measure.text())  # fmt: skip
    with archive.store.writing() as tx:
        return topics.save(tx, spec, Origin.PERSON, NOW - 3 * WEEK)


def hit(archive: Archive, topic_id: int, *days_ago: int, **more: object) -> None:
    """An article that the topic found, so many days ago; one for each."""
    from crawler.items import Hit

    for number, days in enumerate(days_ago):
        id_ = archive.put(f"flood {number}", seen=NOW - days * DAY, **more)  # type: ignore[arg-type]
        with archive.store.writing() as tx:
            one = Hit(topic_id=topic_id, version="v", places=())
            record(tx, [(id_, 1, one)], now=NOW)


def owed(archive: Archive) -> list[Alert]:
    with archive.store.reading() as tx:
        return [alerts.by_id(tx, row.id) for row in alerts.listing(tx, limit=99)]


def look(archive: Archive, *, days: int = 0) -> int:
    return sound(archive.store, NOW + days * DAY, max_age=WEEK)


def test_a_day_that_stands_out_is_told_by_every_channel(archive: Archive) -> None:
    topic_id = follow(archive, Measure(burst_min=5), "log", "desk")
    hit(archive, topic_id, 3, 9, *[0] * 8)

    assert look(archive) == 2

    found = owed(archive)
    surge = surge_of(found[0])
    assert {one.channel for one in found} == {"log", "desk"}
    assert {one.kind for one in found} == {AlertKind.BURST}
    assert (surge.topic, surge.day, surge.articles) == ("Floods", NOW.date(), 8)
    assert round(surge.usual, 2) == 0.14


def test_it_is_told_once_a_day_and_again_on_the_next_that_stands_out(archive: Archive) -> None:
    topic_id = follow(archive, Measure(burst_min=5))
    hit(archive, topic_id, *[0] * 8)

    counts = [look(archive), look(archive)]
    hit(archive, topic_id, *[-1] * 40, title="next day")
    counts += [look(archive, days=1), look(archive, days=1)]

    assert counts == [1, 0, 1, 0]


def test_a_topic_that_does_not_ask_is_left_alone(archive: Archive) -> None:
    hit(archive, follow(archive, Measure()), *[0] * 30)

    assert look(archive) == 0


def test_fewer_than_the_floor_are_no_burst(archive: Archive) -> None:
    hit(archive, follow(archive, Measure(burst_min=9)), *[0] * 8)

    assert look(archive) == 0


def test_a_usual_day_of_a_loud_topic_is_no_burst(archive: Archive) -> None:
    topic_id = follow(archive, Measure(burst_min=5))
    hit(archive, topic_id, *[day for day in range(15) for _ in range(6)])

    assert look(archive) == 0


def test_what_a_new_feed_brings_of_old_is_no_burst(archive: Archive) -> None:
    topic_id = follow(archive, Measure(burst_min=5))
    hit(archive, topic_id, *[0] * 8, published=NOW - 30 * DAY)

    assert look(archive) == 0


def test_a_topic_that_is_new_has_no_usual_day(archive: Archive) -> None:
    topic_id = follow(archive, Measure(burst_min=5))
    hit(archive, topic_id, *[-19] * 8)
    with archive.store.writing() as tx:
        tx.exec_driver_sql("update topic set created_at = '2026-02-22 10:00:00'")

    assert look(archive, days=19) == 0


def test_a_topic_that_is_told_daily_has_it_in_its_digest(archive: Archive) -> None:
    topic_id = follow(archive, Measure(burst_min=5, rhythm=rhythm_of("daily 08:00")))
    hit(archive, topic_id, *[0] * 8)

    look(archive)

    kinds = {one.kind for one in owed(archive)}
    assert kinds == {AlertKind.BURST, AlertKind.DIGEST}


def test_the_wish_is_kept_with_the_topic() -> None:
    assert measure_of(Measure(burst_min=7).text()).burst_min == 7
    assert Measure().text() == "{}"

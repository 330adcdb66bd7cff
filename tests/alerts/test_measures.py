"""Alerts come in the measure that a topic asked for, and nothing that was held back is lost."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from crawler.alerts import delivery
from crawler.alerts.sequels import plan_digests
from crawler.config import Program
from crawler.measure.measure import Measure
from crawler.measure.quiet import quiet_of
from crawler.measure.rhythm import rhythm_of
from crawler.storage import mutes, topics
from tests.alerts.newsroom import SETTLE, Newsroom
from tests.alerts.test_delivery import said
from tests.samples import NOW, RIVER

DAILY = Measure(rhythm=rhythm_of("daily 08:00"), zone="Europe/Berlin").text()
MORNING = datetime(2026, 2, 6, 7, tzinfo=UTC)  # eight o'clock in Berlin


@pytest.fixture(autouse=True)
def _patiently(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.INFO, "wirewatch")
    monkeypatch.setattr(delivery, "DUE_S", 30.0)


def states(newsroom: Newsroom) -> list[tuple[str, str]]:
    return [(row.kind, row.state) for row in newsroom.alerts()]


def test_a_daily_topic_is_told_once_a_day_in_one_message(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    newsroom.publish(RIVER)
    newsroom.publish(outlet="The Post")
    courier = newsroom.courier()
    newsroom.clock.now = MORNING - timedelta(seconds=1)
    courier.deliver_due()
    assert said(caplog) == []

    newsroom.clock.now = MORNING
    courier.deliver_due()
    courier.deliver_due()

    (message,) = said(caplog)
    assert message.splitlines()[0] == "alert    Digest → log: 2 stories on Floods"
    assert "* The river rises (The Paper)" in message
    assert states(newsroom) == [("digest", "sent"), ("story", "sent"), ("story", "sent")]


def test_a_digest_of_two_topics_is_one_message_with_a_section_for_each(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    newsroom.topic("Bridges", "bridge", measure=DAILY)
    newsroom.publish(RIVER)
    newsroom.clock.now = MORNING

    newsroom.courier().deliver_due()

    (message,) = said(caplog)
    lines = [line.strip() for line in message.splitlines()]
    assert lines.index("Bridges") < lines.index("Floods")


def test_what_happens_in_quiet_hours_is_told_when_they_are_over(newsroom: Newsroom) -> None:
    quiet = Measure(quiet=quiet_of("20:00-07:00")).text()
    newsroom.topic("Floods", "river", measure=quiet)
    newsroom.publish()
    courier = newsroom.courier()
    newsroom.clock.now = NOW + timedelta(hours=9)
    courier.deliver_all()
    assert states(newsroom) == [("digest", "waiting"), ("story", "gathered")]

    newsroom.clock.now = NOW + timedelta(hours=10)
    courier.deliver_due()

    assert states(newsroom) == [("digest", "sent"), ("story", "sent")]


def test_what_is_more_than_the_limit_comes_in_one_message_at_the_full_hour(
    newsroom: Newsroom,
) -> None:
    newsroom.topic("Floods", "river", measure=Measure(per_hour_max=2).text())
    for _ in range(5):
        newsroom.publish()
        newsroom.clock.pass_s(1)
    newsroom.clock.pass_s(SETTLE.total_seconds())
    courier = newsroom.courier()

    courier.deliver_due()
    assert courier.counts() == {"alerts sent": 2}
    newsroom.clock.now = NOW + timedelta(hours=1)
    courier.deliver_due()

    assert courier.counts() == {"alerts sent": 3}
    assert {state for _, state in states(newsroom)} == {"sent"}


def test_a_day_without_a_hit_is_reported_as_verified_or_as_blind(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    newsroom.publish("Nothing about water in here, but many other words.", title="Budget")
    plan_digests(newsroom.store, newsroom.clock())
    plan_digests(newsroom.store, newsroom.clock())
    newsroom.clock.now = MORNING

    newsroom.courier().deliver_due()

    (message,) = said(caplog)
    assert "nothing new on Floods" in message.splitlines()[0]
    assert "Blind: only 0 of 1 feeds could be read." in message


def test_a_digest_whose_time_passed_while_nothing_ran_comes_late(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    plan_digests(newsroom.store, newsroom.clock())
    newsroom.clock.now = MORNING + timedelta(hours=30)
    plan_digests(newsroom.store, newsroom.clock())

    newsroom.courier().deliver_due()

    assert states(newsroom) == [("digest", "sent"), ("digest", "waiting")]


def test_a_muted_topic_is_silent_and_counted(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    with newsroom.store.writing() as tx:
        mutes.add(tx, topic_id=1, story_id=None, until=NOW + timedelta(hours=1), now=NOW)
    plan_digests(newsroom.store, newsroom.clock())
    newsroom.publish()
    newsroom.clock.pass_s(3601)
    newsroom.publish()
    newsroom.clock.now = MORNING

    newsroom.courier().deliver_due()

    assert states(newsroom) == [("digest", "sent"), ("story", "muted"), ("story", "sent")]
    (message,) = said(caplog)
    assert "1 story, 2 articles, 1 muted" in message


def test_a_mute_of_one_story_leaves_the_others(newsroom: Newsroom) -> None:
    newsroom.topic()
    newsroom.topic("Bridges", "bridge")
    first = newsroom.publish(RIVER)
    with newsroom.store.writing() as tx:
        mutes.add(
            tx, topic_id=None, story_id=first.story_id, until=NOW + timedelta(days=1), now=NOW
        )
        assert [row.story for row in mutes.listing(tx, NOW)] == ["The river rises"]
        assert mutes.is_muted(tx, 1, first.story_id, NOW)
        assert not mutes.is_muted(tx, 1, first.story_id + 1, NOW)
        assert not mutes.is_muted(tx, 1, first.story_id, NOW + timedelta(days=2))


def test_a_digest_that_nobody_takes_keeps_what_it_told(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", "pager", measure=DAILY)
    newsroom.publish()
    newsroom.clock.now = MORNING

    newsroom.courier(attempts_max=1).deliver_due()

    assert states(newsroom) == [("digest", "dead"), ("story", "gathered")]


@pytest.mark.parametrize(
    ("wish", "leaves"),
    [
        (Measure(), NOW),
        (Measure(rhythm=rhythm_of("hourly")), NOW + timedelta(hours=1)),
        (Measure(rhythm=rhythm_of("weekly mon 8:00")), MORNING),  # never later than promised
    ],
)
def test_what_was_gathered_is_told_earlier_when_the_measure_changes(
    newsroom: Newsroom, wish: Measure, leaves: datetime
) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    newsroom.publish()
    newsroom.topic("Floods", "river", measure=wish.text())
    plan_digests(newsroom.store, newsroom.clock())
    courier = newsroom.courier()
    newsroom.clock.now = leaves - timedelta(seconds=1)
    courier.deliver_due()
    assert ("story", "gathered") in states(newsroom)

    newsroom.clock.now = leaves
    courier.deliver_due()

    assert ("story", "sent") in states(newsroom)


def test_a_channel_sends_no_more_a_minute_than_it_may(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", "pager")
    for _ in range(5):
        newsroom.publish()
    newsroom.clock.pass_s(SETTLE.total_seconds())
    pager = Program(name="pager", command=("true",), per_minute_max=2)
    courier = newsroom.courier(pager)

    sent = []
    for _ in range(4):
        courier.deliver_due()
        sent.append(courier.counts()["alerts sent"])
        newsroom.clock.pass_s(30)

    assert sent == [2, 2, 4, 4]


def test_topics_without_a_time_are_not_read_to_plan_digests(newsroom: Newsroom) -> None:
    for name, measure in (
        ("Floods", DAILY),
        ("Fires", "{}"),
        ("Storms", Measure(burst_min=3).text()),
    ):
        newsroom.topic(name, "river", measure=measure)

    with newsroom.store.reading() as tx:
        assert [one.name for one in topics.with_rhythm(tx)] == ["Floods"]
    plan_digests(newsroom.store, newsroom.clock())
    plan_digests(newsroom.store, newsroom.clock())

    assert states(newsroom) == [("digest", "waiting")]


def test_what_waits_for_a_digest_is_told_when_its_topic_has_no_time_any_more(
    newsroom: Newsroom,
) -> None:
    newsroom.topic("Floods", "river", measure=DAILY)
    newsroom.publish(RIVER)
    newsroom.topic("Floods", "river")
    newsroom.clock.pass_s(SETTLE.total_seconds())
    plan_digests(newsroom.store, newsroom.clock())

    newsroom.courier().deliver_due()

    assert ("story", "sent") in states(newsroom)

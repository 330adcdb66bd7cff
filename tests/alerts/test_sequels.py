"""A told story is told again for what is worth it, once, whatever else happens."""

from __future__ import annotations

import logging

import pytest

from crawler.alerts import delivery
from crawler.measure.measure import Measure
from tests.alerts.newsroom import SETTLE, Newsroom
from tests.alerts.test_delivery import said
from tests.samples import RIVER

URL = "https://the-paper.example/1"


@pytest.fixture(autouse=True)
def _patiently(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.INFO, "wirewatch")
    monkeypatch.setattr(delivery, "DUE_S", 30.0)


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """A newsroom that has told of a river."""
    newsroom.topic()
    newsroom.publish(RIVER, url=URL)
    tell(newsroom)
    newsroom.follow_up()
    return newsroom


def tell(newsroom: Newsroom) -> None:
    newsroom.clock.pass_s(SETTLE.total_seconds())
    newsroom.courier().deliver_due()


def test_new_numbers_are_told_once(told: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    told.clock.pass_s(3600)
    told.publish(RIVER.replace("two metres", "2 metres, then 3 metres"), url=URL)

    assert told.follow_up() == 1
    assert told.follow_up() == 0
    tell(told)

    message = said(caplog)[-1]
    assert "New numbers: 2, 3" in message
    assert [(row.kind, row.state) for row in told.alerts()] == [
        ("story", "sent"), ("update", "sent"),
    ]  # fmt: skip


def test_a_revision_that_mends_words_is_not_told(told: Newsroom) -> None:
    told.clock.pass_s(3600)
    told.publish(RIVER.replace("Firefighters carried", "Firemen carried"), url=URL)

    assert told.follow_up() == 0


def test_a_correction_is_told(told: Newsroom) -> None:
    told.clock.pass_s(3600)
    told.publish(f"{RIVER}\n\nCorrection: An earlier version named the wrong bridge.", url=URL)

    assert told.follow_up() == 1


def test_so_many_more_outlets_are_told_and_copies_are_none(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", measure=Measure(outlets_more=1).text())
    newsroom.publish(RIVER, url=URL)
    tell(newsroom)
    newsroom.follow_up()
    newsroom.clock.pass_s(60)
    newsroom.publish(RIVER, "The Post")

    assert newsroom.follow_up() == 0


def test_what_still_waits_is_not_told_twice(newsroom: Newsroom) -> None:
    newsroom.topic()
    newsroom.follow_up()
    newsroom.publish(RIVER, url=URL)
    newsroom.clock.pass_s(1)
    newsroom.publish(RIVER.replace("two metres", "2 metres"), url=URL)

    assert newsroom.follow_up() == 0


def test_a_topic_that_wants_no_news_gets_none(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", measure=Measure(updates=()).text())
    newsroom.publish(RIVER, url=URL)
    tell(newsroom)
    newsroom.follow_up()
    newsroom.clock.pass_s(3600)
    newsroom.publish(RIVER.replace("two metres", "2 metres"), url=URL)

    assert newsroom.follow_up() == 0


def test_the_past_of_an_old_archive_is_no_news(newsroom: Newsroom) -> None:
    newsroom.topic()
    newsroom.publish(RIVER, url=URL)
    tell(newsroom)
    newsroom.clock.pass_s(3600)
    newsroom.publish(RIVER.replace("two metres", "2 metres"), url=URL)

    assert newsroom.follow_up() == 0  # the first look of all

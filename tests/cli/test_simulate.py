"""`simulate`: settings are rehearsed, and nothing of theirs is touched."""

from __future__ import annotations

from typing import NoReturn

import pytest

from crawler.cli.codes import Code
from crawler.errors import UsageError
from tests.cli.conftest import FEEDS, MAIN, Wirewatch


def look_hourly(wirewatch: Wirewatch) -> None:
    """A day of looks every few seconds takes a minute to rehearse."""
    wirewatch.write("wirewatch.toml", MAIN.replace("tick_s = 0.2", "tick_s = 30"))
    wirewatch.write("feeds.toml", FEEDS + "every_min = 60\n")


def test_own_settings_are_rehearsed(begun: Wirewatch) -> None:
    look_hourly(begun)
    before = (begun.folder / "wirewatch.db").stat().st_mtime_ns

    answer = begun("simulate", "--days", "1", "--from", "2026-03-02", "--events", "2", "--json")

    assert answer.code == Code.FINE
    assert [one["feed"] for one in answer.json["feeds"]] == ["The Paper"]
    assert {one["topic"] for one in answer.json["streams"]} <= {"Floods", "New START"}
    assert sum(one["articles"] for one in answer.json["days"]) > 0
    assert (begun.folder / "wirewatch.db").stat().st_mtime_ns == before


def test_people_are_told_in_words(wirewatch: Wirewatch) -> None:
    look_hourly(wirewatch)

    answer = wirewatch("simulate", "--days", "1", "--from", "2026-03-02", "--events", "3")

    assert "1 day from 2026-03-02" in answer.out
    assert "messages by the hour (Europe/Berlin)" in answer.out
    assert "LOOKS A DAY" in answer.out


def test_a_wrong_day_is_named(wirewatch: Wirewatch) -> None:
    answer = wirewatch("simulate", "--from", "tomorrow")

    assert answer.code == Code.USAGE
    assert '--from "tomorrow" is no day' in answer.err


def test_without_feeds_the_demo_is_offered(wirewatch: Wirewatch) -> None:
    wirewatch.write("feeds.toml", "")

    answer = wirewatch("simulate")

    assert answer.code == Code.USAGE
    assert "wirewatch simulate --demo" in answer.err


def test_settings_that_ask_every_few_seconds_are_told_to_take_long(begun: Wirewatch) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.simulation.rehearse", _no_rehearsal)
        answer = begun("simulate", "--days", "10")

    assert "Feeds are asked every 6 s or more often here: that is 144,000 looks, some" in answer.err


def _no_rehearsal(*_: object, **__: object) -> NoReturn:
    raise UsageError("this would take long")

"""Thirty days across each change of the clock: every digest once, at its hour, none at night."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from crawler.simulation import rehearse
from tests.simulation.conftest import Settings
from tests.simulation.test_rehearsal import BERLIN, FEED, small

TOPICS = """
[[topic]]
name = "Floods"
query = "hochwasser* OR flood*"
channels = ["log"]
alert = "daily 08:00"

[[topic]]
name = "Budget"
query = "haushalt* OR budget"
channels = ["chat"]
alert = "30 2 * * *"

[[topic]]
name = "Elections"
query = "wahl* OR election*"
channels = ["pager"]
quiet_hours = "22:00-06:00"
per_hour_max = 2
"""
CHANNELS = """
[channels.chat]
type = "command"
command = ["true"]
[channels.pager]
type = "command"
command = ["true"]
"""


@pytest.mark.parametrize(("first", "n_days"), [(date(2026, 3, 14), 30), (date(2026, 10, 20), 8)])
def test_thirty_days_of_digests_and_quiet_hours(
    own_config: Settings, first: date, n_days: int
) -> None:
    scene = small(
        own_config, CHANNELS, feed=FEED + "every_min = 180\n", topic=TOPICS, first=first,
        days=n_days, events=0.5, articles=0.5,
    )  # fmt: skip

    with rehearse(scene) as outcome:
        told = outcome.rehearsal.told

    times = {
        name: [one.at.astimezone(BERLIN) for one in told if one.channel == name]
        for name in ("log", "chat", "pager")
    }
    days = {first + timedelta(days=n) for n in range(1, n_days)}
    for name in ("log", "chat"):
        counted = Counter(at.date() for at in times[name])
        assert set(counted.values()) == {1}
        assert days <= set(counted)  # also on days without a hit
    assert {(at.hour, at.minute) for at in times["log"]} == {(8, 0)}
    nights = {(at.hour, at.minute) for at in times["chat"]}
    assert nights <= {(2, 30), (3, 0)}  # three o'clock where half past two is left out
    assert ((3, 0) in nights) == (first.month == 3)
    assert times["pager"]
    assert all(6 <= at.hour < 22 for at in times["pager"])

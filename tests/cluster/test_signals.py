"""Told to end, a worker finishes what is under way; told twice, it ends, and nothing is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.fleet import Fleet
from tests.cluster.world import World
from tests.line.house import House

ANSWER_S = 1.0
HELD = "select count(*) from procrastinate_jobs where status = 'doing'"


@pytest.fixture
def fleet(postgresql_url: str, tmp_path: Path) -> Iterator[Fleet]:
    """A scheduler, and hosts that take their time."""
    world = World(tmp_path, hosts=3, feeds=3, items=3, answer_s=ANSWER_S)
    fleet = Fleet(House(tmp_path / "house", postgresql_url), world, spacing_s=0.2)
    fleet.furnish(look_min=0.1, lost_after_s=4.0)
    with world.serving():
        fleet.add_scheduler().waits_for_words("this scheduler leads")
        yield fleet
        fleet.end()


def under_way(fleet: Fleet) -> bool:
    """Whether a server has an article's page in hand that it has not sent yet."""
    feeds = [one.answered for one in fleet.world.log() if one.path.startswith("/feed/")]
    return bool(feeds) and fleet.house.number(HELD) > 0


@pytest.mark.timeout(120)
def test_what_is_under_way_is_finished_and_all_turns_are_given_back(fleet: Fleet) -> None:
    first = fleet.add_worker()
    fleet.comes(lambda: under_way(fleet))

    assert first.stop(seconds=30) == 0

    assert fleet.house.number(HELD) == 0
    asked = [one for one in fleet.world.log() if one.path.startswith("/a/")]
    assert fleet.house.number("select count(*) from article") == len(asked)  # none for nothing
    fleet.workers = [fleet.add_worker()]
    fleet.comes(fleet.has_read)
    assert fleet.stop() == [0, 0]
    assert fleet.aftermath().too_close == []


@pytest.mark.timeout(120)
def test_a_second_signal_ends_it_at_once_and_nothing_is_lost(fleet: Fleet) -> None:
    first = fleet.add_worker()
    fleet.comes(lambda: under_way(fleet))

    first.process.send_signal(signal.SIGTERM)
    first.waits_for_words("stopping;")
    began = time.monotonic()
    first.process.send_signal(signal.SIGTERM)

    assert first.ends() == 130
    assert time.monotonic() - began < 3
    fleet.workers = [fleet.add_worker()]
    fleet.comes(fleet.has_read)
    assert fleet.stop() == [0, 0]
    after = fleet.aftermath()
    assert (after.missing, after.extra, after.doubled) == (set(), set(), set())
    assert after.too_close == []

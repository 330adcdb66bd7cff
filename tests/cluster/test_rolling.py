"""A version is rolled out while the version before works: nothing is lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import Origin
from crawler.storage import Store, feeds
from crawler.storage.feeds import FeedSpec
from tests.cluster.fleet import Fleet
from tests.cluster.world import World
from tests.later import REVISION, VERSION, Later, later_migrations
from tests.line.house import House

FIRST, FEEDS, ITEMS = 3, 6, 4


@pytest.fixture
def fleet(postgresql_url: str, tmp_path: Path) -> Iterator[Fleet]:
    """Half of the feeds are followed from the beginning; some links lead elsewhere."""
    world = World(tmp_path, hosts=FEEDS, feeds=FEEDS, items=ITEMS, elsewhere=3, moved=4)
    fleet = Fleet(House(tmp_path / "house", postgresql_url), world, spacing_s=0.2)
    first = dict(list(world.feeds().items())[:FIRST])
    fleet.furnish(look_min=0.1, lost_after_s=2.0, feeds=first)
    with world.serving():
        yield fleet
        fleet.end()


def follow_the_rest(fleet: Fleet) -> None:
    """By the program of the version before, as `wirewatch feeds add` does."""
    store = Store.connect(fleet.house.database)
    with store.writing() as tx:
        for name, url in list(fleet.world.feeds().items())[FIRST:]:
            feeds.add(tx, FeedSpec(url=url, name=name), Origin.PERSON, datetime.now(UTC))
    store.close()


@pytest.mark.timeout(120)
def test_a_version_is_rolled_out_while_the_one_before_works(fleet: Fleet, tmp_path: Path) -> None:
    house, articles = fleet.house, "select count(*) from article"
    later = Later(house.folder, house.database, house.runs, migrations=later_migrations(tmp_path))
    old, worker = fleet.add_scheduler(), fleet.add_worker()
    old.waits_for_words("this scheduler leads")
    new = later.start("scheduler")
    worker.waits_for_words("article  ")
    new.waits_for_words("waiting for its end")

    assert old.stop() == 0
    new.waits_for_words(f"to {REVISION}")
    follow_the_rest(fleet)
    worker.waits_for(lambda: house.number(articles) > FIRST * ITEMS)
    fleet.workers.remove(worker)
    worker.kill()
    again = fleet.add_worker()  # the supervisor of the old machine knows no other program
    again.waits_for_words(f"has schema {REVISION} of a later version, which bears this one")
    fleet.comes(fleet.has_read)
    versions = house.ask("select role, version from process where role = 'scheduler'")
    fleet.schedulers = [new]

    assert fleet.stop() == [0, 0]
    after = fleet.aftermath()
    assert versions == [("scheduler", VERSION)]
    assert (after.missing, after.extra, after.doubled) == (set(), set(), set())
    assert (after.hits_missing, after.alerts_doubled, after.too_close) == (0, 0, [])
    assert not any("Traceback" in run.said for run in house.runs)

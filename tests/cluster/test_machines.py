"""Two schedulers and two workers as processes, what befalls them, and what their servers saw."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.codes import Code
from tests.cluster.cable import Cable
from tests.cluster.fleet import Fleet, leaders
from tests.cluster.world import World
from tests.line.house import House, Run

LOST_AFTER_S = 4.0
SPACING_S = 0.4


@pytest.fixture
def fleet(postgresql_url: str, tmp_path: Path) -> Iterator[Fleet]:
    world = World(
        tmp_path,
        hosts=10,
        feeds=10,
        items=2,
        answer_s=0.05,
        elsewhere=3,
        moved=4,
        grows_s=3.0,
        grows_most=6,
        slow_hosts=1,
        crawl_delay_s=0.8,
    )
    fleet = Fleet(House(tmp_path / "house", postgresql_url), world, SPACING_S)
    fleet.furnish(look_min=0.08, lost_after_s=LOST_AFTER_S)
    with world.serving():
        yield fleet
        fleet.end()


def told(house: House) -> list[dict[str, Any]]:
    """What `status` says of all processes."""
    said = subprocess.run(house.line("status", "--json"), capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(said.stdout)["processes"]
    return found


def is_heard_of(house: House, run: Run) -> bool:
    """Whether the database has heard from that worker in the last seconds."""
    return bool(
        house.number(
            f"select count(*) from process where pid = {run.process.pid} "
            "and beat_at > now() - interval '2 seconds'"
        )
    )


@pytest.mark.timeout(300)
def test_whatever_befalls_schedulers_and_workers_nothing_is_lost_or_doubled(fleet: Fleet) -> None:
    """A leader and a worker are killed, one is cut off from the database, one is frozen."""
    house = fleet.house
    first = fleet.add_scheduler()
    first.waits_for_words("this scheduler leads")
    second = fleet.add_scheduler()
    with Cable(house.database) as cable:
        apart = fleet.add_worker(by=House(house.folder, cable.url, house.runs))
        frozen = fleet.add_worker()
        fleet.comes(lambda: is_heard_of(house, apart) and is_heard_of(house, frozen))
        status = told(house)

        fleet.schedulers.remove(first)
        first.kill()
        frozen.process.send_signal(signal.SIGSTOP)
        cable.cut()
        third = fleet.add_worker()
        fleet.comes(lambda: leaders([second]) and "rescued" in fleet.counts())
        frozen.process.send_signal(signal.SIGCONT)
        cable.mend()
        fleet.comes(lambda: is_heard_of(house, apart) and is_heard_of(house, frozen))
        fleet.workers.remove(third)
        third.kill()
        fleet.comes(fleet.has_read)
        codes = fleet.stop()

    after = fleet.aftermath()
    assert [one["role"] for one in status] == ["scheduler", "scheduler", "worker", "worker"]
    assert [one["leads"] for one in status] == [True, False, False, False]
    assert all(one["alive"] for one in status)
    assert codes == [0] * 3
    assert (after.missing, after.extra, after.doubled) == (set(), set(), set())
    assert (after.hits_missing, after.alerts_doubled, after.too_close) == (0, 0, [])


def test_one_process_refuses_to_work_beside_many(postgresql_url: str, tmp_path: Path) -> None:
    house = House(tmp_path / "house", postgresql_url)
    house.furnish({}, {})
    house.tell(
        "insert into process values ('w', 'worker', false, 'elsewhere', 7, '1', now(), now(), '', "
        "'{}')"
    )

    with house.running("crawl", "--once") as run:
        code = run.ends(seconds=90)

    assert code == Code.RUNNING
    assert "worker 7 on elsewhere" in run.said

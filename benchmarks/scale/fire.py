"""Many machines under fire: kill -9 by chance, the database restarted, a worker cut off.

    python -m benchmarks.scale.fire [--kills 40] [--cut 60] [--seed N]

Two schedulers and three workers follow feeds that grow all the while. One worker reaches the
database by a cable that is cut for a minute; it still reaches all hosts. Of the others one by one
is killed and replaced by a new one. What is told at the end is what the database holds against what
the world announced, and what the world's servers wrote down against the pauses that hosts want.

Where the kernel allows it that worker is a machine of its own, a network namespace, and its line to
the database is taken down; elsewhere a program that stands between them holds everything back.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.kills import own_server
from crawler.storage import Store, schema
from tests.cluster.cable import Cable
from tests.cluster.fleet import Fleet
from tests.cluster.machines import Machine, places, why_not
from tests.cluster.world import World
from tests.line.house import House, Run

SPACING_S = 0.5
LOST_AFTER_S = 6.0
EVERY_S = (2.0, 7.0)  # between two kills


def main() -> int:
    """Print what is left; 1 if anything is lost, doubled or impolite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--cut", type=float, default=60, help="seconds of the partition")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-fire-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        print(f"one network: {why}" if (why := why_not()) else "network namespaces")
        with own_server(folder) as server, places(1) as (net, [machine]):
            return play(folder, server, asked, net, machine)


def play(
    folder: Path, server: Any, asked: argparse.Namespace, net: str, machine: Machine | None
) -> int:
    """The story, and what is left of it; *machine* is for the worker that is cut off."""
    store = Store.connect(server.get_uri())
    schema.upgrade(store)
    store.close()
    lasts_s = asked.kills * sum(EVERY_S) / 2 + asked.cut
    world = World(
        folder,
        net=net,
        hosts=40,
        feeds=60,
        items=3,
        answer_s=0.1,
        elsewhere=4,
        moved=5,
        grows_s=10.0,
        grows_most=int(lasts_s / 10),
        slow_hosts=4,
        crawl_delay_s=3.0,
        tired_hosts=2,
        tired_every=7,
        retry_after_s=5,
    )
    fleet = Fleet(House(folder / "house", server.get_uri()), world, SPACING_S)
    fleet.furnish(look_min=0.08, lost_after_s=LOST_AFTER_S)
    began = time.monotonic()
    with world.serving(), way(server.get_uri(), machine) as cable:
        try:
            apart = begin(fleet, cable, machine)
            again = befall(fleet, server, machine or cable, asked)
            fleet.workers.append(apart)
            fleet.comes(fleet.has_read, seconds=900)
            codes = fleet.stop()
        finally:
            fleet.end()
    after = fleet.aftermath()
    print(f"kill -9 of workers and schedulers              {asked.kills}")
    print("restarts of PostgreSQL                         2")
    print(f"ended for want of a database, started again    {again}")
    how = "its line was down" if machine else "by a program in between"
    print(f"a worker was cut off from the database for     {asked.cut:.0f} s ({how})")
    print(f"all that took                                  {time.monotonic() - began:.0f} s")
    print(f"articles announced and held                    {len(world.announced())}")
    print(f"lost, not announced, held twice                "
          f"{len(after.missing)}, {len(after.extra)}, {len(after.doubled)}")  # fmt: skip
    print(f"topic's hits missing, alerts doubled           "
          f"{after.hits_missing}, {after.alerts_doubled}")  # fmt: skip
    print(f"requests that the servers saw                  {after.requests}")
    print(f"closer to the one before than the host bears   {len(after.too_close)}")
    for late_s, one in after.too_close[:10]:
        print(f"    {late_s:.3f} s too soon: {one}")
    print(f"exit codes of those that were stopped          {codes}")
    bad = after.missing, after.extra, after.doubled, after.too_close
    return int(any(bad) or after.hits_missing > 0 or after.alerts_doubled > 0 or any(codes))


def way(url: str, machine: Machine | None) -> Cable:
    """From the database to the worker that is to be cut off."""
    return Cable(url, host=machine.database_side) if machine else Cable(url)


def begin(fleet: Fleet, cable: Cable, machine: Machine | None) -> Run:
    """All processes; the one that is to be cut off is no victim of kills."""
    fleet.add_scheduler().waits_for_words("this scheduler leads", seconds=300)
    fleet.add_scheduler()
    house = House(fleet.house.folder, cable.url, fleet.house.runs)
    apart = fleet.add_worker(by=house, on=machine)
    fleet.workers.clear()
    fleet.add_worker()
    fleet.add_worker()
    apart.waits_for_words("article  ", seconds=300)
    return apart


def befall(fleet: Fleet, server: Any, line: Cable | Machine, asked: argparse.Namespace) -> int:
    """Kill by chance; restart the database twice; cut one worker off for a while. Gives how many
    processes found no database and were started again.
    """
    kills, chance = asked.kills, random.Random(asked.seed)
    cut_at, mended_at, again = kills // 4, 0.0, 0
    for number in range(kills):
        time.sleep(chance.uniform(*EVERY_S))
        is_scheduler = chance.random() < 0.3
        fleet.kill_one(chance, schedulers=is_scheduler)
        fleet.add_scheduler() if is_scheduler else fleet.add_worker()
        if number in (kills // 2, kills * 4 // 5):
            server.stop()
            time.sleep(chance.uniform(1, 8))
            server.start()
            time.sleep(2)
            again += fleet.supervise()
        if number == cut_at:
            line.cut()
            mended_at = time.monotonic() + asked.cut
        if mended_at and time.monotonic() >= mended_at:
            line.mend()
            mended_at = 0.0
        print(f"\r{number + 1}/{kills}", end="", file=sys.stderr, flush=True)
    if mended_at:
        time.sleep(max(0.0, mended_at - time.monotonic()))
        line.mend()
    print(file=sys.stderr)
    return again + fleet.supervise()


if __name__ == "__main__":
    sys.exit(main())

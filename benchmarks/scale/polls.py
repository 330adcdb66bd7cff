"""A hundred thousand feeds due within a quarter of an hour: many machines against one process.

    python -m benchmarks.scale.polls [--feeds 100000] [--within 900] [--seconds 300] [--workers 2]

Feeds lie in the database as if they had been followed for long, some on a host of their own, some
two to a host; of twenty nineteen answer 304, the last has one item that is new. Measured are the
seconds from the moment when a feed was due to the moment when its look was over, for all feeds that
fell due in the measured time; CPU and memory of each kind of process; what the database did. At the
end everything falls due at once, which shows how much there is to spare.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from benchmarks.kills import postgresql
from benchmarks.scale.workers import fresh, server_processes
from crawler.dedup.urls import site_of
from crawler.storage import Store
from tests.cluster.fleet import Fleet
from tests.cluster.world import World
from tests.line.house import House, Run

HOSTS, WARM_UP_S, BURST_S = 60_000, 20.0, 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one kind of process took: cores and megabytes of one of them."""

    cores: float
    rss_mb: float


def main() -> int:
    """Print both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=100_000)
    parser.add_argument("--within", type=float, default=900, help="seconds in which all fall due")
    parser.add_argument("--seconds", type=float, default=300, help="measured")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-polls-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with postgresql(Path(name)) as server:
            for workers in (asked.workers, 0):
                measure(Path(name) / str(workers), server, workers, asked)
    return 0


def measure(folder: Path, server: str, workers: int, asked: argparse.Namespace) -> None:
    """One way of running; prints what it gave."""
    folder.mkdir()
    world = World(folder, hosts=HOSTS, feeds=asked.feeds, items=1, still=True)
    house = House(folder / "house", fresh(server))
    fleet = Fleet(house, world, 1.0)
    fleet.furnish(
        look_min=600, lost_after_s=30, feeds={}, manners="obey_robots = false\nconcurrency = 32"
    )
    began = datetime.now(UTC) + timedelta(seconds=WARM_UP_S)
    fill(house.database, world, began, asked.within / asked.feeds)
    with world.serving():
        try:
            if workers:
                parts = {"scheduler": [fleet.add_scheduler()]}
                fleet.schedulers[0].waits_for_words("this scheduler leads", seconds=120)
                parts["worker"] = [fleet.add_worker() for _ in range(workers)]
            else:
                fleet.workers.append(house.start("run"))
                parts = {"wirewatch run": fleet.workers}
            for run in fleet.workers:
                run.waits_for_words("asking   as", seconds=120)
            time.sleep(max(WARM_UP_S, (began - datetime.now(UTC)).total_seconds() + WARM_UP_S))
            steady(house, parts, server, workers, asked.seconds)
            burst(house)
            fleet.stop()
        finally:
            fleet.end()


def steady(
    house: House, parts: dict[str, list[Run]], server: str, workers: int, seconds: float
) -> None:
    """Feeds fall due evenly."""
    since, used, did = datetime.now(UTC), usage(parts, server), transactions(house)
    time.sleep(seconds)
    lasted = (datetime.now(UTC) - since).total_seconds()
    now, did = usage(parts, server), transactions(house) - did
    told = delays(house, since, datetime.now(UTC) - timedelta(seconds=10))
    polls = house.number(f"select count(*) from feed where last_looked_at > '{since:%F %T}+00'")
    name = f"1 scheduler, {workers} workers" if workers else "wirewatch run"
    print(f"{name}: {polls / lasted:.1f} polls a second, of {len(told)} feeds that fell due:")
    middle, late = (told[len(told) * share // 100] for share in (50, 99))
    print(f"    from due to looked at  p50 {middle:.2f} s, p99 {late:.2f} s, last {told[-1]:.2f} s")
    for kind, (cores, rss) in now.items():
        taken = (cores - used[kind][0]) / lasted
        print(f"    {kind:14} {taken:6.3f} cores, {taken / polls * lasted * 1000:6.2f} ms a poll, "
              f"{rss:6.0f} MB")  # fmt: skip
    print(f"    transactions   {did / lasted:6.1f} a second", flush=True)


def burst(house: House) -> None:
    """All that is left falls due at once."""
    house.tell("update feed set next_look_at = now() where next_look_at > now()")
    looked = "select count(*) from feed where last_looked_at > now() - interval '{:.0f} seconds'"
    time.sleep(BURST_S)
    asked = house.number(looked.format(BURST_S - 10))
    print(f"    all due at once        {asked / (BURST_S - 10):.0f} polls a second", flush=True)


def usage(parts: dict[str, list[Run]], server: str) -> dict[str, tuple[float, float]]:
    """CPU seconds of all processes of a kind, and megabytes of all of them."""
    found = {}
    for kind, runs in parts.items():
        family = [psutil.Process(run.process.pid) for run in runs]
        found[kind] = taken([*family, *(c for one in family for c in one.children(recursive=True))])
    found["database"] = taken(server_processes(server))
    return found


def taken(processes: Sequence[psutil.Process]) -> tuple[float, float]:
    """CPU seconds and megabytes that are nobody else's."""
    seconds, memory = 0.0, 0
    for one in processes:
        try:
            times = one.cpu_times()
            memory += one.memory_full_info().uss
        except psutil.Error:
            continue
        seconds += times.user + times.system
    return seconds, memory / 1e6


def transactions(house: House) -> int:
    """Committed so far, in this database."""
    return house.number(
        "select xact_commit from pg_stat_database where datname = current_database()"
    )


def delays(house: House, since: datetime, until: datetime) -> list[float]:
    """Seconds from due to looked at, of feeds that fell due then and had nothing new.

    Those not yet looked at count with what they have waited so far.
    """
    looked = "case when last_looked_at > last_new_at then last_looked_at end"
    rows = house.ask(
        f"select extract(epoch from coalesce({looked}, now()) - last_new_at)::float8 from feed "
        "where last_outcome <> 'new' "
        f"and last_new_at between '{since:%F %T}+00' and '{until:%F %T}+00'"
    )
    return sorted(float(str(row[0])) for row in rows)


def fill(url: str, world: World, began: datetime, step_s: float) -> None:
    """Feeds that are well and known; the first is due at *began*."""
    store = Store.connect(url)
    plan, early = world.plan, began - timedelta(minutes=5)
    columns = (
        "url, name, host, origin, state, trouble, etag, interval_min, floor_min, ceiling_min, "
        "next_look_at, last_new_at, first_looked_at, last_looked_at, last_full_at, "
        "last_success_at, created_at, last_outcome"
    )
    with store.writing() as tx:
        link = tx.connection.dbapi_connection
        assert link is not None
        with link.cursor() as cursor, cursor.copy(f"copy feed ({columns}) from stdin") as copy:  # type: ignore[attr-defined]
            for number in range(plan.feeds):
                due, address = began + timedelta(seconds=number * step_s), plan.feed_url(number)
                etag = '"old"' if number % 20 == 0 else '"still"'
                copy.write_row(
                    (address, f"Feed {number}", site_of(address), "person", "active", 0, etag,
                     600, 600, 600, due, due, early, early, early, early, early, "unchanged")
                )  # fmt: skip
    with store.outside() as tx:
        tx.exec_driver_sql("analyze feed")
    store.close()


if __name__ == "__main__":
    sys.exit(main())

"""Articles a second: one process of `wirewatch run` against 1, 2 and 4 workers, on one machine.

    python -m benchmarks.scale.workers [--answer 3] [--concurrency 6] [--seconds 60]

The world's servers take their time, and each process may have so many requests under way, so that
what limits is neither the processor nor one host but how much may be asked at once. The cores that
all processes used together are told, and have to stay well below those of the machine.

Where the kernel allows it each process runs on a machine of its own, a network namespace.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import make_url

from benchmarks.kills import fresh as database
from benchmarks.kills import postgresql
from crawler.storage import Store, schema
from tests.cluster.fleet import Fleet
from tests.cluster.machines import Machine, places, why_not
from tests.cluster.world import World, closest
from tests.line.house import House

N_HOSTS, ITEMS, SPACING_S, RAMP_S = 40, 60, 0.2, 10.0
WORKERS = (1, 2, 4)
GOALS = {2: 1.8, 4: 3.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one way of running gave."""

    articles_s: float
    requests_s: float
    cores: float  # of all processes, the database's and the world's among them
    too_close: int


def main() -> int:
    """Print the table; 1 where more workers do not help as they should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answer", type=float, default=3.0, help="seconds until a server answers")
    parser.add_argument("--concurrency", type=int, default=6, help="requests of one process")
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-workers-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with postgresql(Path(name)) as server:
            print(f"one network: {why}" if (why := why_not()) else "network namespaces")
            print(f"{'':22}{'articles/s':>12}{'times one':>11}{'requests/s':>12}", end="")
            print(f"{'cores':>8}{'too close':>11}")
            alone = measure(Path(name) / "0", server, 0, asked)
            tell("wirewatch run", alone, alone)
            bad = 0
            for workers in WORKERS:
                found = measure(Path(name) / str(workers), server, workers, asked)
                tell(f"{workers} worker{'s' * (workers > 1)}, 1 scheduler", found, alone)
                times = found.articles_s / alone.articles_s
                bad += times < GOALS.get(workers, 0) or found.too_close > 0
    return int(bad > 0)


def tell(what: str, found: Measured, alone: Measured) -> None:
    """One line."""
    times = found.articles_s / alone.articles_s
    print(f"{what:22}{found.articles_s:12.2f}{times:11.2f}{found.requests_s:12.1f}", end="")
    print(f"{found.cores:8.2f}{found.too_close:11}", flush=True)


def measure(folder: Path, server: str, workers: int, asked: argparse.Namespace) -> Measured:
    """A new database, a new world; no *workers* are `wirewatch run`."""
    folder.mkdir()
    with places(max(workers, 1)) as (net, own):
        world = World(folder, net=net, hosts=N_HOSTS, feeds=N_HOSTS, items=ITEMS,
                      answer_s=asked.answer)  # fmt: skip
        fleet = Fleet(House(folder / "house", fresh(server)), world, SPACING_S)
        manners = f"\nconcurrency = {asked.concurrency}"
        fleet.furnish(look_min=60, lost_after_s=30, manners=manners)
        with world.serving():
            try:
                begin(fleet, workers, own)
                held, began, used = count(fleet.house), time.monotonic(), cpu_s(server)
                time.sleep(asked.seconds)
                grown, lasted = count(fleet.house) - held, time.monotonic() - began
                used = cpu_s(server) - used
                fleet.stop()
            finally:
                fleet.end()
    requests = [one for one in world.log() if began <= one.came < began + lasted]
    return Measured(
        articles_s=grown / lasted,
        requests_s=len(requests) / lasted,
        cores=used / lasted,
        too_close=len(closest(world.log(), world.plan, SPACING_S)),
    )


def begin(fleet: Fleet, workers: int, own: Sequence[Machine | None]) -> None:
    """Start all, each on its machine, and wait until they are well under way."""
    if workers:
        fleet.add_scheduler().waits_for_words("this scheduler leads", seconds=120)
        for machine in own:
            fleet.add_worker(on=machine)
    else:
        through = own[0].through if own[0] else ()
        fleet.workers.append(fleet.house.start("run", through=through))
    for run in fleet.workers:
        run.waits_for_words("article  ", seconds=300)
    time.sleep(RAMP_S)


def count(house: House) -> int:
    """Articles so far."""
    return house.number("select count(*) from article")


def server_processes(server: str) -> list[psutil.Process]:
    """Those of the database server at that address, which is no child of ours."""
    folder = str(make_url(server).query["host"])
    file = Path(folder) / "postmaster.pid"
    postmaster = psutil.Process(int(file.read_text("utf-8").split()[0]))
    return [postmaster, *postmaster.children(recursive=True)]


def cpu_s(server: str) -> float:
    """CPU seconds of this process's descendants, and of the database's processes."""
    every = psutil.Process().children(recursive=True)
    every += server_processes(server)
    found = 0.0
    for one in {process.pid: process for process in every}.values():
        try:
            times = one.cpu_times()
        except psutil.Error:
            continue
        found += times.user + times.system
    return found


def fresh(server: str) -> str:
    """A new database with the schema in it."""
    url = database(server)
    made = Store.connect(url)
    schema.upgrade(made)
    made.close()
    return url


if __name__ == "__main__":
    sys.exit(main())

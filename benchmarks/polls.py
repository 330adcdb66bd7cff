"""What scheduling costs: 10,000 and 100,000 feeds in the database, due evenly, none changed.

    python -m benchmarks.polls [feeds …] [--rate POLLS_A_SECOND] [--seconds S]

Each feed has been looked at before and answers 304. CPU per poll is that of the whole service
(all its processes) over the measured seconds, beside Scrapy's bare download of the same answers
in the same run; memory is that of the service's process; the delay is from the moment a feed was
due to the moment its answer was there.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.line import (
    BASE,
    CONFIG,
    PORTS,
    bare_download,
    count_requests,
    sample,
    start,
    wait_for,
)
from benchmarks.site import running
from crawler.storage import Store, schema

WARM_UP_S = 12
SQL_TIME = "%Y-%m-%d %H:%M:%S.%f"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("feeds", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--rate", type=float, default=100, help="polls a second")
    parser.add_argument("--seconds", type=float, default=40)
    asked = parser.parse_args()
    with running(BASE, PORTS), tempfile.TemporaryDirectory() as folder:
        bare = bare_download(3000, path="/still0.xml")
        paced = bare_download(int(asked.rate * 20), path="/still0.xml", rate=asked.rate)
        print(f"Scrapy's bare download of a 304: {bare:.2f} ms of CPU as fast as it can,")
        print(f"{paced:.2f} ms at {asked.rate:g} a second, as the service is asked to here")
        print(
            f"{'feeds':>8}{'polls':>8}{'CPU ms':>8}{'x bare':>8}{'x paced':>8}{'RSS MB':>8}", end=""
        )
        print(f"{'delay p50':>11}{'p99':>8}")
        for number in asked.feeds:
            told = run(Path(folder) / str(number), number, asked.rate, asked.seconds)
            polls, cpu_ms, rss, delays = told
            middle, late = delays[len(delays) // 2], delays[len(delays) * 99 // 100]
            ratios = f"{cpu_ms / bare:8.2f}{cpu_ms / paced:8.2f}"
            print(f"{number:8}{polls:8}{cpu_ms:8.2f}{ratios}{rss:8.0f}", end="")
            print(f"{middle:10.2f}s{late:7.2f}s", flush=True)


def run(
    folder: Path, feeds: int, rate: float, seconds: float
) -> tuple[int, float, float, list[float]]:
    """Polls in the measured time, CPU ms of each, memory, and the delays in order."""
    folder.mkdir()
    (folder / "wirewatch.toml").write_text(CONFIG.replace("tick_s = 0.1", "tick_s = 1"))
    (folder / "topics.toml").write_text("[[topic]]\nname = 'T'\nquery = 'w1ord'\n")
    (folder / "feeds.toml").write_text("")
    fill(folder / "bench.db", feeds)
    process = start(folder)
    try:
        wait_for(lambda: "asking   as" in (folder / "log").read_text("utf-8"), process)
        # Only now, or those that are overdue at the start would be spread.
        began = datetime.now(UTC) + timedelta(seconds=1)
        make_due(folder / "bench.db", began, 1 / rate)
        while datetime.now(UTC) < began + timedelta(seconds=WARM_UP_S):
            time.sleep(0.1)
        before, since = sample(process), count_requests()
        time.sleep(seconds)
        after, now = sample(process), count_requests()
    finally:
        process.terminate()
        process.wait(60)
    polls = now[1] - since[1]
    used = after.own + after.workers - before.own - before.workers
    return polls, used * 1000 / max(polls, 1), after.rss_mb, delays(folder / "bench.db", began)


def fill(file: Path, feeds: int) -> None:
    """*feeds* that are well, known and unchanged, and due tomorrow."""
    store = Store.connect(f"sqlite:///{file}")
    schema.upgrade(store)
    store.close()
    now = datetime.now(UTC) - timedelta(minutes=5)
    looked, due = now.strftime(SQL_TIME), (now + timedelta(days=1)).strftime(SQL_TIME)
    rows = (
        (
            f"http://127.0.0.1:{BASE + number % PORTS}/still{number}.xml",
            f"Feed {number}",
            due,
            *(looked,) * 6,
        )
        for number in range(feeds)
    )
    with sqlite3.connect(file) as db:
        db.executemany(
            "insert into feed (url, name, origin, state, trouble, etag, interval_min, "
            "floor_min, ceiling_min, next_look_at, last_new_at, first_looked_at, last_looked_at, "
            "last_full_at, last_success_at, created_at, last_outcome) values "
            "(?, ?, 'person', 'active', 0, '\"still\"', 600, 600, 600, ?, ?, ?, ?, ?, ?, ?, "
            "'unchanged')",
            rows,
        )


def make_due(file: Path, began: datetime, step_s: float) -> None:
    """One feed after the other, the first at *began*; the time is kept where a look leaves it."""
    with sqlite3.connect(file, timeout=60) as db:
        ids = [row[0] for row in db.execute("select id from feed order by id")]
        times = [
            ((began + timedelta(seconds=place * step_s)).strftime(SQL_TIME), id_)
            for place, id_ in enumerate(ids)
        ]
        db.executemany("update feed set next_look_at = ?1, last_new_at = ?1 where id = ?2", times)


def delays(file: Path, began: datetime) -> list[float]:
    """Seconds from due to answered of all feeds that were asked, in order."""
    with sqlite3.connect(file) as db:
        rows = db.execute(
            "select last_new_at, last_looked_at from feed where last_looked_at > ?",
            (began.strftime(SQL_TIME),),
        )
        return sorted(
            (datetime.fromisoformat(looked) - datetime.fromisoformat(due)).total_seconds()
            for due, looked in rows
        )


if __name__ == "__main__":
    main()

"""What a poll of an unchanged feed and a new article cost, beside Scrapy's bare download.

    python -m benchmarks.line [polls] [articles]

All three fetch from the same site in the same run. CPU is what the processes used, read from
the system: it does not count waiting, and hardly changes with the load of the machine.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.site import ITEMS, running
from crawler.storage import Store, schema

BASE, PORTS, FEEDS_A_PORT = 9300, 40, 10

CONFIG = """
[database]
url = "sqlite:///bench.db"
[politeness]
floor_min = 0.001
first_min = 0.001
ceiling_min = 0.004
spacing_s = 0
concurrency = 32
[network]
allow_private = ["127.0.0.1"]
[clock]
tick_s = 0.1
[identity]
contact = "bench@example.org"
"""


@dataclass(frozen=True)
class Sample:
    """CPU seconds of the service's own process and of its workers, and requests served so far."""

    own: float
    workers: float
    requests: int
    unchanged: int
    rss_mb: float


def main() -> None:
    """Print the table."""
    polls = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    with running(BASE, PORTS), tempfile.TemporaryDirectory() as folder:
        bare = bare_download(polls)
        ours = unchanged_polls(Path(folder), polls)
        page = new_articles(Path(folder), articles)
    print(f"{'':44}{'CPU ms':>8}{'x bare':>8}")
    for name, cost in (
        ("Scrapy's bare download of a 304", bare),
        ("poll of an unchanged feed, whole service", ours),
        ("new article, main process", page[0]),
        ("new article, worker processes", page[1]),
    ):
        print(f"{name:44}{cost:8.2f}{cost / bare:8.2f}")
    print(f"a poll of an unchanged feed costs {ours / bare:.2f} times the bare download")
    print(f"{bare / ours:.0%} of its CPU is Scrapy's own download")


def bare_download(count: int, *, path: str = "/feed0.xml", rate: float | None = None) -> float:
    """CPU ms per 304 of a spider that does nothing else, as fast as it can or at a rate."""
    urls = ",".join(f"http://127.0.0.1:{BASE + n}{path}" for n in range(PORTS))
    command = [sys.executable, "-m", "benchmarks.bare", urls, str(count)]
    command += [str(rate)] if rate else []
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(told.stdout.split("cpu_ms")[1].split()[0])


def unchanged_polls(folder: Path, count: int) -> float:
    """CPU ms per poll of the service, all its processes, once every feed is known."""
    config = write_config(folder / "polls", feeds=FEEDS_A_PORT, page_free=True)
    process = start(config)
    try:
        wait_for(lambda: count_requests()[1] > PORTS * FEEDS_A_PORT, process)
        before = sample(process)
        wait_for(lambda: count_requests()[1] - before.unchanged >= count, process)
        after = sample(process)
    finally:
        process.terminate()
        process.wait(60)
    used = after.own + after.workers - before.own - before.workers
    return used * 1000 / (after.requests - before.requests)


def new_articles(folder: Path, count: int) -> tuple[float, float]:
    """CPU ms per new article: main process, worker processes; from a first crawl of feeds."""
    config = write_config(folder / "articles", feeds=1, ports=count // ITEMS)
    process = start(config)
    try:
        wait_for(lambda: sample_articles(config) >= ITEMS, process)
        before, held = sample(process), sample_articles(config)
        wait_for(lambda: sample_articles(config) >= count * 0.95, process)
        after, now = sample(process), sample_articles(config)
    finally:
        process.terminate()
        process.wait(60)
    made = now - held
    return (after.own - before.own) * 1000 / made, (after.workers - before.workers) * 1000 / made


def write_config(folder: Path, *, feeds: int, ports: int = PORTS, page_free: bool = False) -> Path:
    """A configuration for the site; *page_free* marks all entries as read from the start."""
    folder.mkdir()
    (folder / "wirewatch.toml").write_text(CONFIG)
    (folder / "topics.toml").write_text(
        "[[topic]]\nname = 'T'\nquery = 'w1ord OR \"w2ord w3ord\"'\n"
    )
    (folder / "feeds.toml").write_text(
        "".join(
            f'[[feed]]\nurl = "http://127.0.0.1:{BASE + port}/feed{n}.xml"\nname = "{port}-{n}"\n'
            for port in range(ports)
            for n in range(feeds)
        )
    )
    store = Store.connect(f"sqlite:///{folder / 'bench.db'}")
    schema.upgrade(store)
    store.close()
    if page_free:
        with sqlite3.connect(folder / "bench.db") as db:
            db.execute(
                "create trigger done after insert on entry "
                "begin update entry set state = 'read' where id = new.id; end"
            )
    return folder


def start(config: Path) -> psutil.Popen:
    """The service."""
    log = (config / "log").open("w")
    command = [sys.executable, "-m", "crawler.cli", "--config", str(config), "run"]
    return psutil.Popen(command, stdout=log, stderr=log)


def sample(process: psutil.Popen) -> Sample:
    """What the service has used until now."""
    times = process.cpu_times()
    workers = 0.0
    for child in process.children(recursive=True):
        spent = child.cpu_times()
        workers += spent.user + spent.system
    requests, unchanged = count_requests()
    rss = process.memory_info().rss / 1e6
    own = times.user + times.system
    return Sample(own, workers + times.children_user, requests, unchanged, rss)


def sample_articles(config: Path) -> int:
    """Articles stored until now."""
    with sqlite3.connect(f"file:{config / 'bench.db'}?mode=ro", uri=True) as db:
        return int(db.execute("select count(*) from article").fetchone()[0])


def count_requests() -> tuple[int, int]:
    """Requests that the site has seen, and how many of them it answered 304."""
    with urllib.request.urlopen(f"http://127.0.0.1:{BASE}/count") as answer:
        requests, unchanged = json.loads("[" + answer.read().decode().replace(" ", ",") + "]")
    return requests, unchanged


def wait_for(condition: object, process: psutil.Popen, limit_s: float = 300) -> None:
    """Until the condition holds; an error when the service ends or takes too long."""
    end = time.monotonic() + limit_s
    while not condition():  # type: ignore[operator]
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit("the service ended or took too long; see its log")
        time.sleep(0.2)


if __name__ == "__main__":
    main()

"""How fast `wirewatch db copy` moves an archive, and how long the switch takes.

    python -m benchmarks.scale.moving postgresql://…/empty [--articles 20000] [--meanwhile 200]

A made-up archive on SQLite (benchmarks/stories/filling.py) is copied to PostgreSQL; then so many
articles arrive in the old one, and the switch takes them up. CPU is that of this process alone.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.stories.arrivals import add_feed, announce
from benchmarks.stories.cost import Clock, store_one
from benchmarks.stories.filling import NOW, fill, written
from crawler.storage import Store, schema
from crawler.storage.copying import Copy
from crawler.stories import StoryMemory


def main() -> None:
    """Fill, copy, let some arrive, switch; a table in Markdown."""
    parser = argparse.ArgumentParser(description="How fast an archive moves.")
    parser.add_argument("url", help="an empty PostgreSQL database")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--meanwhile", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-moving-") as folder:
        source = Store.connect(f"sqlite:///{Path(folder) / 'archive.db'}")
        schema.upgrade(source)
        fill(source, options.articles)
        move(source, Store.connect(options.url), options.articles, options.meanwhile)
        source.close()


def move(source: Store, target: Store, n: int, meanwhile: int) -> None:
    """Copy, and tell how long each kind of work took."""
    spent: dict[str, float] = defaultdict(float)
    last, began = "beginning", time.perf_counter()

    def told(name: str, _done: int, _total: int) -> None:
        nonlocal last, began
        now = time.perf_counter()
        spent[_kind(last)] += now - began
        last, began = name, now

    cpu, whole = time.process_time(), time.perf_counter()
    checked = Copy.begin(source, target).all(told)
    told("", 0, 0)
    took, cpu = time.perf_counter() - whole, time.process_time() - cpu
    rows = sum(one.rows for one in checked)
    arrive(source, meanwhile)
    switched, of_cpu = time.perf_counter(), time.process_time()
    Copy.begin(source, target).switch(told)
    switched, of_cpu = time.perf_counter() - switched, time.process_time() - of_cpu
    print(
        "| articles | rows | all, s | CPU here, s | rows/s | articles/s "
        "| switch after so many, s | of CPU here, s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    print(f"| {n:,} | {rows:,} | {took:.1f} | {cpu:.1f} | {rows / took:,.0f} | {n / took:,.0f} "
          f"| {meanwhile}: {switched:.2f} | {of_cpu:.2f} |\n")  # fmt: skip
    for name, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        print(f"{name}: {seconds:.1f} s")


def _kind(name: str) -> str:
    if name in ("words", "word index", "changes", "keys", "", "beginning"):
        return name or "rest"
    return "comparing" if name.startswith("comparing") else "rows"


def arrive(store: Store, n: int) -> None:
    """So many articles come in by the way that all go."""
    chance = random.Random(1)
    made = [written(chance, 10_000_000 + number) for number in range(n)]
    with store.writing() as tx:
        feed_id = add_feed(tx, "https://late.example/feed", NOW)
        arrivals = announce(tx, made, [feed_id] * n, NOW)
    memory, clock = StoryMemory(), Clock(store)
    with store.reading() as tx:
        memory.prepare(tx)
    for arrival in arrivals:
        store_one(store, arrival, memory, clock)


if __name__ == "__main__":
    main()

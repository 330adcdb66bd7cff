"""What one more article costs against a store of many: looked up, decided, stored.

    python -m benchmarks.stories.cost [--articles 10000 100000] [--keep FOLDER] [--rounds 200]
    python -m benchmarks.stories.cost --database postgresql://…/empty [--articles 10000]

The store is filled in bulk (`filling.py`); then articles of real length arrive one by one, one in
ten of them a copy. SQLite's files stand in a temporary folder, or stay in the one of --keep and are
used again. A PostgreSQL database that holds articles is measured as it is.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import func, select

from benchmarks.stories.arrivals import Arrival, add_feed, announce, find
from benchmarks.stories.filling import NOW, fill, written
from crawler.dedup.gist import gist
from crawler.intake import AlertRules, admit
from crawler.items import Article
from crawler.storage import Store, lookalikes, schema, tellings
from crawler.storage.tables import article, entry
from crawler.stories import LOOKED_AT, SHARED_LEAST, StoryMemory, words_told

WARM_UP = 1000  # articles until words that recur are known to the process
HEAD = f"""\
| database | articles | look-up, p50 | p95 | decide and store, p50 | p95 | wall, p50 | index MB |
|{"---|" * 8}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Milliseconds of look-ups and admissions, CPU and wall; what the tables of look-ups take."""

    looked: Sequence[float]
    stored: Sequence[float]
    wall: Sequence[float]
    index_mb: float


def main() -> None:
    """Fill what is empty, measure, print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What one more article costs.")
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", help="PostgreSQL; SQLite when left out")
    parser.add_argument("--keep", type=Path, help="where SQLite's files stay")
    parser.add_argument("--no-words", action="store_true", help="fill no word index")
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    print(HEAD)
    for n in options.articles:
        with opened(n, options.database, options.keep, words_too=not options.no_words) as store:
            tell(store, n, measure(store, options.rounds))


def tell(store: Store, n: int, found: Costs) -> None:
    """One line of the table."""
    cells = " | ".join(
        f"{median(one):.2f} | {quantiles(one, n=20)[-1]:.2f}"
        for one in (found.looked, found.stored)
    )
    name = "SQLite" if store.is_sqlite else "PostgreSQL"
    wall = median(found.wall)
    print(f"| {name} | {n:,} | {cells} | {wall:.2f} | {found.index_mb:,.0f} |", flush=True)


@contextmanager
def opened(
    n: int, url: str | None, keep: Path | None, *, words_too: bool = True
) -> Iterator[Store]:
    """A store of *n* articles, made if need be."""
    with tempfile.TemporaryDirectory(prefix="ww-cost-") as folder:
        store = Store.connect(url or f"sqlite:///{keep or folder}/{n}.db")
        schema.upgrade(store)
        with store.reading() as tx:
            held = tx.execute(select(func.max(article.c.id))).scalar()
        if held is None:
            fill(store, n, words_too=words_too)
        try:
            yield store
        finally:
            store.close()


def measure(store: Store, rounds: int) -> Costs:
    """Let articles arrive, one in ten of them once more elsewhere."""
    with store.reading() as tx:
        before = tx.execute(select(func.max(entry.c.id))).scalar_one()
    chance = random.Random(before)
    made = [written(chance, before + number) for number in range(rounds + WARM_UP)]
    made += [elsewhere(chance, one) for one in made[::10]]
    with store.writing() as tx:
        feed_id = add_feed(tx, f"https://outlet.example/feed{before}", NOW)
        arrivals = announce(tx, made, [feed_id] * len(made), NOW)
    memory = StoryMemory()
    with store.reading() as tx:
        memory.prepare(tx)
    looked, stored, wall = [], [], []
    clock = Clock(store)
    for arrival in arrivals:
        looked.append(look_up(store, arrival, memory, clock))
        ours, whole = store_one(store, arrival, memory, clock)
        stored.append(ours)
        wall.append(whole)
    return Costs(
        looked=looked[WARM_UP:],
        stored=stored[WARM_UP:],
        wall=wall[WARM_UP:],
        index_mb=size_mb(store),
    )


def store_one(
    store: Store, arrival: Arrival, memory: StoryMemory, clock: Clock
) -> tuple[float, float]:
    """Milliseconds of work, and until it is committed."""
    rules = AlertRules(topics={}, settle=timedelta(0), max_age=None)
    finding = find(store, arrival)
    began, started = clock(), time.perf_counter()
    known_as = [finding.address_key]
    admit(store, finding, known_as=known_as, rules=rules, now=NOW, memory=memory)
    return (clock() - began) * 1000, (time.perf_counter() - started) * 1000


def look_up(store: Store, arrival: Arrival, memory: StoryMemory, clock: Clock) -> float:
    """Who shares runs, and who shares telling words; both bounded."""
    finding = find(store, arrival)
    words = words_told(
        gist(finding.folded_title.strip(), finding.folded_text.strip(), memory.vocabulary)
    )
    with store.reading() as tx:
        began = clock()
        lookalikes.sharing(tx, finding.shingles, now=NOW)
        tellings.tellers(tx, words, NOW, least=SHARED_LEAST, most=LOOKED_AT)
        return (clock() - began) * 1000


class Clock:
    """Seconds of work: of this process, and of PostgreSQL's for our link; no other one counts."""

    def __init__(self, store: Store) -> None:
        self._server: Path | None = None
        if not store.is_sqlite:
            with store.reading() as tx:
                pid = tx.exec_driver_sql("select pg_backend_pid()").scalar_one()
            self._server = Path(f"/proc/{pid}/schedstat")

    def __call__(self) -> float:
        theirs = int(self._server.read_text().split()[0]) / 1e9 if self._server else 0.0
        return time.process_time() + theirs


def elsewhere(chance: random.Random, one: Article) -> Article:
    """A copy with a sentence more, on another site."""
    url = f"https://copy{chance.randrange(40)}.example/{chance.random()}"
    return replace(one, url=url, text=f"{one.text}\n\nWith material of agencies.")


def size_mb(store: Store) -> float:
    """What sampled runs and telling words take."""
    with store.reading() as tx:
        if store.is_sqlite:
            found = tx.exec_driver_sql(
                "select sum(pgsize) from dbstat where aggregate = 1 "
                "and (name like '%fingerprint%' or name like '%telling%')"
            ).scalar_one()
        else:
            found = tx.exec_driver_sql(
                "select sum(pg_total_relation_size(part.relid)) from unnest(array["
                "'fingerprint'::regclass, 'telling'::regclass]) c, pg_partition_tree(c) part"
            ).scalar_one()
    return float(found) / 1e6


if __name__ == "__main__":
    main()

"""`python -m benchmarks.search`: archives of several sizes, searched by us and by the bare index.

    python -m benchmarks.search --articles 100000 1000000
    python -m benchmarks.search --database postgresql+psycopg://postgres@127.0.0.1/bench

Without --database a SQLite file is made in a temporary folder. A database that holds an archive
already is measured as it is; an empty one is filled first. "Raw" is the same question put to FTS5's
MATCH or a tsquery over the same rows, twenty newest ids with their titles: no language, no
evaluation, no places.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles

from sqlalchemy import TextClause, func, select, text

from benchmarks.search.archive import BATCH, DAYS, FIRST_DAY, add_rows, batch_of, build
from benchmarks.search.questions import ASKED, Question
from crawler.storage import Store, schema, search
from crawler.storage.search import Sort
from crawler.storage.search.index import put, write
from crawler.storage.search.terms import Terms
from crawler.storage.store import Tx
from crawler.storage.tables import article
from crawler.topics.parsing import parse

ROUNDS = 8
NOW = FIRST_DAY + timedelta(days=DAYS)
SLOWEST_MS = 20_000.0

Calls = list[Callable[[], object]]
Times = list[tuple[float, float]]

RAW = {
    "sqlite": text(
        "select a.id, a.title from article_fts f join article a on a.id = f.rowid "
        "where article_fts match :asked order by f.rowid desc limit 20"
    ),
    "postgresql": text(
        "select a.id, a.title from article_words w join article a on a.id = w.article_id "
        "where w.words @@ cast(:asked as tsquery) order by w.article_id desc limit 20"
    ),
}
SIZES = {
    "sqlite": (
        "select sum(pgsize) from dbstat where name like 'article_fts%'",
        "select sum(pgsize) from dbstat where name in ('word', 'ix_word_reversed')",
        "select sum(pgsize) from dbstat where name = 'article'",
    ),
    "postgresql": (
        "select pg_total_relation_size('article_words')",
        "select pg_total_relation_size('word')",
        "select pg_total_relation_size('article')",
    ),
}


def main() -> None:
    """Fill what is empty, measure, print tables in Markdown."""
    options = argparse.ArgumentParser(description="Search in archives of several sizes.")
    options.add_argument("--articles", type=int, nargs="+", default=[100_000])
    options.add_argument(
        "--times", type=int, default=1, help="make a part of them, each of these so many times"
    )
    options.add_argument("--database", help="default: a SQLite file for each size")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-search-") as folder:
        for count in chosen.articles:
            url = chosen.database or f"sqlite:///{Path(folder) / f'{count}.db'}"
            store = Store.connect(url)
            schema.upgrade(store)
            _measure(store, count, chosen.times)
            store.close()


def _measure(store: Store, count: int, times: int) -> None:
    with store.reading() as tx:
        held = tx.execute(select(func.count()).select_from(article)).scalar_one()
    if not held:
        began = time.perf_counter()
        build(store, count, times=times)
        held = count
        print(f"built {held:,} articles in {time.perf_counter() - began:.0f} s")
    name = "SQLite" if store.is_sqlite else "PostgreSQL"
    print(f"\n## {held:,} articles, {name}\n")
    print("| question | matches | CPU ms, p50 | p95 | wall, p50 | raw CPU ms, p50 | p95 | wall |")
    print("|---|---|---|---|---|---|---|---|")
    with store.reading() as tx:
        for question in ASKED:
            _print_times(tx, question)
        _print_others(tx)
        _print_sizes(tx, held)
    _print_cost(store, held)


def _print_times(tx: Tx, question: Question) -> None:
    clock = Clock(tx)
    trees = [parse(one) for one in question.queries]
    ours = clock.times([partial(search.find, tx, tree, now=NOW) for tree in trees])
    counted = search.facets(tx, trees[0], now=NOW)
    matches = f"{'' if counted.complete else '≥ '}{counted.matches:,}"
    asked = question.fts if tx.dialect.name == "sqlite" else question.tsquery
    raw = "– | – | –"
    if asked:
        values = [{"asked": one} for one in asked]
        statement = RAW[tx.dialect.name]
        raw = _shown(clock.times([partial(_rows, tx, statement, v) for v in values]))
    print(f"| {question.name} | {matches} | {_shown(ours)} | {raw} |", flush=True)


def _rows(tx: Tx, statement: TextClause, values: dict[str, str]) -> object:
    return tx.execute(statement, values).all()


def _print_others(tx: Tx) -> None:
    clock = Clock(tx)
    for name, asked in (
        ("rare phrase", '"new start"'),
        ("common phrase", '"prime minister"'),
        ("in letter case", "case:treaty"),
    ):
        tree = parse(asked)
        calls: dict[str, Callable[[], object]] = {
            "first 20 by relevance": partial(search.page, tx, tree, now=NOW, sort=Sort.RELEVANCE),
            "facets": partial(search.facets, tx, tree, now=NOW),
        }
        for what, call in calls.items():
            print(f"| {name}: {what} | | {_shown(clock.times([call]))} | – | – | – |", flush=True)


def _print_sizes(tx: Tx, held: int) -> None:
    try:
        sizes = [tx.exec_driver_sql(one).scalar_one() / held for one in SIZES[tx.dialect.name]]
    except Exception as error:  # SQLite may have been built without dbstat
        print(f"\nsizes: {error}")
        return
    index, words, rows = sizes
    print(f"\nBytes an article: index {index:,.0f}, vocabulary {words:,.0f}, rows {rows:,.0f}")


def _print_cost(store: Store, held: int) -> None:
    """What indexing one more article costs, one by one."""
    rows, terms = batch_of(held + BATCH, seed=1)
    some = list(terms.items())
    with store.engine.connect() as tx, tx.begin() as change:
        clock = Clock(tx)
        add_rows(tx, rows)
        one_by_one = [{id_: one} for id_, one in some]
        bare = clock.times([partial(_alone, tx, write, v) for v in one_by_one[:200]], rounds=1)
        full = clock.times([partial(_alone, tx, put, v) for v in one_by_one[200:400]], rounds=1)
        change.rollback()
    print("Indexing an article, CPU ms p50 | p95 | wall p50:")
    print(f"words and tags {_shown(bare)}; with the vocabulary {_shown(full)}")


def _alone(tx: Tx, call: Callable[[Tx, dict[int, Terms]], None], terms: dict[int, Terms]) -> None:
    """As in a transaction of its own: FTS5 writes what it gathered at the end of a savepoint."""
    with tx.begin_nested():
        call(tx, terms)


class Clock:
    """CPU time of this process and of PostgreSQL's for this connection, in ms; and the wall's.

    On a machine that others use too, only CPU time can be compared.
    """

    def __init__(self, tx: Tx) -> None:
        self._server: Path | None = None
        if tx.dialect.name == "postgresql":
            pid = tx.exec_driver_sql("select pg_backend_pid()").scalar_one()
            self._server = Path(f"/proc/{pid}/schedstat")

    def times(self, calls: Calls, *, rounds: int = ROUNDS) -> Times:
        """(CPU, wall) of each call; a first round fills the caches and does not count."""
        found: Times = []
        for number in range(rounds + (rounds > 1)):
            for call in calls:
                before = self._now()
                call()
                took = [after - then for after, then in zip(self._now(), before, strict=True)]
                if number or rounds == 1 or took[1] > SLOWEST_MS:
                    found.append((took[0], took[1]))
            if sum(wall for _, wall in found) > SLOWEST_MS:
                break
        return found

    def _now(self) -> tuple[float, float]:
        server_ns = int(self._server.read_text().split()[0]) if self._server else 0
        return (time.process_time_ns() + server_ns) / 1e6, time.perf_counter_ns() / 1e6


def _shown(times: Times) -> str:
    cpu, wall = (quantiles(some, n=20) for some in zip(*times * 2, strict=True))
    return f"{cpu[9]:,.1f} | {cpu[18]:,.1f} | {wall[9]:,.1f}"


if __name__ == "__main__":
    main()

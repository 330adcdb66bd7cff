"""Letting a month of articles go from a full archive on PostgreSQL, while the service could work.

    python -m benchmarks.scale.pruning postgresql://…/filled [--articles N] [--young] [--rest 0.05]

The database is one that `benchmarks.stories.cost --database … --articles N` filled, and has fewer
articles afterwards. As many as --articles leave, the oldest, by the same batches as in `wirewatch
db prune`; then VACUUM gives their room back. Told are the clock, the CPU of this process and its
server process, what was written to the write-ahead log, and how long one batch took.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime
from statistics import median, quantiles

from benchmarks.stories.cost import Clock
from crawler.config import Retention
from crawler.storage import Store, schema
from crawler.upkeep.pruning import Pruning

MADE = "pruning-"
WRITTEN = "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"


def main() -> None:
    """Print one table in Markdown."""
    parser = argparse.ArgumentParser(description="A month of articles leaves.")
    parser.add_argument("url")
    parser.add_argument("--articles", type=int, default=33_000)
    parser.add_argument("--alerts", type=int, default=0, help="so many that others were told")
    parser.add_argument("--young", action="store_true", help="prints and telling words are there")
    parser.add_argument("--rest", type=float, default=0.05, help="seconds between two batches")
    asked = parser.parse_args()
    store = Store.connect(asked.url)
    schema.upgrade(store)
    if not asked.young:
        with store.writing() as tx:  # as the service does weeks before an article is a month old
            tx.exec_driver_sql("truncate fingerprint, telling")
    if asked.alerts:
        tell_of_the_newest(store, asked.alerts)
    held, now = number(store, "select count(*) from article"), datetime.now(UTC)
    settings = Retention(articles_days=1, raw_pages_days=1)
    clock = Clock(store)
    began, before, wal = time.perf_counter(), clock(), number(store, WRITTEN)
    gone, took_ms = let_go(Pruning(store, settings, now), asked.articles, asked.rest)
    lasted, cpu = time.perf_counter() - began, clock() - before
    wal = number(store, WRITTEN) - wal
    with store.outside() as tx:
        started = time.perf_counter()
        tx.exec_driver_sql("vacuum article, entry, story, article_address")
        vacuum = time.perf_counter() - started
    print("| articles held | left | batches | clock, s | CPU, s | CPU ms an article | a batch, ms, "
          "p50 | p95 | log, MB | VACUUM, s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    print(f"| {held:,} | {gone:,} | {len(took_ms):,} | {lasted:.0f} | {cpu:.1f} "
          f"| {cpu * 1000 / gone:.2f} | {median(took_ms):.0f} | {quantiles(took_ms, n=20)[-1]:.0f} "
          f"| {wal / 1e6:.0f} | {vacuum:.1f} |")  # fmt: skip
    store.close()


def tell_of_the_newest(store: Store, alerts: int) -> None:
    """So many alerts that were sent, each of an article that stays."""
    with store.writing() as tx:
        tx.exec_driver_sql(f"delete from alert where key like '{MADE}%%'")
        tx.exec_driver_sql(
            "insert into alert (key, story_id, article_id, channel, state, attempts, next_try_at, "
            f"created_at, sent_at) select '{MADE}' || id || '-' || n, story_id, id, 'log', 'sent', "
            "1, first_seen_at, first_seen_at, first_seen_at from (select * from article "
            f"order by id desc limit 1000) newest, generate_series(1, {alerts // 1000}) n"
        )
    with store.outside() as tx:
        tx.exec_driver_sql("analyze alert")


def let_go(pruning: Pruning, articles: int, rest_s: float) -> tuple[int, list[float]]:
    """How many articles left, and milliseconds of each batch."""
    gone, took_ms = 0, []
    while gone < articles:
        began = time.perf_counter()
        step = pruning.step()
        if step is None:
            break
        took_ms.append((time.perf_counter() - began) * 1000)
        gone += step.articles
        time.sleep(rest_s)
    return gone, took_ms


def number(store: Store, statement: str) -> int:
    """The one number that the statement gives."""
    with store.reading() as tx:
        return int(tx.exec_driver_sql(statement).scalar_one())


if __name__ == "__main__":
    main()

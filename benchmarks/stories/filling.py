"""A store of many made-up articles, as three busy weeks would have left it, filled in bulk.

Everything that one more article has to be compared with or sorted into is there: rows with texts of
news length, addresses, entries, sampled runs, telling words, the sentences of sites, the word index
and the vocabulary. Words are as common as words are (a power law), runs of five as set phrases are
(Zipf). The same number makes the same store.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from benchmarks.stories.arrivals import add_feed, make_article
from crawler.dedup.fingerprint import SAMPLE_LIMIT, fingerprint, runs
from crawler.items import Article
from crawler.storage import Store, Tx, lookalikes, partitions, tellings
from crawler.storage.search.index import write
from crawler.storage.search.terms import FEED, SEEN, SITE, Terms, tag
from crawler.storage.tables import fingerprint as fingerprint_table
from crawler.storage.tables import telling as telling_table
from crawler.stories import TELLING_WORDS

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
BATCH = 10_000
SITES = 400
VOCABULARY = 500_000
KERNEL = 8000
NAMES = (370_000, VOCABULARY)  # the ranks that the rarest words of a held article have
ARTICLE_WORDS, TITLE_WORDS = 400, 8
PHRASES, PHRASES_EACH = 4000, 3  # set phrases that are in the sample of runs, and in an article
SENTENCES = 15
HELD_TABLES = ("fingerprint", "telling")

Numbers = NDArray[np.int64]
Rows = Sequence[tuple[Any, ...]]


def fill(store: Store, n: int, *, words_too: bool = True) -> None:
    """*n* articles that arrived within the window in which articles are compared.

    Without *words_too* the word index stays empty; PostgreSQL takes an hour for a million.
    """
    with store.writing() as tx:
        feed_id = add_feed(tx, "https://filler.example/feed", NOW)
        _put(tx, "site", "id, name, articles", [(i, f"s{i}.example", n // SITES) for i in _sites()])
        for table, last, span in (
            (fingerprint_table, lookalikes.week_of(NOW), 3),
            (telling_table, tellings.stretch_of(NOW), 7),
        ):
            partitions.make(tx, table, range(last - span + 1, last + 1))
        _put(tx, "word", "word, reversed", sorted((word, word[::-1]) for word in words().tolist()))
        if not store.is_sqlite:  # made in one go at the end, as after a restore
            tx.exec_driver_sql("drop index ix_article_words")
    rng = np.random.default_rng(7)
    for first in range(1, n + 1, BATCH):
        with store.writing() as tx:
            held = _add(tx, rng, range(first, min(first + BATCH, n + 1)), n, feed_id)
            if words_too:
                write(tx, {id_: _terms(id_, title, body) for id_, title, body in held})
    with store.writing() as tx:
        for site_id in _sites():
            keys = np.unique(rng.integers(-(1 << 63), 1 << 63, SENTENCES * n // SITES))
            rows = [(site_id, key, 1, lookalikes.week_of(NOW)) for key in keys.tolist()]
            _put(tx, "passage", "site_id, key, articles, week", rows)
    if not store.is_sqlite:
        _settle(store)


def written(chance: random.Random, number: int) -> Article:
    """An article of common words, of names that others have as well, and of some never written."""
    drawn = [chance.random() for _ in range(ARTICLE_WORDS - TELLING_WORDS)]
    body = words()[np.searchsorted(_upto(), drawn)].tolist()
    for _ in range(TELLING_WORDS):
        body.insert(chance.randrange(len(body)), words()[chance.randrange(*NAMES)])
    for _ in range(PHRASES_EACH):
        body.insert(chance.randrange(len(body)), phrases()[_rank(chance.random())])
    body += [f"never{number}x{i}" for i in range(3)]
    text = "\n\n".join(" ".join(body[at : at + 60]) + "." for at in range(0, len(body), 60))
    at = NOW - timedelta(minutes=number % 600)
    title = " ".join(body[:TITLE_WORDS])
    return make_article(f"https://outlet{number % 40}.example/{number}", title, text, "en", at)


@cache
def words() -> NDArray[np.object_]:
    """The vocabulary, the commonest first; rarer ones are longer."""
    return np.array([f"{'abcdefghij'[r % 10]}{r:x}" for r in range(VOCABULARY)], dtype=object)


@cache
def phrases() -> list[str]:
    """Five words each, the commonest first; all are in the sample of runs."""
    rng = np.random.default_rng(5)
    found: list[str] = []
    while len(found) < PHRASES:
        drawn = words()[rng.integers(0, 20_000, 50_000)].tolist()
        hashes = runs(" ".join(drawn))
        picked = np.flatnonzero(hashes < SAMPLE_LIMIT).tolist()
        found += [" ".join(drawn[at : at + 5]) for at in picked]
    return found[:PHRASES]


@cache
def _upto() -> NDArray[np.float64]:
    """How likely each word or a commoner one is: Zipf and Mandelbrot, thinner behind thousands."""
    ranks = np.arange(VOCABULARY) + 2.7
    weights = np.where(ranks < KERNEL, 1 / ranks, KERNEL**0.6 / ranks**1.6)
    upto: NDArray[np.float64] = np.cumsum(weights) / weights.sum()
    return upto


@cache
def _word_hashes() -> Numbers:
    every = [xxhash.xxh3_64_intdigest(word.encode()) for word in words().tolist()]
    return np.array(every, np.uint64).view(np.int64)


def _sites() -> range:
    return range(1, SITES + 1)


def _rank(share: float) -> int:
    """Of a phrase, by Zipf's law."""
    return int(PHRASES**share) - 1


Held = list[tuple[int, str, str]]  # id, title, text


def _add(tx: Tx, rng: np.random.Generator, ids: range, n: int, feed_id: int) -> Held:
    """The weeks and stretches of the window one after the other, oldest first."""
    held: Held = []
    prints, told = [], []
    for id_, (ranks, title, body) in zip(ids, _texts(rng, len(ids)), strict=True):
        held.append((id_, title, body))
        week = lookalikes.week_of(NOW) - 2 + (id_ - 1) * 3 // n
        prints += [(week, one, id_) for one in fingerprint(body).shingles]
        stretch = tellings.stretch_of(NOW) - 6 + (id_ - 1) * 7 // n
        rarest = np.unique(np.partition(ranks, -TELLING_WORDS)[-TELLING_WORDS:])
        told += [(stretch, one, id_) for one in _word_hashes()[rarest].tolist()]
    _put_rows(tx, held, feed_id)
    _put(tx, "fingerprint", "week, shingle, article_id", sorted(prints))
    _put(tx, "telling", "stretch, word, article_id", sorted(told))
    return held


def _texts(rng: np.random.Generator, n: int) -> Iterator[tuple[Numbers, str, str]]:
    """The ranks of the words, the title, the text."""
    every = (VOCABULARY * rng.random((n, ARTICLE_WORDS)) ** 6).astype(np.int64)
    shares = rng.random((n, PHRASES_EACH)).tolist()
    for ranks, drawn in zip(every, shares, strict=True):
        some = words()[ranks].tolist()
        for at, share in enumerate(drawn, 1):
            some.insert(at * 90, phrases()[_rank(share)])
        yield ranks, " ".join(some[:TITLE_WORDS]), " ".join(some)


def _terms(id_: int, title: str, body: str) -> Terms:
    day = f"202602{id_ % 20 + 1:02}"
    seen = [tag(SEEN, day[:digits]) for digits in (8, 6, 4, 3)]
    tags = " ".join([tag(FEED, 1), tag(SITE, f"s{_site_of(id_)}.example"), *seen])
    return Terms(title=title, body=body, tags=tags)


def _site_of(id_: int) -> int:
    return id_ % SITES + 1


def _put_rows(tx: Tx, held: Held, feed_id: int) -> None:
    seen = "2026-02-18 00:00:00.000000"
    stories = [(id_, title, seen, seen, 1) for id_, title, _ in held]
    _put(tx, "story", "id, title, first_at, last_at, articles", stories)
    names = (
        "id, story_id, feed_id, address_key, url, site, title, text, access, authors, tags, "
        "first_seen_at, fetched_at, revision, text_hash, n_words, verdict, language"
    )
    rows = []
    for id_, title, body in held:
        key = f"s{_site_of(id_)}.example/{id_:x}/{title[:40]}".replace(" ", "-")
        rows.append((
            id_, id_, feed_id, key, f"https://{key}", f"s{_site_of(id_)}.example", title, body,
            "full", "", "", seen, seen, 1, xxhash.xxh3_128_digest(body.encode()), ARTICLE_WORDS,
            "", "en",
        ))  # fmt: skip
    _put(tx, "article", names, rows)
    # Addresses come in no order: their index is written all over.
    _put(tx, "article_address", "address_key, article_id", [(row[3], row[0]) for row in rows])
    entries = [
        (row[0], row[3], feed_id, row[0], row[4], row[5], row[4], row[6], "", "", "", "", b"",
         "read", 0, seen, seen) for row in rows
    ]  # fmt: skip
    _put(tx, "entry", (
        "id, address_key, feed_id, article_id, url, host, guid, title, summary_html, content_html,"
        " authors, tags, digest, state, tries, next_try_at, first_seen_at"
    ), entries)  # fmt: skip


def _put(tx: Tx, table: str, names: str, rows: Rows) -> None:
    link: Any = tx.connection.driver_connection
    if tx.dialect.name == "sqlite":
        places = ", ".join("?" for _ in names.split(", "))
        link.executemany(f"insert into {table} ({names}) values ({places})", rows)
        return
    with link.cursor().copy(f"copy {table} ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _settle(store: Store) -> None:
    """Indexes, sequences and statistics of PostgreSQL, as they would be in daily work."""
    with store.writing() as tx:
        tx.exec_driver_sql("set local maintenance_work_mem = '512MB'")
        tx.exec_driver_sql("create index ix_article_words on article_words using gin (words)")
        for name in ("article", "story", "entry", "site"):
            tx.exec_driver_sql(
                f"select setval(pg_get_serial_sequence('{name}', 'id'), max(id)) from {name}"
            )
        tx.exec_driver_sql("analyze")

"""A made-up archive of a million articles with a thousand topics, filled in minutes.

The newest *genuine* articles are written one by one as `benchmarks.search.archive` writes them,
each with its words in the index. All older ones are copies of those, under ids, addresses and times
of their own, and are not in the index. Of a hundred articles ten are one story, some of them copies
of the first. Topics are hit by a power law.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import text

from benchmarks.search.archive import BATCH, DAYS, FIRST_DAY, _add_feeds, add, batch_of
from crawler.items import Origin
from crawler.storage import Store, Tx, topics
from crawler.storage.search.vocabulary import learn
from crawler.storage.topics import TopicSpec
from crawler.topics.parsing import parse
from crawler.topics.query import version

MINUTES = DAYS * 1.44e-3  # from one article to the next, as in `benchmarks.search.archive`
STORY, SHARE = 10, 10  # so many articles has one story of so many
HITS_EACH = 1.2  # of an article, by all topics
WORDS = ("treaty", "kremlin", "warhead", "football", "bridge", "letter", "start", "open", "old")
HITS_AT_ONCE = 20_000


def fill(store: Store, n: int, *, genuine: int, n_topics: int) -> None:
    """*n* articles, of which the newest *genuine* are in the index, and the hits of the topics."""
    first = n - genuine
    with store.writing() as tx:
        _add_feeds(tx)
        if not store.is_sqlite:
            tx.exec_driver_sql("drop index ix_article_words")
    words = set[str]()
    for number in range(first, n, BATCH):
        batch = batch_of(number, seed=1)
        words.update(*(one.words() for one in batch[1].values()))
        with store.writing() as tx:
            add(tx, batch)
    with store.writing() as tx:
        learn(tx, words)
        if not store.is_sqlite:
            tx.exec_driver_sql("create index ix_article_words on article_words using gin (words)")
    for shift in range(genuine, n, genuine):
        with store.writing() as tx:
            _copy(tx, behind=first, shift=shift)
    complete(store, n, n_topics=n_topics)


def complete(store: Store, n: int, *, n_topics: int) -> None:
    """Stories and topics for *n* articles, which may be from `benchmarks.search` as well."""
    with store.writing() as tx:
        _join_stories(tx)
    _add_topics(store, n, n_topics)
    with store.writing() as tx:
        tx.exec_driver_sql("analyze story" if store.is_sqlite else "analyze")


def _copy(tx: Tx, *, behind: int, shift: int) -> None:
    """The articles *behind* that id once more, with ids that are smaller by *shift*."""
    columns = [row[0] for row in tx.execute(text(_COLUMNS[tx.dialect.name]))]
    earlier = _EARLIER[tx.dialect.name]
    times = ("first_seen_at", "fetched_at", "published_at")
    changed = {
        "id": "id - cast(:shift as bigint)", "story_id": "id - cast(:shift as bigint)",
        "address_key": "address_key || '-' || cast(:shift as text)",
        "url": "url || '-' || cast(:shift as text)",
        **{name: earlier.format(name=name) for name in times},
    }  # fmt: skip
    seen = changed["first_seen_at"]
    values = {"shift": shift, "behind": behind, "minutes": shift * MINUTES}
    chosen = ", ".join(changed.get(name, name) for name in columns)
    which = "from article where id > :behind and id > :shift"
    tx.execute(
        text(
            "insert into story (id, title, first_at, last_at, articles) "
            f"select id - :shift, title, {seen}, {seen}, 1 {which}"
        ),
        values,
    )
    tx.execute(text(f"insert into article ({', '.join(columns)}) select {chosen} {which}"), values)


_COLUMNS = {
    "sqlite": "select name from pragma_table_info('article')",
    "postgresql": "select column_name from information_schema.columns "
    "where table_name = 'article' and table_schema = current_schema()",
}
_EARLIER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', {name}, '-' || :minutes || ' minutes')",
    "postgresql": "{name} - make_interval(secs => 60 * cast(:minutes as double precision))",
}


def _join_stories(tx: Tx) -> None:
    """Of a hundred articles the first ten are one story; every third of them is a copy."""
    of_one = f"id % {STORY * SHARE} between 1 and {STORY - 1}"
    tx.execute(
        text(
            f"update article set story_id = id - id % {STORY}, relation = 'same story', "
            "verdict = 'shares rare words', "
            f"original_id = case when id % 3 = 0 then id - id % {STORY} end where {of_one} "
            f"and id - id % {STORY} in (select id from story)"
        )
    )
    tx.execute(text(f"update story set articles = {STORY} where id % {STORY * SHARE} = 0"))
    tx.execute(text("delete from story where id in (select s.id from story s left join article a "
                    "on a.story_id = s.id where a.id is null)"))  # fmt: skip


def _add_topics(store: Store, n: int, count: int) -> None:
    now = FIRST_DAY
    with store.writing() as tx:
        ids = [topics.save(tx, spec, Origin.PERSON, now) for spec in _specs(count)]
    rng = np.random.default_rng(5)
    weights = 1 / (np.arange(count) + 10.0)
    insert = text(
        "insert into hit (article_id, topic_id, version, revision, places, matched_at) "
        "select :article_id, :topic_id, 'v', 1, :places, first_seen_at from article "
        "where id = :article_id on conflict do nothing"
    )
    for rows in _hits(rng, n, ids, weights / weights.sum()):
        with store.writing() as tx:
            tx.execute(insert, rows)


def _specs(count: int) -> Iterator[TopicSpec]:
    for number in range(count):
        one, other = WORDS[number % 9], WORDS[number // 9 % 9]
        tree = parse(f'({one} NEAR/{5 + number % 40} {other}) OR "{one} {other}"')
        yield TopicSpec(name=f"Topic {number:04}", query=str(tree), version=version(tree),
                        channels=("log",))  # fmt: skip


def _hits(rng: Any, n: int, ids: list[int], weights: Any) -> Iterator[list[dict[str, Any]]]:
    """In the order of arrival."""
    for begin in range(1, n + 1, HITS_AT_ONCE):
        numbers = np.arange(begin, min(begin + HITS_AT_ONCE, n + 1))
        each = rng.poisson(HITS_EACH, len(numbers))
        drawn = iter(rng.choice(ids, int(each.sum()), p=weights).tolist())
        starts = iter(rng.integers(0, 1500, int(each.sum())).tolist())
        rows = []
        for id_, times in zip(numbers.tolist(), each.tolist(), strict=True):
            for topic_id in {next(drawn) for _ in range(times)}:
                at = next(starts)
                places = [["title", 0, 6], ["body", at, at + 9]]
                rows.append({"article_id": id_, "topic_id": topic_id, "places": json.dumps(places)})
        if rows:
            yield rows


def now() -> Any:
    """A minute after the last article of a million."""
    return FIRST_DAY + timedelta(days=DAYS, minutes=1)

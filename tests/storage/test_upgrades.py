"""Upgrades from every released schema, with data in it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, make_url

from crawler.storage import Store, articles, schema, search, soundness, topics
from crawler.storage.schema import alembic_config
from crawler.topics.parsing import parse
from tests.databases import Databases
from tests.samples import NOW
from tests.upkeep.archive import Archive

# Schemas that people have. Each release adds its own.
RELEASED = ("0001",)
AT = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)
HASH = b"0123456789abcdef"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database without any schema, on each of the two."""
    if request.param == "sqlite":
        store = Store.connect(f"sqlite:///{tmp_path / 'old.db'}")
        yield store
        store.close()
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.empty() as url:
        store = Store.connect(make_url(url).render_as_string(hide_password=False))
        yield store
        store.close()


def begin(store: Store, revision: str) -> None:
    """The schema as that release made it, with a row in every table."""
    with store.writing() as tx:
        config = alembic_config()
        config.attributes["connection"] = tx
        command.upgrade(config, revision)
    metadata = MetaData()
    with store.writing() as tx:
        metadata.reflect(tx)
        for name, rows in ROWS[revision].items():
            for row in rows:
                tx.execute(metadata.tables[name].insert().values(**_for(tx, row)))
            if not store.is_sqlite and any("id" in row for row in rows):
                # Ids that were given count as given.
                tx.exec_driver_sql(
                    f"select setval(pg_get_serial_sequence('{name}', 'id'), max(id)) from {name}"
                )


def _for(tx: Any, row: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps times without their zone, as the program writes them."""
    if tx.dialect.name != "sqlite":
        return row
    return {
        name: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


FEED = {"id": 1, "url": "https://paper.example/feed", "name": "The Paper", "origin": "config",
        "state": "active", "trouble": 3.0, "failing_since": AT, "next_look_at": AT,
        "created_at": AT, "interval_min": 30.0}  # fmt: skip
ENTRY = {"feed_id": 1, "host": "paper.example", "title": "t", "summary_html": "",
         "content_html": "", "authors": "", "tags": "", "digest": HASH, "tries": 0,
         "next_try_at": AT, "first_seen_at": AT}  # fmt: skip
ARTICLE = {"feed_id": 1, "site": "paper.example", "text": "The river rose.", "access": "full",
           "authors": "Ann; Bob", "tags": "", "first_seen_at": AT, "fetched_at": AT,
           "text_hash": HASH, "n_words": 3, "verdict": "new", "published_at": AT}  # fmt: skip
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "0001": {
        "feed": [FEED, FEED | {"id": 2, "url": "https://old.example/feed", "state": "retired"}],
        "feed_day": [{"feed_id": 1, "day": AT.date(), "looks": 3, "unchanged": 2, "failures": 1,
                      "entries": 4, "bytes": 500}],
        "story": [{"id": 1, "title": "River", "first_at": AT, "last_at": AT, "articles": 2},
                  {"id": 2, "title": "Alone", "first_at": AT, "last_at": AT, "articles": 0,
                   "merged_into": 1}],
        "article": [
            ARTICLE | {"id": 1, "story_id": 1, "address_key": "paper.example/1", "revision": 2,
                       "url": "https://paper.example/1?utm_source=rss", "title": "The river rises"},
            ARTICLE | {"id": 2, "story_id": 1, "address_key": "paper.example/2", "revision": 1,
                       "url": "https://paper.example/2", "title": "A copy", "original_id": 1,
                       "relation": "copy", "like_id": 1, "likeness": 1.0},
        ],
        "entry": [
            ENTRY | {"id": 1, "address_key": "paper.example/1", "url": "https://paper.example/1",
                     "guid": "1", "state": "read", "article_id": 1, "read_at": AT},
            ENTRY | {"id": 2, "address_key": "paper.example/2", "url": "https://paper.example/2",
                     "guid": "2", "state": "read", "article_id": 2, "read_at": AT},
            ENTRY | {"id": 3, "address_key": "paper.example/3", "url": "https://paper.example/3",
                     "guid": "3", "state": "waiting"},
        ],
        "feed_entry": [{"feed_id": 1, "entry_id": 1, "first_seen_at": AT}],
        "article_address": [{"address_key": "paper.example/1", "article_id": 1},
                            {"address_key": "paper.example/2", "article_id": 2}],
        "revision": [{"article_id": 1, "number": 1, "title": "River", "text": "It rose.",
                      "text_hash": HASH, "fetched_at": AT}],
        "fingerprint": [{"week": 2926, "shingle": -5, "article_id": 1}],
        "telling": [{"stretch": 6827, "word": 7, "article_id": 1}],
        "site": [{"id": 1, "name": "paper.example", "articles": 2}],
        "passage": [{"site_id": 1, "key": 9, "articles": 2, "week": 2926}],
        "topic": [{"id": 1, "name": "Floods", "query": "river", "version": "v1",
                   "channels": "log desk", "origin": "config", "state": "active",
                   "created_at": AT, "changed_at": AT}],
        "saved_query": [{"name": "water", "query": "river OR lake", "origin": "config"}],
        "word": [{"word": "river", "reversed": "revir"}],
        "hit": [{"article_id": 1, "topic_id": 1, "version": "v1", "revision": 1,
                 "places": '[["body", 4, 9]]', "matched_at": AT}],
        "alert": [{"id": 1, "key": "wirewatch-1-1-log", "topic_id": 1, "story_id": 1,
                   "article_id": 1, "channel": "log", "state": "sent", "attempts": 1,
                   "next_try_at": AT, "created_at": AT, "sent_at": AT},
                  {"id": 2, "key": "wirewatch-1-1-desk", "topic_id": 1, "story_id": 1,
                   "article_id": 1, "channel": "desk", "state": "waiting", "attempts": 0,
                   "next_try_at": AT, "created_at": AT}],
        "event": [{"article_id": 1, "kind": "revised", "at": AT, "revision": 2, "topic_id": 1,
                   "detail": "2 words"}],
        "mending": [{"kind": "merge", "story_id": 1, "from_story_id": 2, "made_at": AT}],
        "service": [{"name": "service", "host": "h", "pid": 1, "version": "0.1",
                     "started_at": AT, "beat_at": AT}],
        "fact": [{"name": "a", "value": "b"}],
    }
}  # fmt: skip


@pytest.mark.parametrize("revision", RELEASED)
def test_a_row_stands_in_every_table_of_a_release(empty: Store, revision: str) -> None:
    begin(empty, revision)

    metadata = MetaData()
    with empty.reading() as tx:
        metadata.reflect(tx)
        indexes = ("alembic_version", "article_words")
        ours = {n for n in metadata.tables if n not in indexes and not n.startswith("article_fts")}
        held = {n for n in ours if tx.execute(metadata.tables[n].select().limit(1)).first()}
    assert ours == held


@pytest.mark.parametrize("revision", RELEASED)
def test_nothing_is_lost_by_an_upgrade(empty: Store, revision: str) -> None:
    begin(empty, revision)

    before, after = schema.upgrade(empty)

    assert before == revision != after
    assert schema.differences(empty) == []
    with empty.reading() as tx:
        for name, rows in ROWS[revision].items():
            held = tx.exec_driver_sql(f"select count(*) from {name}").scalar_one()
            assert held >= len(rows), name
        first = articles.by_id(tx, 1)
        assert first.article.authors == ("Ann", "Bob")
        assert first.article.published_at == AT
        assert [one.text for one in articles.revisions(tx, 1)] == ["It rose."]
        assert [row.topic for row in topics.hits_of(tx, 1)] == ["Floods"]
        states: dict[str, str] = dict(tx.exec_driver_sql("select channel, state from alert").all())
        assert states == {"log": "sent", "desk": "waiting"}
        assert tx.exec_driver_sql("select count(*) from v_topic_hits").scalar_one() == 1


@pytest.mark.parametrize("revision", RELEASED)
def test_an_upgraded_archive_is_sound_and_goes_on(empty: Store, revision: str) -> None:
    begin(empty, revision)
    schema.upgrade(empty)

    soundness.mend(empty)  # the words of old articles may have to be told anew

    assert soundness.faults(empty) == []
    archive = Archive(empty)
    assert archive.put("more", days_ago=0, matched=True).article_id == 3
    with empty.reading() as tx:
        assert len(search.find(tx, parse("more"), now=NOW)) == 1

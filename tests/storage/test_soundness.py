"""Each thing that can be wrong is made, found by its name, mended, and found no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.storage import Store, search, soundness
from crawler.storage.checks import CHECKS
from crawler.storage.search import rebuilding
from crawler.topics.parsing import parse
from tests.samples import NOW
from tests.upkeep.archive import Archive, text_of


@pytest.fixture
def archive(store: Store) -> Archive:
    """Three articles of two stories, one of them matched and told."""
    archive = Archive(store)
    archive.put("alpha", days_ago=3, matched=True)
    archive.put("beta", days_ago=2, text=text_of("alpha"))
    archive.put("gamma", days_ago=1)
    return archive


def careless(archive: Archive, *statements: str) -> None:
    """Plain SQL by somebody who has switched the keys off."""
    store = archive.store
    with store.engine.connect() as link:
        if store.is_sqlite:
            link.exec_driver_sql("commit")
            link.exec_driver_sql("pragma foreign_keys = off")
        else:
            link.exec_driver_sql("set session_replication_role = replica")
        for statement in statements:
            link.exec_driver_sql(statement)
        if store.is_sqlite:
            link.exec_driver_sql("pragma foreign_keys = on")
            link.exec_driver_sql("begin")
        else:
            link.exec_driver_sql("set session_replication_role = origin")
        link.commit()


def forget_words(archive: Archive) -> None:
    if not archive.store.is_sqlite:
        archive.change("delete from article_words where article_id = 1")
        return
    with archive.store.writing() as tx:
        from crawler.storage import articles

        search.take_out(tx, articles.load(tx, [1]))


def a_stranger(archive: Archive) -> None:
    if not archive.store.is_sqlite:
        pytest.skip("a foreign key forbids it")
    careless(archive, "delete from article where id = 3", "update story set articles = 0")


DAMAGES: dict[str, Callable[[Archive], None]] = {
    "rows that refer to a missing row": lambda a: careless(
        a, "delete from topic", "update article set original_id = 99 where id = 2"
    ),
    "entries that were read and lead to no article": lambda a: a.change(
        "update entry set article_id = null where article_id = 3"
    ),
    "articles that are not known under their own address": lambda a: a.change(
        "delete from article_address where article_id = 3"
    ),
    "copies of a copy": lambda a: a.change(
        "update article set original_id = 2 where id = 3",
        "update article set story_id = 1 where id = 3",
        "update story set articles = 3 where id = 1",
        "delete from story where id = 2",
    ),
    "alerts without the hit that earned them": lambda a: a.change("delete from hit"),
    "stories without articles": lambda a: a.change(
        "insert into story (title, first_at, last_at, articles) "
        "select 'nobody', first_at, last_at, 0 from story where id = 1"
    ),
    "stories that count their articles wrongly": lambda a: a.change(
        "update story set articles = 17 where id = 1"
    ),
    "articles that are behind their own revisions": lambda a: a.change(
        "insert into revision (article_id, number, title, text, text_hash, fetched_at) "
        "select id, 4, title, text, text_hash, fetched_at from article where id = 1"
    ),
    "articles that the word index does not hold": forget_words,
    "articles in the word index that are gone": a_stranger,
}


def test_a_sound_archive_has_no_fault(archive: Archive) -> None:
    assert soundness.faults(archive.store) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_wrong_is_named_and_mended(archive: Archive, name: str) -> None:
    DAMAGES[name](archive)

    before = soundness.faults(archive.store)
    soundness.mend(archive.store)

    assert name in {fault.name for fault in before}
    assert all(fault.count > 0 and fault.mending for fault in before)
    assert soundness.faults(archive.store) == []


def test_every_check_has_a_test() -> None:
    of_files = {"a word index that contradicts itself"}

    assert {check.name for check in CHECKS} - of_files == set(DAMAGES)


def test_mending_leaves_texts_alone(archive: Archive) -> None:
    texts = archive.number("select sum(length(text)) from article")
    careless(archive, "delete from feed", "delete from story")

    soundness.mend(archive.store)

    assert soundness.faults(archive.store) == []
    assert archive.number("select sum(length(text)) from article") == texts
    assert archive.number("select count(*) from story") == 2
    assert archive.number("select count(*) from feed where state = 'retired'") == 1
    assert archive.number("select articles from story where id = 1") == 2


def test_an_alert_that_is_owed_is_not_lost_by_mending(archive: Archive) -> None:
    archive.change("delete from hit")

    soundness.mend(archive.store)

    assert archive.number("select count(*) from alert where state = 'waiting'") == 1
    assert archive.number("select count(*) from hit") == 1


def test_what_is_indexed_again_is_found_again(archive: Archive) -> None:
    forget_words(archive)
    with archive.store.reading() as tx:
        assert not search.find(tx, parse('title:"about alpha"'), now=NOW)

    soundness.mend(archive.store)

    with archive.store.reading() as tx:
        assert len(search.find(tx, parse('title:"about alpha"'), now=NOW)) == 1


def test_articles_that_wait_while_the_index_is_made_anew_are_no_fault(archive: Archive) -> None:
    with archive.store.writing() as tx:
        rebuilding.begin(tx)

    assert soundness.faults(archive.store) == []


def test_a_missing_view_is_made_again(store: Store) -> None:
    with store.writing() as tx:
        tx.exec_driver_sql("drop view v_topic_daily")

    [fault] = soundness.mend(store)

    assert fault.name == "views that are missing"
    assert soundness.faults(store) == []


def test_a_missing_table_asks_for_a_backup(store: Store) -> None:
    with store.writing() as tx:
        tx.exec_driver_sql("drop table saved_query")

    soundness.mend(store)

    [fault] = soundness.faults(store)
    assert fault.name == "tables that are not as this version makes them"
    assert fault.mending == ""
    assert "saved_query" in fault.example


def test_an_index_that_lost_rows_is_made_again(sqlite_store: Store) -> None:
    archive = Archive(sqlite_store)
    archive.put("alpha", days_ago=3)
    name = "ix_article_first_seen"
    hidden = archive.store.file
    assert hidden is not None
    archive.store.close()
    with closing(sqlite3.connect(hidden, isolation_level=None)) as link:
        row = link.execute("select * from sqlite_schema where name = ?", [name]).fetchone()
        link.execute("pragma writable_schema = on")
        link.execute("delete from sqlite_schema where name = ?", [name])
    archive.put("beta", days_ago=2)
    archive.store.close()
    with closing(sqlite3.connect(hidden, isolation_level=None)) as link:
        link.execute("pragma writable_schema = on")
        link.execute("insert into sqlite_schema values (?, ?, ?, ?, ?)", row)

    found = soundness.mend(sqlite_store)

    assert "indexes that do not fit their tables" in {fault.name for fault in found}
    assert soundness.faults(sqlite_store) == []


def test_a_damaged_word_index_is_made_anew(sqlite_store: Store) -> None:
    archive = Archive(sqlite_store)
    archive.put("alpha", days_ago=3)
    archive.change(
        "update article_fts_data set block = zeroblob(length(block)) "
        "where id = (select max(id) from article_fts_data)"
    )

    found = soundness.mend(sqlite_store)

    assert "a word index that contradicts itself" in {fault.name for fault in found}
    assert soundness.faults(sqlite_store) == []
    with sqlite_store.reading() as tx:
        assert len(search.find(tx, parse("alpha"), now=NOW + timedelta(days=1))) == 1


def test_damaged_pages_are_named_with_what_helps(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing() as tx:
        tx.exec_driver_sql("pragma page_size")
        root = tx.exec_driver_sql(
            "select rootpage from sqlite_schema where name = 'saved_query'"
        ).scalar_one()
    sqlite_store.close()
    file = sqlite_store.file
    assert file is not None
    with file.open("r+b") as damaged:
        damaged.seek((root - 1) * 4096)
        damaged.write(b"\xff" * 64)

    faults = soundness.faults(sqlite_store)

    assert [fault.name for fault in faults if not fault.mending] == ["damaged pages"]

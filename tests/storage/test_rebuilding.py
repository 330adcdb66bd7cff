"""The index is made anew in steps, from the newest article back, beside a service that goes on."""

from __future__ import annotations

import pytest

from crawler.storage import Store, articles, search
from crawler.storage.search import inflections, rebuilding
from crawler.topics.parsing import parse
from tests.samples import NOW, add_feed
from tests.storage.test_search import put


@pytest.fixture
def archive(store: Store) -> Store:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        for number in range(1, 8):
            put(tx, feed_id, f"a{number}", f"Title {number}", "rivers and treaties")
    return store


def found(store: Store, query: str = "rivers") -> list[int]:
    with store.reading() as tx:
        return [one.stored.id for one in search.find(tx, parse(query), now=NOW)]


def step(store: Store) -> int | None:
    with store.judging() as tx:
        return rebuilding.step(tx, most=3)


def test_it_can_be_interrupted_and_gone_on_with(archive: Store) -> None:
    with archive.judging() as tx:
        assert rebuilding.begin(tx)
    first = step(archive)
    with archive.judging() as tx:
        begun = rebuilding.begin(tx)
    rest = [step(archive), step(archive), step(archive)]

    assert begun is False
    assert [first, *rest] == [5, 2, 1, None]
    assert found(archive) == [7, 6, 5, 4, 3, 2, 1]


def test_what_arrives_meanwhile_is_indexed_once(archive: Store) -> None:
    with archive.judging() as tx:
        rebuilding.begin(tx)
    step(archive)
    with archive.judging() as tx:
        put(tx, 1, "late", "Late", "rivers again")
        old, new = articles.by_id(tx, 2), articles.by_id(tx, 6)
        search.reindex(tx, old, old)
        search.reindex(tx, new, new)
        search.take_out(tx, [articles.by_id(tx, 1)])
    while step(archive) is not None:
        pass

    with archive.judging() as tx:
        search.take_out(tx, [articles.by_id(tx, n) for n in range(1, 9)])
        left = tx.exec_driver_sql(
            "select count(*) from article_fts where article_fts match 'rivers'"
            if archive.is_sqlite
            else "select 0"
        ).scalar()
        tx.rollback()
    assert found(archive) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert left == 0


def test_what_has_not_had_its_turn_is_not_found_on_sqlite_and_is_on_postgresql(
    archive: Store,
) -> None:
    with archive.judging() as tx:
        rebuilding.begin(tx)
    step(archive)

    with archive.reading() as tx:
        assert search.indexed_from(tx) == 5
    assert found(archive) == ([7, 6, 5] if archive.is_sqlite else [7, 6, 5, 4, 3, 2, 1])


def test_an_archive_of_before_there_were_stems_has_them_then(archive: Store) -> None:
    with archive.writing() as tx:
        tx.exec_driver_sql("delete from inflection")
        tx.exec_driver_sql("delete from fact")
        tx.exec_driver_sql("update article set url = url || '?utm_source=rss&a=1'")
        search.rebuild(tx)

    with archive.reading() as tx:
        assert inflections.are_complete(tx)
        assert search.indexed_from(tx) is None
        [url] = tx.exec_driver_sql("select url from v_articles where id = 1").scalars()
        assert url == "https://paper.example/a1?a=1"
    assert len(found(archive, "stem:treaty lang:de")) == 0
    assert len(found(archive, "treaties")) == 7

"""An archive moves to the other kind of database, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from crawler.errors import StorageError, UsageError
from crawler.storage import Store, articles, schema, search, soundness
from crawler.storage.copying import Copy, abandon, rows
from crawler.storage.tables import article, feed, hit
from crawler.topics.parsing import parse
from tests.databases import Databases
from tests.samples import NOW
from tests.upkeep.archive import Archive

ODD = "Zwölf „Boxkämpfer“ \U0001f94a \\N \\. \t jagen\r\nViktor\u2028 e\u0301 ﷽ '%s' {x} \u202e"


def silent(_name: str, _done: int, _total: int) -> None:
    """Nobody is told."""


@pytest.fixture(params=["sqlite to postgresql", "postgresql to sqlite"])
def both(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path
) -> Iterator[tuple[Store, Store]]:
    """An archive with its schema, and an empty database of the other kind."""
    with databases.empty() as server:
        urls = [f"sqlite:///{tmp_path / 'archive.db'}", server]
        stores = [Store.connect(url) for url in urls]
        source, target = stores if request.param.startswith("sqlite") else reversed(stores)
        schema.upgrade(source)
        yield source, target
        for store in stores:
            store.close()


def filled(store: Store, n: int = 12) -> Archive:
    archive = Archive(store)
    for number in range(n):
        archive.put(f"story{number}", days_ago=number, matched=number % 3 == 0)
    archive.put("odd", days_ago=0, title=ODD, text=f"{ODD} and more words of an odd article")
    return archive


def contents(store: Store) -> dict[str, list[str]]:
    """Every row of every table that is copied."""
    with store.reading() as tx:
        return {
            kind.name: sorted(
                repr(rows.clean(row)) for row in rows.every(tx, kind, lambda _n: None)
            )
            for kind in rows.kinds()
        }


def moved(source: Store, target: Store, told: Callable[[str, int, int], None] = silent) -> None:
    Copy.begin(source, target).all(told)
    Copy.begin(source, target).switch(silent)


def titles(store: Store, query: str) -> set[str]:
    with store.reading() as tx:
        return {one.stored.article.title for one in search.find(tx, parse(query), now=NOW)}


def test_every_row_arrives_and_the_archive_works_on(both: tuple[Store, Store]) -> None:
    source, target = both
    archive = filled(source)

    moved(source, target)

    assert contents(target) == contents(source)
    assert schema.differences(target) == schema.differences(source) == []
    assert soundness.faults(target) == []
    assert titles(target, "story3") == {"About story3"}
    assert titles(target, "boxkämpf*") == titles(source, "boxkämpf*") == {ODD}
    onward = Archive.__new__(Archive)
    onward.store, onward.feed_id, onward.topic_id = target, archive.feed_id, archive.topic_id
    assert onward.put("later", days_ago=0).article_id == 14
    assert soundness.faults(target) == []


def test_what_changes_meanwhile_arrives_too(both: tuple[Store, Store]) -> None:
    source, target = both
    archive, turns = filled(source), 0

    def change(_name: str, _done: int, _total: int) -> None:
        """As a service would, between any two steps of the copy."""
        nonlocal turns
        turns += 1
        archive.put(f"new{turns}", days_ago=0, matched=turns % 2 == 0)
        with source.writing() as tx:
            tx.execute(update(feed).values(name=f"Renamed {turns}"))
            gone = tx.execute(hit.delete().where(hit.c.id == turns))
            assert gone is not None
            tx.execute(update(article).where(article.c.id == turns + 1).values(kicker=f"k{turns}"))

    Copy.begin(source, target).all(lambda *said: change(*said) if turns < 25 else None)
    archive.put("after the first pass", days_ago=0)
    Copy.begin(source, target).switch(silent)

    assert turns == 25
    assert contents(target) == contents(source)
    assert soundness.faults(target) == soundness.faults(source)  # of what was done by hand above
    assert titles(target, "new7") == {"About new7"}


def test_a_story_that_left_meanwhile_does_not_come_back(both: tuple[Store, Store]) -> None:
    from crawler.storage import retention

    source, target = both
    filled(source)
    Copy.begin(source, target).all(silent)
    with source.judging() as tx:
        assert retention.remove(tx, [2, 3]) == 2

    Copy.begin(source, target).switch(silent)

    assert contents(target) == contents(source)
    assert titles(target, "story1") == set()


@pytest.mark.parametrize("after", [1, 30, 62])
def test_a_killed_copy_is_gone_on_with(both: tuple[Store, Store], after: int) -> None:
    source, target = both
    filled(source)
    urls = [one.engine.url.render_as_string(hide_password=False) for one in both]

    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.test_copying", *urls, str(after)],
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert done.returncode in (0, -signal.SIGKILL)
    copy = Copy.begin(source, target)
    assert copy.is_resumed
    copy.all(silent)
    copy.switch(silent)
    assert contents(target) == contents(source)
    assert titles(target, "story3") == {"About story3"}


def test_nul_is_replaced_for_postgresql_and_told(tmp_path: Path, databases: Databases) -> None:
    source = Store.connect(f"sqlite:///{tmp_path / 'archive.db'}")
    schema.upgrade(source)
    filled(source)
    with source.writing() as tx:
        tx.execute(update(article).where(article.c.id == 2).values(text="before\0after"))
    with databases.empty() as server:
        target = Store.connect(server)
        copy = Copy.begin(source, target)
        copy.all(silent)

        assert copy.replaced() == {"article": 1}
        copy.switch(silent)
        with target.reading() as tx:
            assert articles.by_id(tx, 2).article.text == "before\ufffdafter"
        target.close()
    source.close()


def test_a_row_that_went_wrong_is_found(both: tuple[Store, Store]) -> None:
    source, target = both
    filled(source)
    spoiled = False

    def spoil(name: str, _done: int, _total: int) -> None:
        nonlocal spoiled
        if name.startswith("comparing") and not spoiled:
            spoiled = True
            with target.writing() as tx:
                tx.execute(update(article).where(article.c.id == 5).values(title="?"))

    with pytest.raises(StorageError, match=r"article differs: 13 rows with checksum .* 13 with"):
        Copy.begin(source, target).all(spoil)
    with pytest.raises(UsageError, match="has not come to its end"):
        Copy.begin(source, target).switch(silent)


def test_a_lost_row_is_found_at_the_switch(both: tuple[Store, Store]) -> None:
    source, target = both
    filled(source)
    Copy.begin(source, target).all(silent)
    with target.writing() as tx:
        tx.execute(hit.delete().where(hit.c.id == 1))

    with pytest.raises(StorageError, match=r"hit: 4 rows in .*, 3 in"):
        Copy.begin(source, target).switch(silent)


def test_only_an_empty_database_of_the_other_kind_is_written_to(
    both: tuple[Store, Store], tmp_path: Path
) -> None:
    source, target = both
    filled(source, 1)

    with pytest.raises(UsageError, match="both are of one kind"):
        Copy.begin(source, source)
    with target.writing() as tx:
        tx.exec_driver_sql("create table invoices (id integer)")
    with pytest.raises(UsageError, match="holds tables of something else; give an empty database"):
        Copy.begin(source, target)
    with target.writing() as tx:
        tx.exec_driver_sql("drop table invoices")
    schema.upgrade(target)
    filled(target, 2)
    with pytest.raises(UsageError, match="holds 3 articles; give an empty database"):
        Copy.begin(source, target)


def test_a_half_copy_is_no_archive_and_an_abandoned_one_leaves_nothing(
    both: tuple[Store, Store],
) -> None:
    source, target = both
    filled(source, 2)
    Copy.begin(source, target)
    address = target.engine.url.render_as_string(hide_password=False)

    with pytest.raises(StorageError, match="holds a copy that has not come to its end"):
        schema.open_store(address)
    assert abandon(source)
    assert not abandon(source)
    with source.reading() as tx:
        names = tx.exec_driver_sql(
            "select name from sqlite_master where name like 'copy%'"
            if source.is_sqlite
            else "select tgname from pg_trigger where starts_with(tgname, 'copy')"
        ).all()
    assert names == []
    with pytest.raises(UsageError, match="holds a half copy"):
        Copy.begin(source, target)


if __name__ == "__main__":  # the process that is killed
    calls = 0

    def die(_name: str, _done: int, _total: int) -> None:
        global calls  # noqa: PLW0603
        calls += 1
        if calls == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)

    Copy.begin(Store.connect(sys.argv[1]), Store.connect(sys.argv[2])).all(die)

"""The disk that the database takes, and giving it back."""

from __future__ import annotations

from crawler.storage import Store, space
from tests.upkeep.archive import Archive


def test_what_left_a_file_is_free_and_can_be_given_back(sqlite_store: Store) -> None:
    archive = Archive(sqlite_store)
    blob = "x" * 4000
    archive.change(
        *(f"insert into fact values ('{n}', '{blob}')" for n in range(600)),
        "delete from fact",
    )
    before = space.size_bytes(sqlite_store)

    with sqlite_store.reading() as tx:
        spare, used = space.spare_bytes(tx), space.used_bytes(tx)
    given = 0
    while True:
        with sqlite_store.writing() as tx:
            if not (step := space.give_back(tx)):
                break
        given += step

    assert spare > 600 * 4000
    assert given == spare
    with sqlite_store.outside() as link:
        link.exec_driver_sql("pragma wal_checkpoint(truncate)")
    assert space.size_bytes(sqlite_store) < before / 2
    with sqlite_store.reading() as tx:
        assert space.used_bytes(tx) == used


def test_a_file_of_an_older_version_learns_to_give_back_by_vacuum(sqlite_store: Store) -> None:
    with sqlite_store.outside() as link:
        link.exec_driver_sql("pragma auto_vacuum = none")
        link.exec_driver_sql("vacuum")
    sqlite_store.close()
    with sqlite_store.reading() as tx:
        assert tx.exec_driver_sql("pragma auto_vacuum").scalar_one() == 0

    space.vacuum(sqlite_store)

    sqlite_store.close()
    with sqlite_store.reading() as tx:
        assert tx.exec_driver_sql("pragma auto_vacuum").scalar_one() == 2


def test_both_are_packed_and_go_on(store: Store) -> None:
    archive = Archive(store)
    archive.put("alpha", days_ago=1)
    said: list[str] = []

    space.vacuum(store, said.append)

    assert said
    assert archive.put("beta", days_ago=0).article_id == 2


def test_postgresql_reckons_by_the_articles_that_are_left(postgresql_url: str) -> None:
    store = Store.connect(postgresql_url)
    archive = Archive(store)
    for n in range(10):
        archive.put(f"name{n}", days_ago=1)
    with store.writing() as tx:
        space.note_density(tx)
        before = space.used_bytes(tx)
        assert before == space.size_bytes(store)
    archive.change("delete from article where id > 5")

    with store.reading() as tx:
        assert abs(space.used_bytes(tx) - before / 2) < before / 50
    store.close()

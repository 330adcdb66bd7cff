from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import DatabaseBusy, DatabaseNewer, DatabaseOlder, StorageError
from crawler.storage import Store, schema


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    assert schema.differences(store) == []


def test_a_missing_view_is_named(store: Store) -> None:
    with store.writing() as tx:
        tx.exec_driver_sql("drop view v_topic_daily")

    assert schema.differences(store) == ["view v_topic_daily is missing"]


def test_an_upgrade_of_a_current_database_changes_nothing(store: Store) -> None:
    before, after = schema.upgrade(store)

    assert before == after


def test_a_database_of_a_later_version_is_refused_with_the_remedy(database_url: str) -> None:
    store = Store.connect(database_url)
    with store.writing() as tx:
        tx.exec_driver_sql("update alembic_version set version_num = '9999'")

    with pytest.raises(DatabaseNewer, match=r"made by a later one.*Install that version"):
        schema.upgrade(store)
    with pytest.raises(DatabaseNewer):
        schema.open_store(database_url)
    store.close()


def test_an_empty_database_asks_for_its_upgrade(tmp_path: Path) -> None:
    with pytest.raises(DatabaseOlder, match="wirewatch db upgrade"):
        schema.open_store(f"sqlite:///{tmp_path / 'new.db'}")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StorageError, match="cannot make the folder"):
        Store.connect(f"sqlite:///{tmp_path / 'file' / 'wirewatch.db'}")


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", ""])
def test_what_is_no_address_of_a_database_is_said(url: str) -> None:
    with pytest.raises(StorageError, match=r"sqlite"):
        Store.connect(url)


def test_a_missing_table_is_not_taken_for_a_busy_database(store: Store) -> None:
    with pytest.raises(StorageError) as caught, store.reading() as tx:
        tx.exec_driver_sql("select * from nowhere")

    assert not isinstance(caught.value, DatabaseBusy)

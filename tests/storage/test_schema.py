from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from crawler.cli.session import brought_up_in_time
from crawler.errors import DatabaseBusy, DatabaseNewer, DatabaseOlder, StorageError
from crawler.storage import Store, facts, schema
from tests.later import REVISION, later_migrations
from tests.upkeep.archive import Archive


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    assert schema.differences(store) == []


def test_a_missing_view_is_named(store: Store) -> None:
    with store.writing() as tx:
        tx.exec_driver_sql("drop view v_topic_daily")

    assert schema.differences(store) == ["view v_topic_daily is missing"]


def test_an_upgrade_of_a_current_database_changes_nothing(store: Store) -> None:
    before, after = schema.upgrade(store)

    assert before == after


def test_a_later_schema_that_says_nothing_is_refused_with_the_remedy(database_url: str) -> None:
    store = Store.connect(database_url)
    with store.writing() as tx:
        tx.exec_driver_sql("update alembic_version set version_num = '9999'")
        facts.drop(tx, schema.BEARS)

    with pytest.raises(DatabaseNewer, match=r"made by a later version.*Install that version"):
        schema.upgrade(store)
    with pytest.raises(DatabaseNewer):
        schema.open_store(database_url)
    store.close()


@pytest.fixture
def ahead(store: Store, tmp_path: Path) -> Store:
    """What a later version of the program made of the database, with an article in it."""
    Archive(store).put("before", days_ago=1, matched=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", later_migrations(tmp_path))
        assert schema.upgrade(store)[1] == REVISION
    return store


def test_a_later_schema_that_bears_this_version_is_worked_with(
    ahead: Store, database_url: str
) -> None:
    store = schema.open_store(database_url)
    put = Archive(store).put("after", days_ago=0, matched=True)

    assert schema.upgrade(store) == (REVISION, REVISION)
    with store.reading() as tx:
        assert f"has schema {REVISION} of a later version" in (schema.reminder(tx) or "")
        assert tx.exec_driver_sql("select max(article_id) from v_topic_hits").scalar() == (
            put.article_id
        )
    store.close()


def test_care_of_a_database_takes_the_version_that_made_it(ahead: Store, database_url: str) -> None:
    with pytest.raises(DatabaseNewer, match="needs that version"):
        schema.open_store(database_url, exactly=True)


def test_a_later_schema_that_bears_only_later_versions_is_refused(
    ahead: Store, database_url: str
) -> None:
    with ahead.writing() as tx:
        facts.put(tx, schema.BEARS, "9000")

    with pytest.raises(DatabaseNewer, match="cannot work with it"):
        schema.open_store(database_url)
    with pytest.raises(DatabaseNewer):
        schema.upgrade(ahead)


def test_an_upgrade_does_not_keep_others_waiting_for_a_table_that_is_read_for_long(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.connect(postgresql_url)
    monkeypatch.setattr(schema, "MIGRATIONS", later_migrations(tmp_path))
    monkeypatch.setattr(schema, "WAITS", "set local lock_timeout = '20ms'")
    with store.reading() as dump:
        dump.exec_driver_sql("lock table feed in access share mode")
        with pytest.raises(DatabaseBusy, match="a dump, a long query"):
            schema.upgrade(store)
        with store.writing() as tx:
            tx.exec_driver_sql("select * from article")
    monkeypatch.setattr(schema, "WAITS", "set local lock_timeout = '1s'")

    upgraded, _, after = brought_up_in_time(postgresql_url)

    assert after == REVISION
    upgraded.close()
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


def test_files_of_migrations_bear_the_names_by_which_they_are_known() -> None:
    steps = ScriptDirectory.from_config(schema.alembic_config())
    chain = [step.revision for step in steps.walk_revisions()][::-1]

    assert schema._known() == chain

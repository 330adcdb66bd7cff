"""A copy becomes the database again, whole, or nothing is touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from crawler.errors import (
    AlreadyRunning,
    DatabaseBusy,
    DatabaseNewer,
    StorageError,
    UsageError,
)
from crawler.storage import Store, soundness, upkeep
from crawler.storage.lock import service_lock
from crawler.storage.restoring import inspect_copy, restore, restore_commands
from tests.samples import NOW
from tests.storage.test_upkeep import folder_of_pg_dump
from tests.upkeep.archive import Archive


@pytest.fixture
def archive(sqlite_store: Store) -> Archive:
    archive = Archive(sqlite_store)
    archive.put("alpha", days_ago=2)
    return archive


@pytest.fixture
def copy(archive: Archive, tmp_path: Path) -> Path:
    """A backup with one article, of an archive that has two by now."""
    upkeep.backup(archive.store, tmp_path / "copy.db")
    archive.put("beta", days_ago=1)
    return tmp_path / "copy.db"


def held(file: Path) -> int:
    with closing(sqlite3.connect(file)) as link:
        return int(link.execute("select count(*) from article").fetchone()[0])


def test_the_copy_takes_the_place_and_what_was_there_is_kept(archive: Archive, copy: Path) -> None:
    archive.store.close()

    done = restore(archive.store, copy, NOW)

    assert done.articles == 1
    assert archive.number("select count(*) from article") == 1
    assert soundness.faults(archive.store) == []
    assert done.kept is not None
    assert held(done.kept) == 2
    assert archive.put("gamma", days_ago=0).article_id == 2


def test_nothing_is_restored_under_a_service_that_works(archive: Archive, copy: Path) -> None:
    with (
        service_lock(archive.store),
        closing(Store.connect(f"sqlite:///{archive.store.file}")) as store,
        pytest.raises(AlreadyRunning),
    ):
        restore(store, copy, NOW)

    assert archive.number("select count(*) from article") == 2


def test_nothing_is_restored_under_a_program_that_reads(archive: Archive, copy: Path) -> None:
    file = archive.store.file
    assert file is not None
    archive.store.close()

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin")
        other.execute("select count(*) from article").fetchone()
        with pytest.raises(DatabaseBusy, match="another program has it open"):
            restore(archive.store, copy, NOW)

    assert archive.number("select count(*) from article") == 2


def test_a_damaged_copy_is_refused(archive: Archive, copy: Path) -> None:
    with copy.open("r+b") as damaged:
        damaged.seek(30 * 4096)
        damaged.write(b"\xff" * 4096)

    with pytest.raises(StorageError, match="is damaged"):
        restore(archive.store, copy, NOW)

    assert archive.number("select count(*) from article") == 2


def test_a_copy_of_a_later_version_is_refused(archive: Archive, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as link, link:
        link.execute("update alembic_version set version_num = '9999'")

    with pytest.raises(DatabaseNewer, match="9999"):
        restore(archive.store, copy, NOW)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"PGDMP" + b"x" * 20, "a dump of PostgreSQL"), (b"hello", "no SQLite database")],
)
def test_what_is_no_copy_is_named(
    archive: Archive, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(UsageError, match=reason):
        restore(archive.store, tmp_path / "file", NOW)


def test_another_programs_database_is_named(archive: Archive, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as link, link:
        link.execute("create table t (x)")

    with pytest.raises(UsageError, match="no archive of Wirewatch"):
        restore(archive.store, tmp_path / "other.db", NOW)


def test_a_copy_comes_to_where_nothing_is(copy: Path, tmp_path: Path) -> None:
    store = Store.connect(f"sqlite:///{tmp_path / 'elsewhere' / 'new.db'}")

    done = restore(store, copy, NOW)

    assert done.kept is None
    assert soundness.faults(store) == []
    store.close()


def test_a_damaged_database_is_replaced(archive: Archive, copy: Path) -> None:
    file = archive.store.file
    assert file is not None
    archive.store.close()
    with file.open("r+b") as damaged:
        damaged.write(b"\x00" * 8192)

    restore(archive.store, copy, NOW)

    assert soundness.faults(archive.store) == []


def test_the_commands_for_postgresql_name_no_password() -> None:
    url = make_url("postgresql+psycopg://me:secret@db.example/news")

    telling, doing = restore_commands(url, Path("/backups/news.dump"))

    assert "--host=db.example" in doing
    assert "secret" not in " ".join([*telling, *doing])


@pytest.fixture
def pg_archive(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    store = Store.connect(postgresql_url)
    with store.reading() as tx:
        major = int(tx.exec_driver_sql("show server_version_num").scalar_one()) // 10_000
    monkeypatch.setenv("PATH", str(folder_of_pg_dump(major)))
    yield Archive(store)
    store.close()


def test_postgresql_is_restored_by_its_own_tool(pg_archive: Archive, tmp_path: Path) -> None:
    pg_archive.put("alpha", days_ago=2)
    upkeep.backup(pg_archive.store, tmp_path / "news.dump")
    pg_archive.put("beta", days_ago=1)

    restore(pg_archive.store, tmp_path / "news.dump", NOW)

    assert pg_archive.number("select count(*) from article") == 1
    assert soundness.faults(pg_archive.store) == []
    assert pg_archive.put("gamma", days_ago=0).article_id == 2


def test_a_dump_that_breaks_off_changes_nothing(pg_archive: Archive, tmp_path: Path) -> None:
    pg_archive.put("alpha", days_ago=2)
    upkeep.backup(pg_archive.store, tmp_path / "news.dump")
    pg_archive.put("beta", days_ago=1)
    whole = (tmp_path / "news.dump").read_bytes()
    (tmp_path / "half.dump").write_bytes(whole[: len(whole) - 400])

    with pytest.raises(StorageError, match="pg_restore failed"):
        restore(pg_archive.store, tmp_path / "half.dump", NOW)

    assert pg_archive.number("select count(*) from article") == 2
    assert soundness.faults(pg_archive.store) == []


def test_postgresql_is_not_restored_under_a_service(pg_archive: Archive, tmp_path: Path) -> None:
    upkeep.backup(pg_archive.store, tmp_path / "news.dump")

    other = Store.connect(pg_archive.store.engine.url.render_as_string(hide_password=False))
    with service_lock(other), pytest.raises(AlreadyRunning):
        restore(pg_archive.store, tmp_path / "news.dump", NOW)
    other.close()


def test_without_pg_restore_it_says_what_to_do(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.dump").write_bytes(b"PGDMP" + b"\0" * 20)
    monkeypatch.setenv("PATH", "")
    store = Store.connect(postgresql_url)

    with pytest.raises(StorageError, match="pg_restore is not installed here"):
        inspect_copy(store, tmp_path / "news.dump")
    store.close()

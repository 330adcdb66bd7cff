"""`db`: made, upgraded, checked, copied; each thing that can be wrong has its message."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def run_sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as link, link:
        for statement in statements:
            link.execute(statement)


def test_a_database_is_made_once(wirewatch: Wirewatch) -> None:
    made, again = wirewatch("db", "upgrade"), wirewatch("db", "upgrade", "--json")

    assert made.code == Code.FINE
    assert "was made, schema " in made.out
    assert again.json["before"] == again.json["after"]


def test_an_older_database_asks_for_an_upgrade(begun: Wirewatch) -> None:
    file = begun.folder / "empty.db"
    run_sql(file, "vacuum")
    other = ["--database", f"sqlite:///{file}"]

    refused = begun(*other, "feeds", "list")
    begun(*other, "db", "upgrade")

    assert refused.code == Code.DATABASE
    assert "is empty; run: wirewatch db upgrade" in refused.err
    assert begun(*other, "feeds", "list").code == Code.FINE


@pytest.mark.parametrize("words", [["feeds", "list"], ["db", "upgrade"], ["status"]])
def test_a_database_of_a_later_version_is_left_alone(begun: Wirewatch, words: list[str]) -> None:
    run_sql(begun.folder / "wirewatch.db", "update alembic_version set version_num = '9999'")

    answer = begun(*words)

    assert answer.code == Code.DATABASE
    assert "has schema 9999, which this version of Wirewatch" in answer.err
    assert "Traceback" not in answer.err


def test_a_file_that_is_no_database_is_named(begun: Wirewatch) -> None:
    file = begun.folder / "wirewatch.toml"

    answer = begun("--database", f"sqlite:///{file}", "status")

    assert answer.code == Code.DATABASE
    assert "file is not a database" in answer.err


def test_a_place_that_cannot_be_written_is_named(wirewatch: Wirewatch) -> None:
    inside_a_file = wirewatch.folder / "wirewatch.toml" / "var" / "news.db"

    answer = wirewatch("--database", f"sqlite:///{inside_a_file}", "db", "upgrade")

    assert answer.code == Code.DATABASE
    assert "cannot make the folder for the database" in answer.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_is_named(begun: Wirewatch) -> None:
    begun.folder.chmod(0o555)
    (begun.folder / "wirewatch.db").chmod(0o444)

    answer = begun("status")

    begun.folder.chmod(0o755)
    assert answer.code == Code.DATABASE
    assert "not writable for this user" in answer.err


def test_a_whole_database_passes_the_check(filled: Wirewatch) -> None:
    answer = filled("db", "check")

    assert answer.code == Code.FINE
    assert " is whole: schema " in answer.out


def test_a_departure_from_the_schema_is_found(filled: Wirewatch) -> None:
    run_sql(filled.folder / "wirewatch.db", "drop view v_topic_daily")

    answer = filled("db", "check", "--json")

    assert answer.code == Code.PROBLEM
    assert answer.json["faults"] == ["schema: view v_topic_daily is missing"]


def test_a_reference_into_nothing_is_found(filled: Wirewatch) -> None:
    run_sql(filled.folder / "wirewatch.db", "delete from story where id = 1")

    answer = filled("db", "check")

    assert answer.code == Code.PROBLEM
    assert "article 1 refers to a missing story" in answer.out


def test_a_backup_is_a_database_of_its_own(filled: Wirewatch, tmp_path: Path) -> None:
    file = tmp_path / "copies" / "news.db"

    answer = filled("db", "backup", str(file))

    assert answer.code == Code.FINE
    assert "complete and checked" in answer.out
    assert [path.name for path in file.parent.iterdir()] == ["news.db"]
    restored = filled("--database", f"sqlite:///{file}", "articles", "list", "--json").json
    assert len(restored) == 4


def test_a_backup_does_not_write_over_anything(filled: Wirewatch, tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    file.write_text("mine", "utf-8")
    database = filled.folder / "wirewatch.db"

    refused = filled("db", "backup", str(file))
    itself = filled("db", "backup", "--force", str(database))
    forced = filled("db", "backup", "--force", str(file))

    assert refused.code == itself.code == Code.USAGE
    assert "is the database itself" in itself.err
    assert forced.code == Code.FINE


def test_a_backup_that_cannot_be_written_says_why(filled: Wirewatch) -> None:
    answer = filled("db", "backup", str(filled.folder / "feeds.toml" / "x.db"))

    assert answer.code == Code.DATABASE
    assert "cannot be written" in answer.err

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
def test_a_later_version_that_bears_no_earlier_ones_is_left_alone(
    begun: Wirewatch, words: list[str]
) -> None:
    file = begun.folder / "wirewatch.db"
    run_sql(file, "update alembic_version set version_num = '9999'")
    run_sql(file, "update fact set value = '9990' where name = 'bears programs from schema'")

    answer = begun(*words)

    assert answer.code == Code.DATABASE
    assert "has schema 9999, made by a later version of Wirewatch" in answer.err
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
    [fault] = answer.json["faults"]
    assert fault["name"] == "views that are missing"
    assert fault["example"] == "v_topic_daily"


def test_a_reference_into_nothing_is_found(filled: Wirewatch) -> None:
    run_sql(filled.folder / "wirewatch.db", "delete from story where id = 1")

    answer = filled("db", "check")

    assert answer.code == Code.PROBLEM
    assert "2 × rows that refer to a missing row (article.story_id → story)" in answer.out
    assert "wirewatch db check --mend: " in answer.out


def test_what_can_be_mended_is_mended(filled: Wirewatch) -> None:
    file = filled.folder / "wirewatch.db"
    run_sql(file, "delete from story where id = 1", "drop view v_articles")

    answer = filled("db", "check", "--mend")

    assert answer.code == Code.FINE
    assert "    mended: they are made again" in answer.out
    assert " is whole: schema " in answer.out
    assert filled("db", "check").code == Code.FINE


def test_a_copy_is_put_back(filled: Wirewatch, tmp_path: Path) -> None:
    file = str(tmp_path / "copy.db")
    filled("db", "backup", file)
    run_sql(filled.folder / "wirewatch.db", "delete from alert")

    asked, done = filled("db", "restore", file), filled("db", "restore", file, "--yes")

    assert asked.code == Code.USAGE
    assert "say --yes" in asked.err
    assert done.code == Code.FINE
    assert "What was there before: " in done.out
    assert filled("alerts", "list", "--json").json


def test_what_would_go_is_said_and_goes(filled: Wirewatch) -> None:
    said = filled("db", "prune", "--dry-run", "--days", "1", "--json")
    told = filled("db", "prune", "--dry-run", "--days", "1")
    done = filled("db", "prune", "--days", "1", "--json")

    assert said.json["by_age"]["stories"] == 1
    assert "Parliament votes" in told.out
    assert done.json["articles"] == 1
    assert filled("db", "prune", "--days", "1").out == "Nothing was old enough to go.\n"
    assert filled("db", "prune", "--days", "9", "--matched-days", "1").code == Code.USAGE


def test_the_database_is_packed(filled: Wirewatch) -> None:
    packed = filled("db", "vacuum", "--json")

    assert packed.json["after_bytes"] <= packed.json["before_bytes"]
    assert filled("db", "vacuum", "--online").code == Code.FINE


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

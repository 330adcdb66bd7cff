"""What holds for all commands: quick help, exit codes, one message for what went wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.cli.app import app
from crawler.cli.codes import MEANINGS, Code, code_of
from crawler.errors import (
    AlreadyRunning,
    ConfigError,
    DatabaseBusy,
    DatabaseNewer,
    FeedError,
    NotFound,
    QueryError,
)
from tests.cli.conftest import ROOT, Wirewatch

COMMANDS = ("run", "crawl", "demo", "check", "status", "feeds", "topics", "search", "db")


def test_help_names_every_command_and_every_exit_code(wirewatch: Wirewatch) -> None:
    answer = wirewatch("--help")

    text = " ".join(answer.out.split())
    assert answer.code == Code.FINE
    assert all(command in text for command in COMMANDS)
    assert all(f"{code.value} {meaning.split()[0]}" in text for code, meaning in MEANINGS.items())


def test_help_flows_and_names_sections_of_the_settings(wirewatch: Wirewatch) -> None:
    answer = wirewatch("tokens", "add", "--help")

    assert "answers there when [web] listen is set. Whoever has the address\n" in "\n".join(
        line.rstrip() for line in answer.out.splitlines()
    )
    assert "In place of [web] listen." in wirewatch("web", "--help").out


def test_help_waits_for_nothing_heavy() -> None:
    heavy = {"scrapy", "twisted", "sqlalchemy", "pydantic", "lxml", "apscheduler", "feedparser"}
    script = f"import sys, crawler.cli; print({heavy} & set(sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert loaded.stdout.strip() == "set()"


def test_the_version_is_said(wirewatch: Wirewatch) -> None:
    answer = wirewatch("--version")

    assert answer.out.startswith("Wirewatch ")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("x"), 2),
        (QueryError("x", query="a", column=0), 2),
        (NotFound("x"), 2),
        (DatabaseBusy("x"), 3),
        (DatabaseNewer("x"), 3),
        (AlreadyRunning("x"), 4),
        (FeedError("x"), 1),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error: Exception, code: int) -> None:
    assert code_of(error) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(["feds"], "feeds"), (["feeds", "lst"], "list"), (["stauts"], "status")],
)
def test_a_wrong_command_is_told_the_nearest_right_one(
    wirewatch: Wirewatch, words: list[str], nearest: str
) -> None:
    answer = wirewatch(*words)

    assert answer.code == Code.USAGE
    assert f"Did you mean '{nearest}'?" in answer.err


def test_a_global_option_behind_the_command_is_told_its_place(wirewatch: Wirewatch) -> None:
    answer = wirewatch("status", "--database", "x")

    assert answer.code == Code.USAGE
    assert "--database goes before the command" in answer.err


def test_a_wrong_database_address_is_named(wirewatch: Wirewatch) -> None:
    answer = wirewatch("--database", "mysql://x/y", "status")

    assert answer.code == Code.USAGE
    assert answer.err == ('wirewatch: --database must begin with "sqlite:///" or "postgresql://"\n')


def test_missing_settings_tell_where_they_were_looked_for(wirewatch: Wirewatch) -> None:
    wirewatch.folder /= "nowhere"

    answer = wirewatch("check")

    assert answer.code == Code.USAGE
    assert answer.err == f"wirewatch: no wirewatch.toml in {wirewatch.folder}\n"


def test_a_fault_of_ours_shows_where_and_says_so(
    begun: Wirewatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("crawler.storage.health.listing", fail)

    answer = begun("feeds", "list")

    assert answer.code == Code.FAULT
    assert "ZeroDivisionError: oh" in answer.err
    assert answer.err.rstrip().endswith("Please report it with the lines above.")


def test_a_reader_that_leaves_early_is_no_error(filled: Wirewatch) -> None:
    command = " ".join(filled.command("articles", "list", "--json"))

    done = subprocess.run(  # more than a pipe holds would be needed to be sure; closed at once
        ["bash", "-c", f"set -o pipefail; {command} | true; echo $?"],
        capture_output=True,
        text=True,
        env=filled.own_environ,
        check=True,
    )

    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def completed(program: Wirewatch, words: str) -> list[str]:
    environ = {
        **program.own_environ,
        "_WIREWATCH_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli"],
        capture_output=True,
        text=True,
        env=environ,
        check=False,
    )
    return done.stdout.splitlines()


def test_shell_completion_knows_commands_and_names(filled: Wirewatch) -> None:
    config = f"wirewatch --config {filled.folder}"

    assert completed(filled, "wirewatch fe") == ["feeds"]
    assert completed(filled, f"{config} topics show Fl") == ["Floods"]
    assert completed(filled, f"{config} feeds show The") == ["The Gazette", "The Paper"]
    assert completed(filled, "wirewatch --config /nowhere feeds show the") == [""]


def test_every_command_explains_itself() -> None:
    bare = [
        command.callback
        for group in [app, *(found.typer_instance for found in app.registered_groups)]
        if group is not None
        for command in group.registered_commands
        if command.callback is not None and not command.callback.__doc__
    ]

    assert bare == []

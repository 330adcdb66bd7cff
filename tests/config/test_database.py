"""The address of the database: from the file or the environment, complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.config.database import database_address, direct_address

HERE = Path("/etc/wirewatch")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("sqlite:///../var/w.db", "sqlite:////etc/var/w.db"),
        ("sqlite:///w.db", "sqlite:////etc/wirewatch/w.db"),
        ("sqlite:////var/lib/w.db", "sqlite:////var/lib/w.db"),
        ("sqlite:///../../../../w.db?timeout=5", "sqlite:////w.db?timeout=5"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql://u@h:5432/d?sslmode=require", "postgresql+psycopg://u@h:5432/d?sslmode=require"),
        ("postgres://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg:///d", "postgresql+psycopg:///d"),
    ],
)  # fmt: skip
def test_an_address_is_made_complete(given: str, address: str) -> None:
    assert database_address(given, folder=HERE, environ={}) == address


@pytest.mark.parametrize(
    "given",
    ["", "w.db", "mysql://h/d", "sqlite://w.db", "sqlite:///", "sqlite:///?x=1",
     "postgresql+asyncpg://h/d"],
)  # fmt: skip
def test_another_address_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="must"):
        database_address(given, folder=HERE, environ={})


def test_the_environment_wins_and_is_named_when_it_is_wrong() -> None:
    won = database_address(
        "sqlite:///a", folder=HERE, environ={"WIREWATCH_DATABASE": "sqlite:///b"}
    )

    assert won == "sqlite:////etc/wirewatch/b"
    with pytest.raises(ValueError, match="WIREWATCH_DATABASE must begin with"):
        database_address("sqlite:///a", folder=HERE, environ={"WIREWATCH_DATABASE": "b"})


def test_a_password_may_come_from_the_environment_but_not_from_the_file() -> None:
    address = "postgresql://u:pw@h/d"

    with pytest.raises(ValueError, match="holds a password; keep it in WIREWATCH_DATABASE"):
        database_address(address, folder=HERE, environ={})
    assert database_address({"env": "URL"}, folder=HERE, environ={"URL": address}).endswith(
        "pw@h/d"
    )


def test_the_servers_own_address_stands_beside_that_of_a_pooler() -> None:
    given = direct_address("postgresql://u@server/d", folder=HERE, environ={})
    from_outside = direct_address(
        "postgresql://u@server/d",
        folder=HERE,
        environ={"WIREWATCH_DATABASE_DIRECT": "postgresql://u:pw@other/d"},
    )

    assert given == "postgresql+psycopg://u@server/d"
    assert from_outside == "postgresql+psycopg://u:pw@other/d"
    assert direct_address(None, folder=HERE, environ={}) is None


def test_an_address_from_outside_takes_the_files_direct_one_away() -> None:
    environ = {"WIREWATCH_DATABASE": "postgresql://elsewhere/d"}

    assert direct_address("postgresql://u@server/d", folder=HERE, environ=environ) is None


@pytest.mark.parametrize("given", ["sqlite:///w.db", "server/d", "postgresql://u:pw@server/d"])
def test_a_wrong_direct_address_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"must begin|WIREWATCH_DATABASE_DIRECT"):
        direct_address(given, folder=HERE, environ={})

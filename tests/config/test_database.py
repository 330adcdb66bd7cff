"""The address of the database: from the file or the environment, complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.config.database import database_address

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

"""`wirewatch db copy`: what it says, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import make_url

from crawler.cli.codes import Code
from crawler.storage.lock import service_lock
from tests.cli.conftest import Wirewatch
from tests.databases import Databases


@pytest.fixture
def server(databases: Databases) -> Iterator[str]:
    with databases.empty() as url:
        yield make_url(url).render_as_string(hide_password=False)


@pytest.fixture
def archive(filled: Wirewatch) -> str:
    with closing(filled.open()) as store:
        return store.engine.url.render_as_string()


def test_a_copy_and_the_switch_tell_what_to_do_next(
    filled: Wirewatch, archive: str, server: str
) -> None:
    first = filled("db", "copy", archive, server)
    used = filled("--database", server, "status")
    second = filled("db", "copy", archive, server, "--switch")

    assert first.code == Code.FINE, first.err
    assert "counts and checksums agree" in first.out
    assert "stop the old service and say the same once more with --switch" in first.out
    assert used.code == Code.DATABASE
    assert "end it with --switch" in used.err
    assert second.code == Code.FINE, second.err
    assert 'url = "postgresql' in second.out
    here, there = filled("articles", "list", "--json"), filled(
        "--database", server, "articles", "list", "--json"
    )  # fmt: skip
    assert here.json == there.json != []


def test_scripts_hear_of_every_table(filled: Wirewatch, archive: str, server: str) -> None:
    first = filled("db", "copy", archive, server, "--json").json
    last = filled("db", "copy", archive, server, "--switch", "--json").json

    tables = {one["name"]: one for one in first["tables"]}
    assert not first["switched"]
    assert tables["article"]["rows"] == 4
    assert len(tables["article"]["checksum"]) == 16
    assert last["switched"]
    assert last["rows"] == first["rows"]


def test_the_switch_waits_for_the_old_service_to_end(
    filled: Wirewatch, archive: str, server: str
) -> None:
    with closing(filled.open()) as store, service_lock(store):
        refused = filled("db", "copy", archive, server, "--switch")

    assert refused.code == Code.RUNNING
    assert "another service works on" in refused.err


def test_wrong_addresses_are_named(filled: Wirewatch, archive: str) -> None:
    missing = filled("db", "copy", "sqlite:///nowhere.db", "postgresql://h/d")
    wrong = filled("db", "copy", archive, "mysql://h/d")
    same = filled("db", "copy", archive, f"{archive}2")

    assert [one.code for one in (missing, wrong, same)] == [Code.USAGE] * 3
    assert "there is no database" in missing.err
    assert 'mysql://h/d must begin with "sqlite:///" or "postgresql://"' in wrong.err
    assert "wirewatch db backup" in same.err

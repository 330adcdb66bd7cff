"""A migration only adds, so that programs of the version before go on while it is rolled out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import inspect

from crawler.storage import Store, schema
from crawler.storage.schema import alembic_config
from tests.databases import Databases

# The promise (docs/operations.md) counts from here, and databases say so to older programs.
PROMISED_FROM = schema.BEARS_FROM


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        store = Store.connect(f"sqlite:///{tmp_path / 'archive.db'}")
        yield store
        store.close()
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.empty() as url:
        store = Store.connect(url)
        yield store
        store.close()


def columns(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    with store.reading() as tx:
        here = inspect(tx)
        return {
            (table, str(column["name"])): dict(column)
            for table in here.get_table_names()
            if not table.startswith(schema.UNDESCRIBED)
            for column in here.get_columns(table)
        }


def rules(store: Store) -> dict[str, set[str]]:
    """What each table does not take: by its unique indexes, its checks, and keys that point to it
    and keep rows from being deleted.
    """
    found: dict[str, set[str]] = {}
    with store.reading() as tx:
        here = inspect(tx)
        for table in here.get_table_names():
            if table.startswith(schema.UNDESCRIBED):
                continue
            own = found.setdefault(table, set())
            own |= {f"unique {one['column_names']}" for one in here.get_unique_constraints(table)}
            own |= {f"unique {one['column_names']}" for one in here.get_indexes(table)
                    if one["unique"]}  # fmt: skip
            own |= {f"check {one['sqltext']}" for one in here.get_check_constraints(table)}
            for key in here.get_foreign_keys(table):
                if "ondelete" not in key["options"]:
                    keeps = f"kept by {table} {key['constrained_columns']}"
                    found.setdefault(key["referred_table"], set()).add(keeps)
    return found


def test_programs_of_the_version_before_go_on_with_the_newer_schema(empty: Store) -> None:
    with empty.unhurried() as tx:
        config = alembic_config()
        config.attributes["connection"] = tx
        command.upgrade(config, PROMISED_FROM)
    before, allowed = columns(empty), rules(empty)

    schema.upgrade(empty)

    after = columns(empty)
    assert before.keys() <= after.keys(), "a column went away; let it go one version later"
    for place, held in before.items():
        assert str(held["type"]) == str(after[place]["type"]), place
        assert after[place]["nullable"] >= held["nullable"], f"{place} may not be empty any more"
    known = {table for table, _ in before}
    for place, new in after.items():
        if place not in before and place[0] in known:
            assert new["nullable"] or new["default"] is not None, f"{place} asks for a value"
    for table, now in rules(empty).items():
        if table in known:
            assert now <= allowed[table], f"{table} takes less than it did"

"""What commands show is the same on both databases."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from crawler.cli.codes import Code
from crawler.storage import Store
from tests.cli.conftest import Wirewatch, fill

COMMANDS = (
    "feeds list",
    "feeds show paper",
    "topics list",
    "topics show floods",
    "articles list",
    "articles list --topic floods --since 2026-02-01",
    "articles show 1",
    "articles show 3",
    "alerts list --state sent",
    "search treaty NOT river",
    "search (river NEAR/3 fell) OR parliament --limit 1",
    "status",
    "db check",
)
# Where it is, how large it is, and when it was asked.
OWN = ("place", "size_bytes", "database", "told", "due_feeds")


@pytest.fixture
def on_postgresql(wirewatch: Wirewatch, postgresql_url: str) -> Wirewatch:
    with closing(Store.connect(postgresql_url)) as store:
        fill(store, wirewatch.folder)
    return Wirewatch(wirewatch.folder, {"WIREWATCH_DATABASE": postgresql_url})


def test_scripts_get_the_same_from_both(filled: Wirewatch, on_postgresql: Wirewatch) -> None:
    for command in COMMANDS:
        words = command.split()

        here, there = filled(*words, "--json"), on_postgresql(*words, "--json")

        assert here.code == there.code == Code.FINE, (command, here.err, there.err)
        assert _without_own(here.json) == _without_own(there.json), command


def _without_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_own(one) for key, one in value.items() if key not in OWN}
    return [_without_own(one) for one in value] if isinstance(value, list) else value

"""`scheduler` and `worker` where they cannot work."""

from __future__ import annotations

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


@pytest.mark.parametrize("command", ["scheduler", "worker"])
def test_sqlite_is_for_one_machine(wirewatch: Wirewatch, command: str) -> None:
    answer = wirewatch.apart(command)

    assert answer.code == Code.USAGE
    assert "SQLite is for one machine" in answer.err
    assert "wirewatch run" in answer.err

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("groups")
def test_tests_of_one_group_stay_together(request: pytest.FixtureRequest) -> None:
    """Otherwise each process makes what they share: pytest 9.2 undid it, and nothing failed."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process runs all tests: no groups are needed")

    assert request.node.nodeid.endswith("@groups")

"""The world of all cases, looked at by the real service in two rounds, once for all tests."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from crawler.storage import Store, schema
from tests.hostile.case import Case
from tests.hostile.cases import HEAVY, LIGHT
from tests.hostile.expedition import Aftermath, explore
from tests.line.house import House


@pytest.fixture(scope="session")
def light(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """All light cases, many at a time."""
    return _explored(tmp_path_factory, LIGHT, concurrency=48)


@pytest.fixture(scope="session")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """The heavy ones, one after the other."""
    return _explored(tmp_path_factory, HEAVY, concurrency=1)


def _explored(
    factory: pytest.TempPathFactory, cases: Mapping[str, Case], *, concurrency: int
) -> Aftermath:
    folder = factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'wirewatch.db'}"
    store = Store.connect(url)
    schema.upgrade(store)
    store.close()
    house = House(folder / "house", url)
    return explore(house, cases, concurrency=concurrency)

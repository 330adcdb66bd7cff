"""A house on each database, and the bundled world with its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.server import DemoServer
from crawler.demo.world import World, build_world
from tests.line.house import House
from tests.line.killing import Hands


@pytest.fixture(scope="session")
def bundled() -> World:
    return build_world()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def server(bundled: World, hands: Hands) -> Iterator[DemoServer]:
    """The world over HTTP, on ports that are free; its time is that of *hands*."""
    with DemoServer(bundled, base_port=0, clock=hands) as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    """A house on each of the two databases."""
    yield from _inhabited(House(tmp_path / "house", database_url))


@pytest.fixture
def small_house(tmp_path: Path, sqlite_url: str) -> Iterator[House]:
    """A house on SQLite, for what does not depend on the database."""
    yield from _inhabited(House(tmp_path / "house", sqlite_url))


def _inhabited(house: House) -> Iterator[House]:
    yield house
    for run in house.runs:
        if run.process.poll() is None:
            run.kill()

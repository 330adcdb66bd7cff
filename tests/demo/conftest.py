"""The bundled world, read once: reading its files is most of a test's time."""

from __future__ import annotations

import pytest

from crawler.demo.world import World, build_world


@pytest.fixture(scope="session")
def world() -> World:
    return build_world()

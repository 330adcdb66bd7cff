"""A newsroom on each of the two databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.storage import Store
from tests.alerts.newsroom import Newsroom


@pytest.fixture
def newsroom(store: Store) -> Iterator[Newsroom]:
    newsroom = Newsroom(store)
    yield newsroom
    newsroom.close()


@pytest.fixture
def sqlite_newsroom(sqlite_store: Store) -> Iterator[Newsroom]:
    """For what does not depend on the database."""
    newsroom = Newsroom(sqlite_store)
    yield newsroom
    newsroom.close()

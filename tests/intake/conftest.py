from __future__ import annotations

import pytest

from crawler.storage import Store
from tests.intake.newsroom import Newsroom


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


@pytest.fixture
def small(sqlite_store: Store) -> Newsroom:
    """On SQLite, for what does not depend on the database."""
    return Newsroom(sqlite_store)

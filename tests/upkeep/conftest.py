from __future__ import annotations

import pytest

from crawler.storage import Store
from tests.upkeep.archive import Archive


@pytest.fixture
def archive(store: Store) -> Archive:
    """An archive on each of the two databases."""
    return Archive(store)

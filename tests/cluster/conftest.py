"""A store that many machines could share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.storage import Store


@pytest.fixture
def shared(postgresql_url: str) -> Iterator[Store]:
    """A store on PostgreSQL; SQLite has one process."""
    store = Store.connect(postgresql_url)
    yield store
    store.close()

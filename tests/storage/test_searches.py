from __future__ import annotations

import pytest

from crawler.errors import NotFound, StorageError
from crawler.items import Origin
from crawler.storage import Store, searches, topics


def test_a_search_is_kept_under_its_name_and_can_be_changed(store: Store) -> None:
    with store.writing() as tx:
        searches.save(tx, "floods", "river")
        searches.save(tx, "floods", "river OR flood*")

    with store.reading() as tx:
        assert searches.saved(tx) == {"floods": ("river OR flood*", Origin.PERSON)}
        assert topics.queries(tx) == {"floods": "river OR flood*"}


def test_a_query_of_the_configuration_is_not_replaced(store: Store) -> None:
    with store.writing() as tx:
        topics.save_queries(tx, {"arms": "nuclear"}, Origin.CONFIG)

    with store.writing() as tx, pytest.raises(StorageError, match="@arms is a query of the conf"):
        searches.save(tx, "arms", "river")


def test_a_start_leaves_saved_searches_alone(store: Store) -> None:
    with store.writing() as tx:
        searches.save(tx, "floods", "river")
        topics.save_queries(tx, {"arms": "nuclear"}, Origin.CONFIG)

    with store.reading() as tx:
        assert list(searches.saved(tx)) == ["arms", "floods"]


def test_a_forgotten_search_is_gone_and_one_that_never_was_is_named(store: Store) -> None:
    with store.writing() as tx:
        searches.save(tx, "floods", "river")
        searches.forget(tx, "floods")

        assert searches.saved(tx) == {}
        with pytest.raises(NotFound, match="'floods'"):
            searches.forget(tx, "floods")

"""PostgreSQL by a pooler, by few links, for a limited time."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from crawler.errors import AlreadyRunning, DatabaseBusy
from crawler.storage import Reach, Store, facts, schema
from crawler.storage.lock import service_lock
from crawler.storage.search.patience import OutOfTimeError, Patience
from tests.databases import Databases
from tests.storage.pooler import pooler

LIMIT = "select setting from pg_settings where name = 'statement_timeout'"


@pytest.fixture(scope="module")
def through(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """(the pooler's address, the server's) of one database; the pooler has two links."""
    with (
        databases.empty() as direct,
        pooler(direct, tmp_path_factory.mktemp("pooler"), size=2) as pooled,
    ):
        store = Store.connect(direct)
        schema.upgrade(store)
        store.close()
        yield pooled, direct


@pytest.fixture
def pooled_store(through: tuple[str, str]) -> Iterator[Store]:
    pooled, direct = through
    store = Store.connect(pooled, reach=Reach(direct_url=direct, statement_timeout_s=30))
    yield store
    store.close()


def test_an_upgrade_and_the_same_statement_many_times_pass_a_pooler(pooled_store: Store) -> None:
    assert schema.upgrade(pooled_store)[0] == schema.upgrade(pooled_store)[1]

    # More threads than the pooler has links: each transaction may meet another session, and a
    # statement that was prepared in one of them would be missing in the next.
    def work(number: int) -> None:
        for turn in range(20):
            with pooled_store.judging() as tx:
                facts.put(tx, f"of {number}", str(turn))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with pooled_store.reading() as tx:
        assert [facts.get(tx, f"of {number}") for number in range(6)] == ["19"] * 6


def test_through_a_pooler_the_limit_of_time_holds_and_stays_in_its_transaction(
    pooled_store: Store, through: tuple[str, str]
) -> None:
    hasty = Store.connect(through[0], reach=Reach(direct_url=through[1], statement_timeout_s=0.05))
    with pytest.raises(DatabaseBusy, match=r"database\.statement_timeout_s"), hasty.reading() as tx:
        tx.exec_driver_sql("select pg_sleep(20)")
    hasty.close()

    with pooled_store.reading() as tx:
        assert tx.exec_driver_sql(LIMIT).scalar() == "30000"
    with pooled_store.unhurried() as tx:
        assert tx.exec_driver_sql(LIMIT).scalar() == "0"


def test_a_search_that_was_ended_gives_the_usual_limit_back(pooled_store: Store) -> None:
    with pooled_store.reading() as tx:
        patience = Patience(0.05)
        with pytest.raises(OutOfTimeError), patience.ending(tx):
            tx.exec_driver_sql("select pg_sleep(20)")
        with Patience(10).ending(tx):
            tx.exec_driver_sql("select 1")

        assert tx.exec_driver_sql(LIMIT).scalar() == "30000"


def test_the_lock_of_a_service_goes_past_the_pooler(
    pooled_store: Store, through: tuple[str, str]
) -> None:
    other = Store.connect(through[1])
    with service_lock(pooled_store) as lock:
        for _ in range(5):  # of the pooler's links, each is used meanwhile
            with pooled_store.reading() as tx:
                tx.exec_driver_sql("select 1")

        assert lock.keep() is False
        with pytest.raises(AlreadyRunning), service_lock(other):
            pass
    with service_lock(other):
        pass
    other.close()


def test_a_pooler_without_a_direct_address_is_named(through: tuple[str, str]) -> None:
    store = Store.connect(through[0], reach=Reach(statement_timeout_s=5))

    with pytest.raises(DatabaseBusy, match=r"database\.direct_url"), store.reading():
        pass
    store.close()


def test_straight_to_the_server_the_limit_of_time_is_the_sessions(postgresql_url: str) -> None:
    store = Store.connect(postgresql_url, reach=Reach(statement_timeout_s=7))
    with store.reading() as tx:
        assert tx.exec_driver_sql(LIMIT).scalar() == "7000"
    with store.outside() as tx:
        assert tx.exec_driver_sql(LIMIT).scalar() == "0"
    store.close()


def test_a_process_never_has_more_links_than_allowed(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.connect(postgresql_url, reach=Reach(connections_max=2))
    monkeypatch.setattr(store.engine.pool, "_timeout", 0.05)
    mine = "select count(*) from pg_stat_activity where datname = current_database()"

    with store.reading(), store.reading() as tx:
        assert tx.exec_driver_sql(mine).scalar() == 2
        with pytest.raises(DatabaseBusy, match=r"database\.connections_max"), store.reading():
            pass

    with store.reading():
        pass
    store.close()

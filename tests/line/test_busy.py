"""A database that is locked or away for a while: nothing is lost, nothing fetched twice."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Iterator

import pytest

from crawler.storage import Store
from crawler.storage.lock import SERVING
from tests.line.house import House
from tests.line.origin import Origin, page

PATHS = [f"/report{number}" for number in range(4)]
# Longer than SQLite itself waits for the lock.
LOCKED_S = 12.0


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        origin.paths["/feed"] = origin.feed(*PATHS)
        origin.paths |= {path: page(path) for path in PATHS}
        yield origin


def test_a_lock_held_by_somebody_else_only_delays(small_house: House, origin: Origin) -> None:
    small_house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"}, spacing_s=0.3)
    file = small_house.database.removeprefix("sqlite:///")

    with small_house.running() as run:
        run.waits_for_words("poll     Paper: 4 new of 4")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("begin immediate")
        time.sleep(LOCKED_S)
        asked_meanwhile = len(origin.log)
        time.sleep(1)
        still = len(origin.log)
        other.execute("rollback")
        other.close()
        run.waits_for(lambda: small_house.number("select count(*) from article") == len(PATHS))
        run.waits_for(
            lambda: small_house.number("select count(*) from alert where state = 'sent'") == 4
        )
        code = run.stop()

    assert code == 0
    assert still == asked_meanwhile
    assert {path: origin.asked(path) for path in PATHS} == dict.fromkeys(PATHS, 1)
    assert "nothing is fetched until it is free, and nothing lost" in run.said
    assert "database is free again" in run.said
    assert "Traceback" not in run.said


def test_links_to_postgresql_that_break_are_made_again(
    tmp_path_factory: pytest.TempPathFactory, postgresql_url: str, origin: Origin
) -> None:
    house = House(tmp_path_factory.mktemp("house"), postgresql_url)
    house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"}, spacing_s=0.3)
    cut = (
        "select count(pg_terminate_backend(pid)) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )

    with house.running() as run:
        run.waits_for_words("poll     Paper: 4 new of 4")
        for _ in range(8):
            house.ask(cut)
            time.sleep(0.2)
        run.waits_for(lambda: house.number("select count(*) from article") == len(PATHS))
        run.waits_for(lambda: house.number("select count(*) from alert where state = 'sent'") == 4)
        code = run.stop()

    assert code == 0
    assert {path: origin.asked(path) for path in PATHS} == dict.fromkeys(PATHS, 1)
    assert "Traceback" not in run.said


CUT = (
    "select count(pg_terminate_backend(pid)) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid()"
)


def test_the_lock_that_a_restarted_database_forgets_is_taken_again(
    tmp_path_factory: pytest.TempPathFactory, postgresql_url: str, origin: Origin
) -> None:
    house = House(tmp_path_factory.mktemp("house"), postgresql_url)
    house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"})

    with house.running() as run:
        run.waits_for_words("poll     Paper")
        house.ask(CUT)
        run.waits_for_words("database let go of us")
        second = subprocess.run(
            house.line("run"), check=False, capture_output=True, text=True, timeout=60
        )
        code = run.stop()

    assert second.returncode == 4
    assert code == 0


def test_a_service_that_was_replaced_while_the_database_was_away_ends_and_says_so(
    tmp_path_factory: pytest.TempPathFactory, postgresql_url: str, origin: Origin
) -> None:
    house = House(tmp_path_factory.mktemp("house"), postgresql_url)
    house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"})

    with house.running() as run:
        run.waits_for_words("poll     Paper")
        store = Store.connect(postgresql_url)
        with store.engine.connect() as other:
            while not other.exec_driver_sql(f"select pg_try_advisory_lock({SERVING})").scalar():
                other.exec_driver_sql(CUT)
            code = run.ends()
        store.close()

    assert code == 4
    assert "another service took it over" in run.said
    assert "Traceback" not in run.said

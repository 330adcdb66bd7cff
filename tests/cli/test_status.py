"""`status` tells whether the service lives and what there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from crawler.cli.codes import Code
from crawler.cli.run import told
from crawler.cli.status import is_alive
from crawler.storage import beats
from crawler.storage.beats import Beat
from crawler.storage.tables import site
from tests.cli.conftest import Wirewatch

NOW = datetime(2026, 2, 5, tzinfo=UTC)
FOREIGN = {"host": "elsewhere", "pid": 1, "version": "1", "started_at": NOW}


def test_the_numbers_are_told(filled: Wirewatch) -> None:
    answer = filled("status")

    out = " ".join(answer.out.split())
    assert answer.code == Code.FINE
    assert "service is not running" in out
    assert "feeds 2: 2 never looked at" in out
    assert "articles 4 in 3 stories; 1 copy, 1 revision" in out
    assert "alerts 1 waiting, 1 sent" in out
    assert "wirewatch.db, " in out


def test_sites_that_read_otherwise_than_before_are_named(filled: Wirewatch) -> None:
    store = filled.open()
    with store.writing() as tx:
        tx.execute(insert(site).values(
            name="reef.example", articles=9, recent="", trouble="short: its texts are short",
            trouble_since=NOW,
        ))  # fmt: skip
    store.close()

    out = " ".join(filled("status").out.split())
    [found] = filled("status", "--json").json["sites_in_trouble"]

    assert "1 read otherwise than before: reef.example (its texts are short)" in out
    assert (found["name"], found["trouble"]) == ("reef.example", "its texts are short")


def test_scripts_get_the_numbers(filled: Wirewatch) -> None:
    found = filled("status", "--json").json

    assert found["service"] == {
        "alive": False, "stalled": False, "last": None, "last_run": None,
    }  # fmt: skip
    assert found["articles"] == 4
    assert found["alerts"] == {"sent": 1, "waiting": 1}
    assert found["database"]["size_bytes"] > 100_000


def test_a_monitor_can_ask_whether_the_service_lives(filled: Wirewatch) -> None:
    dead = filled("status", "--alive")
    store = filled.open()
    with store.writing() as tx:
        beats.beat(tx, datetime.now(UTC), version="1")
    store.close()

    assert dead.code == Code.PROBLEM
    assert filled("status", "--alive").code == Code.FINE
    assert "alive: process" in filled("status").out


def test_the_last_run_is_told_after_its_clean_end(filled: Wirewatch) -> None:
    store = filled.open()
    now = datetime.now(UTC)
    with store.writing() as tx:
        beats.beat(tx, now - timedelta(hours=3), version="1")
        beats.end(tx, now - timedelta(hours=1), {"feed unchanged": 351, "feed outage": 100})
    store.close()

    said = filled("status")
    run = filled("status", "--json").json["service"]["last_run"]

    assert "is not running; the last run ended 1 h ago after 2 h: 351 looks" in said.out
    assert run["counts"] == {"feed unchanged": 351, "feed outage": 100}


def test_what_a_run_did_is_told_in_words() -> None:
    counts = {"feed unchanged": 1200, "feed new": 3, "feed outage": 100, "article new": 2,
              "alerts sent": 1, "entries": 2}  # fmt: skip

    assert told(counts) == (
        "1,203 looks (1,200 unchanged, 3 new), 2 articles (2 new), "
        "100 looks lost to an outage of our own network, 1 alerts sent"
    )
    assert told({}) == "nothing"


def test_a_sign_of_life_grows_old() -> None:
    beat = Beat(**FOREIGN, beat_at=NOW)  # type: ignore[arg-type]

    assert is_alive(beat, NOW + timedelta(seconds=59))
    assert not is_alive(beat, NOW + timedelta(seconds=61))
    assert not is_alive(None, NOW)


def test_looking_makes_no_database(wirewatch: Wirewatch) -> None:
    answer = wirewatch("status")

    assert answer.code == Code.DATABASE
    assert "there is no database yet; it is made by: wirewatch run" in answer.err
    assert not (wirewatch.folder / "wirewatch.db").exists()

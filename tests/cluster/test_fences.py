"""Who was thought dead writes nothing: neither looks nor entries nor articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.errors import Fenced
from crawler.intake import AlertRules, admit, receive
from crawler.intake.transactions import note_absence, note_unchanged
from crawler.items import Outcome
from crawler.storage import Store, entries, jobs, looks, turns
from crawler.storage.looks import LookRow
from tests.samples import NOW, add_feed, announced, make_article, make_entry, make_finding

HOST = "paper.example"
LOOK = LookRow(
    feed_id=1,
    at=NOW,
    outcome=Outcome.UNCHANGED,
    note="304",
    next_look_at=NOW + timedelta(hours=1),
    plan="as ever",
    interval_min=60,
    trouble=0,
)


def take(store: Store) -> turns.Due:
    with store.writing() as tx:
        return turns.take_due(tx, [HOST], NOW)


def feed_of(store: Store) -> int:
    with store.writing() as tx:
        return add_feed(tx, f"http://{HOST}/feed")


def entry_of(store: Store) -> int:
    feed_id = feed_of(store)
    with store.writing() as tx:
        entry = announced(make_entry(f"https://{HOST}/a/1"))
        [waiting] = entries.receive(tx, feed_id, [entry], NOW, rest=timedelta()).to_read
    return waiting.entry_id


def state_of(store: Store, table: str) -> list[tuple[object, ...]]:
    with store.reading() as tx:
        columns = {"feed": "last_outcome", "entry": "state, tries"}[table]
        return [tuple(row) for row in tx.exec_driver_sql(f"select {columns} from {table}")]


def test_a_look_is_written_by_who_was_handed_the_feed_last(shared: Store) -> None:
    feed_of(shared)
    [(_, first)], [(_, second)] = take(shared).feeds, take(shared).feeds

    with shared.writing() as tx:
        looks.record(tx, [replace(LOOK, fence=first.fence, outcome=Outcome.HARD)])
        before = state_of(shared, "feed")
        looks.record(tx, [replace(LOOK, fence=second.fence)])

    assert (before, state_of(shared, "feed")) == ([(None,)], [("unchanged",)])


def test_of_a_feed_that_was_taken_over_no_entry_is_kept(shared: Store) -> None:
    feed_id = feed_of(shared)
    [(_, first)], _ = take(shared).feeds, take(shared).feeds

    with pytest.raises(Fenced):
        receive(
            shared,
            feed_id,
            [announced(make_entry())],
            lambda _: LOOK,
            now=NOW,
            rest=timedelta(),
            fence=first.fence,
        )

    assert (state_of(shared, "feed"), state_of(shared, "entry")) == ([(None,)], [])


def test_an_article_is_stored_by_who_was_handed_its_entry_last(shared: Store) -> None:
    entry_id = entry_of(shared)
    [first], [second] = take(shared).entries, take(shared).entries
    finding = make_finding(make_article(), feed_id=1, entry_id=entry_id)
    rules = AlertRules(topics={}, settle=timedelta(), max_age=None)

    def store_it(fence: int | None) -> bool:
        return admit(shared, finding, known_as=[], rules=rules, now=NOW, fence=fence) is not None

    assert (store_it(first.fence), state_of(shared, "entry")) == (False, [("waiting", 0)])
    assert (store_it(second.fence), state_of(shared, "entry")) == (True, [("read", 0)])


def test_a_try_that_failed_is_not_noted_by_who_was_thought_dead(shared: Store) -> None:
    entry_id = entry_of(shared)
    [first], [second] = take(shared).entries, take(shared).entries

    tries = []
    for one in (first, second):
        with shared.writing() as tx:
            entries.try_again(tx, entry_id, NOW, reason="502", now=NOW, fence=one.fence)
        tries += state_of(shared, "entry")

    assert tries == [("waiting", 0), ("waiting", 1)]


def test_a_page_that_did_not_change_is_noted_by_its_holder_alone(shared: Store) -> None:
    entry_id = entry_of(shared)
    finding = make_finding(make_article(), feed_id=1, entry_id=entry_id)
    rules = AlertRules(topics={}, settle=timedelta(), max_age=None)
    admit(shared, finding, known_as=[], rules=rules, now=NOW)
    with shared.writing() as tx:
        tx.exec_driver_sql("update entry set state = 'waiting'")
    [first], [second] = take(shared).entries, take(shared).entries

    late = [
        note_unchanged(shared, entry_id, "304", now=NOW, fence=first.fence),
        note_absence(shared, entry_id, "404", gone=True, now=NOW, fence=first.fence),
    ]

    assert (late, state_of(shared, "entry")) == ([None, None], [("waiting", 0)])
    assert note_unchanged(shared, entry_id, "304", now=NOW, fence=second.fence)


def test_a_pause_is_kept_from_one_turn_to_the_next(shared: Store) -> None:
    with shared.writing() as tx:
        turns.keep_pauses(tx, {HOST: 60.0}, NOW)
        turns.keep_pauses(tx, {HOST: 5.0}, NOW)
        turns.note_pause(tx, HOST, 30.0, NOW)
        found = turns.patience_of(tx, [HOST, "unknown.example"])

    assert list(found) == [HOST]
    assert (found[HOST].pause_s, 55 < found[HOST].wait_s <= 60) == (30.0, True)


def test_sqlite_has_no_queue(sqlite_store: Store) -> None:
    with sqlite_store.reading() as tx:
        assert not jobs.has_queue(tx)

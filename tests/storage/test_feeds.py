from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawler.feeds.condition import Change, Condition, Notice
from crawler.items import Origin, Outcome
from crawler.storage import Store, feeds, history, looks
from crawler.storage.feeds import FeedSpec
from crawler.storage.looks import Body, LookRow
from tests.samples import NOW, add_feed

SPEC = FeedSpec(url="https://paper.example/feed.xml", name="The Paper")


def look(feed_id: int, outcome: Outcome, **more: object) -> LookRow:
    row = LookRow(
        feed_id=feed_id, at=NOW, outcome=outcome, note="", next_look_at=NOW + timedelta(hours=1),
        plan="", interval_min=60.0, trouble=0.0,
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def test_a_new_feed_is_due_at_once_and_a_looked_at_one_later(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)

        before = feeds.due(tx, NOW, limit=10)
        looks.record(tx, [look(feed_id, Outcome.KNOWN)])
        after = feeds.due(tx, NOW, limit=10)
        in_an_hour = feeds.due(tx, NOW + timedelta(hours=1), limit=10)

    assert [len(found) for found in (before, after, in_an_hour)] == [1, 0, 1]


def test_feeds_under_way_are_not_handed_out_again(store: Store) -> None:
    with store.writing() as tx:
        ids = [add_feed(tx, f"https://paper.example/{n}.xml") for n in range(3)]

        found = feeds.due(tx, NOW, limit=2, leave={ids[0]})

    assert [feed.id for feed in found] == ids[1:]


def test_validators_are_kept_until_a_body_brings_others(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        body = Body(etag='W/"a\xe9"', last_modified="yesterday")
        looks.record(tx, [look(feed_id, Outcome.NEW, body=body)])

        looks.record(tx, [look(feed_id, Outcome.UNCHANGED)])
        kept = feeds.by_id(tx, feed_id)
        looks.record(tx, [look(feed_id, Outcome.KNOWN, body=Body())])
        gone = feeds.by_id(tx, feed_id)

    assert (kept.etag, kept.last_modified) == ('W/"a\xe9"', "yesterday")
    assert (gone.etag, gone.last_modified) == (None, None)


def test_a_feed_that_is_gone_is_retired(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)

        looks.record(tx, [look(feed_id, Outcome.GONE)])

        assert feeds.due(tx, NOW + timedelta(days=99), limit=10) == []


def test_provisioning_follows_the_file_and_leaves_what_people_added(store: Store) -> None:
    with store.writing() as tx:
        feeds.add(tx, replace(SPEC, url="https://own.example/feed"), Origin.PERSON, NOW)
        first = feeds.provision(tx, [SPEC], NOW)
        again = feeds.provision(tx, [SPEC], NOW)
        renamed = feeds.provision(tx, [replace(SPEC, name="Paper")], NOW)
        emptied = feeds.provision(tx, [], NOW)
        due = feeds.due(tx, NOW, limit=10)

    assert (first.added, again.added, again.changed) == (("The Paper",), (), ())
    assert (renamed.changed, emptied.retired) == (("Paper",), ("Paper",))
    assert [feed.url for feed in due] == ["https://own.example/feed"]


def test_health_is_told_in_plain_sql(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        looks.record(tx, [look(feed_id, Outcome.SOFT, note="404 Not Found", trouble=0.5)])
        looks.record(
            tx,
            [look(feed_id, Outcome.SOFT, note="404 Not Found", trouble=3.0, condition="degraded")],
        )

        row = tx.exec_driver_sql(
            "select health, last_note, looks, failures from v_feed_health"
        ).one()

    assert tuple(row) == ("degraded", "404 Not Found", 2, 2)


def test_a_feed_of_the_file_that_moved_keeps_its_new_address(store: Store) -> None:
    with store.writing() as tx:
        feeds.provision(tx, [SPEC], NOW)
        [feed] = feeds.due(tx, NOW, limit=1)
        moved = look(feed.id, Outcome.KNOWN, address="https://new.example/feed", body=Body())
        looks.record(tx, [moved])

        again = feeds.provision(tx, [SPEC], NOW)
        held = feeds.by_id(tx, feed.id)
        emptied = feeds.provision(tx, [], NOW)

    assert (again.added, again.changed, again.retired) == ((), (), ())
    assert held.url == "https://new.example/feed"
    assert emptied.retired == ("The Paper",)


def test_a_feed_does_not_move_to_where_another_is(store: Store) -> None:
    with store.writing() as tx:
        first, other = add_feed(tx), add_feed(tx, "https://other.example/feed")
        looks.record(tx, [look(first, Outcome.KNOWN, address="https://other.example/feed")])

        held = feeds.by_id(tx, first)

    assert (held.url, other != first) == ("https://paper.example/feed.xml", True)


def test_a_feed_that_its_server_gave_up_is_not_revived_at_each_start(store: Store) -> None:
    with store.writing() as tx:
        feeds.provision(tx, [SPEC], NOW)
        [feed] = feeds.due(tx, NOW, limit=1)
        looks.record(tx, [look(feed.id, Outcome.GONE)])

        started = feeds.provision(tx, [SPEC], NOW)
        due = feeds.due(tx, NOW + timedelta(days=99), limit=1)
        feeds.add(tx, SPEC, Origin.PERSON, NOW)
        asked_for = feeds.due(tx, NOW, limit=1)

    assert (started.added, started.changed, due) == ((), (), [])
    assert [one.condition for one in asked_for] == ["ok"]


def test_looks_that_end_alike_are_one_run(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        for hour in range(5):
            row = look(feed_id, Outcome.UNCHANGED, at=NOW + timedelta(hours=hour))
            looks.record(tx, [replace(row, run_began_at=NOW)])
        looks.record(tx, [look(feed_id, Outcome.HARD, at=NOW + timedelta(hours=6), note="gone")])

        runs = looks.runs(tx, feed_id, limit=9)

    assert [(run.outcome, run.times, run.note) for run in runs] == [
        ("hard failure", 1, "gone"), ("unchanged", 5, "")
    ]  # fmt: skip


def test_a_change_is_told_to_the_operator_once(store: Store) -> None:
    change = Change(was=Condition.OK, became=Condition.DEAD, at=NOW, reason="no such host")
    notice = Notice("feed-1-dead", "The Paper has been failing", "no such host")
    with store.writing() as tx:
        row = look(add_feed(tx), Outcome.HARD, change=change, notice=notice, tell=("log", "desk"))
        looks.record(tx, [row])
        looks.record(tx, [row])

        told = tx.exec_driver_sql("select channel, detail from alert order by channel").all()
        [first, _] = history.changes(tx)

    assert [channel for channel, _ in told] == ["desk", "log"]
    assert "has been failing" in told[0][1]
    assert (first.was, first.became, first.reason) == ("ok", "dead", "no such host")

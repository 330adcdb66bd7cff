"""What articles are compared by, in parts on PostgreSQL and in one table on SQLite: alike."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crawler.intake import Habits, forget
from crawler.storage import Store, lookalikes, partitions, schema, tellings
from crawler.storage.lookalikes import week_of
from crawler.storage.tables import fingerprint, telling
from tests.samples import NOW

HABITS = Habits(look_alike_weeks=3)


def imprint(store: Store, article_id: int, at: datetime) -> None:
    with store.judging() as tx:
        lookalikes.imprint(tx, article_id, [article_id, 7], at)
        tellings.tell(tx, article_id, [article_id, 7], at)


def names(store: Store) -> list[str]:
    with store.reading() as tx:
        return [part.name for part in partitions.parts(tx, fingerprint)]


def held(store: Store) -> tuple[set[int], set[int]]:
    with store.reading() as tx:
        return (
            set(tx.execute(fingerprint.select()).scalars(2)),
            set(tx.execute(telling.select()).scalars(2)),
        )


def test_what_is_old_is_forgotten_alike_whether_in_parts_or_not(store: Store) -> None:
    for week in range(6):
        at = NOW + timedelta(weeks=week)
        forget(store, now=at, habits=HABITS)
        imprint(store, week, at)
    imprint(store, 99, NOW - timedelta(days=900))  # published long ago, told of today

    forget(store, now=NOW + timedelta(weeks=5), habits=HABITS)

    assert held(store) == ({2, 3, 4, 5}, {2, 3, 4, 5})
    with store.reading() as tx:
        found = lookalikes.sharing(tx, [7, 4], now=NOW + timedelta(weeks=5))
    assert found == [(4, 2), (5, 1), (3, 1)]
    if not store.is_sqlite:
        this = week_of(NOW)
        assert names(store) == [f"fingerprint_{this + week}" for week in range(2, 8)]
    assert schema.differences(store) == []


def test_rows_that_came_before_their_part_move_into_it(postgresql_url: str) -> None:
    store = Store.connect(postgresql_url)
    imprint(store, 1, NOW)
    rest = "select count(*) from fingerprint_rest"
    with store.reading() as tx:
        assert tx.exec_driver_sql(rest).scalar() == 2

    forget(store, now=NOW, habits=HABITS)

    with store.reading() as tx:
        assert tx.exec_driver_sql(rest).scalar() == 0
        part = f"select count(*) from fingerprint_{week_of(NOW)}"
        assert tx.exec_driver_sql(part).scalar() == 2
    assert held(store) == ({1}, {1})
    store.close()


def test_a_part_is_dropped_and_not_emptied(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleting millions of rows would hold the lock that every article needs."""
    store = Store.connect(postgresql_url)
    forget(store, now=NOW, habits=HABITS)
    for number in range(50):
        imprint(store, number, NOW)
    later = NOW + timedelta(weeks=5)
    with store.judging() as tx:
        lookalikes.make_room(tx, later)
        partitions.drop_before(tx, fingerprint, week_of(later) - 2)

        assert [part.name for part in partitions.parts(tx, fingerprint)] == [
            f"fingerprint_{week_of(later) + week}" for week in range(3)
        ]
        assert tx.exec_driver_sql("select count(*) from fingerprint").scalar() == 0
    store.close()


def test_a_look_up_reads_the_newest_of_its_weeks_alone_and_sorts_none(postgresql_url: str) -> None:
    store = Store.connect(postgresql_url)
    for week in range(8):
        with store.judging() as tx:
            lookalikes.make_room(tx, NOW + timedelta(weeks=week))
    this = week_of(NOW)
    statement = lookalikes.FINGERPRINTS.statement("postgresql", [this, this + 1]).text
    values = {"hashes": "[1,2]", "newest": 64, "least": 1, "most": 20}
    with store.writing() as tx:
        imprint_all = [(this + week, 1, week) for week in range(8)]
        for row in imprint_all:
            tx.execute(
                fingerprint.insert().values(dict(zip(fingerprint.c.keys(), row, strict=True)))
            )
        # A table of eight rows is read whole and sorted; one of nine million is not.
        tx.exec_driver_sql("set local enable_seqscan = off")
        tx.exec_driver_sql("set local enable_bitmapscan = off")
        plan = tx.exec_driver_sql(f"explain (costs off) {_filled(statement, values)}").scalars()
        lines = list(plan)
    asked = [line for line in lines if "on fingerprint_" in line]
    assert len(asked) == 2, "\n".join(lines)
    assert all("Index Only Scan Backward" in line for line in asked), "\n".join(lines)
    above = [lines[at - 1] for at, line in enumerate(lines) if "on fingerprint_" in line]
    assert all("->  Limit" in line for line in above), "\n".join(lines)
    store.close()


def _filled(statement: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        said = f"'{value}'" if isinstance(value, str) else str(value)
        statement = statement.replace(f":{name}", said)
    return statement

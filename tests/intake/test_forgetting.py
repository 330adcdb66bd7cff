from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.intake import Habits, forget
from tests.intake.newsroom import Newsroom
from tests.samples import NOW, make_article


def test_what_is_old_and_rare_leaves(newsroom: Newsroom) -> None:
    newsroom.read(make_article())

    later = NOW + timedelta(weeks=9)
    kept = forget(newsroom.store, now=NOW, habits=Habits())
    with newsroom.store.writing() as tx:
        tx.exec_driver_sql("analyze")  # parts that are dropped tell how many rows it saw
    gone = forget(newsroom.store, now=later, habits=Habits())

    assert kept == 0
    assert gone > 20
    with newsroom.store.reading() as tx:
        for table in ("fingerprint", "telling", "passage"):
            assert tx.exec_driver_sql(f"select count(*) from {table}").scalar_one() == 0


@pytest.mark.parametrize(("weeks", "stays"), [(1, False), (3, True)])
def test_how_long_articles_are_compared_is_a_setting(
    small: Newsroom, weeks: int, stays: bool
) -> None:
    small.read(make_article())

    forget(small.store, now=NOW + timedelta(weeks=2), habits=Habits(look_alike_weeks=weeks))

    with small.store.reading() as tx:
        held = tx.exec_driver_sql("select count(*) from fingerprint").scalar_one()
    assert bool(held) is stays

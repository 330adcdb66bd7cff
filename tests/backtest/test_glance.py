"""A draft at a glance: both wordings on the same articles, and how far back it came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.backtest.glance import LENGTHS, Glance, Length, glance
from crawler.storage.search import Patience
from crawler.storage.search import shared as searching
from crawler.topics.parsing import parse
from tests.backtest.conftest import Archive
from tests.samples import NOW, PARLIAMENT, RIVER

DAY = timedelta(days=1)


def tried(
    archive: Archive, new: str, old: str | None = None, length: Length = LENGTHS[0]
) -> Glance:
    before = parse(old) if old else None
    with archive.store.reading() as tx:
        return glance(tx, parse(new), old=before, now=NOW + DAY, length=length)


def test_two_wordings_are_compared_by_article(archive: Archive) -> None:
    first = archive.put(RIVER, seen=NOW - 13 * DAY)
    archive.put(RIVER, seen=NOW - 13 * DAY, story_id=archive.story_of(first))
    parliament = archive.put(PARLIAMENT, seen=NOW + DAY)

    found = tried(archive, '"lower town" OR parliament', "river OR lake*")

    assert (found.articles, found.stories, found.is_whole) == (3, 2, True)
    assert found.a_week == pytest.approx(1.5)
    assert found.change is not None
    assert (found.change.gained, found.change.lost, found.change.kept) == (1, 0, 2)
    assert [one.id for one in found.change.some_gained] == [parliament]
    assert [one.stored.id for one in found.examples] == [parliament]
    assert found.examples[0].places


def test_what_only_the_evaluator_knows_counts_as_well(archive: Archive) -> None:
    archive.put("The river rose, and a bridge fell.")
    archive.put("A bridge. " + "Nobody said a thing. " * 20 + "The river.")

    found = tried(archive, "river NEAR/5 bridge", "river AND bridge")

    assert found.articles == 1
    assert found.change is not None
    assert (found.change.gained, found.change.lost, found.change.kept) == (0, 1, 1)
    assert [one.id for one in found.change.some_lost] == [2]


def test_both_end_at_the_same_article_when_one_has_enough(archive: Archive) -> None:
    for n in range(9):
        archive.put(f"The river, {n}.", seen=NOW + n * timedelta(hours=1))
    archive.put("A lake.", seen=NOW + DAY)

    found = tried(archive, "river", "river OR lake", Length(60.0, 3))

    assert not found.is_whole
    assert not found.is_out_of_time
    assert (found.articles, found.back_to) == (2, NOW + timedelta(hours=7))
    assert found.change is not None
    assert (found.change.gained, found.change.lost, found.change.kept) == (0, 1, 2)


def test_it_says_how_far_back_it_came_when_the_time_is_over(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", 4)
    for n in range(12):
        archive.put(f"The river rose, {n}.", seen=NOW + n * timedelta(hours=1))
    monkeypatch.setattr(searching, "Patience", _OverAfterTheIndex)

    found = tried(archive, "river NEAR/5 rose")

    assert found.is_out_of_time
    assert found.articles == 4
    assert found.back_to == NOW + timedelta(hours=8)


def test_where_nothing_was_looked_at_nothing_is_said(archive: Archive) -> None:
    archive.put(RIVER)

    found = tried(archive, "river", length=Length(1e-9, 1))

    assert (found.articles, found.is_whole, found.back_to) == (0, False, None)


class _OverAfterTheIndex(Patience):
    """Time enough for what the index tells, and none for reading."""

    def __init__(self, limit_s: float | None = None) -> None:
        super().__init__(None)

    def is_over(self) -> bool:
        self.ran_out = True
        return True

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.backtest import trial as module
from crawler.backtest.trial import compared, run, sample, shown
from crawler.topics.parsing import parse
from tests.backtest.conftest import Archive
from tests.samples import NOW, PARLIAMENT, RIVER

DAY = timedelta(days=1)


def test_what_matches_is_counted_by_article_story_outlet_and_day(archive: Archive) -> None:
    first = archive.put(RIVER, seen=NOW - 13 * DAY)
    archive.put(RIVER, seen=NOW - 13 * DAY, story_id=archive.story_of(first))
    archive.put("The river fell.", seen=NOW - 6 * DAY)
    archive.put(PARLIAMENT, seen=NOW + DAY)

    found = run(archive.store, parse("river"), now=NOW + DAY)

    assert (len(found.matches), found.stories) == (3, 2)
    assert found.outlets == (("The Paper", 3),)
    assert [n for _, n in found.days] == [1, 2]
    assert found.length == 14 * DAY
    assert found.a_week == pytest.approx(1.5)
    assert [one.messages for one in found.forecasts] == [2, 2, 2, 2]


def test_an_empty_archive_has_no_numbers(archive: Archive) -> None:
    found = run(archive.store, parse("river"), now=NOW)

    assert (found.matches, found.a_day, found.length) == ((), 0, timedelta(0))


def test_only_what_was_seen_since_then_counts(archive: Archive) -> None:
    archive.put(RIVER, seen=NOW - 3 * DAY)
    archive.put("A river again.", seen=NOW - DAY)
    archive.put(PARLIAMENT, seen=NOW)

    found = run(archive.store, parse("river"), now=NOW, since=NOW - 2 * DAY)

    assert [one.article_id for one in found.matches] == [2]
    assert found.length == DAY


def test_old_articles_match_but_tell_nobody(archive: Archive) -> None:
    archive.put(RIVER, published=NOW - 30 * DAY)
    archive.put("A river of today.", published=NOW)

    found = run(archive.store, parse("river"), now=NOW, max_age=7 * DAY)

    assert len(found.matches) == 2
    assert found.forecasts[0].messages == 1


def test_all_matches_are_read_whatever_fits_into_a_transaction(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 2)
    ids = [archive.put(f"The river, {n}.") for n in range(5)]
    steps: list[tuple[int, int]] = []

    found = run(
        archive.store, parse("river"), now=NOW, step=lambda done, all_: steps.append((done, all_))
    )

    assert [one.article_id for one in found.matches] == ids[::-1]
    assert steps == [(1, 5), (3, 5), (4, 5)]


def test_a_new_wording_is_compared_by_article(archive: Archive) -> None:
    archive.put(RIVER, title="River")
    archive.put(PARLIAMENT, title="Parliament")
    archive.put("The river runs past the parliament.", title="Both")
    old = run(archive.store, parse("river"), now=NOW)
    new = run(archive.store, parse("parliament"), now=NOW)

    difference = compared(new, old)

    assert [one.title for one in difference.gained] == ["Parliament"]
    assert [one.title for one in difference.lost] == ["River"]
    assert difference.kept == 1


def test_two_wordings_can_be_tried_on_the_same_archive_while_it_grows(archive: Archive) -> None:
    first = archive.put(RIVER)
    archive.put("A river that came later.")

    found = run(archive.store, parse("river"), now=NOW, before=first + 1)

    assert [one.article_id for one in found.matches] == [first]


def test_samples_are_one_a_story_spread_over_the_time(archive: Archive) -> None:
    first = archive.put("The river 0.")
    archive.put("The river, copied.", story_id=archive.story_of(first))
    for n in range(1, 9):
        archive.put(f"The river {n}.")
    found = run(archive.store, parse("river"), now=NOW)

    assert [one.article_id for one in sample(found.matches, 3)] == [10, 6, 1]
    assert len(sample(found.matches, 20)) == 9
    assert [one.article_id for one in sample(found.matches, 1)] == [10]
    assert sample(found.matches, 0) == []


def test_samples_come_with_their_places(archive: Archive) -> None:
    archive.put("A river.")
    found = run(archive.store, parse("river"), now=NOW)

    [one] = shown(archive.store, found.matches, parse("river"), now=NOW)

    assert [(place.start, place.end) for place in one.places] == [(2, 7)]

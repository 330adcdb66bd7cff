from __future__ import annotations

from crawler.backtest.evidence import near_misses, newest, remarks
from crawler.topics.parsing import parse
from tests.backtest.conftest import Archive
from tests.samples import NOW, PARLIAMENT


def test_a_part_that_is_nowhere_is_told(archive: Archive) -> None:
    archive.put(PARLIAMENT)
    recent = newest(archive.store, now=NOW)

    [remark] = remarks(archive.store, parse("parliament OR hippodrome"), recent, now=NOW, least=1)

    assert (remark.part, remark.message) == ("hippodrome", "is in no article of the archive")


def test_a_part_that_only_old_articles_have_is_not_told(archive: Archive) -> None:
    archive.put("The hippodrome was closed.")
    archive.put(PARLIAMENT)
    recent = newest(archive.store, now=NOW, most=1)

    assert list(recent) == [2]
    assert remarks(archive.store, parse("parliament OR hippodrome"), recent, now=NOW, least=1) == []


def test_a_common_phrase_is_judged_by_articles_of_any_age(archive: Archive) -> None:
    for n in range(8):
        archive.put(f"It was a new start for family {n}.")
    recent = newest(archive.store, now=NOW, most=1)

    said = remarks(archive.store, parse('"new start" OR treaty'), recent, now=NOW, least=1)

    assert any("8 of its 8 articles have no other word" in one.message for one in said)


def test_words_that_a_query_misses_come_from_the_newest(archive: Archive) -> None:
    archive.put("Hochwasser in der Stadt.")
    archive.put("Der Hochwasserschutz fehlt.")
    recent = newest(archive.store, now=NOW)

    [remark] = remarks(archive.store, parse("hochwasser"), recent, now=NOW, least=1)

    assert remark.message == "does not find: hochwasserschutz (1)"
    assert remark.instead == "hochwasser*"


def test_an_empty_archive_proves_nothing(archive: Archive) -> None:
    assert remarks(archive.store, parse("river"), {}, now=NOW) == []


def test_a_tiny_archive_does_not_tell_what_never_matches(archive: Archive) -> None:
    archive.put("Der Hochwasserschutz im Parlament.")
    recent = newest(archive.store, now=NOW)

    said = remarks(archive.store, parse("hippodrome OR hochwasser"), recent, now=NOW)

    assert [one.message for one in said] == ["does not find: hochwasserschutz (1)"]


def test_where_nothing_matches_the_nearest_articles_are_told(archive: Archive) -> None:
    archive.put("The treaty, " + "word " * 9 + "a new start of it.")
    archive.put("A treaty alone.")
    query = parse('"new start" NEAR/3 treaty lang:en -football')

    found = near_misses(archive.store, parse('"new start" NEAR/3 treaty -football'), now=NOW)

    assert [(stored.id, miss.note) for stored, miss in found] == [
        (1, "10 words apart at the closest")
    ]
    assert near_misses(archive.store, query, now=NOW) == []

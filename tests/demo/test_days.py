"""Further days of the invented world."""

from __future__ import annotations

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

from crawler.demo.days import Subject, Times, further_days
from crawler.demo.outlets import OUTLETS

MONTH = Times(first=date(2026, 3, 15), days=30)
FLOODS = Subject(topic="Floods", sentences={"de": ("Hochwasser in {place}.",)}, events_a_day=2)


def test_the_same_seed_gives_the_same_pieces_and_another_others() -> None:
    one, again = further_days(OUTLETS, MONTH, seed=1), further_days(OUTLETS, MONTH, seed=1)

    assert one == again
    assert one != further_days(OUTLETS, MONTH, seed=2)


def test_outlets_publish_about_as_much_as_was_asked_for() -> None:
    pieces = further_days(OUTLETS, MONTH, seed=1)

    first = [piece for piece in pieces if not piece.revision]
    assert 0.7 < len(first) / (30 * len(OUTLETS) * 5) < 1.1
    assert list(pieces) == sorted(pieces, key=lambda piece: piece.appears_s)


def test_they_publish_by_the_clock_of_their_town_on_both_sides_of_a_time_change() -> None:
    pieces = [one for one in further_days(OUTLETS, MONTH, seed=1) if one.outlet == "bundesfunk"]
    zone = ZoneInfo("Europe/Berlin")

    for since, until in ((date(2026, 3, 15), date(2026, 3, 29)), (date(2026, 3, 30), date.max)):
        hours = Counter(
            piece.published_at.astimezone(zone).hour
            for piece in pieces
            if since <= piece.published_at.date() < until
        )
        day, night = sum(hours[h] for h in range(6, 22)), sum(hours[h] for h in range(5))
        assert day > 5 * night


def test_a_topic_is_in_the_news_as_often_as_asked_and_only_in_its_languages() -> None:
    times = Times(first=date(2026, 3, 1), days=20, subjects=(FLOODS,))

    pieces = further_days(OUTLETS, times, seed=1)

    told = [piece for piece in pieces if piece.topics]
    languages = {outlet.key: outlet.language for outlet in OUTLETS}
    assert len({piece.story for piece in told}) in range(36, 41)
    assert {languages[piece.outlet] for piece in told} == {"de"}
    assert all("Hochwasser in" in " ".join(piece.blocks) for piece in told if not piece.revision)


def test_reprints_say_whose_text_they_are() -> None:
    pieces = further_days(OUTLETS, MONTH, seed=1)
    firsts = {piece.key: piece for piece in pieces if not piece.revision}

    copies = [piece for piece in firsts.values() if piece.copy_of]

    assert len(copies) > 20
    assert all(copy.blocks == firsts[copy.copy_of].blocks for copy in copies)

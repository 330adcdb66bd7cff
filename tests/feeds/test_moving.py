from __future__ import annotations

from datetime import timedelta

from crawler.feeds.moving import Move, move
from tests.samples import NOW

NEW, OTHER = "https://new.example/feed", "https://other.example/feed"
HOUR = timedelta(hours=1)


def led(*seen: str | None, every: timedelta = HOUR) -> Move:
    held = Move()
    for number, to in enumerate(seen):
        held = move(held, to, now=NOW + number * every)
    return held


def test_a_permanent_redirect_is_believed_once_it_was_seen_for_a_day() -> None:
    assert not led(*[NEW] * 24).is_believed
    assert led(*[NEW] * 25).is_believed


def test_one_look_is_not_enough_however_late_it_is() -> None:
    assert not led(NEW).is_believed
    assert led(NEW, NEW, every=timedelta(days=3)).is_believed


def test_a_look_without_it_or_with_another_begins_anew() -> None:
    assert not led(*[NEW] * 20, None, *[NEW] * 10).is_believed
    assert not led(*[NEW] * 20, *[OTHER] * 10).is_believed
    assert led(*[NEW] * 30, None) == Move()

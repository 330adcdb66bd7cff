"""Unread is what came after the last look of the visit before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.web.pages.seen import FIRST, all_read, seen
from tests.samples import NOW

MINUTE = timedelta(minutes=1)


def test_a_visit_keeps_what_was_unread_at_its_beginning() -> None:
    first = seen(None, NOW)
    later = seen(first.text, NOW + 20 * MINUTE)

    assert first.unread_since == later.unread_since == NOW - FIRST


def test_the_next_visit_begins_where_the_last_ended() -> None:
    last = seen(seen(None, NOW).text, NOW + 20 * MINUTE)

    assert seen(last.text, NOW + 60 * MINUTE).unread_since == NOW + 20 * MINUTE


def test_all_can_be_read() -> None:
    assert seen(all_read(NOW).text, NOW + MINUTE).unread_since == NOW


@pytest.mark.parametrize("kept", ["", "x", "1", "1.2.3", "9" * 400 + ".1", "2.1", "-1e9.0"])
def test_a_cookie_that_says_nothing_is_none(kept: str) -> None:
    assert seen(kept, NOW) == seen(None, NOW)

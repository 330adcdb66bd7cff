from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.cli import wording

NOW = datetime(2026, 2, 5, 20, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (36 * 3600, "36 h"),
        (172800, "2 days"),
    ],
)
def test_a_span_is_told_in_the_largest_unit_that_fits(seconds: int, words: str) -> None:
    assert wording.span(timedelta(seconds=seconds)) == words


def test_times_are_told_from_here() -> None:
    assert wording.ago(NOW - timedelta(minutes=5), NOW) == "5 min ago"
    assert wording.ago(NOW + timedelta(hours=2), NOW) == "in 2 h"
    assert wording.ago(None, NOW) == "never"
    assert wording.local(NOW, "Europe/Berlin") == "2026-02-05 21:02"
    assert wording.utc(NOW) == "2026-02-05T20:02:00Z"


def test_what_steers_a_terminal_is_taken_out() -> None:
    text = "a\x1b[31mb\x9bc\u202ed\re\nf\x00"

    assert wording.printable(text) == "a[31mbcd e\nf"
    assert wording.one_line(text) == "a[31mbcd e f"


def test_numbers_are_told_with_their_nouns() -> None:
    assert wording.count(1, "copy", "copies") == "1 copy"
    assert wording.count(1200, "feed") == "1,200 feeds"
    assert wording.size(1023) == "1023 bytes"
    assert wording.size(1_572_864) == "1.5 MiB"
    assert wording.shortened("one two three", 8) == "one two…"

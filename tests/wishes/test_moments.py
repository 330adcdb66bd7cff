from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.errors import UsageError
from crawler.wishes.moments import moment

NOW = datetime(2026, 2, 5, 23, 30, tzinfo=UTC)  # in Berlin it is the 6th


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("90min", NOW - timedelta(minutes=90)),
        ("24h", NOW - timedelta(hours=24)),
        ("7d", NOW - timedelta(days=7)),
        ("2 w", NOW - timedelta(weeks=2)),
        ("today", datetime(2026, 2, 5, 23, 0, tzinfo=UTC)),
        ("Yesterday", datetime(2026, 2, 4, 23, 0, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 1, 31, 23, 0, tzinfo=UTC)),
        ("2026-07-01 18:00", datetime(2026, 7, 1, 16, 0, tzinfo=UTC)),
        ("2026-02-01T18:00Z", datetime(2026, 2, 1, 18, 0, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_people_write_them(said: str, meant: datetime) -> None:
    assert moment(said, now=NOW, zone="Europe/Berlin") == meant


@pytest.mark.parametrize("said", ["", "soon", "7", "d7", "2026-13-01", "99999999d"])
def test_what_is_no_time_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="is no time; write 2026-02-01"):
        moment(said, now=NOW, zone="Europe/Berlin")


def test_a_time_before_all_calendars_is_no_time() -> None:
    for text in ("99999y", "0001-01-01"):
        with pytest.raises(UsageError, match="is no time"):
            moment(text, now=NOW, zone="Europe/Berlin")

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.dates import EARLIEST, read_date

# Every shape names the fifth of February 2026, 20:02 UTC.
SHAPES = [
    "Thu, 05 Feb 2026 20:02:00 GMT",
    "Thu, 5 Feb 2026 20:02:00 +0000",
    "Thu, 05 Feb 26 20:02:00 UT",
    "05 Feb 2026 20:02 Z",
    "Thu, 05 Feb 2026 21:02:00 +01:00",
    "Thu, 05 Feb 2026 21:02:00 CET",
    "Thu, 05 Feb 2026 21:02:00 MEZ",
    "Thu, 05 Feb 2026 15:02:00 EST",
    "Thu, 05 Feb 2026 15:02:00 -0500",
    "Fri,06 Feb 2026 5:2:0 GMT+9",
    "Fri, 06 Feb 2026 05:02:00 GMT+0900",
    "Wed, 05 Feb 2026 20:02:00 GMT",  # the day's name is wrong: it does not count
    "Thu, 05 Feb 2026 20:02:00",
    "Thursday, 05-Feb-26 20:02:00 GMT",
    "Thu Feb  5 20:02:00 2026",
    "Thu Feb  5 21:02:00 CET 2026",
    "Thu Feb 05 2026 21:02:00 GMT+0100 (Mitteleuropäische Normalzeit)",
    "2026-02-05T20:02:00Z",
    "2026-02-05T20:02Z",
    "2026-02-05T20:02:00.000000Z",
    "2026-02-05T20:02:00+0000",
    "2026-02-05T21:02:00+01",
    "2026-02-05 21:02:00 +0100",
    "2026-02-05 20:02:00",
    "2026-02-05 21:02:00 Europe/Berlin",
    "2026-02-05T20:02:00.123456789Z",
    "20260205T200200Z",
    "20260205200200",
    "2026/02/05 20:02:00",
    "2026. 2. 5. 20:02",
    "2026年2月5日 20:02",
    "2026-02-05 오후 8:02:00",
    "05.02.2026 20:02",
    "05.02.2026, 20:02 Uhr",
    "5. Februar 2026 20:02",
    "Do, 05 Feb 2026 21:02:00 +0100",
    "jeu., 05 févr. 2026 20:02:00 GMT",
    "5 de febrero de 2026 20:02",
    "Чт, 05 фев 2026 23:02:00 +0300",
    "05/02/2026 20:02",
    "02/05/2026 08:02 PM",
    "Feb 5, 2026 8:02 PM",
    "February 5th, 2026 3:02 p.m. EST",
    "5 February 2026 at 20:02",
    "20:02 05-02-2026",
    "1770321720",
    "1770321720000",
    "Thu, 05 Feb 2026 20:01:60 GMT",
]


@pytest.mark.parametrize("text", SHAPES)
def test_every_shape_names_the_same_minute(text: str) -> None:
    moment = read_date(text)

    assert moment is not None
    assert moment.replace(microsecond=0) == datetime(2026, 2, 5, 20, 2, tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-05", (2026, 2, 5)),
        ("2026-02", (2026, 2, 1)),
        ("2026", (2026, 1, 1)),
        ("\u0665 Feb 2026", (2026, 2, 5)),
        ("20260205", (2026, 2, 5)),
        ("Thu, 05 Feb 2026", (2026, 2, 5)),
        ("5 juin 2026", (2026, 6, 5)),
        ("5 juillet 2026", (2026, 7, 5)),
        ("5. März 2026", (2026, 3, 5)),
        ("1 août 2026", (2026, 8, 1)),
        ("24 Dez 2026", (2026, 12, 24)),
        ("13/02/2026", (2026, 2, 13)),
        ("02/13/2026", (2026, 2, 13)),
        ("Wed, 04 Feb 2026 24:00:00 GMT", (2026, 2, 5)),
    ],
)
def test_a_date_without_a_time_is_its_midnight(text: str, day: tuple[int, int, int]) -> None:
    assert read_date(text) == datetime(*day, tzinfo=UTC)


def test_a_text_without_a_zone_is_read_in_the_one_that_is_given() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    assert read_date("2026-07-05 21:02", zone=berlin) == datetime(2026, 7, 5, 19, 2, tzinfo=UTC)
    assert read_date("Sun, 05 Jul 2026 21:02", zone=berlin) == datetime(
        2026, 7, 5, 19, 2, tzinfo=UTC
    )
    assert read_date("2026-07-05T21:02Z", zone=berlin) == datetime(2026, 7, 5, 21, 2, tzinfo=UTC)


def test_an_offset_that_no_place_has_is_not_believed() -> None:
    assert read_date("Fri, 11 Mar 2016 01:15:00 +3000") == datetime(2016, 3, 11, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "gestern",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Thu, 32 Feb 2026 20:02:00 GMT",
        "99:99",
        "2026-13-45",
        "0",
        "99999999999999999999",
        "9999-12-31T23:59:59-14:00",
        "Invalid Date",
        "12:" * 5000,
    ],
)
def test_what_names_no_moment_is_none(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=80))
def test_any_text_gives_a_moment_in_utc_or_none(text: str) -> None:
    moment = read_date(text)

    assert moment is None or (moment >= EARLIEST and moment.tzinfo is UTC)


@given(
    st.datetimes(
        min_value=datetime(1985, 1, 2), max_value=datetime(2099, 1, 1), timezones=st.just(UTC)
    ),
    st.sampled_from(["%a, %d %b %Y %H:%M:%S GMT", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H:%M:%S", "%c"]),
)
def test_what_is_written_is_read_again(moment: datetime, shape: str) -> None:
    assert read_date(moment.strftime(shape)) == moment.replace(microsecond=0)

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.headers import Asked, asked, http_date

NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("control", "minutes"),
    [
        ("max-age=900", 15),
        ("public, max-age=900, must-revalidate", 15),
        ('Max-Age="900"', 15),
        ("max-age=0", 0),
        ("s-maxage=900", None),
        ("max-age=", None),
        ("max-age=-5", None),
        ("max-age=soon", None),
        ("no-cache, max-age=900", None),
        ("no-store, max-age=900", None),
        ("", None),
    ],
)
def test_cache_control_tells_how_long_an_answer_is_fresh(
    control: str, minutes: float | None
) -> None:
    assert asked({"Cache-Control": control}, now=NOW).max_age_min == minutes


def test_expires_counts_from_the_servers_own_clock() -> None:
    headers = {
        "expires": "Fri, 06 Feb 2026 16:30:00 GMT",
        "date": "Fri, 06 Feb 2026 16:00:00 GMT",  # four hours fast
    }

    assert asked(headers, now=NOW).expires_min == 30


@pytest.mark.parametrize(
    ("expires", "minutes"),
    [
        ("Fri, 06 Feb 2026 12:45:00 GMT", 45),
        ("Friday, 06-Feb-26 12:45:00 GMT", 45),
        ("Fri Feb  6 12:45:00 2026", 45),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("0", None),
        ("-1", None),
        ("never", None),
    ],
)
def test_expires_in_any_form(expires: str, minutes: float | None) -> None:
    assert asked({"Expires": expires}, now=NOW).expires_min == minutes


@pytest.mark.parametrize(
    ("retry", "minutes"),
    [
        ("120", 2),
        (" 120 ", 2),
        ("Fri, 06 Feb 2026 13:00:00 GMT", 60),
        ("Fri, 06 Feb 2026 11:00:00 GMT", 0),
        ("-120", None),
        ("a while", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(retry: str, minutes: float | None) -> None:
    assert asked({"RETRY-AFTER": retry}, now=NOW).retry_after_min == minutes


def test_retry_after_holds_where_nothing_may_be_kept() -> None:
    headers = {
        "retry-after": "60",
        "cache-control": "no-store",
        "expires": "Sat, 07 Feb 2026 12:00:00 GMT",
    }

    assert asked(headers, now=NOW) == Asked(retry_after_min=1)


def test_no_headers_ask_for_nothing() -> None:
    assert asked({}, now=NOW) == Asked()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_nonsense_in_headers_is_nothing(control: str, expires: str, retry: str) -> None:
    found = asked({"cache-control": control, "expires": expires, "retry-after": retry}, now=NOW)

    assert all(
        m is None or m >= 0 for m in (found.max_age_min, found.expires_min, found.retry_after_min)
    )


@given(st.text(max_size=60))
def test_any_text_is_an_http_date_or_none(text: str) -> None:
    moment = http_date(text)

    assert moment is None or moment.tzinfo is UTC

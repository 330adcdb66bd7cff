from __future__ import annotations

import pytest

from crawler.politeness.hush import quiet_s


def test_retry_after_is_kept_and_never_shortened() -> None:
    waits = [
        quiet_s(429, retry_after_s=600, in_a_row=1, spread=spread) for spread in (0.0, 0.5, 0.99)
    ]

    assert waits[0] == 600
    assert all(wait is not None and 600 <= wait <= 660 for wait in waits)


def test_without_a_word_the_wait_doubles_up_to_an_hour() -> None:
    waits = [quiet_s(503, retry_after_s=None, in_a_row=n, spread=0) for n in range(1, 10)]

    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_wish_for_weeks_is_a_day() -> None:
    assert quiet_s(429, retry_after_s=1e9, in_a_row=1, spread=0) == 86_400


@pytest.mark.parametrize("status", [200, 304, 404, 500, 502, 504])
def test_other_answers_silence_nobody(status: int) -> None:
    assert quiet_s(status, retry_after_s=600, in_a_row=5, spread=0) is None

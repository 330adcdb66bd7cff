"""Days of polling under a virtual clock; `python -m benchmarks.week` is the same at full size."""

from __future__ import annotations

import pytest

from benchmarks.week import Week, World


@pytest.fixture(scope="module")
def week() -> Week:
    return World(feeds=80, days=3, seed=11).live()


def test_no_host_sees_two_requests_closer_than_its_delay(week: Week) -> None:
    assert week.polls > 2000
    assert week.articles > 1000
    assert week.too_close == 0


def test_no_feed_is_polled_more_often_than_its_headers_allow(week: Week) -> None:
    assert week.too_early == 0


def test_a_host_that_says_too_many_is_left_alone_as_a_whole(week: Week) -> None:
    assert week.throttled > 0
    assert week.while_quiet == 0


def test_unchanged_feeds_answer_304(week: Week) -> None:
    assert week.unchanged > 1000
    assert week.share > 0.95

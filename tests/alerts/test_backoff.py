"""Tries at growing distances."""

from __future__ import annotations

import pytest

from crawler.alerts.backoff import LONGEST_S, WISH_MAX_S, rest_s, wait_s


def test_the_distances_double_up_to_a_limit() -> None:
    assert [wait_s(n, spread=0.5) for n in (1, 2, 3, 4)] == [15, 30, 60, 120]
    assert wait_s(25, spread=0.5) == wait_s(10_000, spread=0.5) == LONGEST_S


def test_thirty_tries_outlast_a_weekend() -> None:
    assert sum(wait_s(n, spread=0.0) for n in range(1, 30)) > 1.5 * 86_400
    assert 2 * 86_400 < sum(wait_s(n, spread=0.5) for n in range(1, 30)) < 4 * 86_400


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.999])
def test_nobody_comes_back_earlier_than_asked(spread: float) -> None:
    assert 120 <= wait_s(1, wish_s=120, spread=spread) <= 132
    assert 120 <= rest_s(1, wish_s=120, spread=spread) <= 132
    assert wait_s(9, wish_s=1, spread=spread) >= 0.75 * 15 * 2**8


def test_a_wish_has_a_limit() -> None:
    assert wait_s(1, wish_s=10**9, spread=0.0) == WISH_MAX_S


def test_not_all_come_back_at_once() -> None:
    assert wait_s(3, spread=0.0) < wait_s(3, spread=0.5) < wait_s(3, spread=1.0)
    assert rest_s(3, wish_s=500, spread=0.0) < rest_s(3, wish_s=500, spread=1.0)

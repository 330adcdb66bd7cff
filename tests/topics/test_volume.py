from __future__ import annotations

from crawler.topics.volume import burst


def test_a_day_far_above_the_fourteen_before_is_a_burst() -> None:
    found = burst(20, [2, 3, 1, 2, 4, 2, 3, 2, 1, 3, 2, 2, 3, 2])

    assert found is not None
    assert found.today == 20
    assert 2 < found.usual < 3


def test_ordinary_scatter_is_none() -> None:
    assert burst(5, [2, 3, 1, 2, 4, 2, 3, 2, 1, 3, 2, 2, 3, 2]) is None
    assert burst(120, [100] * 14) is None


def test_a_quiet_topic_needs_the_floor() -> None:
    assert burst(4, [0] * 14) is None
    assert burst(5, [0] * 14) is not None
    assert burst(9, [0] * 14, floor=10) is None


def test_only_the_last_two_weeks_count() -> None:
    assert burst(20, [100] * 30 + [1] * 14) is not None


def test_a_new_topic_has_no_usual() -> None:
    assert burst(50, []) is None

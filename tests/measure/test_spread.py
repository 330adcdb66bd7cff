from __future__ import annotations

from datetime import timedelta

from crawler.measure.spread import spread

MINUTE = timedelta(minutes=1)


def test_a_spread_is_the_middle_and_the_high_end() -> None:
    found = spread(MINUTE * n for n in range(101))

    assert found is not None
    assert (found.p50, found.p95, found.number) == (50 * MINUTE, 95 * MINUTE, 101)


def test_what_is_not_known_does_not_count() -> None:
    assert spread([]) is None
    assert spread([None]) is None
    assert spread([None, MINUTE]) == spread([MINUTE])


def test_what_ended_before_it_began_took_no_time() -> None:
    assert spread([-MINUTE]) == spread([timedelta(0)])

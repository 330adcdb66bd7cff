from __future__ import annotations

from datetime import date, timedelta

import pytest

from crawler.cli.charts import Bar, bar, draw

FIRST = date(2026, 2, 1)


def test_the_largest_number_fills_the_chart_and_the_smallest_is_seen() -> None:
    assert bar(12, 12, 8) == "████████"
    assert bar(3, 12, 8) == "██"
    assert bar(1, 10_000, 8) == "▏"
    assert bar(0, 12, 8) == ""


def test_a_chart_of_nothing_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    draw([])

    assert capsys.readouterr().out == ""


def test_quiet_stretches_take_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = [2, 0, 0, 0, 0, 10, 0]

    draw([Bar(FIRST + timedelta(days=n), number) for n, number in enumerate(numbers)])

    assert [line.rstrip("█▏▎▍▌▋▊▉").rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "2026-02-01   2",
        "         …   0  (4 days)",
        "2026-02-06  10",
        "2026-02-07   0",
    ]

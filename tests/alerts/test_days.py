"""A day of which no time is known is written without one."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.alerts.phrases import day_text, phrases_of


@pytest.mark.parametrize(
    ("language", "written"), [("en", "Thu 5 Feb 2026"), ("de", "Do., 5. Februar 2026")]
)
def test_a_day_is_written_without_a_midnight(language: str, written: str) -> None:
    assert day_text(date(2026, 2, 5), phrases_of(language)) == written

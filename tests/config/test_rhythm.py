"""The shape of cron expressions."""

from __future__ import annotations

import pytest

from crawler.config.rhythm import cron_shape


@pytest.mark.parametrize(
    "expression",
    ["* * * * *", "*/15 * * * *", "30 6 * * mon-fri", "0 8,12-14,20 1-15/2 jan,6-dec *",
     "0 0 * * SUN", "5-59/10 * * * *"],
)  # fmt: skip
def test_five_fields_in_their_bounds_are_taken(expression: str) -> None:
    assert cron_shape(expression) == expression


def test_blanks_are_made_single() -> None:
    assert cron_shape("  0  6 * *\tmon ") == "0 6 * * mon"


@pytest.mark.parametrize(
    ("expression", "field"),
    [
        ("60 * * * *", "minute"),
        ("* 24 * * *", "hour"),
        ("* * 0 * *", "day of month"),
        ("* * * 13 *", "month"),
        ("* * * foo *", "month"),
        ("* * * * monday", "day of week"),
        ("*/0 * * * *", "minute"),
        ("9-5 * * * *", "minute"),
        ("1,,2 * * * *", "minute"),
        ("٣ * * * *", "minute"),
        ("*-5 * * * *", "minute"),
        ("* * * *", "five fields"),
        ("@daily", "five fields"),
        ("", "five fields"),
    ],
)
def test_the_field_that_is_wrong_is_named(expression: str, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        cron_shape(expression)


def test_days_have_names_since_numbers_mean_different_days_to_different_programs() -> None:
    with pytest.raises(ValueError, match="must be \\* or names from mon to sun"):
        cron_shape("0 6 * * 1")

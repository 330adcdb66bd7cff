"""`topics backfill`: past matches are counted, asked for, recorded; nobody is told."""

from __future__ import annotations

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_past_matches_are_recorded_without_alerts(filled: Wirewatch) -> None:
    filled("topics", "add", "Budget", "parliament")
    alerts = filled("alerts", "list", "--json").json

    answer = filled("topics", "backfill", "budget", "--yes")

    assert answer.out.splitlines() == [
        '"Budget" has 3 past matches to record.',
        "Recorded 3 matches; nobody was told.",
    ]
    assert filled("topics", "show", "budget", "--json").json["hits"] == 3
    assert filled("alerts", "list", "--json").json == alerts


def test_what_is_recorded_already_is_left_alone(filled: Wirewatch) -> None:
    answer = filled("topics", "backfill", "floods", "--yes")

    assert answer.out == '"Floods" has nothing to record (1 recorded already).\n'


def test_nothing_is_recorded_before_somebody_agrees(filled: Wirewatch) -> None:
    filled("topics", "add", "Budget", "parliament")

    answer = filled("topics", "backfill", "budget")

    assert answer.code == Code.USAGE
    assert "--yes" in answer.err
    assert filled("topics", "show", "budget", "--json").json["hits"] == 0


def test_scripts_get_the_numbers(filled: Wirewatch) -> None:
    filled("topics", "add", "Budget", "parliament")

    found = filled("topics", "backfill", "budget", "--since", "1d", "--yes", "--json").json
    refused = filled("topics", "backfill", "budget", "--json")

    assert found == {"topic": "Budget", "recorded": 0, "known": 0}
    assert refused.code == Code.USAGE


def test_an_unknown_topic_is_told_the_nearest(filled: Wirewatch) -> None:
    answer = filled("topics", "backfill", "flods", "--yes")

    assert answer.code == Code.USAGE
    assert "Floods" in answer.err

"""`alerts list`: what was told, what waits, what was given up."""

from __future__ import annotations

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_alerts_are_listed_with_what_came_of_them(filled: Wirewatch) -> None:
    answer = filled("alerts", "list")

    rows = filled("alerts", "list", "--json").json
    assert answer.code == Code.FINE
    assert [(row["topic"], row["state"]) for row in rows] == [
        ("New START", "waiting"),
        ("Floods", "sent"),
    ]
    assert "due" in answer.out.splitlines()[1]


def test_alerts_are_narrowed_down(filled: Wirewatch) -> None:
    by_state = filled("alerts", "list", "--state", "sent", "--json").json
    by_topic = filled("alerts", "list", "--topic", "new start", "--json").json

    assert [row["topic"] for row in by_state] == ["Floods"]
    assert [row["state"] for row in by_topic] == ["waiting"]
    assert filled("alerts", "list", "--state", "dead").err == "No alert.\n"


def test_wrong_words_are_told_the_right_ones(filled: Wirewatch) -> None:
    state = filled("alerts", "list", "--state", "lost")
    topic = filled("alerts", "list", "--topic", "Flods")

    assert state.code == topic.code == Code.USAGE
    assert all(word in state.err for word in ("waiting", "sent", "dead"))
    assert 'did you mean "Floods"?' in topic.err

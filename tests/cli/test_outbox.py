"""`alerts show|retry|replay|times`: what left can be looked at and sent again."""

from __future__ import annotations

from crawler.cli.codes import Code
from crawler.storage import alerts
from tests.cli.conftest import Wirewatch
from tests.samples import NOW


def ids(filled: Wirewatch) -> dict[str, int]:
    return {row["topic"]: row["id"] for row in filled("alerts", "list", "--json").json}


def states(filled: Wirewatch) -> dict[str, str]:
    return {row["topic"]: row["state"] for row in filled("alerts", "list", "--json").json}


def give_up(filled: Wirewatch, alert_id: int) -> None:
    store = filled.open()
    with store.writing() as tx:
        alerts.failed(tx, alert_id, error="the receiver is gone", retry_at=None)
    store.close()


def test_the_message_of_an_alert_is_shown_as_it_would_leave(filled: Wirewatch) -> None:
    number = str(ids(filled)["Floods"])

    plain, html = filled("alerts", "show", number), filled("alerts", "show", number, "--html")

    assert plain.out.startswith("Floods: ")
    assert "Our copy  wirewatch articles show" in plain.out
    assert html.out.lstrip().startswith("<!DOCTYPE html>")
    assert filled("alerts", "show", number, "--json").json["schema"] == "wirewatch.alert/1"


def test_an_alert_that_is_not_there_is_named(filled: Wirewatch) -> None:
    answer = filled("alerts", "show", "999")

    assert answer.code == Code.USAGE
    assert "no alert has the id 999; see: wirewatch alerts list" in answer.err


def test_what_was_given_up_is_tried_again(filled: Wirewatch) -> None:
    give_up(filled, ids(filled)["New START"])
    assert states(filled)["New START"] == "dead"

    answer = filled("alerts", "retry")

    assert answer.out == "1 alert to try again.\n"
    assert states(filled)["New START"] == "waiting"
    assert filled("alerts", "retry").out == "No such alert.\n"


def test_a_try_of_what_was_not_given_up_is_refused(filled: Wirewatch) -> None:
    answer = filled("alerts", "retry", "999")

    assert answer.code == Code.USAGE
    assert "given up was not: 999; see: wirewatch alerts list --state dead" in answer.err


def test_what_left_since_a_time_is_sent_once_more(filled: Wirewatch) -> None:
    later = filled("alerts", "replay", "--since", "2026-02-07")
    answer = filled("alerts", "replay", "--since", f"{NOW:%Y-%m-%d}", "--topic", "floods")

    assert later.out == "No such alert.\n"
    assert answer.out == "1 alert to send once more.\n"
    assert states(filled)["Floods"] == "waiting"


def test_the_times_from_publication_to_delivery_are_told_by_topic(filled: Wirewatch) -> None:
    answer = filled("alerts", "times", "--since", "2026-02-01", "--json")

    (row,) = answer.json
    assert row["topic"] == "Floods"
    assert row["alerts"] == 1
    assert row["to_match"] == {"p50": 0.0, "p95": 0.0}
    assert filled("alerts", "times", "--since", "2026-02-01").code == Code.FINE
    lines = filled("alerts", "times", "--since", "2026-02-01", "--csv").out.splitlines()
    assert lines[0].startswith("topic,alerts,to_sight_p50,to_sight_p95,")
    assert lines[1].startswith("Floods,1,")
    assert filled("alerts", "times", "--csv", "--json").code == Code.USAGE

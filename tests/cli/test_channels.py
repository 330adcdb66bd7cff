"""`channels`: what there is, and whether it works."""

from __future__ import annotations

from crawler.cli.codes import Code
from tests.alerts import receiver as ways
from tests.alerts.receiver import Receiver
from tests.cli.conftest import Wirewatch


def with_hook(filled: Wirewatch, receiver: Receiver) -> None:
    file = filled.folder / "wirewatch.toml"
    hook = f'\n[channels.hook]\ntype = "webhook"\nurl = "{receiver.url}"\n'
    file.write_text(file.read_text("utf-8") + hook, "utf-8")


def test_channels_are_listed_with_what_left_by_each(filled: Wirewatch) -> None:
    rows = {row["name"]: row for row in filled("channels", "list", "--json").json}

    assert rows["log"]["type"] == "log"
    assert sum(row["sent"] for row in rows.values()) == 1


def test_a_specimen_arrives_and_the_answer_is_shown(filled: Wirewatch) -> None:
    with Receiver() as receiver:
        with_hook(filled, receiver)
        answer = filled("channels", "test", "hook")

    (taken,) = receiver.taken
    assert answer.out == 'Channel "hook" took the specimen: 200 OK: thank you\n'
    assert taken.json["topic"] == "Specimen"


def test_a_channel_that_fails_is_told_with_the_place_to_look(filled: Wirewatch) -> None:
    with Receiver() as receiver:
        receiver.ways = [ways.status(500)]
        with_hook(filled, receiver)
        answer = filled("channels", "test", "hook")

    assert answer.code != Code.FINE
    assert "answers 500 Internal Server Error. Try: look at [channels.hook]" in answer.err


def test_a_channel_that_is_not_there_is_told_the_others(filled: Wirewatch) -> None:
    assert 'unknown channel "lgo"; did you mean "log"?' in filled("channels", "test", "lgo").err


def test_a_specimen_is_worded_by_an_operator_s_own_template(filled: Wirewatch) -> None:
    (filled.folder / "templates").mkdir()
    (filled.folder / "templates" / "story.txt.j2").write_text("Our own: {{ gist }}", "utf-8")
    with Receiver() as receiver:
        with_hook(filled, receiver)
        filled("channels", "test", "hook")

    (taken,) = receiver.taken
    assert "Our own: This channel works (The Example)" in taken.json["text"]

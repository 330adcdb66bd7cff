"""A topic that is not followed as it was meant is shown to people, with the reason."""

from __future__ import annotations

from crawler.storage import Store, topics, troubles
from crawler.storage.troubles import TopicTrouble
from tests.cli.conftest import DATABASE, Wirewatch


def burden(filled: Wirewatch, *found: TopicTrouble) -> None:
    store = Store.connect(f"sqlite:///{filled.folder / DATABASE}")
    with store.writing() as tx:
        troubles.keep(tx, found)
    store.close()


def first_topic(filled: Wirewatch) -> tuple[int, str]:
    store = Store.connect(f"sqlite:///{filled.folder / DATABASE}")
    with store.reading() as tx:
        one = topics.active(tx)[0]
    store.close()
    return one.id, one.name


def test_a_topic_that_cannot_be_followed_says_why(filled: Wirewatch) -> None:
    id_, name = first_topic(filled)
    burden(filled, TopicTrouble(id_, "@wader is no saved query\n  @wader\n  ^"))

    listed, shown = filled("topics", "list"), filled("topics", "show", name)
    rows = filled("topics", "list", "--json").json

    assert f"{name}: not followed: @wader is no saved query\n  @wader\n  ^" in listed.err
    assert "not followed" in shown.err
    assert [row["trouble"] is not None for row in rows].count(True) == 1
    assert "1 not as meant; see: wirewatch topics list" in filled("status").out
    assert filled("status", "--json").json["topics_in_trouble"] == 1


def test_a_topic_that_was_too_dear_says_how_often(filled: Wirewatch) -> None:
    id_, name = first_topic(filled)
    burden(filled, TopicTrouble(id_, "would have cost too much", 3, "https://a.example/x"))

    said = filled("topics", "list").err

    assert f"{name}: would have cost too much (3 so far, the last https://a.example/x)" in said


def test_troubles_that_are_over_are_forgotten(filled: Wirewatch) -> None:
    burden(filled, TopicTrouble(first_topic(filled)[0], "gone soon"))
    burden(filled)

    assert filled("topics", "list").err == ""
    assert "not as meant" not in filled("status").out

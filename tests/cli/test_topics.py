"""`topics`: what is watched for; a query that cannot be read is shown with its place."""

from __future__ import annotations

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_topics_are_listed_with_their_hits(filled: Wirewatch) -> None:
    answer = filled("topics", "list")

    rows = filled("topics", "list", "--json").json
    assert answer.code == Code.FINE
    assert [(row["name"], row["hits"]) for row in rows] == [("Floods", 1), ("New START", 2)]
    assert "Floods" in answer.out.splitlines()[1]


def test_topics_that_no_service_has_read_yet_are_named(begun: Wirewatch) -> None:
    listed, shown = begun("topics", "list"), begun("topics", "show", "floods")

    file = f"{begun.folder}/topics.toml"
    assert (listed.code, listed.out) == (Code.FINE, "")
    assert f'"Floods" and "New START" stand in {file} and will be followed' in listed.err
    assert shown.code == Code.USAGE
    assert f'"Floods" stands in {file}:6 and is followed from the next start' in shown.err


def test_one_more_topic_of_the_file_is_named_below_those_that_are_followed(
    filled: Wirewatch,
) -> None:
    text = (filled.folder / "topics.toml").read_text("utf-8")
    filled.write("topics.toml", f'{text}\n[[topic]]\nname = "Ships"\nquery = "ship*"\n')

    answer = filled("topics", "list")

    assert "Ships" not in answer.out
    assert '"Ships" stands in ' in answer.err


def test_a_topic_tells_its_query_its_file_and_its_newest_articles(filled: Wirewatch) -> None:
    answer = filled("topics", "show", "new start")

    assert 'query     case:"New START" OR "new start vertrag*"' in answer.out
    assert f"{filled.folder}/topics.toml:" in answer.out
    assert "The Gazette: A treaty ends" in answer.out


def test_a_topic_is_added_in_canonical_form(filled: Wirewatch) -> None:
    answer = filled("topics", "add", "Budget", "budget  W/6 parliament AND @water")

    row = filled("topics", "show", "budget", "--json").json
    assert answer.code == Code.FINE
    assert row["query"] == "budget NEAR/5 parliament AND @water"
    assert row["origin"] == "person"
    assert row["channels"] == ["log"]


def test_a_wrong_query_is_shown_with_a_caret_and_a_right_one(filled: Wirewatch) -> None:
    answer = filled("topics", "add", "X", 'river AND OR "bridge"')

    lines = answer.err.splitlines()
    assert answer.code == Code.USAGE
    assert lines[1] == '  river AND OR "bridge"'
    assert lines[2].strip() == "^"
    assert lines[3].startswith("Try: ")
    assert len(filled("topics", "list", "--json").json) == 2


def test_an_unknown_channel_is_told_the_right_ones(filled: Wirewatch) -> None:
    answer = filled("topics", "add", "X", "river", "--channel", "lgo")

    assert answer.code == Code.USAGE
    assert 'unknown channel "lgo"; did you mean "log"? Known: log' in answer.err


def test_a_topic_is_changed_only_when_it_is_said_so(filled: Wirewatch) -> None:
    filled("topics", "add", "Budget", "budget")

    refused = filled("topics", "add", "Budget", "money")
    replaced = filled("topics", "add", "Budget", "money", "--replace", "--json")

    assert refused.code == Code.USAGE
    assert "--replace" in refused.err
    assert replaced.json["query"] == "money"


def test_topics_of_the_files_are_changed_there(filled: Wirewatch) -> None:
    added = filled("topics", "add", "floods", "river", "--replace")
    removed = filled("topics", "remove", "Floods")

    assert added.code == removed.code == Code.USAGE
    assert "topics.toml:6; change it there" in added.err
    assert "topics.toml:6; take it out there" in removed.err


def test_a_removed_topic_keeps_its_hits(filled: Wirewatch) -> None:
    filled("topics", "add", "Budget", "budget")

    removed = filled("topics", "remove", "budget")

    assert removed.out == 'Not watched for any more: "Budget" (0 hits stay)\n'
    assert len(filled("topics", "list", "--json").json) == 2
    assert len(filled("topics", "list", "--retired", "--json").json) == 3
    assert filled("topics", "remove", "budgt").code == Code.USAGE


def test_a_topic_may_tell_of_days_that_stand_out(filled: Wirewatch) -> None:
    filled("topics", "add", "Rivers", "river", "--burst", "--burst-min", "9")
    filled("topics", "add", "Lakes", "lake")

    shown = filled("topics", "show", "Rivers").out
    assert "a day that stands out is told, from 9 articles on" in shown
    assert "stands out" not in filled("topics", "show", "Lakes").out


def test_a_topic_says_when_it_wants_to_be_told(filled: Wirewatch) -> None:
    filled(
        "topics", "add", "Dams", "dam*", "--alert", "daily 8:00", "--quiet", "22:00-7:00",
        "--per-hour", "3",
    )  # fmt: skip

    shown = filled("topics", "show", "dams").out

    assert "daily 08:00, not 22:00-07:00, at most 3 messages an hour" in shown


def test_a_time_that_is_none_is_refused_with_one_that_works(filled: Wirewatch) -> None:
    answer = filled("topics", "add", "Dams", "dam*", "--alert", "sometimes")

    assert answer.code == Code.USAGE
    assert 'must be "at once", "hourly", "daily 08:00"' in answer.err


def test_a_name_that_heads_no_message_is_refused_with_its_length(filled: Wirewatch) -> None:
    answer = filled("topics", "add", "x" * 101, "treaty")

    assert answer.code == Code.USAGE
    assert "the topic's name has 101 letters and may have 100" in answer.err
    assert filled("topics", "add", "x" * 100, "treaty").code == Code.FINE
    assert filled("topics", "suggest", "treaty", "--save", "y" * 101).code == Code.USAGE


def test_bytes_that_are_no_text_are_refused(begun: Wirewatch) -> None:
    name = begun("topics", "add", "Wet\udcff", "river")
    query = begun("topics", "add", "Wet", "url:\udcff")

    assert (name.code, query.code) == (Code.USAGE, Code.USAGE)
    assert "control characters" in name.err
    assert "this is no text: a byte that is not UTF-8" in query.err

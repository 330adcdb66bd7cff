"""`topics test`: a draft is tried on the archive before anybody follows it."""

from __future__ import annotations

from pathlib import Path

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_a_draft_tells_its_numbers_and_samples(filled: Wirewatch) -> None:
    answer = filled("topics", "test", '"new start"')

    assert answer.code == Code.FINE
    assert "2 articles in 1 story, 1 copy" in answer.out
    assert "The Gazette 1, The Paper 1" in answer.out
    assert "The treaty known as *New START*, the last" in answer.out


def test_scripts_get_a_list_of_drafts_with_everything(filled: Wirewatch) -> None:
    [found] = filled("topics", "test", "river OR treaty", "--json").json

    assert (found["articles"], found["stories"], found["copies"]) == (3, 2, 1)
    assert {one["way"]: one["in_archive"] for one in found["messages"]} == {
        "at once": 2,
        "hourly": 1,
        "daily": 1,
        "weekly": 1,
    }
    assert [one["id"] for one in found["samples"]] == [3, 1]
    assert found["samples"][0]["sentences"]


def test_nothing_is_saved(filled: Wirewatch) -> None:
    before = filled("topics", "list", "--retired", "--json").json

    filled("topics", "test", "parliament")

    assert filled("topics", "list", "--retired", "--json").json == before


def test_another_wording_tells_what_it_gains_and_loses(filled: Wirewatch) -> None:
    answer = filled("topics", "test", "parliament", "--against", "new start")
    [found] = filled("topics", "test", "parliament", "--against", "New START", "--json").json

    assert 'Against "new start": gains 1, loses 0, 2 articles as before' in answer.out
    assert "The Paper: Parliament votes" in answer.out
    assert [one["title"] for one in found["against"]["gained"]] == ["Parliament votes"]


def test_only_what_was_seen_since_then_counts(filled: Wirewatch) -> None:
    [found] = filled("topics", "test", "parliament", "--since", "2026-03-01", "--json").json

    assert found["articles"] == 0


def test_a_file_holds_one_query(filled: Wirewatch, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text('"new start"\nOR river\n', "utf-8")

    [found] = filled("topics", "test", str(path), "--json").json

    assert (found["name"], found["query"]) == ("draft", '"new start" OR river')


def test_a_query_is_read_from_standard_input(filled: Wirewatch) -> None:
    answer = filled("topics", "test", "-", "--json", stdin="@water\n")

    assert answer.json[0]["articles"] == 1


def test_a_toml_file_holds_several_with_queries_of_its_own(
    filled: Wirewatch, tmp_path: Path
) -> None:
    path = tmp_path / "drafts.toml"
    path.write_text(
        '[queries]\nwater = "bridge"\n'
        '[[topic]]\nname = "One"\nquery = "@water"\n[[topic]]\nname = "Two"\nquery = "budget"\n',
        "utf-8",
    )

    found = filled("topics", "test", str(path), "--json").json

    assert [(one["name"], one["articles"]) for one in found] == [("One", 1), ("Two", 1)]


def test_mistakes_in_a_file_are_told_with_their_lines(filled: Wirewatch, tmp_path: Path) -> None:
    path = tmp_path / "drafts.toml"
    path.write_text(
        '[[topic]]\nname = "One"\nquery = "a AND OR b"\n[[topic]]\nname = "Two"\n', "utf-8"
    )

    answer = filled("topics", "test", str(path))

    assert answer.code == Code.USAGE
    assert 'drafts.toml:3: topic "One" query: ' in answer.err
    assert 'drafts.toml:4: topic "Two" needs a key "query"' in answer.err


def test_a_file_that_is_not_there_is_not_taken_for_a_query(filled: Wirewatch) -> None:
    answer = filled("topics", "test", "drafts.toml")

    assert answer.code == Code.USAGE
    assert "there is no such file" in answer.err


def test_a_wrong_query_is_shown_with_a_caret(filled: Wirewatch) -> None:
    answer = filled("topics", "test", "river AND OR bridge " + "x" * 300)

    assert answer.code == Code.USAGE
    assert answer.err.splitlines()[2].strip() == "^"


def test_a_draft_that_finds_nothing_tells_which_words_are_nowhere(filled: Wirewatch) -> None:
    answer = filled("topics", "test", "river AND (hippodrome OR giraffe*)")

    assert answer.code == Code.FINE
    assert "finds      nothing" in answer.out
    assert answer.err == "In no article at all: hippodrome, giraffe*\n"


def test_what_finds_nothing_says_just_that(filled: Wirewatch) -> None:
    lines = filled("topics", "test", "zebra").out.splitlines()

    assert lines[:2] == ["query      zebra", "finds      nothing"]
    assert len(lines) == 3

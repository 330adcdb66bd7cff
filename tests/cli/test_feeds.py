"""`feeds list`, `show`, `remove`: what is followed, how it does, and less of it."""

from __future__ import annotations

import csv
import io

from crawler.cli.codes import Code
from tests.cli.conftest import FEEDS, Wirewatch
from tests.samples import add_feed


def test_feeds_are_listed_for_people_without_boxes_in_a_pipe(filled: Wirewatch) -> None:
    answer = filled("feeds", "list")

    lines = answer.out.splitlines()
    assert answer.code == Code.FINE
    assert lines[0].startswith("Id  Feed         Lang  Health ")
    assert lines[1].split()[:5] == ["2", "The", "Gazette", "en", "never"]
    assert lines[2].endswith("3")


def test_feeds_are_listed_for_scripts(filled: Wirewatch) -> None:
    as_json = filled("feeds", "list", "--json").json
    as_csv = list(csv.DictReader(io.StringIO(filled("feeds", "list", "--csv").out)))

    assert [feed["name"] for feed in as_json] == ["The Gazette", "The Paper"]
    assert as_json[1]["origin"] == "config"
    assert as_json[1]["next_look_at"].endswith("Z")
    assert [feed["url"] for feed in as_csv] == [feed["url"] for feed in as_json]
    assert list(as_csv[0]) == list(as_json[0])


def test_json_and_csv_exclude_each_other(filled: Wirewatch) -> None:
    answer = filled("feeds", "list", "--json", "--csv")

    assert answer.code == Code.USAGE
    assert answer.err == "wirewatch: --json and --csv exclude each other\n"


def test_a_list_without_a_feed_says_so_and_scripts_get_an_empty_one(begun: Wirewatch) -> None:
    assert "See: wirewatch feeds add" in begun("feeds", "list").err
    assert begun("feeds", "list", "--json").json == []
    assert begun("feeds", "list", "--csv").out.startswith("id,name,")


def test_feeds_are_narrowed_down(filled: Wirewatch) -> None:
    by_group = filled("feeds", "list", "--group", "world", "--json").json
    by_trouble = filled("feeds", "list", "--troubled")

    assert [feed["name"] for feed in by_group] == ["The Paper"]
    assert by_trouble.err == "No feed is in trouble.\n"


def test_a_feed_is_found_by_number_name_part_and_address(filled: Wirewatch) -> None:
    words = ("1", "the paper", "paper", "http://paper.example/feed.xml")

    found = [filled("feeds", "show", word, "--json").json for word in words]

    assert {feed["id"] for feed in found} == {1}
    assert [one["title"] for one in found[0]["newest"]][-1] == "The river falls"


def test_showing_a_feed_tells_everything(filled: Wirewatch) -> None:
    answer = filled("feeds", "show", "Paper")

    assert "address    https://paper.example/feed.xml" in answer.out
    assert "followed   active, by config, since 2026-02-05 22:00" in answer.out


def test_an_unknown_feed_is_told_the_nearest(filled: Wirewatch) -> None:
    answer = filled("feeds", "show", "The Gazete")

    assert answer.code == Code.USAGE
    assert 'there is no feed "The Gazete"; did you mean "The Gazette"?' in answer.err


def test_a_word_that_fits_several_feeds_is_not_guessed(filled: Wirewatch) -> None:
    answer = filled("feeds", "show", "The")

    assert answer.code == Code.USAGE
    assert '"The" is part of several names: The Gazette, The Paper' in answer.err


def test_a_feed_of_a_person_is_removed_and_its_articles_stay(filled: Wirewatch) -> None:
    removed = filled("feeds", "remove", "gazette")
    again = filled("feeds", "remove", "gazette")

    assert removed.out == "Not followed any more: The Gazette (1 articles stay)\n"
    assert again.code == Code.USAGE
    assert '"The Gazette" is not followed any more' in again.err
    assert len(filled("feeds", "list", "--json").json) == 1
    assert len(filled("feeds", "list", "--retired", "--json").json) == 2
    assert filled("articles", "show", "3").code == Code.FINE


def test_a_feed_of_the_files_is_not_removed_by_command(filled: Wirewatch) -> None:
    answer = filled("feeds", "remove", "gazette", "paper")

    line = FEEDS.splitlines().index('url = "https://paper.example/feed.xml"') + 1
    assert answer.code == Code.USAGE
    assert f"stands in {filled.folder}/feeds.toml:{line}; take it out there" in answer.err
    assert len(filled("feeds", "list", "--json").json) == 2


def test_a_feed_of_a_person_rests_until_it_is_taken_up_again(filled: Wirewatch) -> None:
    paused = filled("feeds", "pause", "gazette")
    states = [feed["state"] for feed in filled("feeds", "list", "--json").json]
    resumed = filled("feeds", "resume", "gazette")
    refused = filled("feeds", "pause", "paper")

    assert paused.out == "Paused: The Gazette\n"
    assert states == ["paused", "active"]
    assert resumed.out == "Taken up again: The Gazette\n"
    assert [feed["state"] for feed in filled("feeds", "list", "--json").json] == ["active"] * 2
    assert refused.code == Code.USAGE
    assert "stands in" in refused.err


def test_a_reader_who_has_seen_enough_is_no_fault(begun: Wirewatch) -> None:
    store = begun.open()
    with store.writing() as tx:
        for number in range(400):  # more than a pipe holds
            add_feed(tx, f"https://paper.example/{number}", name=f"Paper {number}")
    store.close()

    process = begun.begin("feeds", "list", "--json")
    assert process.stdout is not None
    first = process.stdout.readline()
    process.stdout.close()

    assert first == "[\n"
    assert process.wait(60) == Code.FINE

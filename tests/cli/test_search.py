"""`search` asks the archive in the language of topics and shows the sentences that matched."""

from __future__ import annotations

import csv
import io

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_what_matched_is_marked_newest_first(filled: Wirewatch) -> None:
    answer = filled("search", '"new start"')

    heads = [line for line in answer.out.splitlines() if line.strip()[:1].isdigit()]
    assert answer.code == Code.FINE
    assert [head.split()[0] for head in heads] == ["4", "3"]
    assert "(copy)" in heads[0]
    assert "The treaty known as *New START*, the last" in answer.out


def test_scripts_get_the_sentences_and_the_places(filled: Wirewatch) -> None:
    [found, copy] = filled("search", '"new start"', "--json").json["articles"]
    rows = list(csv.DictReader(io.StringIO(filled("search", "budget", "--csv").out)))

    assert (found["id"], copy["id"]) == (4, 3)
    assert found["original_id"] == 3
    assert found["sentences"][0].startswith("The treaty known as **New START**")
    assert found["places"] == [["body", 20, 29]]
    assert rows[0]["title"] == "Parliament votes"


def test_results_come_in_pages(filled: Wirewatch) -> None:
    first = filled("search", "the", "--limit", "2")
    second = filled("search", "the", "--before", "3", "--json").json["articles"]

    assert "More: --before 3" in first.err
    assert [one["id"] for one in second] == [2, 1]


def test_a_time_narrows_down(filled: Wirewatch) -> None:
    early = filled("search", "treaty", "--since", "2026-02-05 21:00", "--json")
    late = filled("search", "treaty", "--since", "2026-02-06", "--json")
    wrong = filled("search", "treaty", "--since", "soon")

    assert len(early.json["articles"]) == 2
    assert late.json["articles"] == []
    assert wrong.code == Code.USAGE
    assert '"soon" is no time; write 2026-02-01' in wrong.err


def test_saved_queries_are_known(filled: Wirewatch) -> None:
    assert [one["id"] for one in filled("search", "@water", "--json").json["articles"]] == [1]
    assert filled("search", "@wader").code == Code.USAGE


def test_several_words_need_no_quotes_and_a_minus_goes_behind_two(filled: Wirewatch) -> None:
    both = filled("search", "parliament", "libraries", "--json").json["articles"]
    without = filled("search", "--json", "--", "-gazette treaty").json["articles"]
    slip = filled("search", "-gazette treaty")

    assert [one["id"] for one in both] == [2]
    assert len(without) == 2
    assert slip.code == Code.USAGE
    assert "Does your query begin with a minus?" in slip.err


def test_nothing_found_is_no_error(filled: Wirewatch) -> None:
    answer = filled("search", "zeppelin")

    assert (answer.code, answer.out, answer.err) == (Code.FINE, "", "Nothing found.\n")


def test_a_wrong_query_is_shown_with_its_place(filled: Wirewatch) -> None:
    answer = filled("search", '"new start')

    assert answer.code == Code.USAGE
    assert answer.err.splitlines()[1:3] == ['  "new start', "  ^"]


def test_the_most_relevant_can_come_first_and_goes_on_in_pages(filled: Wirewatch) -> None:
    first = filled("search", "the OR parliament", "--sort", "relevance", "--limit", "1")
    where = first.err.split("--before ")[1].strip()
    again = filled(
        "search", "the OR parliament", "--sort", "relevance", "--before", where, "--json"
    )

    assert "Parliament votes" in first.out
    assert len(again.json["articles"]) == 3
    assert filled("search", "the", "--before", "yesterday").code != Code.FINE


def test_facets_count_outlets_days_and_languages(filled: Wirewatch) -> None:
    counted = filled("search", '"new start"', "--facets", "--json").json
    listed = filled("search", '"new start"', "--facets", "--csv").out

    assert {"value": "The Gazette", "articles": 1} in counted["outlets"]
    assert {"value": "The Paper", "articles": 1} in counted["outlets"]
    assert (counted["matches"], counted["complete"], counted["stopped"]) == (2, True, None)
    assert "outlet,The Paper,1,False" in listed.splitlines()


def test_scripts_are_told_where_the_next_page_begins(filled: Wirewatch) -> None:
    first = filled("search", "the", "--limit", "2", "--json").json
    second = filled("search", "the", "--before", first["next"], "--json").json

    assert [one["id"] for one in second["articles"]] == [2, 1]
    assert second["next"] is None


def test_a_search_that_takes_too_long_says_how_far_it_looked(filled: Wirewatch) -> None:
    answer = filled("search", "/./", "--timeout-s", "0.000001", "--json")
    counted = filled("search", "/./", "--timeout-s", "0.000001", "--facets")
    enough = filled("search", "/./", "--timeout-s", "0", "--json")

    assert answer.code == counted.code == Code.PROBLEM
    assert answer.json["stopped"]["after_s"] == 0.000001
    assert "the search was stopped after 1e-06 s" in answer.err
    assert "Try: lang:, site: or another word to narrow it; --timeout-s for more" in answer.err
    assert enough.code == Code.FINE
    assert enough.json["stopped"] is None


def test_a_search_is_kept_listed_asked_and_forgotten(filled: Wirewatch) -> None:
    kept = filled("search", '"new start" -tax', "--save", "treaty", "--json")
    listed = filled("search", "--saved", "--json").json
    asked = filled("search", "@treaty", "--json").json
    forgotten = filled("search", "--forget", "treaty")

    assert "wirewatch search @treaty" in kept.err
    assert {"name": "treaty", "query": '"new start" NOT tax', "origin": "person"} in listed
    assert asked == kept.json
    assert forgotten.code == Code.FINE
    assert filled("search", "@treaty").code == Code.USAGE


def test_a_search_without_a_query_says_what_is_missing(filled: Wirewatch) -> None:
    answer = filled("search")

    assert answer.code == Code.USAGE
    assert "search for what?" in answer.err


def test_an_empty_table_has_its_head_and_places_are_short(filled: Wirewatch) -> None:
    some, none = filled("search", "budget", "--csv").out, filled("search", "zebra", "--csv").out

    [row] = csv.DictReader(io.StringIO(some))
    assert none == some.splitlines()[0] + "\n"
    assert row["places"].startswith("body ")
    assert "[" not in row["places"]


def test_what_a_name_meant_before_and_what_needs_it_is_told(filled: Wirewatch) -> None:
    filled("search", "river", "--save", "wet")
    filled("topics", "add", "Wet", "@wet OR rain")

    again = filled("search", "river OR lake", "--save", "wet")
    kept = filled("search", "--forget", "wet")
    filled("topics", "remove", "wet")
    gone = filled("search", "--forget", "@wet")

    assert "In place of: river\n" in again.err
    assert 'It is part of "Wet" from now on.' in again.err
    assert kept.code == Code.USAGE
    assert '@wet is part of "Wet"; change that first' in kept.err
    assert (gone.code, gone.err) == (Code.FINE, "Forgotten: @wet\n")

"""Articles and stories: listed page by page, shown, explained, mended."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest

from crawler.config import Config
from crawler.storage import searches
from crawler.web import heavy
from tests.alerts.newsroom import Newsroom
from tests.web.api.conftest import Asking


def test_pages_go_on_where_the_one_before_ended_whatever_arrives(
    newsroom: Newsroom, ask: Asking
) -> None:
    first = ask("/articles?limit=3")
    newsroom.publish(title="Late")
    second = ask("/articles", params={"limit": 3, "cursor": first["next"]})
    last = ask("/articles", params={"limit": 3, "cursor": second["next"]})

    ids = [[one["id"] for one in page["items"]] for page in (first, second, last)]
    assert ids == [[7, 6, 5], [4, 3, 2], [1]]
    assert last["next"] is None


def test_a_list_is_narrowed_down_as_the_command_does(ask: Asking) -> None:
    def ids(**filters: str) -> list[int]:
        return [one["id"] for one in ask("/articles", params=filters)["items"]]

    assert ids(feed="The Post") == ids(feed="2") == [2]
    assert ids(topic="floods", originals="true") == ids(topic="1", originals="true")
    assert 2 not in ids(originals="true")
    assert ids(since="7h") == [7, 6, 5]
    assert ids(language="de") == []


def test_an_article_is_shown_with_its_text_as_it_is_and_as_it_was(ask: Asking) -> None:
    now, before = ask("/articles/1"), ask("/articles/1?revision=1")

    assert (now["revision"], now["revisions"], before["revision"]) == (2, 2, 1)
    assert now["text"] != before["text"]
    assert before["title"] == "The river <b>rises</b>"  # text is text; who shows it escapes it
    assert now["matches"][0]["topic"] == "Floods"
    assert ask("/articles/1?revision=3", 404)["type"] == "urn:wirewatch:problem:not-found"


def test_a_revision_tells_by_word_what_it_changed(ask: Asking) -> None:
    history, step = ask("/articles/1/revisions"), ask("/articles/1/revisions/2")

    assert [one["number"] for one in history["revisions"]] == [1]
    assert history["events"][0]["kind"] == "revised"
    assert {piece["kind"] for piece in step["title"]} == {"kept", "removed", "added"}
    assert (step["words_added"] > 0, step["lead"]) == (True, [])


def test_why_an_article_matches_or_does_not(ask: Asking) -> None:
    held = ask("/articles/1/why?topic=Floods")
    missed = ask("/articles/1/why?topic=Wishes")

    assert (held["matches"], missed["matches"]) == (True, False)
    assert held["tree"]["places"][0]["field"] == "title"
    assert missed["nearest"] == ["unlike"]
    assert "did you mean" in ask("/articles/1/why?topic=Flods", 404)["detail"]


def test_stories_are_paged_while_they_grow(newsroom: Newsroom, ask: Asking) -> None:
    first = ask("/stories?least=1&limit=4")
    newsroom.clock.now += timedelta(hours=1)
    newsroom.publish(title="Late")
    second = ask("/stories", params={"least": 1, "limit": 4, "cursor": first["next"]})

    ids = [one["id"] for page in (first, second) for one in page["items"]]
    assert len(ids) == len(set(ids)) == 6
    assert ids[-1] == 1
    assert second["next"] is None


def test_a_story_is_split_and_merged(ask: Asking) -> None:
    assert [one["id"] for one in ask("/stories/1")["members"]] == [1, 2]
    page = ask("/stories/1?limit=1")
    assert [one["id"] for one in ask(f"/stories/1?cursor={page['next']}")["members"]] == [2]

    apart = ask("/stories/1/split", method="POST", json={"articles": [2]})
    assert (apart["articles"], ask("/stories/1")["story"]["articles"]) == (1, 1)
    assert (
        "no article 9"
        in ask("/stories/1/split", 400, method="POST", json={"articles": [9]})["detail"]
    )
    whole = ask("/stories/1/merge", method="POST", json={"stories": [apart["id"]]})

    assert (whole["id"], whole["articles"]) == (1, 2)
    assert ask(f"/stories/{apart['id']}")["story"]["id"] == 1
    assert [one["kind"] for one in ask("/stories/1")["mendings"]] == ["merge"]


def test_a_search_finds_sentences_and_goes_on(ask: Asking) -> None:
    first = ask("/search?q=river&limit=4")
    second = ask("/search", params={"q": "river", "limit": 4, "cursor": first["next"]})
    best = ask("/search?q=river&sort=relevance")

    assert len(first["items"]) == 4
    assert len(second["items"]) == 3
    assert ["river", True] in first["items"][0]["sentences"][0]
    assert all(one["score"] is not None for one in best["items"])
    other = ask("/search", 400, params={"q": "rivers", "limit": 4, "cursor": first["next"]})
    assert other["detail"].startswith("This is no place in this list")


def test_facets_count(ask: Asking) -> None:
    counted = ask("/search/facets?q=river")

    assert counted["outlets"] == [["The Paper", 6], ["The Post", 1]]


def test_a_query_that_cannot_be_read_is_told_with_its_place(ask: Asking) -> None:
    told = ask("/search", 400, params={"q": "river NEAR/ treaty"})

    assert told["type"] == "urn:wirewatch:problem:query"
    assert told["caret"].splitlines()[1].index("^") == told["column"]
    assert told["suggestion"]
    assert told["title"] == "Bad Request"


def test_a_search_ends_in_time(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy, "LONGEST_S", 1e-9)

    assert ask("/search", params={"q": "/r.v/"})["stopped"]["after_s"] == 1e-9
    assert ask("/search/facets", params={"q": "/r.v/"})["stopped"]
    assert ask("/topics/test", method="POST", json={"query": "/r.v/"})["articles"] == 0


def test_only_some_search_at_once(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy, "WAIT_S", 0.01)
    with ExitStack() as others:
        for _ in range(heavy.AT_ONCE):
            others.enter_context(heavy.heavy(Config()))

        assert "Too many searches" in ask("/search?q=river", 503)["detail"]
    assert ask("/search?q=river")["items"]


def test_searches_are_kept_asked_and_forgotten(newsroom: Newsroom, ask: Asking) -> None:
    kept = ask("/searches/high_water", method="PUT", json={"query": "@water AND rose"})

    assert kept == {"name": "high_water", "query": "@water AND rose", "origin": "person"}
    assert ask("/search?q=@high_water")["items"]
    assert (
        "letters, digits and _"
        in ask("/searches/high%20water", 400, method="PUT", json={"query": "x"})["detail"]
    )
    ask("/searches/water", 400, method="PUT", json={"query": "@water"})  # a circle
    ask("/searches/high_water", 204, method="DELETE")
    ask("/searches/high_water", 404, method="DELETE")
    with newsroom.store.reading() as tx:
        assert list(searches.saved(tx)) == ["water"]

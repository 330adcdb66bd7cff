"""The search on a page: results, counts, files, saved searches."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.storage import searches
from crawler.web.shown import search as shown
from tests.alerts.newsroom import Newsroom
from tests.samples import PARLIAMENT
from tests.web.conftest import PageOf


def test_what_matches_is_shown_with_its_sentences(page_of: PageOf) -> None:
    said = page_of("/search?q=%22lower+town%22")

    assert said.count("<article>") == 2
    assert "reached the <mark>lower town</mark> before dawn" in said
    assert "Nothing matches." in page_of("/search?q=glacier")
    assert "How to ask" in page_of("/search")


def test_results_go_on_from_page_to_page(
    newsroom: Newsroom, page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "RESULTS", 2)
    for number in range(3):
        newsroom.publish(title=f"Number {number}")

    first = page_of("/search?q=river")
    assert [f"{n}</a></h3>" in first for n in range(3)] == [False, True, True]
    cursor = first.partition("cursor=")[2].partition('"')[0]
    assert "0</a></h3>" in page_of(f"/search?q=river&cursor={cursor}")
    best = page_of("/search?q=river&sort=relevance")
    assert best.count("<article>") == 2
    page_of("/search?q=river&cursor=x", status=422)


def test_a_query_that_cannot_be_read_is_answered_with_a_caret(page_of: PageOf) -> None:
    for path in ("/search", "/search/facets", "/search/export.csv"):
        said = page_of(f"{path}?q=river+AND+(", status=422)
        assert "\n            ^</pre>" in said or "^</pre>" in said
        assert 'value="river AND ("' in said
    page_of("/search?q=river&since=tomorrowish", status=422)


def test_only_what_was_seen_since(newsroom: Newsroom, page_of: PageOf) -> None:
    newsroom.clock.now += timedelta(days=3)
    newsroom.publish(title="Newer")

    assert page_of("/search?q=river").count("<article>") == 3
    assert page_of("/search?q=river&since=24h").count("<article>") == 1


def test_matches_are_counted_by_outlet_and_language(
    newsroom: Newsroom, page_of: PageOf, client: TestClient
) -> None:
    newsroom.publish(language="de", outlet='An "Outlet" & more')

    page = page_of("/search/facets?q=river")
    part = client.get("/search/facets?q=river", headers={"hx-request": "true"}).text

    for said in (page, part):
        assert "Matches: 3" in said
        assert "German" in said
        assert "q=%28river%29+source%3A%22An++Outlet++%26+more%22" in said
    assert "<html" not in part
    assert page_of("/search?q=(river)+lang:de").count("<article>") == 1


def test_matches_can_be_taken_away(newsroom: Newsroom, client: TestClient) -> None:
    newsroom.publish(PARLIAMENT, title="=HYPERLINK(1)")
    answer = client.get("/search/export.csv?q=parliament")

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["sentences"].startswith("Parliament voted on the budget")
    assert "attachment" in answer.headers["content-disposition"]
    assert client.get("/search/export.json?q=parliament").json()[0]["id"] == 3
    assert client.get("/search/export.xlsx?q=parliament").content[:2] == b"PK"
    assert client.get("/search/export.exe?q=parliament").status_code == 422


def test_a_search_is_kept_asked_and_forgotten(newsroom: Newsroom, client: TestClient) -> None:
    said = client.post("/search/saved", data={"name": "@town", "q": '"lower town"'}).text

    assert "Kept as @town." in said
    assert said.count("<article>") == 2
    for wrong in ({"name": "a b"}, {"name": "town2", "q": "@town2 x"}, {"q": "("}):
        given = {"name": "other", "q": "river", **wrong}
        assert client.post("/search/saved", data=given).status_code == 422, wrong
    client.post("/search/saved/forget", data={"name": "town"})
    with newsroom.store.reading() as tx:
        assert searches.saved(tx) == {}


def test_a_search_that_runs_out_of_time_says_how_far_it_came(
    page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "SEARCH_S", 1e-9)

    assert "The search was ended after" in page_of("/search?q=river")

"""The search on a page: results, counts, files, saved searches."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.config import Config
from crawler.storage import searches
from crawler.web import heavy
from crawler.web.shown import search as shown
from tests.alerts.newsroom import Newsroom
from tests.samples import PARLIAMENT
from tests.web.conftest import PageOf, in_a_hurry


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


def test_a_glance_that_was_too_short_looks_further_by_itself_or_by_a_link(
    page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "GLANCE_S", 1e-9)

    glanced = page_of("/search?q=river&sort=relevance")
    further = '/search?q=river&amp;sort=relevance&amp;far=1"'

    assert "A glance was too short" in glanced
    assert f'hx-get="{further} hx-trigger="load"' in glanced
    assert f'<a class="button" href="{further}>Look further back' in glanced
    whole = page_of(further.replace("&amp;", "&").rstrip('"'))
    assert whole.count("<article>") == 2
    assert "glance" not in whole


def test_what_was_found_at_a_glance_is_shown_with_how_far_back_it_is(
    newsroom: Newsroom, page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(8):
        newsroom.publish()
    in_a_hurry(monkeypatch, looks=8)

    glanced = page_of("/search?q=/r.v.r/")

    assert "This is what was found at a glance, back to" in glanced
    assert 0 < glanced.count("<article>") < 10
    assert 'hx-trigger="load"' not in glanced.partition("Look further back")[0]
    assert 'rel="next"' not in glanced
    assert page_of("/search?q=/r.v.r/&far=1").count("<article>") == 10


def test_counts_at_a_glance_offer_to_count_further(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "GLANCE_S", 1e-9)
    part = {"hx-request": "true"}

    glanced = client.get("/search/facets?q=river", headers=part).text
    whole = client.get("/search/facets?q=river&far=1", headers=part).text

    assert 'hx-get="/search/facets?q=river&amp;far=1" hx-target="#facets"' in glanced
    assert "Count further back" not in whole
    assert "Matches: 2</h2>" in whole


def test_a_look_further_back_that_runs_out_of_time_says_how_far_it_came(
    page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "FAR_S", 1e-9)

    assert "The search was ended after" in page_of("/search?q=river&far=1")
    assert "The search was ended after" not in page_of("/search?q=river")


def test_looks_further_back_wait_for_their_turn(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heavy, "WAIT_S", 0.01)
    with ExitStack() as others:
        for _ in range(heavy.AT_ONCE):
            others.enter_context(heavy.heavy(Config()))

        assert client.get("/search?q=river&far=1").status_code == 503
        assert client.get("/search/facets?q=river&far=1").status_code == 503
        assert client.get("/search?q=river").status_code == 200

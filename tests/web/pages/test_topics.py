"""Topics on pages: the list, one with its numbers, drafts, new ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.backtest.glance import Length
from crawler.errors import QueryError
from crawler.items import Origin
from crawler.provision import topic_spec
from crawler.storage import topics
from crawler.topics.parsing import parse
from crawler.web.shown import topic as shown
from crawler.web.shown import trial
from crawler.web.shown.queries import refused, tree_of
from tests.alerts.newsroom import Newsroom
from tests.samples import PARLIAMENT
from tests.web.conftest import PageOf

DAY = timedelta(days=1)


def own(newsroom: Newsroom, name: str = "Mine", query: str = "river") -> int:
    """A topic that a person made."""
    with newsroom.store.writing() as tx:
        spec = topic_spec(name, query, ("log",), {})
        return topics.save(tx, spec, Origin.PERSON, newsroom.clock())


def query_of(newsroom: Newsroom, number: int) -> str:
    with newsroom.store.reading() as tx:
        return topics.by_id(tx, number).topic.query


def test_topics_are_listed_by_name_in_pages_and_can_be_looked_for(
    newsroom: Newsroom, page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "LISTED", 2)
    for name in ("Elections", "Budget_1", "budgets", "Zebra"):
        own(newsroom, name, "x")

    first = page_of("/topics")

    assert [name in first for name in ("Budget_1", "Elections", "Floods", "Zebra")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "Floods" in page_of("/topics?after=Elections")
    found = page_of("/topics?name=BUDGET")
    assert "Budget_1" in found
    assert "budgets" in found
    assert "Elections" not in found
    assert "There is no such topic" in page_of("/topics?name=%25")


def test_a_topic_tells_what_it_found(newsroom: Newsroom, page_of: PageOf) -> None:
    number = own(newsroom, "Waters", '(river OR "old bridge") NOT lang:fr')
    for _ in range(14):
        newsroom.clock.now += DAY
        newsroom.publish(language="en")
    for _ in range(9):
        newsroom.publish(outlet="The Post", language="de")

    said = page_of(f"/topics/{number}")

    assert "23 articles, 1 burst" in said
    assert "a burst, usually" in said
    assert "all of these" in said
    assert "one of these" in said
    assert "<code>&#34;old bridge&#34;</code>" in said
    assert "The Post" in said
    assert "German" in said
    page_of("/topics/99", status=404)


def test_a_draft_is_tried_at_once(newsroom: Newsroom, client: TestClient) -> None:
    newsroom.publish(PARLIAMENT, title="A budget")

    said = client.post("/topics/draft", data={"query": "budget OR village", "topic": 1}).text

    assert "gains 1, loses 2, keeps 0" in said
    assert "Looked through the whole archive." in said
    assert "<html" not in said


def test_what_cannot_be_read_is_answered_with_a_caret(
    client: TestClient, newsroom: Newsroom
) -> None:
    said = client.post("/topics/draft", data={"query": "river AND OR"}).text

    assert 'role="alert"' in said
    assert "\nriver AND OR\n" in said.replace("<pre>", "\n")
    assert "^</pre>" in said
    number = own(newsroom)
    answer = client.post(f"/topics/{number}", data={"query": "river AND ("})
    assert answer.status_code == 422
    assert ">river AND (</textarea>" in answer.text
    assert query_of(newsroom, number) == "river"


def test_a_query_is_changed_and_all_else_stays(newsroom: Newsroom, client: TestClient) -> None:
    number = own(newsroom)

    answer = client.post(f"/topics/{number}", data={"query": "river OR lake"})

    assert "Saved." in answer.text
    with newsroom.store.reading() as tx:
        row = topics.by_id(tx, number)
    assert (row.topic.name, row.topic.query, row.origin) == ("Mine", "river OR lake", "person")


def test_without_javascript_a_draft_is_tried_on_the_page(
    newsroom: Newsroom, client: TestClient
) -> None:
    number = own(newsroom)

    said = client.post(f"/topics/{number}", data={"query": "lake", "action": "try"}).text

    assert "It finds nothing." in said
    assert ">lake</textarea>" in said
    assert query_of(newsroom, number) == "river"


def test_who_asks_for_more_sees_further_back(
    newsroom: Newsroom, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths = (Length(60.0, 2), Length(60.0, 4), Length(60.0, 6))
    monkeypatch.setattr(trial, "LENGTHS", lengths)
    number = own(newsroom)
    for _ in range(9):
        newsroom.publish()

    def draft(action: str) -> str:
        return client.post("/topics/draft", data={"query": "river", "action": action}).text

    assert "2 articles in" in draft("try")
    assert 'value="try-1"' in draft("try")
    assert "4 articles in" in draft("try-1")
    assert 'value="try-2"' in draft("try-1")
    assert "6 articles in" in draft("try-2")
    assert "Look further back" not in draft("try-2")
    assert "`wirewatch topics test`" in draft("try-2")
    assert draft("try-99") == draft("try-2")
    # Without JavaScript the button sends the whole form, and nothing is saved.
    page = client.post(f"/topics/{number}", data={"query": "river*", "action": "try-1"}).text
    assert "4 articles in" in page
    assert ">river*</textarea>" in page
    assert query_of(newsroom, number) == "river"
    made = client.post("/topics", data={"name": "New", "query": "river", "action": "try-1"}).text
    assert "4 articles in" in made


def test_what_stands_in_a_file_is_read_only(newsroom: Newsroom, client: TestClient) -> None:
    page = client.get("/topics/1").text

    assert "topics.toml" in page
    assert "Save the query" not in page
    assert client.post("/topics/1", data={"query": "lake"}).status_code == 422
    assert client.post("/topics/1/retire").status_code == 422
    assert query_of(newsroom, 1) == "river"


def test_a_topic_can_be_left(newsroom: Newsroom, client: TestClient) -> None:
    number = own(newsroom)

    assert "not followed any more" in client.post(f"/topics/{number}/retire").text
    assert "Mine" in client.get("/topics?retired=1").text
    assert client.post(f"/topics/{number}", data={"query": "lake"}).status_code == 422


def test_a_plain_wish_becomes_queries(page_of: PageOf) -> None:
    said = page_of("/topics/new?phrase=Lower+town")

    assert "<code>&#34;lower town*&#34;</code>" in said
    assert "2 articles in 1 story" in page_of("/topics/new?query=%22lower+town*%22")
    said = page_of("/topics/new?phrase=town&also=river%0Alake&near=1&without=football")
    assert "town NEAR/30 (river OR lake)" in said
    assert "football" in said


def test_a_new_topic_is_followed(client: TestClient, newsroom: Newsroom) -> None:
    given = {"name": "Lakes", "query": "lake", "channel": "log", "alert": "daily 08:00"}

    assert "It is followed from now on." in client.post("/topics", data=given).text

    with newsroom.store.reading() as tx:
        row = topics.by_name(tx, "Lakes")
    assert '"daily 08:00"' in row.topic.measure
    for wrong in ({"query": "("}, {"alert": "often"}, {"channel": "pigeon"}, {}):
        answer = client.post("/topics", data={**given, **wrong})
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.text
        assert "Lakes" in answer.text


def test_a_query_is_drawn_as_a_tree() -> None:
    tree = tree_of(parse("title:(a NEAR/3 b) (c OR d) -e"))

    assert tree.kind == "all"
    assert [part.kind for part in tree.parts] == ["field", "any", "none"]
    assert tree.parts[0].parts[0].number == 3
    long = tree_of(parse(" OR ".join(f"w{n}" for n in range(1000))))
    assert len(long.parts) == 300
    assert long.more == 700


def test_a_caret_stands_under_the_mistake_also_behind_tabs() -> None:
    with pytest.raises(QueryError) as caught:
        parse("a AND\n\tb AND (")
    found = refused(caught.value)

    assert found.line == "\tb AND ("
    assert found.caret[0] == "\t"
    assert len(found.caret) <= len(found.line) + 1

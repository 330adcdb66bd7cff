"""How much an answer asks of the database: a dozen queries at most, on both, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from crawler.storage import Store, passwords
from crawler.web.access import passwords as hashing
from crawler.web.api.description import description_of
from crawler.web.api.routes import ROUTERS
from tests.web.access.conftest import PASSWORD, log_in
from tests.web.api.conftest import filled
from tests.web.conftest import Queries

LONG = quote(
    '("lower town" OR flood* OR (river NEAR/5 rose) OR title:village OR stem:bridge) -gale'
)
PAGES = (
    "/", "/?topic=1", "/?before=3", "/news?after=0", "/topics", "/topics?name=flo", "/topics/1",
    "/topics/new", f"/topics/new?query={LONG}", "/articles/1", "/articles/1/changes", "/stories/1",
    "/search", f"/search?q={LONG}", f"/search?q={LONG}&sort=relevance",
    f"/search/facets?q={LONG}", "/feeds", "/feeds/1", "/feeds/hosts", "/feeds/add",
    "/feeds/why?url=https://the-paper.example/1", "/alerts",
    "/alerts/1", "/alerts?topic=Floods", "/alerts/channels", "/alerts/mutes", "/service",
)  # fmt: skip
GIVEN = {"q": LONG, "url": "https://the-paper.example/1", "name": "log", "topic": "1"}


@pytest.fixture
def insider(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Somebody with a session, which has to be looked up for each answer."""
    from crawler.config import Config, Web
    from crawler.web.app import application

    monkeypatch.setattr(hashing, "COST", 16)  # the real one takes a fifth of a second
    room = filled(store)
    with store.writing() as tx:
        passwords.keep(tx, hashing.hashed(PASSWORD))
    app = application(store, Config(web=Web(listen="127.0.0.1:8420")), room.clock)
    with TestClient(app, base_url="http://127.0.0.1:8420") as client:
        assert log_in(client) in {200, 303}
        yield client
    room.close()


def test_no_page_asks_more_than_a_dozen(insider: TestClient, queries: Queries) -> None:
    many = dict(_counted(insider, queries, PAGES))

    assert {path: found for path, found in many.items() if len(found) > Queries.MOST} == {}
    assert len(many["/"]) > 3  # they are counted at all


def test_a_draft_asks_no_more(insider: TestClient, queries: Queries) -> None:
    page = insider.get("/topics/1").text
    form = {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0], "topic": "1"}
    queries.texts.clear()

    answer = insider.post("/topics/draft", data={**form, "query": "village OR budget*"})

    assert "keeps" in answer.text
    assert len(queries.texts) <= Queries.MOST, "\n".join(queries.texts)


def test_nothing_that_the_api_shows_asks_more(insider: TestClient, queries: Queries) -> None:
    many = dict(_counted(insider, queries, _shown()))

    assert {path: found for path, found in many.items() if len(found) > Queries.MOST} == {}
    assert len(many) > 20


def _counted(
    client: TestClient, queries: Queries, paths: tuple[str, ...] | list[str]
) -> Iterator[tuple[str, list[str]]]:
    for path in paths:
        queries.texts.clear()
        answer = client.get(path, headers={"accept": "text/html"})
        # Of some that the API can show there is none with the number 1.
        assert answer.status_code < 500 if "/api/" in path else answer.is_success, path
        yield path, queries.texts.copy()


def _shown() -> list[str]:
    """Every GET of the description but the one that never ends, with what it cannot do without."""
    found = []
    for path, operations in description_of(ROUTERS)["paths"].items():
        if "get" not in operations or path.endswith("/events"):
            continue
        needed = [one for one in operations["get"].get("parameters", ()) if one.get("required")]
        asked = "&".join(f"{one['name']}={GIVEN[one['name']]}" for one in needed
                         if one["in"] == "query")  # fmt: skip
        ids = {one["name"]: GIVEN.get(one["name"], "1") for one in needed if one["in"] == "path"}
        found.append(path.format(**ids) + (f"?{asked}" if asked else ""))
    return found

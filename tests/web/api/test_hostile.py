"""What no honest program sends is refused with a reason, and nothing is broken by it."""

from __future__ import annotations

import json

import pytest
from fastapi.routing import APIRoute

from crawler.web.access.reader import reading, writing
from crawler.web.api.routes import ROUTERS
from tests.web.api.conftest import Asking

HUGE = 2**70
TOPIC = {"name": "Storms", "query": "storm"}


@pytest.mark.parametrize("router", ROUTERS, ids=lambda one: one.tags[0])
def test_no_answer_is_given_without_a_guard(router: object) -> None:
    routes = [one for one in router.routes if isinstance(one, APIRoute)]  # type: ignore[attr-defined]

    assert routes
    for route in routes:
        guards = {one.dependency for one in route.dependencies}
        changes = route.methods != {"GET"} and route.path != "/api/v1/topics/test"
        assert guards == {writing if changes else reading}, route.path


@pytest.mark.parametrize(
    "path",
    [
        "/articles/%00",
        "/articles?feed=%00",
        "/articles?topic=a%00b",
        "/search?q=a%00b",
        "/why?url=http://x.example/%00",
        "/searches/%00",
    ],
)
def test_nul_is_refused(ask: Asking, path: str) -> None:
    method = "DELETE" if path.startswith("/searches") else "GET"

    assert ask(path, 400, method=method)["type"] == "urn:wirewatch:problem:text"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"name": "a\\u0000", "query": "b"}', "text"),
        ('{"name": "\\ud800", "query": "b"}', "text"),
        ('{"\\udfff": 1, "name": "a", "query": "b"}', "text"),
        ("[" * 30_000, "json"),
        ('{"name": "a", "query": "b", "per_hour_max": ' + "9" * 5000 + "}", "json"),
        ('{"name": "a"', "json"),
        (b"\xff\xfe{}", "json"),
        ('{"name": "a", "query": "b", "per_hour_max": 1e400}', "values"),
        ('{"name": "a", "query": "b", "per_hour_max": NaN}', "values"),
        ("null", "values"),
        ("", "values"),
        ('{"name": "a", "name": "b"}', "values"),
    ],
)
def test_odd_bodies_are_refused(ask: Asking, body: str | bytes, kind: str) -> None:
    head = {"content-type": "application/json"}
    status = 422 if kind == "values" else 400

    told = ask("/topics", status, method="POST", content=body, headers=head)

    assert told["type"] == f"urn:wirewatch:problem:{kind}"
    assert len(ask("/topics")["items"]) == 2


def test_a_body_that_is_no_json_is_not_taken_for_one(ask: Asking) -> None:
    """A foreign page may send plain text without asking first, but no JSON."""
    head = {"content-type": "text/plain"}

    ask("/topics", 422, method="POST", content=json.dumps(TOPIC), headers=head)


@pytest.mark.parametrize(
    "path",
    [
        f"/articles/{HUGE}",
        "/articles/0",
        "/articles/-1",
        "/articles/1e3",
        f"/articles/1?revision={HUGE}",
        f"/articles?limit={HUGE}",
        "/articles?limit=201",
        "/articles?limit=0",
        f"/stories?least={HUGE}",
        f"/topics/1/volume?days={HUGE}",
        "/search?q=" + "a" * 10_001,
        "/search",
        f"/events?after={HUGE}",
    ],
)
def test_numbers_and_texts_have_bounds(ask: Asking, path: str) -> None:
    told = ask(path, 422)

    assert told["errors"][0]["at"][0] in ("path", "query")


@pytest.mark.parametrize("cursor", ["x", "1", "", "WzFd.abc", "a" * 500, "%F0%9F%92%A9"])
@pytest.mark.parametrize("path", ["/articles", "/stories", "/alerts", "/feeds", "/topics/1/hits"])
def test_a_cursor_that_is_not_ours_is_refused(ask: Asking, path: str, cursor: str) -> None:
    assert "no place in this list" in ask(f"{path}?cursor={cursor}", 400)["detail"]


def test_a_cursor_of_one_list_is_none_of_another(ask: Asking) -> None:
    cursor = ask("/articles?limit=1")["next"]

    for path in ("/alerts", "/stories", "/feeds", "/topics/1/hits", "/search?q=river"):
        ask(path, 400, params={"cursor": cursor, **({"q": "river"} if "q=" in path else {})})


@pytest.mark.parametrize("since", ["99999y", "0001-01-01", "soon", "2026-99-99", "💩"])
def test_times_that_are_none(ask: Asking, since: str) -> None:
    assert "is no time" in ask("/articles", 400, params={"since": since})["detail"]


def test_what_is_not_there_and_cannot_be_done_is_told_alike(ask: Asking) -> None:
    assert ask("/nothing", 404)["type"] == "urn:wirewatch:problem:not-found"
    assert ask("/articles", 405, method="DELETE")["type"] == "urn:wirewatch:problem:method"
    assert ask("/articles/999", 404)["detail"] == "no article has the id 999"


def test_more_than_a_body_may_have_is_not_read(ask: Asking) -> None:
    ask("/topics", 413, method="POST", json={**TOPIC, "query": "a" * 100_000})


def test_a_fault_of_ours_tells_nothing_of_the_machine(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("/home/secret")

    monkeypatch.setattr("crawler.web.api.articles.headlines", broken)
    client = ask.client
    client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]

    told = ask("/articles", 500)

    assert told["type"] == "urn:wirewatch:problem:fault"
    assert "secret" not in str(told)

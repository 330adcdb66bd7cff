"""Whatever its description allows, and much that it forbids, is answered as the description says.

Schemathesis makes the requests, a real server answers them, on both databases. Few of each here;
`make fuzz` goes on for longer.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crawler.config import Config
from crawler.config.whole import LOG
from crawler.errors import FeedError
from crawler.storage import Store, alerts
from crawler.web.api import seeking
from crawler.web.api.description import description_of
from crawler.web.api.routes import ROUTERS
from crawler.web.app import application
from crawler.web.looking import Looked
from crawler.web.serving import WebServer
from tests.web.api.conftest import filled

EXAMPLES = 4
ENDLESS = "GET /api/v1/events"
LOOK = "GET /api/v1/feeds/looks/{key}"
CHECKS: Any = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# What is there, so that not every answer is a 404.
HELD = {
    "path": st.integers(1, 8),
    "topic": st.sampled_from(["Floods", "2", "nothing"]),
    "against": st.sampled_from(["Floods", "2"]),
    "feed": st.sampled_from(["1", "The Post"]),
    "q": st.sampled_from(["river", "river -unlike", "/r[iv]er/", "lang:en", "river NEAR/5 rose"]),
    "query": st.sampled_from(["river", '"lower town" OR flood*', "river AND", "@water"]),
    "since": st.sampled_from(["7d", "today", "2026-02-01", "99999y", "soon"]),
    "channel": st.sampled_from(["log", "desk"]),
    "channels": st.sampled_from([["log"], ["log", "log"], ["desk"]]),
    "name": st.sampled_from(["log", "water", "Storms"]),
    "url": st.sampled_from(["https://the-paper.example/1", "the-paper.example", "x y"]),
    "language": st.sampled_from(["de", "en"]),
    "country": st.sampled_from(["DE"]),
    "timezone": st.sampled_from(["Europe/Berlin"]),
    "length": st.sampled_from(["1d", "99999y"]),
}


def asked_all(
    base_url: str, examples: int, *, dice: int | None = None, answered: set[str] | None = None
) -> int:
    """Ask every operation, always alike or by other dice; how many requests that were.

    *answered* takes up the operations that were answered well.
    """
    answered = set() if answered is None else answered
    schema = schemathesis.openapi.from_dict(description_of(ROUTERS))
    count = 0
    with pytest.MonkeyPatch.context() as here:
        here.setattr(seeking, "look", _nobody_answers)
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]
            if operation.label == ENDLESS:
                continue
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                count += _asked(operation, mode, base_url, examples, dice, answered)
    return count


def _nobody_answers(url: str, *_: object) -> Looked:
    raise FeedError(f"{url}: nobody is asked by a test of answers")


def _asked(  # noqa: PLR0917
    operation: Any,
    mode: GenerationMode,
    base_url: str,
    examples: int,
    dice: int | None,
    answered: set[str],
) -> int:
    count = 0

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=dice is None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case: Any, data: st.DataObject) -> None:
        nonlocal count
        count += 1
        if mode is GenerationMode.POSITIVE and data.draw(st.booleans()):
            _put_what_is_there(case, data)
        response = case.call(base_url=base_url, timeout=30)
        case.validate_response(response, checks=CHECKS)
        if response.status_code < 300:
            answered.add(operation.label)

    with suppress(Unsatisfiable):  # where nothing is asked for nothing can be wrong
        (ask if dice is None else seed(dice)(ask))()
    return count


def _put_what_is_there(case: Any, data: st.DataObject) -> None:
    for place in (case.path_parameters, case.query, case.body):
        if not isinstance(place, dict):
            continue
        for key, value in place.items():
            if place is case.path_parameters and isinstance(value, int):
                place[key] = data.draw(HELD["path"])
            elif key in HELD:
                place[key] = data.draw(HELD[key])


OPML = (
    '<opml version="2.0"><body><outline text="One" xmlUrl="https://one.example/r"/></body></opml>'
)
TOPIC = {"name": "Storms", "query": "storm*"}
# What is done well, once each and in this order: chance alone hardly meets what can be changed.
DONE_WELL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("GET /api/v1/why", {"query": {"url": "https://the-paper.example/1"}}),
    ("GET /api/v1/articles/{article_id}/why",
     {"path_parameters": {"article_id": 1}, "query": {"topic": "Floods"}}),
    ("POST /api/v1/topics", {"body": TOPIC}),
    ("PUT /api/v1/topics/{topic_id}", {"path_parameters": {"topic_id": 3}, "body": TOPIC}),
    ("DELETE /api/v1/topics/{topic_id}", {"path_parameters": {"topic_id": 3}}),
    ("POST /api/v1/feeds", {"body": {"url": "https://gazette.example/rss"}}),
    ("POST /api/v1/feeds/{feed_id}/pause", {"path_parameters": {"feed_id": 3}}),
    ("POST /api/v1/feeds/{feed_id}/resume", {"path_parameters": {"feed_id": 3}}),
    ("DELETE /api/v1/feeds/{feed_id}", {"path_parameters": {"feed_id": 3}}),
    ("POST /api/v1/feeds/opml", {"body": OPML.encode(), "media_type": "text/x-opml"}),
    ("POST /api/v1/feeds/looks", {"body": {"url": "www.example.org"}}),
    ("POST /api/v1/alerts/{alert_id}/retry", {"path_parameters": {"alert_id": 1}}),
    ("POST /api/v1/channels/{name}/test", {"path_parameters": {"name": "log"}}),
    ("POST /api/v1/mutes", {"body": {"topic": "Floods", "length": "1d"}}),
    ("DELETE /api/v1/mutes/{mute_id}", {"path_parameters": {"mute_id": 1}}),
    ("POST /api/v1/stories/{story_id}/merge",
     {"path_parameters": {"story_id": 2}, "body": {"stories": [3]}}),
)  # fmt: skip


def done_well(base_url: str) -> set[str]:
    """Do all of that; each is answered well and as described. Gives what was done."""
    schema = schemathesis.openapi.from_dict(description_of(ROUTERS))
    held: Any = {one.ok().label: one.ok() for one in schema.get_all_operations()}  # type: ignore[union-attr]
    with pytest.MonkeyPatch.context() as here:
        here.setattr(seeking, "look", _nobody_answers)
        for label, given in DONE_WELL:
            answer = _done(held[label], base_url, given)
            if label == "POST /api/v1/feeds/looks":
                key = {"path_parameters": {"key": answer.json()["key"]}}
                _done(held[LOOK], base_url, key)
    return {LOOK, *(label for label, _ in DONE_WELL)}


def _done(operation: Any, base_url: str, given: dict[str, Any]) -> Any:
    case = operation.Case(**given)
    response = case.call(base_url=base_url, timeout=30)
    assert 200 <= response.status_code < 300, (operation.label, response.status_code, response.text)
    case.validate_response(response, checks=CHECKS)
    return response


@pytest.mark.timeout(300)
def test_all_is_answered_as_described(database_url: str) -> None:
    store = Store.connect(database_url)
    newsroom = filled(store)
    with store.writing() as tx:
        alerts.failed(tx, 1, error="550 no such mailbox", retry_at=None)
    app = application(store, Config(channels=(LOG,)), newsroom.clock)
    server = WebServer(app, ("127.0.0.1", 0))
    place = f"http://{':'.join(map(str, server.start()))}"
    answered: set[str] = set()
    try:
        answered |= done_well(place)
        count = asked_all(place, EXAMPLES, answered=answered)
    finally:
        server.stop()
        newsroom.close()
        store.close()

    assert count > 100
    assert {one for one in _labels() if one not in answered} == {ENDLESS}


def _labels() -> list[str]:
    schema = schemathesis.openapi.from_dict(description_of(ROUTERS))
    return [one.ok().label for one in schema.get_all_operations()]  # type: ignore[union-attr]

"""A topic or a search is a feed for whoever has its token."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
from starlette.testclient import TestClient

from crawler.feeds.parse import parse_feed
from crawler.items import Origin, Scope
from crawler.storage import tokens, topics
from crawler.storage.tokens import TokenKind
from tests.alerts.newsroom import Newsroom
from tests.samples import NOW


def made(newsroom: Newsroom, kind: TokenKind = TokenKind.TOPIC, subject: str = "Floods") -> str:
    with newsroom.store.writing() as tx:
        return tokens.add(tx, kind, subject, NOW)


def test_a_topic_is_an_atom_feed_with_each_story_once(
    newsroom: Newsroom, client: TestClient
) -> None:
    answer = client.get(f"/feeds/{made(newsroom)}.atom")

    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    (entry,) = feed.entries
    assert (entry.title, entry.author) == ("The river <b>rises</b>", "The Paper")
    assert "<b>river</b> rose by two metres" in entry.content[0].value
    assert entry.link == "https://the-paper.example/1"


def test_our_own_parser_reads_both_forms_alike(newsroom: Newsroom, client: TestClient) -> None:
    token = made(newsroom)
    read = [
        parse_feed(
            client.get(f"/feeds/{token}.{form}").content,
            url=f"https://news.example/feeds/{token}.{form}",
            now=datetime.now(UTC),
        )
        for form in ("atom", "json")
    ]

    assert [feed.kind for feed in read] == ["atom 1.0", "json feed"]
    assert len({tuple((e.url, e.guid) for e in feed.entries) for feed in read}) == 1


def test_a_saved_search_is_a_feed(newsroom: Newsroom, client: TestClient) -> None:
    with newsroom.store.writing() as tx:
        topics.save_queries(tx, {"water": '"lower town"'}, Origin.CONFIG)
    token = made(newsroom, TokenKind.SEARCH, "water")

    found = client.get(f"/feeds/{token}.json").json()

    assert found["title"] == "Wirewatch: water"
    assert len(found["items"]) == 2


def test_what_has_not_changed_is_not_sent_again(newsroom: Newsroom, client: TestClient) -> None:
    address = f"/feeds/{made(newsroom)}.atom"
    etag = client.get(address).headers["etag"]

    assert client.get(address, headers={"If-None-Match": f'"x", W/{etag}'}).status_code == 304
    newsroom.publish(title="More of the river")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_without_its_token_nothing_is_there(newsroom: Newsroom, client: TestClient) -> None:
    token = made(newsroom)
    with newsroom.store.writing() as tx:
        (held,) = tokens.listing(tx)
        assert token not in str(held)
        assert tokens.revoke(tx, held.id)

    assert client.get(f"/feeds/{token}.atom").status_code == 404
    assert client.get("/feeds/Floods.atom").status_code == 404


def test_a_token_of_the_api_opens_no_feed(newsroom: Newsroom, client: TestClient) -> None:
    with newsroom.store.writing() as tx:
        topics.save_queries(tx, {"water": '"lower town"'}, Origin.CONFIG)
        token = tokens.add_api(tx, "water", [Scope.READ], NOW)

    assert client.get(f"/feeds/{token}.atom").status_code == 404


def test_a_topic_that_is_gone_says_so(newsroom: Newsroom, client: TestClient) -> None:
    assert client.get(f"/feeds/{made(newsroom, subject='Gone')}.atom").status_code == 410


def test_every_answer_forbids_scripts_and_frames(client: TestClient) -> None:
    for path in ("/", "/feeds/x.atom", "/mute/x", "/health"):
        said = client.get(path).headers
        assert "default-src 'none'" in said["content-security-policy"]
        assert said["x-content-type-options"] == "nosniff"


def test_monitors_may_ask_by_head(newsroom: Newsroom, client: TestClient) -> None:
    address = f"/feeds/{made(newsroom)}.atom"

    assert client.head(address).headers["etag"] == client.get(address).headers["etag"]
    assert client.head("/health").status_code == client.get("/health").status_code


def test_the_name_that_a_request_gives_us_leads_nowhere(
    newsroom: Newsroom, client: TestClient
) -> None:
    address = f"/feeds/{made(newsroom)}.atom/"

    answer = client.get(address, headers={"Host": "evil.example"}, follow_redirects=False)

    assert answer.status_code == 421
    assert "evil" not in f"{answer.headers}{answer.text}"
    assert client.get(address, follow_redirects=False).status_code == 404
    assert client.get("/openapi.json").status_code == 404

"""From an address or a list to feeds that are followed. How an address is looked at, the browser's
tests and those of the command see; here it is given.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from crawler.config import Config
from crawler.errors import FeedError
from crawler.feeds.opml import FeedList, Outline, read_opml
from crawler.feeds.parse import ParsedFeed
from crawler.items import Entry
from crawler.storage import health
from crawler.storage.health import FeedHealth
from crawler.web.errands import AT_ONCE, WAITING
from crawler.web.looking import Looked
from crawler.web.pages import adding
from tests.alerts.newsroom import Newsroom
from tests.web.conftest import PageOf

Look = Callable[[str, int | None, Config], Looked | FeedList]
KNOWN = "https://the-paper.example/1"  # the newsroom's first article
OPML = """<opml version="2.0"><body><outline text="World">
<outline text="One" xmlUrl="https://one.example/rss"/>
<outline text="The same" xmlUrl="http://one.example/rss"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""
ENTITIES = '<!DOCTYPE opml [<!ENTITY a "b">]><opml version="2.0"><body>&a;</body></opml>'
FOUND = Looked(
    url="https://new.example/rss",
    parsed=ParsedFeed(
        kind="rss 2.0",
        title="The New <script>",
        language="en",
        entries=(
            Entry(url=KNOWN, guid="1", title="An old one"),
            Entry(url="https://new.example/2", guid="2", title="<b>A new one</b>"),
        ),
        problems=("a date was mended",),
    ),
    others=(("https://new.example/sport", "Sport"),),
)


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Callable[[Look], None]:
    """Sets what a look brings."""

    def given(found: Look) -> None:
        monkeypatch.setattr(adding, "look", found)

    return given


def noting(asked: list[str]) -> Look:
    """Finds the same everywhere, and notes where it was sent."""

    def found(url: str, _pick: int | None, _config: Config) -> Looked:
        asked.append(url)
        return FOUND

    return found


def settled(client: TestClient, path: str) -> str:
    """The page of an errand when it is done."""
    for _ in range(3_000):  # a minute: the machine may have other things to do
        answer = client.get(path, headers={"accept": "text/html"})
        if 'hx-trigger="every' not in answer.text:
            return answer.text
        time.sleep(0.02)
    raise AssertionError(answer.text)


def followed(newsroom: Newsroom) -> dict[str, FeedHealth]:
    with newsroom.store.reading() as tx:
        return {one.name: one for one in health.listing(tx)}


def test_an_address_is_looked_at_and_followed_as_the_form_says(
    client: TestClient, newsroom: Newsroom, look: Callable[[Look], None]
) -> None:
    asked: list[str] = []
    look(noting(asked))
    begun = client.post("/feeds/add", data={"url": " new.example "})
    path = begun.url.path

    said = settled(client, path)
    form = {"name": "New", "group": "Press", "country": "DE", "every_min": "12,5"}
    added = client.post(path, data=form)

    feed = followed(newsroom)["New"]
    assert asked == ["https://new.example"]
    assert "rss 2.0 · 2 entries, 1 of them new to us" in said
    assert "&lt;b&gt;A new one&lt;/b&gt;" in said
    assert 'value="The New &lt;script&gt;"' in said
    assert "a date was mended" in said
    assert 'value="https://new.example/sport"' in said
    assert "Added. The service looks at it at once." in added.text
    assert (feed.url, feed.category, feed.country) == ("https://new.example/rss", "Press", "DE")
    assert (feed.floor_min, feed.ceiling_min, feed.language) == (12.5, 12.5, "en")
    assert feed.origin == "person"
    assert "is followed already" in client.post("/feeds/add", data={"url": feed.url}).text


def test_a_wrong_value_is_told_beside_what_was_typed(
    client: TestClient, newsroom: Newsroom, look: Callable[[Look], None]
) -> None:
    look(lambda *_: FOUND)
    path = client.post("/feeds/add", data={"url": "new.example"}).url.path
    settled(client, path)

    answer = client.post(path, data={"name": "Kept", "language": "deutsch", "every_min": "often"})

    assert answer.status_code == 422
    assert "must be a language of two small letters" in answer.text
    assert 'value="Kept"' in answer.text
    assert 'value="often"' in answer.text
    assert "Kept" not in followed(newsroom)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "Put in an address."),
        ("ftp://x/y", "must be an address that begins with"),
        ("https://me:pw@x/y", "must not hold a user&#39;s name or password"),
    ],
)
def test_no_server_is_bothered_with_what_is_no_address(
    client: TestClient, look: Callable[[Look], None], url: str, reason: str
) -> None:
    asked: list[str] = []
    look(noting(asked))

    answer = client.post("/feeds/add", data={"url": url})

    assert answer.status_code == 422
    assert reason in answer.text
    assert asked == []


def test_why_nothing_was_found_is_told(client: TestClient, look: Callable[[Look], None]) -> None:
    def refused(url: str, *_: object) -> Looked:
        raise FeedError(f"{url}: 10.0.0.1 is not a public address; see network.allow_private")

    look(refused)
    path = client.post("/feeds/add", data={"url": "10.0.0.1"}).url.path

    said = settled(client, path)

    assert "10.0.0.1 is not a public address" in said
    assert client.post(path, data={"name": "x"}).status_code == 404


def test_a_look_that_takes_long_holds_up_nobody_and_too_many_are_refused(
    client: TestClient, look: Callable[[Look], None]
) -> None:
    goes_on = threading.Event()

    def slow(*_: object) -> Looked:
        goes_on.wait(30)
        return FOUND

    look(slow)
    paths = [
        client.post("/feeds/add", data={"url": f"{n}.example"}).url.path
        for n in range(AT_ONCE + WAITING)
    ]
    waiting = client.get(paths[0]).text
    one_more = client.post("/feeds/add", data={"url": "more.example"})
    goes_on.set()

    assert "Looking at https://0.example" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert one_more.status_code == 422
    assert "Too many looks are under way" in one_more.text
    assert all("The New &lt;script&gt;" in settled(client, path) for path in paths)


def test_a_feed_is_tried_and_nothing_is_kept(
    client: TestClient, newsroom: Newsroom, look: Callable[[Look], None]
) -> None:
    look(lambda *_: FOUND)
    before = followed(newsroom)
    path = client.post("/feeds/1/test").url.path

    said = settled(client, path)

    assert "Back to the feed" in said
    assert 'action="/feeds/found' not in said
    assert followed(newsroom) == before


def test_a_list_is_taken_and_what_is_wrong_in_it_is_named(
    client: TestClient, newsroom: Newsroom
) -> None:
    files = {"file": ("feeds.opml", OPML.encode(), "text/xml")}
    path = client.post("/feeds/import", files=files, data={"group": ""}).url.path

    said = settled(client, path)

    assert "1 feed added, 1 followed already, 1 left out." in said
    assert "javascript:alert(1)" in said
    assert "not an address on http or https" in said
    assert followed(newsroom)["One"].category == "World"
    again = client.post("/feeds/import", data={"text": OPML, "group": "Other"}).url.path
    assert "0 feeds added, 2 followed already" in settled(client, again)


def test_a_list_at_an_address_is_taken_as_a_whole(
    client: TestClient, newsroom: Newsroom, look: Callable[[Look], None]
) -> None:
    listed = FeedList((Outline(url="https://two.example/rss", title="Two"),))
    look(lambda *_: listed)
    path = client.post("/feeds/add", data={"url": "list.example"}).url.path
    assert "A list of 1 feeds" in settled(client, path)

    done = settled(client, client.post(f"{path}/all", data={"group": "Lists"}).url.path)

    assert "1 feed added" in done
    assert followed(newsroom)["Two"].category == "Lists"


@pytest.mark.parametrize("text", ["", "<html>no list</html>", ENTITIES])
def test_what_is_no_list_is_told(client: TestClient, text: str) -> None:
    answer = client.post("/feeds/import", data={"text": text})

    assert answer.status_code == 422
    assert 'class="told bad" role="alert"' in answer.text


def test_a_list_may_be_larger_than_other_forms(client: TestClient) -> None:
    many = "".join(
        f'<outline text="Feed {n}" xmlUrl="https://f{n}.example/rss"/>' for n in range(2000)
    )
    files = {"file": ("feeds.opml", f"<opml><body>{many}</body></opml>".encode(), "text/xml")}

    said = settled(client, client.post("/feeds/import", files=files).url.path)

    assert "2,000 feeds added" in said


def test_all_feeds_leave_as_a_list(client: TestClient) -> None:
    answer = client.get("/feeds/opml")

    assert answer.headers["content-type"].startswith("text/x-opml")
    assert "attachment" in answer.headers["content-disposition"]
    assert [one.title for one in read_opml(answer.content).outlines] == ["The Paper", "The Post"]


def test_a_look_that_is_forgotten_says_so(page_of: PageOf) -> None:
    assert "looks are kept for an hour" in page_of("/feeds/found/guessed", status=404)

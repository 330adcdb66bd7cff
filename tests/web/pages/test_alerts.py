"""What was told, what waits, what failed and why; sent again; channels and mutes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from starlette.testclient import TestClient

from crawler.config import Config, Email, Network, Web, Webhook
from crawler.config.secrets import Secret
from crawler.config.whole import LOG
from crawler.measure.measure import Measure
from crawler.measure.rhythm import rhythm_of
from crawler.storage import alerts, mutes
from crawler.web.access import csrf
from crawler.web.app import application
from tests.alerts.newsroom import Newsroom
from tests.web.conftest import PageOf

HOUR = timedelta(hours=1)
BROKEN = "500 <b>Internal</b> Server Error"


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Alert 1 was given up, 2 left, 3 waits after a failure; each of another story."""
    for title in ("A second river", "A third river"):
        newsroom.publish(title=title)
    now = newsroom.clock()
    with newsroom.store.writing() as tx:
        alerts.failed(tx, 1, error=BROKEN, retry_at=None)
        alerts.sent(tx, 2, receipt="250 <i>queued</i>", now=now)
        alerts.failed(tx, 3, error="timed out", retry_at=now + HOUR)
    return newsroom


def states(desk: Newsroom) -> list[str]:
    return [one.state for one in desk.alerts()]


def test_the_list_tells_what_became_of_each(desk: Newsroom, page_of: PageOf) -> None:
    said = page_of("/alerts")

    assert said.index("A third river") < said.index("A second river")
    assert "<strong>3</strong> all" in said
    assert "500 &lt;b&gt;Internal&lt;/b&gt; Server Error" in said
    assert "250 &lt;i&gt;queued&lt;/i&gt;" in said
    assert "next try in 60 min" in said
    assert "The river &lt;b&gt;rises&lt;/b&gt;" in said


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=dead", {"The river &lt;b&gt;rises"}),
        ("state=waiting&topic=floods", {"A third river"}),
        ("topic=flo", {"The river &lt;b&gt;rises", "A second river", "A third river"}),
        ("topic=nothing", set()),
        ("channel=mail", set()),
        ("before=2", {"The river &lt;b&gt;rises"}),
    ],
)
def test_the_list_is_narrowed_down(
    desk: Newsroom, page_of: PageOf, query: str, shown: set[str]
) -> None:
    said = page_of(f"/alerts?{query}", language="de")

    found = {
        one
        for one in ("The river &lt;b&gt;rises", "A second river", "A third river")
        if f">{one}" in said
    }
    assert found == shown


def test_an_alert_shows_its_message_and_why_it_failed(desk: Newsroom, page_of: PageOf) -> None:
    said = page_of("/alerts/1")

    assert "500 &lt;b&gt;Internal&lt;/b&gt; Server Error" in said
    assert "Floods: The river &lt;b&gt;rises&lt;/b&gt; (The Paper)" in said
    assert "The *river* rose by two metres" in said
    assert "Try again" in said
    assert "Send once more" in page_of("/alerts/2")
    assert "/again" not in page_of("/alerts/3")
    page_of("/alerts/99", status=404)


def test_a_mail_is_shown_as_mail_and_runs_nothing(desk: Newsroom) -> None:
    channel = Email(
        name="log", host="mail.example", sender="w@mail.example", to=("a@mail.example",)
    )
    config = Config(web=Web(listen="127.0.0.1:8420"), channels=(channel,))
    app = application(desk.store, config, desk.clock)
    with TestClient(app, base_url="http://127.0.0.1:8420") as client:
        page = client.get("/alerts/2")
        mail = client.get("/alerts/2/message.html")

    assert '<iframe class="mail" sandbox src="/alerts/2/message.html"' in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    policy = mail.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'self'", "sandbox"} <= set(policy)
    assert "script-src" not in mail.headers["content-security-policy"]
    assert mail.headers["x-content-type-options"] == "nosniff"
    assert "A second river" in mail.text
    assert "<html" in mail.text


def test_what_was_given_up_is_tried_again_and_what_left_is_sent_once_more(
    desk: Newsroom, client: TestClient
) -> None:
    tried, sent = client.post("/alerts/1/again"), client.post("/alerts/2/again")
    waits = client.post("/alerts/3/again", headers={"accept": "text/html"})

    assert states(desk) == ["waiting"] * 3
    assert "It leaves as soon as its channel takes it." in tried.text
    assert "next try at once" in sent.text
    assert waits.status_code in (400, 422)
    assert "waits already" in waits.text


def test_all_that_was_given_up_is_tried_again(desk: Newsroom, client: TestClient) -> None:
    assert "Try all of them again" in client.get("/alerts?state=dead").text

    said = client.post("/alerts/retry").text

    assert "1 alert is sent again." in said
    assert states(desk) == ["waiting", "sent", "waiting"]


def test_what_left_since_a_time_is_sent_once_more(desk: Newsroom, client: TestClient) -> None:
    none = client.post("/alerts/replay", data={"since": "24h", "topic": "nothing"})
    wrong = client.post("/alerts/replay", data={"since": "soon"}, headers={"accept": "text/html"})
    said = client.post("/alerts/replay", data={"since": "24h", "topic": "floods"}).text

    assert none.status_code == 404
    assert wrong.status_code in (400, 422)
    assert "is no time; write" in wrong.text
    assert "1 alert is sent again." in said
    assert states(desk) == ["dead", "waiting", "waiting"]


def test_a_digest_names_what_it_tells_and_its_message_is_a_text(
    newsroom: Newsroom, client: TestClient, page_of: PageOf
) -> None:
    daily = Measure(rhythm=rhythm_of("daily 08:00"), zone="Europe/Berlin").text()
    newsroom.topic("Rivers", "river*", measure=daily)
    newsroom.publish(title="A gathered river")
    [digest] = [one for one in newsroom.alerts() if one.kind == "digest"]
    [gathered] = [one for one in newsroom.alerts() if one.state == "gathered"]

    said, one = page_of(f"/alerts/{digest.id}"), page_of(f"/alerts/{gathered.id}")
    text = client.get(f"/alerts/{digest.id}/message")

    assert "A gathered river" in said
    assert f'href="/alerts/{digest.id}"' in one
    assert text.headers["content-type"].startswith("text/plain")
    assert "A gathered river" in text.text


def test_channels_tell_what_left_and_what_failed(desk: Newsroom, page_of: PageOf) -> None:
    said = page_of("/alerts/channels", language="de")

    assert "das Protokoll des Dienstes" in said
    assert 'href="/alerts?state=dead&amp;channel=log"' in said
    assert "timed out" in said


def test_a_topic_and_a_story_are_muted_and_unmuted(desk: Newsroom, client: TestClient) -> None:
    said = client.post("/alerts/mutes", data={"topic": "floods", "story": "1", "days": "7"}).text
    with desk.store.reading() as tx:
        [held] = mutes.listing(tx, desk.clock())
    ended = client.post(f"/alerts/mutes/{held.id}/end").text

    assert "Muted." in said
    assert "The river &lt;b&gt;rises&lt;/b&gt;" in said
    assert (held.topic, held.story_id) == ("Floods", 1)
    assert held.until == desk.clock() + timedelta(days=7)
    assert "Nothing is muted." in ended
    assert 'value="1"' in client.get("/alerts/mutes?story=1").text


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({}, "Name a topic, a story, or both."),
        ({"story": "x"}, "has digits only"),
        ({"story": "9" * 19}, "has digits only"),
        ({"story": "77"}, "no such topic or story"),
        ({"topic": "nothing"}, "no such topic or story"),
    ],
)
def test_what_cannot_be_muted_is_told(
    desk: Newsroom, client: TestClient, form: dict[str, str], reason: str
) -> None:
    answer = client.post("/alerts/mutes", data={"days": "1", **form})

    assert answer.status_code == 422
    assert reason in answer.text


class Receiver(BaseHTTPRequestHandler):
    """Takes what is posted to /good, and nothing else."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if self.path == "/good" else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Not to the terminal."""


@pytest.fixture
def receiver() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_specimen_leaves_and_what_the_receiver_said_is_told(
    newsroom: Newsroom, receiver: str
) -> None:
    channels = (
        LOG,
        Webhook(name="good", url=Secret("the settings", f"{receiver}/good")),
        Webhook(name="bad", url=Secret("the settings", f"{receiver}/bad")),
    )
    config = Config(
        web=Web(listen="127.0.0.1:8420"),
        channels=channels,
        network=Network(allow_private=("127.0.0.0/8",)),
    )
    app = application(newsroom.store, config, newsroom.clock)
    token = csrf.made(app.state.wirewatch.secret, None, newsroom.clock())
    with TestClient(app, base_url="http://127.0.0.1:8420", headers={csrf.HEADER: token}) as client:
        good = settled(client, client.post("/alerts/channels/good/test").url.path)
        bad = settled(client, client.post("/alerts/channels/bad/test").url.path)
        unknown = client.post("/alerts/channels/nothing/test")
        listed = client.get("/alerts/channels").text

    assert "good took the specimen" in good
    assert "bad did not take the specimen" in bad
    assert "503" in bad
    assert unknown.status_code == 404
    assert receiver not in good + bad + listed


def settled(client: TestClient, path: str) -> str:
    for _ in range(3_000):  # a minute: the machine may have other things to do
        answer = client.get(path)
        if 'hx-trigger="every' not in answer.text:
            return answer.text
        time.sleep(0.02)
    raise AssertionError(answer.text)

"""A webhook to a real receiver that fails in every way it can."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import time
from collections.abc import Iterator
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.alerts.channels import post
from crawler.alerts.channels.webhook import WebhookSender
from crawler.alerts.wording import Style, compose
from crawler.config import Secret, Webhook
from crawler.config.shapes import network_of
from crawler.errors import DeliveryError
from crawler.politeness.safety import Reach
from tests.alerts import receiver as ways
from tests.alerts.certificates import certificate, server_side
from tests.alerts.receiver import Receiver
from tests.alerts.test_wording import OCCASION
from tests.alerts.tunnel import Tunnel
from tests.samples import NOW

MESSAGE = compose(OCCASION, Style(language="de", zone=UTC))
KEY = "wirewatch-3-5-hook-19c2f9acc80"
LOOPBACK = network_of("127.0.0.0/8")
assert LOOPBACK
OPEN = Reach(networks=(LOOPBACK,))
SECRET = "k3y-of-the-signature"


def sender_for(
    url: str, *, secret: str | None = None, reach: Reach = OPEN, proxy: str | None = None
) -> WebhookSender:
    signed = {"secret": Secret("a test", secret)} if secret else {}
    channel = Webhook(name="hook", url=Secret("https://127.0.0.1/…", url), **signed)
    return WebhookSender(channel, reach=reach, agent="Wirewatch/1", now=lambda: NOW, proxy=proxy)


def send(sender: WebhookSender, key: str = KEY) -> str:
    try:
        return sender.send(MESSAGE, key=key)
    finally:
        sender.close()


def refusal(url: str, **more: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(sender_for(url, **more))
    return caught.value


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as one:
        yield one


def test_the_message_arrives_in_parts(receiver: Receiver) -> None:
    receipt = send(sender_for(receiver.url))

    (taken,) = receiver.taken
    assert receipt == "200 OK: thank you"
    assert taken.path == "/hooks/T0KEN-in-the-path?s=also-secret"
    assert taken.headers["content-type"] == "application/json; charset=utf-8"
    assert taken.headers["host"] == f"127.0.0.1:{receiver.server_port}"
    assert taken.headers["user-agent"] == "Wirewatch/1"
    assert taken.key == taken.json["key"] == KEY
    assert taken.json["text"] == MESSAGE.text
    assert taken.json["article"]["url"] == OCCASION.article.url


def test_it_is_signed_with_the_secret(receiver: Receiver) -> None:
    send(sender_for(receiver.url, secret=SECRET))

    (taken,) = receiver.taken
    timestamp = taken.headers["wirewatch-timestamp"]
    signed = timestamp.encode() + b"." + taken.body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert int(timestamp) == NOW.timestamp()
    assert taken.headers["wirewatch-signature"] == f"sha256={expected}"


def test_without_a_secret_nothing_looks_signed(receiver: Receiver) -> None:
    send(sender_for(receiver.url))

    assert "wirewatch-signature" not in receiver.taken[0].headers


def test_many_messages_share_a_connection(receiver: Receiver) -> None:
    sender = sender_for(receiver.url)
    for number in range(5):
        sender.send(MESSAGE, key=f"{KEY}-{number}")
    sender.close()

    assert len({taken.key for taken in receiver.taken}) == 5
    assert receiver.connections == 1


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_is_taken_over(receiver: Receiver, status: int) -> None:
    receiver.ways = [ways.status(status)]

    assert send(sender_for(receiver.url)).startswith(str(status))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 501, 502, 503, 504, 520, 301, 302, 307])
def test_what_may_pass_is_tried_again(receiver: Receiver, status: int) -> None:
    receiver.ways = [ways.status(status, Location="https://example.org/")]

    assert not refusal(receiver.url).lasting


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 422, 451])
def test_what_the_client_did_wrong_is_lasting(receiver: Receiver, status: int) -> None:
    receiver.ways = [ways.status(status)]

    assert refusal(receiver.url).lasting


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_handed_on(receiver: Receiver, status: int, as_date: bool) -> None:
    date = format_datetime(NOW + timedelta(seconds=90), usegmt=True)
    header = date if as_date else "90"
    receiver.ways = [ways.status(status, Retry_After=header)]

    error = refusal(receiver.url)

    assert error.wait_s == pytest.approx(90)


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.ways = [ways.status(302, Location=f"{receiver.url}&elsewhere")]

    error = refusal(receiver.url)

    assert str(error) == "127.0.0.1 answers 302 Found; redirects are not followed"
    assert len(receiver.taken) == 1


def test_an_acceptance_that_breaks_off_is_one(receiver: Receiver) -> None:
    receiver.ways = [ways.accept_and_break]

    assert send(sender_for(receiver.url)).startswith("200 OK")


def test_a_reset_is_tried_again(receiver: Receiver) -> None:
    receiver.ways = [ways.reset]

    error = refusal(receiver.url)

    assert not error.lasting
    assert str(error) == "127.0.0.1: the connection broke off before there was an answer"


def test_a_connection_that_was_closed_meanwhile_is_made_anew(receiver: Receiver) -> None:
    receiver.ways = [ways.ok_and_close]
    sender = sender_for(receiver.url)
    sender.send(MESSAGE, key="first")
    time.sleep(0.1)

    assert send(sender, "second") == "200 OK: thank you"
    assert [taken.key for taken in receiver.taken] == ["first", "second"]


def test_what_breaks_off_is_not_sent_again_in_the_same_breath(receiver: Receiver) -> None:
    receiver.ways = [ways.ok, ways.reset]
    sender = sender_for(receiver.url)
    sender.send(MESSAGE, key="first")

    with pytest.raises(DeliveryError):
        send(sender, "second")

    assert len(receiver.taken) == 2


def test_silence_is_given_up(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "ANSWER_S", 0.2)
    receiver.ways = [ways.hang]

    error = refusal(receiver.url)

    assert str(error) == "127.0.0.1: no answer in time"
    assert not error.lasting


@pytest.mark.parametrize("began", [b"", b"HTTP/1.1 2"])
def test_an_answer_by_drops_is_cut_off(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, began: bytes
) -> None:
    monkeypatch.setattr(post, "SEND_S", 2.0)
    receiver.ways = [ways.drip(began)]

    assert str(refusal(receiver.url)) == "127.0.0.1: no answer in time"


def test_an_acceptance_whose_rest_comes_by_drops_is_one(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "SEND_S", 0.4)
    receiver.ways = [ways.drip(b"HTTP/1.1 200 OK\r\nX-Long: ")]
    sender = sender_for(receiver.url)

    assert sender.send(MESSAGE, key="first").startswith("200 OK")
    assert send(sender, "second") == "200 OK: thank you"


def test_nobody_at_home_is_told_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))

        error = refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/")

    assert str(error) == "127.0.0.1: connection refused"
    assert not error.lasting


def test_a_long_answer_makes_a_short_receipt(receiver: Receiver) -> None:
    receiver.ways = [ways.status(200, b"line\r\n\x1b[2J " * 100_000)]

    receipt = send(sender_for(receiver.url))

    assert receipt.startswith("200 OK: line [2J line")
    assert len(receipt) < 320


class TestReach:
    """A webhook obeys the rules that feeds obey."""

    @pytest.mark.parametrize(
        "host",
        ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"],
    )
    def test_private_addresses_are_refused_in_every_spelling(self, host: str) -> None:
        error = refusal(f"http://{host}:9/", reach=Reach())

        assert "not a public address; see network.allow_private" in str(error)
        assert not error.lasting  # the operator can allow it, and the alert is still owed

    def test_a_name_that_leads_to_a_private_address_is_refused(self, receiver: Receiver) -> None:
        error = refusal(f"http://localhost:{receiver.server_port}/", reach=Reach())

        assert "which is not public" in str(error)
        assert not receiver.taken

    def test_a_name_that_the_operator_allowed_is_reached(self, receiver: Receiver) -> None:
        url = f"http://localhost:{receiver.server_port}/"

        send(sender_for(url, reach=Reach(hosts=frozenset({"localhost"}))))

        assert receiver.taken[0].headers["host"] == f"localhost:{receiver.server_port}"

    def test_it_connects_to_the_address_that_was_judged(
        self, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A second look-up would be the chance of a hostile name server."""
        asked: list[str] = []

        def answer(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        send(sender_for(f"http://hook.example:{receiver.server_port}/"))

        assert asked.count("hook.example") == 1
        assert len(receiver.taken) == 1


class TestTls:
    """Certificates are checked, against the name in the address."""

    def test_a_trusted_certificate_is_accepted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = certificate(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with Receiver(tls=server_side(file)) as receiver:
            send(sender_for(receiver.url.replace("127.0.0.1", "localhost")))

            assert len(receiver.taken) == 1

    def test_an_unknown_certificate_is_refused(self, tmp_path: Path) -> None:
        with Receiver(tls=server_side(certificate(tmp_path))) as receiver:
            error = refusal(receiver.url)

            assert "its certificate is not valid (self-signed certificate)" in str(error)
            assert not receiver.taken

    def test_a_certificate_for_another_name_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = certificate(tmp_path, name="other.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with Receiver(tls=server_side(file)) as receiver:
            error = refusal(receiver.url)

            assert "its certificate is not valid" in str(error)
            assert not receiver.taken


class TestProxy:
    """With a proxy configured everything but the operator's own goes through it."""

    def test_a_public_address_is_asked_for_through_the_proxy(
        self, receiver: Receiver, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        proxy = f"http://user:pa55word@127.0.0.1:{receiver.server_port}"

        send(sender_for("http://hook.example/T0KEN", reach=Reach(), proxy=proxy))

        (taken,) = receiver.taken
        assert taken.path == "http://hook.example/T0KEN"
        assert taken.headers["host"] == "hook.example"
        assert taken.headers["proxy-authorization"].startswith("Basic ")
        assert "T0KEN" not in caplog.text
        assert "pa55word" not in caplog.text

    def test_tls_goes_through_a_tunnel_and_is_checked_against_the_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = certificate(tmp_path, name="hook.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with (
            Receiver(tls=server_side(file)) as receiver,
            Tunnel(behind=receiver.server_port) as tunnel,
        ):
            send(sender_for("https://hook.example/T0KEN", reach=Reach(), proxy=tunnel.url))

        assert receiver.taken[0].path == "/T0KEN"
        assert "proxy-authorization" not in receiver.taken[0].headers
        assert tunnel.asked[0].startswith("CONNECT hook.example:443 ")
        assert "proxy-authorization: basic " in tunnel.asked[0].lower()

    def test_a_server_behind_the_tunnel_that_is_somebody_else_gets_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = certificate(tmp_path, name="other.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with (
            Receiver(tls=server_side(file)) as receiver,
            Tunnel(behind=receiver.server_port) as tunnel,
        ):
            error = refusal("https://hook.example/", reach=Reach(), proxy=tunnel.url)

        assert "its certificate is not valid" in str(error)
        assert not receiver.taken

    def test_what_is_our_own_is_reached_directly(self, receiver: Receiver) -> None:
        send(sender_for(receiver.url, proxy="http://127.0.0.1:9"))

        assert len(receiver.taken) == 1


class TestSecrets:
    """Of the address only the host is known, and the key never is."""

    @pytest.mark.parametrize("status", [200, 404, 500])
    def test_they_are_hidden_where_the_server_repeats_them(
        self, receiver: Receiver, status: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        echo = f"Cannot POST {receiver.url} /hooks/T0KEN-in-the-path s=also-secret {SECRET}"
        receiver.ways = [ways.status(status, echo.encode())]
        sender = sender_for(receiver.url, secret=SECRET)

        try:
            said = send(sender)
        except DeliveryError as error:
            said = str(error) + repr(vars(error))

        for secret in ("T0KEN", "also-secret", SECRET):
            assert secret not in said + repr(sender) + caplog.text
        assert "Cannot POST […]" in said

    def test_a_login_in_the_address_is_used_and_not_shown(self, receiver: Receiver) -> None:
        receiver.ways = [ways.reset]
        url = receiver.url.replace("http://", "http://me:pa55word@")

        error = refusal(url)

        assert receiver.taken[0].headers["authorization"].startswith("Basic ")
        assert "pa55word" not in str(error)


def test_the_body_is_json_whatever_a_stranger_wrote(receiver: Receiver) -> None:
    send(sender_for(receiver.url))

    assert json.loads(receiver.taken[0].body.decode("utf-8"))

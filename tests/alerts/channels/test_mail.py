"""Mail to a real SMTP server: what arrives, what is tried again, what is never shown."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from crawler.alerts.channels import mail
from crawler.alerts.channels.mail import MailSender, slug, unsubscribe
from crawler.alerts.matter import Message
from crawler.alerts.wording import Style, compose
from crawler.config import Email, Secret
from crawler.errors import DeliveryError
from crawler.items import Place
from crawler.measure.updates import News
from tests.alerts.certificates import certificate, server_side
from tests.alerts.postbox import Postbox
from tests.alerts.test_wording import OCCASION
from tests.samples import NOW

MESSAGE = compose(OCCASION, Style(language="de", zone=UTC))
HEADERS = {
    "Subject", "From", "To", "Date", "Message-ID", "List-Id", "Auto-Submitted",
    "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "In-Reply-To", "References",
    "List-Unsubscribe",
}  # fmt: skip
KEY = "wirewatch-3-5-desk-19c2f9acc80"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox() as box:
        yield box


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this machine that is believed."""
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def sender_for(box: Postbox, **more: Any) -> MailSender:
    values: dict[str, Any] = {
        "name": "desk",
        "host": "127.0.0.1",
        "port": box.port,
        "security": "none",
        "sender": "Wirewatch <alerts@news.example>",
        "to": ("desk@paper.example",),
    }
    return MailSender(Email(**values | more), now=lambda: NOW)


def send(sender: MailSender, message: Message = MESSAGE, key: str = KEY) -> str:
    try:
        return sender.send(message, key=key)
    finally:
        sender.close()


def refusal(sender: MailSender, message: Message = MESSAGE) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(sender, message)
    return caught.value


def test_a_mail_arrives_as_plain_text_and_as_html(postbox: Postbox) -> None:
    receipt = send(sender_for(postbox))

    (one,) = postbox.mails
    assert receipt == "250 2.0.0 queued as 1"
    assert one["Subject"] == MESSAGE.subject
    assert one["From"] == "Wirewatch <alerts@news.example>"
    assert one["To"] == "desk@paper.example"
    assert one.get_content_type() == "multipart/alternative"
    plain, html = one.iter_parts()
    assert plain.get_content().replace("\r\n", "\n").strip() == MESSAGE.text
    assert html.get_content_type() == "text/html"
    assert html.get_content().replace("\r\n", "\n").strip() == MESSAGE.html.strip()
    assert postbox.recipients == [["desk@paper.example"]]


def test_its_headers_tell_machines_what_it_is(postbox: Postbox) -> None:
    send(sender_for(postbox))

    (one,) = postbox.mails
    assert one["Message-ID"] == f"<{KEY}@news.example>"
    assert one["List-Id"] == "New START <new-start.wirewatch.news.example>"
    assert one["Auto-Submitted"] == "auto-generated"
    assert one["Date"].datetime == NOW


def test_a_long_topic_has_a_list_id_that_filters_can_read(postbox: Postbox) -> None:
    topic = "Stationing of intermediate range missiles " * 2

    wire = sender_for(postbox).mail(replace(MESSAGE, topic=topic), KEY).as_bytes()

    listed = wire.partition(b"List-Id: ")[2].partition(b"Auto-Submitted")[0]
    assert re.search(rb" <topic-[0-9a-f]{12}\.wirewatch\.news\.example>\r\n$", listed)


def test_a_repetition_has_the_same_message_id(postbox: Postbox) -> None:
    sender = sender_for(postbox)
    send(sender)
    send(sender)

    first, second = postbox.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_lines_on_the_wire_are_short_and_in_ascii(postbox: Postbox) -> None:
    raw = sender_for(postbox).mail(MESSAGE, KEY).as_bytes()

    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 78 + 40  # a Message-ID is not folded


@pytest.mark.parametrize(
    "title",
    [
        "Storm\r\nBcc: everybody@example.org",
        "Storm\nContent-Type: text/html\n\n<script>",
        "=?utf-8?q?Storm=0D=0ABcc:_a@example.org?=",
        "Storm\x00\x0b\x0c\x1c\u2028Bcc: a@example.org",
        ".\r\nQUIT\r\n",
        "\udc80" * 3,
        "S" * 5000,
    ],
)
def test_no_headline_makes_a_header_or_a_command(postbox: Postbox, title: str) -> None:
    article = replace(
        OCCASION.article, title=title, text=f"{title}\r\n.\r\n{OCCASION.article.text}"
    )
    occasion = replace(OCCASION, topic=f"T {title}", outlet=title, article=article)

    send(sender_for(postbox), compose(occasion, Style(language="en", zone=UTC)))

    (one,) = postbox.mails
    assert set(one.keys()) == HEADERS
    assert postbox.recipients == [["desk@paper.example"]]
    assert one.get_content_type() == "multipart/alternative"


def test_mails_about_one_story_make_a_thread_and_each_can_be_left(postbox: Postbox) -> None:
    send(sender_for(postbox))
    send(sender_for(postbox), replace(MESSAGE, subject="Another"))

    first, second = postbox.mails
    assert first["In-Reply-To"] == second["In-Reply-To"] == "<wirewatch-story-5@news.example>"
    assert first["References"] == first["In-Reply-To"]
    assert first["List-Unsubscribe"].strip() == (
        "<mailto:alerts@news.example?subject=unsubscribe%20new-start>"
    )


def test_the_way_to_leave_is_never_too_long_for_a_line() -> None:
    assert unsubscribe("a@b.example", "x" * 90) == "<mailto:a@b.example?subject=unsubscribe>"
    assert unsubscribe(f"{'a' * 60}@b.example", "x") is None


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</title><style>*{display:none}</style>",
        "{{ 7 * 7 }} {% raw %}",
    ],
)
def test_no_markup_of_a_stranger_stands_in_a_mail(evil: str) -> None:
    article = replace(OCCASION.article, title=evil, text=evil, agency=evil, note=evil)
    other = replace(OCCASION.others[0], title=evil, outlet=evil, link=f"javascript:{evil}")
    news = (News(kind="correction", article_id=1, detail=evil),)
    occasion = replace(
        OCCASION, topic=evil, outlet=evil, link=f"https://x.example/{evil}", article=article,
        matched=(evil,), others=(other,), places=(Place("title", 0, 3),), news=news,
    )  # fmt: skip

    page: Any = lxml.html.fromstring(compose(occasion, Style(language="en", zone=UTC)).html)

    assert page.xpath("//script | //img") == []
    assert len(page.xpath("//style")) == 1
    assert not page.xpath("//@onerror | //@src")
    assert all(link.startswith("https://") for link in page.xpath("//a/@href"))
    assert "49" not in page.text_content()


def test_several_recipients_get_one_mail(postbox: Postbox) -> None:
    send(sender_for(postbox, to=("a@x.example", "B <b@x.example>")))

    assert postbox.recipients == [["a@x.example", "b@x.example"]]
    assert postbox.mails[0]["To"] == "a@x.example, B <b@x.example>"


def test_addresses_beyond_ascii_are_sent_as_such(postbox: Postbox) -> None:
    send(sender_for(postbox, to=("jürgen@bücher.example",)))

    assert postbox.recipients == [["jürgen@xn--bcher-kva.example"]]


def test_a_recipient_that_refuses_for_a_while_is_asked_again_alone(postbox: Postbox) -> None:
    postbox.rcpt["b@x.example"] = ["451 4.7.1 greylisted, come back"]
    sender = sender_for(postbox, to=("a@x.example", "b@x.example"))

    error = refusal(sender)
    send(sender)

    assert not error.lasting
    assert str(error) == "127.0.0.1: b@x.example: 451 4.7.1 greylisted, come back"
    assert postbox.recipients == [["a@x.example"], ["b@x.example"]]


def test_a_recipient_that_refuses_for_good_does_not_keep_it_from_the_others(
    postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.rcpt["b@x.example"] = ["550 5.1.1 no such user"]

    receipt = send(sender_for(postbox, to=("a@x.example", "b@x.example")))

    assert receipt == ("250 2.0.0 queued as 1; refused for b@x.example: 550 5.1.1 no such user")
    assert "b@x.example: 550 5.1.1 no such user" in caplog.text


@pytest.mark.parametrize(("code", "lasting"), [(451, False), (550, True)])
def test_when_all_recipients_refuse_the_code_decides(
    postbox: Postbox, code: int, lasting: bool
) -> None:
    postbox.rcpt["desk@paper.example"] = [f"{code} no"]

    assert refusal(sender_for(postbox)).lasting is lasting


@pytest.mark.parametrize(("code", "lasting"), [(452, False), (421, False), (554, True)])
def test_when_the_text_is_refused_the_code_decides(
    postbox: Postbox, code: int, lasting: bool
) -> None:
    postbox.data = [f"{code} 5.7.1 not this one"]

    error = refusal(sender_for(postbox))

    assert error.lasting is lasting
    assert str(error) == f"127.0.0.1: {code} 5.7.1 not this one"


def test_a_refusal_of_the_sender_is_not_blamed_on_the_message(postbox: Postbox) -> None:
    postbox.sender = ["550 5.7.1 sender not allowed"]

    assert not refusal(sender_for(postbox)).lasting


def test_a_connection_that_breaks_in_the_middle_is_tried_again(postbox: Postbox) -> None:
    postbox.data = ["break"]
    sender = sender_for(postbox)

    error = refusal(sender)
    send(sender)

    assert not error.lasting
    assert len(postbox.mails) == 1


def test_many_mails_share_a_connection(postbox: Postbox) -> None:
    sender = sender_for(postbox)
    for number in range(mail.MAILS_MAX + 5):
        sender.send(MESSAGE, key=f"{KEY}-{number}")
    sender.close()

    assert len(postbox.mails) == mail.MAILS_MAX + 5
    assert postbox.connections == 2


def test_a_server_that_is_not_there_is_told_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        box = Email(
            name="desk", host="127.0.0.1", port=taken.getsockname()[1], security="none",
            sender="a@x.example", to=("b@x.example",),
        )  # fmt: skip

        error = refusal(MailSender(box, now=lambda: NOW))

    assert not error.lasting
    assert str(error) == "127.0.0.1: connection refused"


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "ANSWER_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        box = Email(
            name="desk", host="127.0.0.1", port=mute.getsockname()[1], security="none",
            sender="a@x.example", to=("b@x.example",),
        )  # fmt: skip

        error = refusal(MailSender(box, now=lambda: NOW))

    assert not error.lasting
    assert "timed out" in str(error) or "no answer in time" in str(error)


class TestTls:
    """Mail never leaves unencrypted, or to a server that is not who it says."""

    def test_starttls_is_used(self, trusted: Path) -> None:
        with Postbox(tls=server_side(trusted)) as box:
            send(sender_for(box, security="starttls"))

            assert len(box.mails) == 1

    def test_tls_from_the_first_byte_is_used(self, trusted: Path) -> None:
        with Postbox(wrapped=server_side(trusted)) as box:
            send(sender_for(box, security="tls"))

            assert len(box.mails) == 1

    def test_a_certificate_that_nobody_vouches_for_is_refused(self, tmp_path: Path) -> None:
        with Postbox(tls=server_side(certificate(tmp_path))) as box:
            error = refusal(sender_for(box, security="starttls"))

            assert "its certificate is not valid (self-signed certificate)" in str(error)
            assert not error.lasting
            assert not box.mails

    def test_a_certificate_for_another_name_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = certificate(tmp_path, name="other.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with Postbox(tls=server_side(file)) as box:
            error = refusal(sender_for(box, security="starttls"))

            assert "its certificate is not valid" in str(error)
            assert not box.mails

    def test_a_server_without_starttls_gets_nothing(self, postbox: Postbox) -> None:
        error = refusal(sender_for(postbox, security="starttls"))

        assert "STARTTLS" in str(error)
        assert not error.lasting
        assert not postbox.mails


LOGIN = {
    "security": "starttls", "user": "me", "password": Secret("a test", "s3cret-w0rd"),
}  # fmt: skip


class TestSecrets:
    """The password is for the server alone."""

    def test_it_opens_the_door(self, trusted: Path) -> None:
        with Postbox(tls=server_side(trusted), password="s3cret-w0rd") as box:
            send(sender_for(box, **LOGIN))

            assert len(box.mails) == 1

    def test_it_is_hidden_where_the_server_repeats_it(
        self, trusted: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        with Postbox(tls=server_side(trusted), password="other") as box:
            sender = sender_for(box, **LOGIN)
            error = refusal(sender)
        mine = [one.getMessage() for one in caplog.records if one.name == "wirewatch"]

        assert str(error) == "127.0.0.1: 535 5.7.8 wrong password: […]"
        assert not error.lasting  # somebody can mend it; the alerts wait
        assert "s3cret" not in repr(sender) + repr(vars(error)) + repr(mine)


@pytest.mark.parametrize(
    ("topic", "part"),
    [("New START", "new-start"), ("Abrüstung & Verträge", "abrustung-vertrage"), ("a/b\n>", "a-b")],
)
def test_a_topic_is_a_word_in_its_list_id(topic: str, part: str) -> None:
    assert slug(topic) == part


def test_a_topic_in_other_letters_has_a_list_id_of_its_own() -> None:
    assert re.fullmatch(r"topic-[0-9a-f]{12}", slug("軍縮"))
    assert slug("軍縮") != slug("核")

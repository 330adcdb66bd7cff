"""Alerts leave once, in time, whatever fails on the way."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from crawler.alerts import delivery, line
from crawler.alerts.channels import mail, post
from crawler.alerts.channels.log import LogSender
from crawler.alerts.line import HOLD
from crawler.alerts.messages import message_of
from crawler.config import Email, Program, Secret, Webhook
from crawler.errors import DatabaseBusy
from crawler.items import Place
from crawler.storage import Store, alerts
from tests.alerts import receiver as ways
from tests.alerts.newsroom import SETTLE, Newsroom
from tests.alerts.postbox import Postbox
from tests.alerts.receiver import Receiver
from tests.samples import RIVER


@pytest.fixture(autouse=True)
def _patiently(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, `deliver_due` waits until all is delivered."""
    caplog.set_level(logging.INFO, "wirewatch")
    monkeypatch.setattr(delivery, "DUE_S", 30.0)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as one:
        yield one


def hook(receiver: Receiver, name: str = "hook") -> Webhook:
    return Webhook(name=name, url=Secret("https://127.0.0.1/…", receiver.url))


def desk(box: Postbox) -> Email:
    return Email(
        name="desk", host="127.0.0.1", port=box.port, security="none",
        sender="alerts@news.example", to=("desk@paper.example",),
    )  # fmt: skip


def plain_text(mail: EmailMessage) -> str:
    """Its part for terminals."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def settle(newsroom: Newsroom) -> None:
    newsroom.clock.pass_s(SETTLE.total_seconds())


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines of the log that tell of alerts."""
    messages = (record.getMessage() for record in caplog.records if record.name == "wirewatch")
    return [message for message in messages if message.startswith("alert")]


def test_an_alert_is_a_readable_block_in_the_log(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.topic()
    newsroom.publish(RIVER)
    settle(newsroom)

    newsroom.courier().deliver_due()

    (block,) = said(caplog)
    first, *rest = block.splitlines()
    assert first == "alert    Floods → log: The river rises (The Paper)"
    assert (
        "           The *river* rose by two metres during the night and reached the lower" in block
    )
    assert all(line.startswith("         ") for line in rest if line)
    row = newsroom.alert()
    assert (row.state, row.attempts, row.sent_at) == ("sent", 1, newsroom.clock())


def test_an_alert_waits_for_copies_and_then_names_them(newsroom: Newsroom) -> None:
    newsroom.topic()
    newsroom.publish(RIVER)
    courier = newsroom.courier()
    courier.deliver_due()
    assert newsroom.alert().state == "waiting"

    newsroom.publish(RIVER, "The Post")
    settle(newsroom)
    courier.deliver_due()

    assert newsroom.alert().state == "sent"
    assert courier.counts() == {"alerts sent": 1}


def test_each_channel_gets_it_once_with_a_key_of_its_own(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    with Postbox() as box:
        newsroom.topic("Floods", "river", "log", "desk", "hook")
        newsroom.publish(RIVER)
        settle(newsroom)
        courier = newsroom.courier(desk(box), hook(receiver))
        for _ in range(3):
            courier.deliver_due()
        courier.close()

    (taken,), (mail,) = receiver.taken, box.mails
    assert taken.key.startswith("wirewatch-1-1-hook-")
    assert mail["Message-ID"].startswith("<wirewatch-1-1-desk-")
    assert taken.json["text"] == plain_text(mail).replace("\r\n", "\n").strip()
    lines = said(caplog)
    assert "alert    Floods → desk: The river rises (The Paper)" in lines
    assert "alert    Floods → hook: The river rises (The Paper)" in lines
    assert {row.channel: row.receipt for row in newsroom.alerts("sent")} == {
        "log": f"logged as {taken.key.replace('hook', 'log')}",
        "desk": "250 2.0.0 queued as 1",
        "hook": "200 OK: thank you",
    }


def test_what_fails_is_tried_again_with_the_same_key_at_growing_distances(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.ways = [ways.status(500), ways.reset, ways.status(503)]
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish(RIVER)
    settle(newsroom)
    courier = newsroom.courier(hook(receiver))
    distances = []
    for _ in range(4):
        courier.deliver_due()
        row = newsroom.alert()
        distances.append((row.next_try_at - newsroom.clock()).total_seconds())
        newsroom.clock.now = max(row.next_try_at, newsroom.clock())

    assert newsroom.alert().state == "sent"
    assert newsroom.alert().attempts == 4
    assert newsroom.alert().error is None
    assert len({taken.key for taken in receiver.taken}) == 1
    assert distances[0] < distances[1] < distances[2]
    assert courier.counts() == {"alerts sent": 1, "alerts postponed": 3}
    lines = said(caplog)
    assert lines[0].startswith(
        "alert    Floods → hook: 127.0.0.1 answers 500 Internal Server Error; try 2 of 30 in "
    )
    assert lines[-1] == "alert    Floods → hook: The river rises (The Paper) (try 4)"


def test_retry_after_is_obeyed_for_the_whole_channel(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    receiver.ways = [ways.status(429, Retry_After="600")]
    newsroom.topic("Floods", "river", "hook")
    for _ in range(3):
        newsroom.publish()
    settle(newsroom)
    courier = newsroom.courier(hook(receiver))
    for _ in range(20):
        courier.deliver_due()
        newsroom.clock.pass_s(29)
    assert len(receiver.taken) == 1

    for _ in range(4):
        newsroom.clock.pass_s(40)
        courier.deliver_due()

    assert Counter(taken.key for taken in receiver.taken).most_common(2)[0][1] == 2
    assert len(newsroom.alerts("sent")) == 3


def test_a_channel_that_fails_is_asked_with_one_message_at_a_time(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    receiver.ways = [ways.status(500)] * 5
    newsroom.topic("Floods", "river", "hook")
    for _ in range(50):
        newsroom.publish()
    settle(newsroom)
    courier = newsroom.courier(hook(receiver))
    for _ in range(5):
        courier.deliver_due()
        newsroom.clock.pass_s(400)
    assert len(receiver.taken) == 5

    courier.deliver_due()

    assert len(newsroom.alerts("sent")) == 50
    assert sum(row.attempts for row in newsroom.alerts()) == 55


def test_a_lasting_refusal_ends_it_and_does_not_stop_the_others(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.ways = [ways.status(422, b"no such field")]
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    newsroom.publish()
    settle(newsroom)
    courier = newsroom.courier(hook(receiver))

    courier.deliver_due()

    first, second = newsroom.alerts()
    assert (first.state, first.attempts) == ("dead", 1)
    assert first.error is not None
    assert first.error.startswith("127.0.0.1 answers 422 ")
    assert first.error.endswith(": no such field")
    assert second.state == "sent"
    assert courier.counts() == {"alerts sent": 1, "alerts given up": 1}
    assert "given up: 127.0.0.1 answers 422" in caplog.text


def test_after_the_last_try_it_is_set_aside(newsroom: Newsroom, receiver: Receiver) -> None:
    receiver.ways = [ways.status(500)] * 3
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    settle(newsroom)
    courier = newsroom.courier(hook(receiver), attempts_max=3)
    for _ in range(5):
        courier.deliver_due()
        newsroom.clock.pass_s(100_000)

    row = newsroom.alert()
    assert (row.state, row.attempts) == ("dead", 3)
    assert row.error == "127.0.0.1 answers 500 Internal Server Error"


def test_a_channel_that_left_the_configuration_is_named_once_and_may_come_back(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.topic("Floods", "river", "pager")
    for _ in range(3):
        newsroom.publish()
    settle(newsroom)
    newsroom.courier().deliver_due()
    said_first = said(caplog)
    newsroom.clock.now = newsroom.alerts()[0].next_try_at

    newsroom.courier(Program(name="pager", command=("true",))).deliver_due()

    (line,) = said_first
    assert 'no channel "pager" is configured any more; wirewatch.toml has: log' in line
    assert {row.state for row in newsroom.alerts()} == {"sent"}


def test_a_secret_that_is_not_set_makes_alerts_wait(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    settle(newsroom)
    channel = Webhook(name="hook", url=Secret("the environment variable HOOK"))

    newsroom.courier(channel).deliver_due()

    row = newsroom.alert()
    assert row.state == "waiting"
    assert row.error == 'channel "hook": the environment variable HOOK is not set'


def test_a_channel_that_cannot_be_set_up_stops_no_other(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river", "desk", "log")
    newsroom.publish()
    settle(newsroom)
    no_host = f"alerts@{'ü' * 70}.example"
    channel = Email(name="desk", host="mx.example", sender=no_host, to=("a@paper.example",))

    newsroom.courier(channel).deliver_due()

    desk, log = newsroom.alerts()
    assert (desk.state, log.state) == ("waiting", "sent")
    # Python 3.13 says which.
    assert re.fullmatch(
        r'channel "desk" cannot be set up \(Unicode(Encode)?Error\)', desk.error or ""
    )


def test_a_private_address_is_refused_until_it_is_allowed(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    settle(newsroom)
    newsroom.courier(hook(receiver), private=False).deliver_due()
    row = newsroom.alert()
    assert row.error == "127.0.0.1 is not a public address; see network.allow_private"
    newsroom.clock.now = row.next_try_at

    newsroom.courier(hook(receiver)).deliver_due()

    assert newsroom.alert().state == "sent"


def test_a_channel_that_hangs_holds_up_nobody(
    newsroom: Newsroom, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "DUE_S", 0.1)
    receiver.ways = [ways.hang] * 9
    newsroom.topic("Floods", "river", "hook", "log")
    newsroom.publish()
    settle(newsroom)
    courier = newsroom.courier(hook(receiver))
    started = time.monotonic()
    courier.deliver_due()
    newsroom.publish()
    settle(newsroom)
    courier.deliver_due()
    _wait_for(lambda: courier.counts()["alerts sent"] == 2)

    assert time.monotonic() - started < 5
    assert {row.channel for row in newsroom.alerts("sent")} == {"log"}
    assert len(receiver.taken) == 1
    receiver.released.set()
    courier.close()


def test_close_does_not_wait_for_ever(
    sqlite_newsroom: Newsroom,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(delivery, "DUE_S", 0.1)
    monkeypatch.setattr(delivery, "CLOSE_S", 0.2)
    receiver.ways = [ways.hang]
    sqlite_newsroom.topic("Floods", "river", "hook")
    sqlite_newsroom.publish()
    settle(sqlite_newsroom)
    courier = sqlite_newsroom.courier(hook(receiver))
    courier.deliver_due()

    courier.close()

    assert "alert    by hook still hangs; it is sent again next time" in said(caplog)
    receiver.released.set()
    courier._join(5)


def test_at_the_end_what_was_not_tried_is_put_back(
    newsroom: Newsroom, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "DUE_S", 0.1)
    newsroom.topic("Floods", "river", "hook")
    for _ in range(5):
        newsroom.publish()
    settle(newsroom)
    receiver.ways = [ways.ok, ways.hang]
    courier = newsroom.courier(hook(receiver))
    courier.deliver_due()
    _wait_for(lambda: len(receiver.taken) == 2)
    courier._ended.set()
    receiver.released.set()
    courier.close()

    states = Counter((row.state, row.attempts) for row in newsroom.alerts())
    assert states == {("sent", 1): 1, ("waiting", 1): 1, ("waiting", 0): 3}
    with newsroom.store.writing() as tx:
        later = newsroom.clock() + timedelta(hours=1)
        assert len(alerts.lease(tx, later, hold=HOLD, limit=9)) == 4


def test_what_a_killed_process_had_leased_is_sent_at_once(newsroom: Newsroom) -> None:
    newsroom.topic()
    newsroom.publish()
    settle(newsroom)
    with newsroom.store.writing() as tx:
        alerts.lease(tx, newsroom.clock(), hold=HOLD, limit=9)

    newsroom.courier().deliver_due()

    assert newsroom.alert().state == "sent"


def test_deliver_all_does_not_wait_for_copies_but_for_who_asked_us_to(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    receiver.ways = [ways.status(429, Retry_After="600")]
    newsroom.topic("Floods", "river", "hook", "log")
    newsroom.publish()
    courier = newsroom.courier(hook(receiver))

    courier.deliver_all()
    newsroom.courier(hook(receiver)).deliver_all()

    assert [(row.channel, row.state) for row in newsroom.alerts()] == [
        ("hook", "waiting"), ("log", "sent"),
    ]  # fmt: skip
    assert len(receiver.taken) == 1


def test_deliver_all_ends_though_a_channel_hangs(
    sqlite_newsroom: Newsroom, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "ALL_S", 4.0)
    receiver.ways = [ways.hang]
    sqlite_newsroom.topic("Floods", "river", "hook", "log")
    sqlite_newsroom.publish()
    courier = sqlite_newsroom.courier(hook(receiver))

    courier.deliver_all()

    assert {row.channel for row in sqlite_newsroom.alerts("sent")} == {"log"}
    receiver.released.set()
    courier.close()


def test_an_error_nobody_foresaw_is_logged_once_and_tried_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    works = LogSender.send
    broken: list[int] = []

    def send(self: LogSender, *args: Any, **kwargs: Any) -> str:
        broken.append(1)
        if len(broken) < 4:
            raise RuntimeError("a fault of ours")
        return works(self, *args, **kwargs)

    monkeypatch.setattr(LogSender, "send", send)
    newsroom.topic()
    newsroom.publish()
    courier = newsroom.courier()
    for _ in range(4):
        newsroom.clock.pass_s(1000)
        courier.deliver_due()

    assert newsroom.alert().state == "sent"
    assert caplog.text.count("Traceback") == 1
    assert caplog.text.count("RuntimeError: a fault of ours; try") == 3


def test_a_message_that_cannot_be_written_does_not_stop_the_others(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:

    def composing(tx: Any, alert: Any, *rest: Any) -> Any:
        if alert.article_id == 1:
            raise ValueError(Place)
        return message_of(tx, alert, *rest)

    monkeypatch.setattr(line, "message_of", composing)
    newsroom.topic()
    newsroom.publish()
    newsroom.publish()
    courier = newsroom.courier()
    for _ in range(3):
        newsroom.clock.pass_s(60)
        courier.deliver_due()

    assert [row.state for row in newsroom.alerts()] == ["waiting", "sent"]


def test_a_receipt_that_the_database_refuses_is_written_later_and_nothing_sent_twice(
    newsroom: Newsroom, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    settle(newsroom)
    courier = newsroom.courier(hook(receiver))
    sent = alerts.sent
    refusals: list[int] = []

    def refusing(*args: Any, **kwargs: Any) -> None:
        refusals.append(1)
        if len(refusals) < 3:
            raise DatabaseBusy("the disk is full")
        sent(*args, **kwargs)

    monkeypatch.setattr(alerts, "sent", refusing)
    courier.deliver_due()
    assert newsroom.alert().state == "waiting"
    for _ in range(3):
        newsroom.clock.pass_s(2 * HOLD.total_seconds())
        courier.deliver_due()

    assert newsroom.alert().state == "sent"
    assert len(receiver.taken) == 1


def test_a_new_database_does_not_repeat_the_keys_of_the_old_one(
    sqlite_newsroom: Newsroom, receiver: Receiver, tmp_path: Any
) -> None:
    from crawler.storage import schema

    store = Store.connect(f"sqlite:///{tmp_path}/other.db")
    schema.upgrade(store)
    other = Newsroom(store)
    other.clock.pass_s(86_400)
    for newsroom in (sqlite_newsroom, other):
        newsroom.topic("Floods", "river", "hook")
        newsroom.publish(RIVER)
        newsroom.courier(hook(receiver)).deliver_all()
    store.close()

    assert len({taken.key for taken in receiver.taken}) == 2


def test_no_secret_reaches_the_log_or_the_database(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.ways = [
        ways.status(500, b"POST /hooks/T0KEN-in-the-path"),
        ways.reset,
        ways.status(404, b"no /hooks/T0KEN-in-the-path?s=also-secret"),
    ]
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    courier = newsroom.courier(hook(receiver))
    errors = []
    for _ in range(3):
        newsroom.clock.pass_s(1000)
        courier.deliver_due()
        errors.append(newsroom.alert().error)

    assert newsroom.alert().state == "dead"
    for secret in ("T0KEN", "also-secret"):
        assert secret not in caplog.text + repr(errors)


def test_a_lease_outlasts_the_longest_batch() -> None:
    last = max(mail.SEND_S, post.SEND_S + post.CONNECT_S * post.ADDRESSES_MAX)

    assert HOLD.total_seconds() > line.BATCH_S + last


def test_not_even_a_traceback_shows_a_secret(
    newsroom: Newsroom,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def send(*_: Any) -> None:
        raise RuntimeError(f"cannot parse {receiver.url}")

    monkeypatch.setattr(post.Post, "send", send)
    newsroom.topic("Floods", "river", "hook")
    newsroom.publish()
    settle(newsroom)

    newsroom.courier(hook(receiver)).deliver_due()

    assert "RuntimeError: cannot parse […]" in caplog.text
    assert newsroom.alert().error == "RuntimeError: cannot parse […]"
    assert "T0KEN" not in caplog.text


def _wait_for(condition: Any, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)

"""Messages by Apprise: what arrives, what is said when it does not, what is never shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

import pytest

from crawler.alerts.channels import sender_of
from crawler.alerts.channels.service import ServiceSender
from crawler.alerts.wording import Style, compose
from crawler.config import Config, Secret, Service
from crawler.errors import ConfigError, DeliveryError
from tests.alerts import receiver as ways
from tests.alerts.receiver import Receiver
from tests.alerts.test_wording import OCCASION
from tests.samples import NOW

MESSAGE = compose(OCCASION, Style(language="en", zone=UTC))
TOKEN = "s3cret-token-of-ours"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as one:
        yield one


def channel(receiver: Receiver) -> Service:
    address = receiver.url.partition("://")[2]
    return Service(name="chat", url=Secret("a test", f"json://{address}/{TOKEN}"))


def test_it_arrives_with_its_subject_and_text(receiver: Receiver) -> None:
    receipt = ServiceSender(channel(receiver)).send(MESSAGE, key="k1")

    (taken,) = receiver.taken
    assert taken.json["title"] == MESSAGE.subject
    assert taken.json["message"].splitlines()[0] == MESSAGE.text.splitlines()[0]
    assert receipt == "JSON took k1"


@pytest.mark.parametrize("way", [ways.status(500), ways.reset, ways.status(429)])
def test_what_fails_is_said_without_the_token(receiver: Receiver, way: Any) -> None:
    receiver.ways = [way] * 3

    with pytest.raises(DeliveryError, match=r"^JSON: \w+") as caught:
        ServiceSender(channel(receiver)).send(MESSAGE, key="k1")

    assert not caught.value.lasting
    assert TOKEN not in str(caught.value)


def test_an_address_that_nobody_knows_is_refused_without_showing_it() -> None:
    strange = Service(name="chat", url=Secret("a test", f"nosuchthing://{TOKEN}/"))

    with pytest.raises(ConfigError, match='"nosuchthing://…" is no address') as caught:
        ServiceSender(strange)

    assert TOKEN not in str(caught.value)
    sender = sender_of("chat", Config(channels=(strange,)), lambda: NOW)
    with pytest.raises(DeliveryError, match="nosuchthing"):
        sender.send(MESSAGE, key="k1")

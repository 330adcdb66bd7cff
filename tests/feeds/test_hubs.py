from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from crawler.feeds.hubs import Intent, is_signed, lease_until, renew_at, subscription_form
from tests.samples import NOW


def intent(lease_s: int | None) -> Intent:
    return Intent(mode="subscribe", topic="t", lease_s=lease_s)


def test_a_request_says_what_and_where_and_with_which_secret() -> None:
    body = subscription_form(
        callback="https://us.example/w/x", topic="https://p.example/f", secret="s"
    )

    form = parse_qs(body.decode())
    assert form["hub.mode"] == ["subscribe"]
    assert form["hub.topic"] == ["https://p.example/f"]
    assert form["hub.callback"] == ["https://us.example/w/x"]
    assert form["hub.secret"] == ["s"]
    assert int(form["hub.lease_seconds"][0]) == 864_000


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_body_is_believed_with_the_right_signature_only(method: str) -> None:
    right = hmac.new(b"secret", b"news", getattr(hashlib, method)).hexdigest()

    assert is_signed(b"news", f"{method}={right}", "secret")
    assert not is_signed(b"newz", f"{method}={right}", "secret")
    assert not is_signed(b"news", f"{method}={right}", "another")


@pytest.mark.parametrize("header", ["", "sha1=", "md5=abc", "sha1=é", "sha256", "=", "sha1=\x00"])
def test_nonsense_for_a_signature_is_none(header: str) -> None:
    assert not is_signed(b"news", header, "secret")


def test_a_lease_is_what_the_hub_gives_within_reason_and_renewed_before_it_ends() -> None:
    assert lease_until(intent(None), NOW) - NOW == timedelta(days=10)
    assert lease_until(intent(1), NOW) - NOW == timedelta(minutes=10)
    assert lease_until(intent(10**12), NOW) - NOW == timedelta(days=30)
    assert renew_at(NOW, NOW + timedelta(days=10)) - NOW == timedelta(days=9)

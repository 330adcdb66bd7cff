"""A hub talks to the callback: confirmed is what was asked for, believed what is signed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.items import Feed, Outcome
from crawler.reading.feeds import is_pushed, was_pushed
from crawler.storage import feeds, looks, subscriptions
from crawler.storage.looks import Body, LookRow
from crawler.storage.subscriptions import Subscription
from tests.alerts.newsroom import Newsroom
from tests.samples import add_feed

TOPIC = "https://hubbed.example/feed"
HUB = "https://hub.example/"


@pytest.fixture
def wish(newsroom: Newsroom) -> Subscription:
    """A feed whose hub was asked for a subscription."""
    now = newsroom.clock()
    with newsroom.store.writing() as tx:
        feed_id = add_feed(tx, TOPIC)
        look = LookRow(
            feed_id=feed_id, at=now, outcome=Outcome.KNOWN, note="", plan="", interval_min=60.0,
            next_look_at=now + timedelta(hours=1), trouble=0.0,
            body=Body(hub_url=HUB, self_url=TOPIC),
        )  # fmt: skip
        looks.record(tx, [look])
        [found] = subscriptions.due(tx, now, limit=9)
    return found


def held(newsroom: Newsroom, wish: Subscription) -> Feed:
    with newsroom.store.reading() as tx:
        return feeds.by_id(tx, wish.feed_id)


def asks(client: TestClient, wish: Subscription, **more: str) -> tuple[int, str]:
    said = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c4", **more}
    answer = client.get(f"/websub/{wish.path}", params=said)
    return answer.status_code, answer.text


def tells(client: TestClient, wish: Subscription, secret: str) -> int:
    sign = hmac.new(secret.encode(), b"<rss/>", hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature": f"sha256={sign}"}
    return client.post(f"/websub/{wish.path}", content=b"<rss/>", headers=headers).status_code


def test_what_we_asked_for_is_confirmed_with_the_challenge(
    client: TestClient, newsroom: Newsroom, wish: Subscription
) -> None:
    answer = asks(client, wish, **{"hub.lease_seconds": "86400"})

    feed, now = held(newsroom, wish), newsroom.clock()
    assert answer == (200, "c4")
    assert feed.pushed_until == now + timedelta(days=1)
    assert is_pushed(feed, now + timedelta(hours=23))
    assert not is_pushed(feed, now + timedelta(hours=25))


@pytest.mark.parametrize(
    "other",
    [{"hub.topic": "https://evil.example/"}, {"hub.mode": "unsubscribe"}, {"hub.challenge": ""}],
)
def test_nothing_else_is_confirmed(
    client: TestClient, newsroom: Newsroom, wish: Subscription, other: dict[str, str]
) -> None:
    assert asks(client, wish, **other)[0] == 404
    assert held(newsroom, wish).pushed_until is None


def test_an_unknown_path_is_not_there(client: TestClient, wish: Subscription) -> None:
    assert (
        client.get(
            "/websub/guess", params={"hub.mode": "subscribe", "hub.topic": TOPIC}
        ).status_code
        == 404
    )
    assert client.post("/websub/guess", content=b"x").status_code == 404


def test_a_signed_word_makes_the_feed_due_and_another_is_ignored(
    client: TestClient, newsroom: Newsroom, wish: Subscription
) -> None:
    asks(client, wish)

    unsigned = tells(client, wish, "not our secret")
    with newsroom.store.reading() as tx:
        before = feeds.due(tx, newsroom.clock(), limit=99)
    signed = tells(client, wish, wish.secret)
    with newsroom.store.reading() as tx:
        after = feeds.due(tx, newsroom.clock(), limit=99)

    assert (unsigned, signed) == (202, 202)
    assert wish.feed_id not in [feed.id for feed in before]
    [feed] = [feed for feed in after if feed.id == wish.feed_id]
    assert was_pushed(feed, newsroom.clock())


def test_news_that_the_hub_missed_bring_the_old_rhythm_back(
    client: TestClient, newsroom: Newsroom, wish: Subscription
) -> None:
    asks(client, wish)
    with newsroom.store.writing() as tx:
        for _ in range(3):
            subscriptions.miss(tx, wish.feed_id)

    missed = is_pushed(held(newsroom, wish), newsroom.clock())
    tells(client, wish, wish.secret)
    again = is_pushed(held(newsroom, wish), newsroom.clock())

    assert (missed, again) == (False, True)


def test_a_lease_is_asked_for_again_before_it_ends_and_a_refusal_rests_for_a_week(
    client: TestClient, newsroom: Newsroom, wish: Subscription
) -> None:
    asks(client, wish, **{"hub.lease_seconds": "864000"})
    now = newsroom.clock()

    def due(days: float) -> list[int]:
        with newsroom.store.writing() as tx:
            return [
                one.feed_id for one in subscriptions.due(tx, now + timedelta(days=days), limit=9)
            ]

    renewed = (due(8.9), due(9.1))
    asks(client, wish, **{"hub.mode": "denied", "hub.reason": "too many"})

    assert renewed == ([], [wish.feed_id])
    assert (due(6), due(8)) == ([], [wish.feed_id])

"""Who gets in, how far, and what the others are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.config import Web
from crawler.items import Scope
from crawler.storage import Store, tokens
from crawler.storage.tokens import TokenKind
from tests.web.access.conftest import House, log_in


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


def bearer(house: House, *scopes: Scope) -> dict[str, str]:
    with house.store.writing() as tx:
        made = tokens.add_api(tx, "Data team", scopes, house.clock())
    return {"Authorization": f"Bearer {made}"}


def test_a_private_place_without_a_password_lets_everybody_in(house: House) -> None:
    client = house.visitor()

    assert client.get("/inside").status_code == 200
    assert client.post("/api/v1/inside").status_code == 200


@pytest.mark.parametrize(
    "web",
    [
        Web(listen="0.0.0.0:8420"),
        # A proxy stands before it, and lets in the world.
        Web(listen="127.0.0.1:8420", public_url="https://news.example"),
    ],
)
def test_any_other_place_lets_nobody_in_without_one(house: House, web: Web) -> None:
    house.web = web
    client = house.visitor()

    assert client.get("/inside").headers["location"] == "/login?next=/inside"
    answer = client.get("/api/v1/inside")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "wirewatch web password" in answer.json()["detail"]
    assert client.get("/login").status_code == 403
    assert "wirewatch web password" in client.get("/login").text


def test_a_password_that_is_set_meanwhile_closes_the_door_at_once(house: House) -> None:
    client = house.visitor()
    before = client.get("/inside").status_code
    house.lock()

    assert (before, client.get("/inside").status_code) == (200, 303)
    assert client.post("/api/v1/inside").status_code == 401


def test_people_are_led_to_the_login_and_back(house: House) -> None:
    house.lock()
    client = house.visitor()

    led = client.get("/inside?q=a%26b").headers["location"]

    assert led == "/login?next=/inside%3Fq%3Da%2526b"
    assert client.get("/inside", headers={"HX-Request": "true"}).headers["hx-redirect"] == (
        "/login?next=/inside"
    )
    assert client.post("/inside").headers["location"] == "/login"


@pytest.mark.parametrize(
    ("scope", "opens"),
    [
        (Scope.READ, {"/api/v1/inside": 200, "/metrics/inside": 200, "POST": 403}),
        (Scope.METRICS, {"/api/v1/inside": 403, "/metrics/inside": 200, "POST": 403}),
        (Scope.WRITE, {"/api/v1/inside": 403, "/metrics/inside": 403, "POST": 200}),
    ],
)
def test_a_token_opens_what_its_scopes_say(
    house: House, scope: Scope, opens: dict[str, int]
) -> None:
    house.lock()
    client = house.visitor(**bearer(house, scope))

    found = {path: client.get(path).status_code for path in ("/api/v1/inside", "/metrics/inside")}
    denied = client.post("/api/v1/inside")

    assert found | {"POST": denied.status_code} == opens
    if denied.status_code == 403:
        assert denied.json()["detail"] == (
            f'This needs a token with the scope "write"; this one has: {scope}.'
        )


@pytest.mark.parametrize("given", ["ww_x", "", "ü" * 9, "\udcff"])
def test_a_token_that_is_none_opens_nothing_though_everybody_may_come_in(
    house: House, given: str
) -> None:
    raw = given.encode("utf-8", "surrogateescape")
    answer = house.visitor().get("/api/v1/inside", headers=[(b"Authorization", b"Bearer " + raw)])

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:wirewatch:problem:unauthorized"


def test_a_token_of_a_feed_is_none_of_the_api(house: House) -> None:
    with house.store.writing() as tx:
        made = tokens.add(tx, TokenKind.TOPIC, "Floods", house.clock())

    client = house.visitor(Authorization=f"Bearer {made}")

    assert client.get("/api/v1/inside").status_code == 401


def test_a_token_is_kept_as_a_hash_and_its_last_use_is_known(house: House) -> None:
    said = bearer(house, Scope.READ)
    client = house.visitor(**said)
    client.get("/api/v1/inside")
    first = house.clock()
    house.clock.now += timedelta(minutes=5)
    client.get("/api/v1/inside")

    with house.store.reading() as tx:
        (held,) = tokens.listing(tx)
        kept = tx.exec_driver_sql("select hash from token").scalar_one()
    assert held.used_at == first  # written once an hour
    assert said["Authorization"].encode() not in bytes(kept)
    with house.store.writing() as tx:
        tokens.revoke(tx, held.id)
    assert client.get("/api/v1/inside").status_code == 401


def test_forms_need_their_token_also_where_everybody_may_come_in(house: House) -> None:
    client = house.visitor()
    token = client.get("/inside").json()

    assert client.post("/inside").status_code == 403
    assert client.post("/inside", data={"csrf": token[:-3]}).status_code == 403
    assert client.post("/inside", files={"csrf": b"a file"}).status_code == 403
    assert client.post("/inside", data={"csrf": token}).status_code == 200
    assert client.post("/inside", headers={"X-CSRF-Token": token}).status_code == 200
    house.clock.now += timedelta(days=2)
    assert client.post("/inside", data={"csrf": token}).status_code == 403


def test_a_form_is_of_use_in_its_own_session_alone(house: House) -> None:
    house.lock()
    one, other = house.visitor(), house.visitor()
    assert (log_in(one), log_in(other)) == (303, 303)
    token = one.get("/inside").json()

    assert other.post("/inside", data={"csrf": token}).status_code == 403
    assert other.post("/api/v1/inside", headers={"X-CSRF-Token": token}).status_code == 403
    assert other.post("/api/v1/inside").status_code == 403
    house.clock.now += timedelta(days=2)  # as long as the session lasts
    assert one.post("/inside", data={"csrf": token}).status_code == 200
    assert one.post("/api/v1/inside", headers={"X-CSRF-Token": token}).status_code == 200

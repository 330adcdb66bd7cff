"""A password for a session; how sessions end; how slowly passwords may be tried."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.config import Secret, Web
from crawler.errors import UsageError
from crawler.items import Scope
from crawler.storage import logins, passwords, tokens
from crawler.web.access import passwords as hashing
from crawler.web.access.login import local
from crawler.web.access.opening import refuse_an_open_door
from tests.web.access.conftest import PASSWORD, House, form_of, log_in


def is_in(client: TestClient) -> bool:
    return client.get("/inside").status_code == 200


def test_the_password_opens_and_logging_out_closes(house: House) -> None:
    house.lock()
    client = house.visitor()

    assert log_in(client, "something else") == 403
    assert not is_in(client)
    assert log_in(client, next="/inside") == 303
    token = client.get("/inside").json()
    before = dict(client.cookies)
    assert client.post("/logout", data={"csrf": token}).headers["location"] == "/login"
    client.cookies.update(before)  # whoever kept the cookie has nothing
    assert not is_in(client)


def test_the_cookie_is_kept_from_scripts_other_pages_and_the_open_net(house: House) -> None:
    house.lock()
    house.web = Web(public_url="https://news.example")
    client = house.visitor()
    form = {"password": PASSWORD, "csrf": form_of(client.get("/login").text)}

    answer = client.post("/login", data=form)

    assert answer.headers["cache-control"] == "no-store"
    given = answer.headers.get_list("set-cookie")
    assert len(given) == 2
    for one in given:
        assert re.match(r"__Host-wirewatch-[0-9a-f]{8}(-known)?=", one)
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(one.split("; "))


def test_a_login_that_is_not_from_our_page_is_refused(house: House) -> None:
    house.lock()

    answer = house.visitor().post("/login", data={"password": PASSWORD})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_who_logs_in_gets_a_session_that_nobody_knew_before(house: House) -> None:
    house.lock()
    client = house.visitor()
    log_in(client)
    before = dict(client.cookies)

    log_in(client)

    thief = house.visitor()
    thief.cookies.update(before)
    assert (is_in(client), is_in(thief)) == (True, False)


def test_a_session_gets_another_cookie_each_day_and_the_old_one_ends(house: House) -> None:
    house.lock()
    client, late = house.visitor(), house.visitor()
    log_in(client)
    late.cookies.update(client.cookies)
    old = dict(client.cookies)

    house.clock.now += timedelta(days=1, minutes=1)

    assert is_in(client)
    assert dict(client.cookies) != old
    assert is_in(late)  # loaded at the same time
    house.clock.now += timedelta(minutes=2)
    assert (is_in(client), is_in(late)) == (True, False)


@pytest.mark.parametrize(("every", "days"), [(timedelta(days=8), 8), (timedelta(days=1), 31)])
def test_a_session_ends_after_a_week_without_a_visit_and_after_its_time(
    house: House, every: timedelta, days: int
) -> None:
    house.lock()
    client = house.visitor()
    log_in(client)
    end = house.clock() + timedelta(days=days)

    while house.clock() + every < end:
        house.clock.now += every
        assert is_in(client)
    house.clock.now = end

    assert not is_in(client)


@pytest.mark.parametrize("how", ["set", "removed"])
def test_another_password_ends_all_sessions(house: House, how: str) -> None:
    house.lock()
    client = house.visitor()
    log_in(client)

    if how == "set":
        house.lock("quite another one")
        assert not is_in(client)
    else:
        with house.store.writing() as tx:
            assert passwords.drop(tx)
        house.lock()
        assert not is_in(client)


def test_a_password_of_the_settings_wins_and_its_change_ends_sessions(house: House) -> None:
    house.lock("the one by command")
    house.web = Web(password=Secret("a file", PASSWORD))
    client = house.visitor()

    assert log_in(client, "the one by command") == 403
    assert log_in(client) == 303
    again = house.visitor()  # the same settings: a restart
    again.cookies.update(client.cookies)
    assert is_in(again)
    house.web = Web(password=Secret("a file", "the next of the settings"))
    changed = house.visitor()
    changed.cookies.update(client.cookies)
    assert not is_in(changed)


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (Secret("the environment variable X"), "the environment variable X is not set"),
        (Secret("the file Y", "short"), "the file Y: a password needs at least 10 characters"),
    ],
)
def test_a_password_that_is_none_opens_no_door(house: House, secret: Secret, said: str) -> None:
    house.web = Web(password=secret)

    with pytest.raises(UsageError, match=said):
        house.visitor()


def test_after_five_tries_an_address_has_to_wait_also_after_a_restart(house: House) -> None:
    house.lock()
    client = house.visitor()

    tries = [log_in(client, f"guess {n}") for n in range(6)]
    right = log_in(house.visitor())
    elsewhere = log_in(house.visitor("192.0.2.2"))
    house.clock.now += logins.WINDOW

    assert tries == [403, 403, 403, 403, 403, 429]
    assert (right, elsewhere) == (429, 303)
    assert log_in(client) == 303


def test_whoever_has_to_wait_is_told_how_long(house: House) -> None:
    house.lock()
    client = house.visitor()
    for n in range(5):
        log_in(client, f"guess {n}")
        house.clock.now += timedelta(minutes=1)

    form = {"password": PASSWORD, "csrf": form_of(client.get("/login").text)}
    answer = client.post("/login", data=form)

    assert answer.headers["retry-after"] == "600"
    assert "Again in 10 min" in answer.text


def test_addresses_of_one_house_count_together(house: House) -> None:
    house.lock()

    for n in range(5):
        log_in(house.visitor(f"2001:db8::{n}"), "guess")

    assert log_in(house.visitor("2001:db8::ff")) == 429
    assert log_in(house.visitor("2001:db8:0:1::ff")) == 303


def test_many_strangers_cannot_keep_out_those_who_live_here(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.lock()
    monkeypatch.setattr(logins, "STRANGERS_MOST", 4)
    resident = house.visitor()
    log_in(resident)
    token = resident.get("/inside").json()
    resident.post("/logout", data={"csrf": token})

    for n in range(4):
        log_in(house.visitor(f"198.51.100.{n}"), "guess")

    assert log_in(house.visitor("203.0.113.1")) == 429
    assert log_in(resident) == 303


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/topics?x=1", "/topics?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_login_leads_nowhere_else(asked: str, led: str) -> None:
    assert local(asked) == led


def test_a_password_is_kept_as_a_salted_hash() -> None:
    one, other = hashing.hashed("Grüße an alle"), hashing.hashed("Grüße an alle")

    assert one != other
    assert one.startswith("scrypt$32768,8,3$")
    assert hashing.is_same("Gru\u0308ße an alle", one)  # as another keyboard writes it
    assert not hashing.is_same("Gruße an alle", one)


@pytest.mark.parametrize("place", [("0.0.0.0", 8420), ("192.0.2.1", 8420), ("::", 8420)])
def test_an_open_door_is_refused_at_the_start(house: House, place: tuple[str, int]) -> None:
    config = house.config()

    with pytest.raises(UsageError, match="neither a password nor a token") as told:
        refuse_an_open_door(house.store, config, place)
    assert "wirewatch web password" in str(told.value)
    refuse_an_open_door(house.store, config, ("127.0.0.1", 8420))
    refuse_an_open_door(house.store, config, ("::1", 8420))
    with house.store.writing() as tx:
        tokens.add_api(tx, "Data team", [Scope.READ], house.clock())
    refuse_an_open_door(house.store, config, place)


def test_with_a_password_the_door_may_be_anywhere(house: House) -> None:
    house.lock()

    refuse_an_open_door(house.store, house.config(), ("0.0.0.0", 8420))

"""Asked of every request: by which name it calls us, and from which page it comes."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from crawler.config import Web
from crawler.storage import Store
from tests.web.access.conftest import House

PRIVATE = Web(listen="127.0.0.1:8420", hosts=("wall.example",))
PUBLIC = Web(listen="0.0.0.0:8420")


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.fixture
def client(house: House) -> TestClient:
    return house.visitor()


@pytest.mark.parametrize(
    ("web", "called", "status"),
    [
        (PRIVATE, "localhost:8420", 200),
        (PRIVATE, "127.0.0.1", 200),
        (PRIVATE, "[::1]:8420", 200),
        (PRIVATE, "Wall.Example.:8420", 200),
        (PRIVATE, "evil.example", 421),
        (PRIVATE, "localhost.evil.example", 421),
        (PRIVATE, "127.0.0.1.evil.example", 421),
        (PRIVATE, "127.0.0.1@evil.example", 421),
        (PRIVATE, "10.0.0.1:8420", 421),
        (PRIVATE, "[::1", 421),
        (PRIVATE, "", 421),
        (PUBLIC, "10.0.0.1:8420", 200),
        (PUBLIC, "evil.example", 421),
    ],
)
def test_a_name_that_is_not_ours_is_answered_by_nothing(
    house: House, web: Web, called: str, status: int
) -> None:
    house.web = web
    house.lock()

    answer = house.visitor().get("/login", headers={"Host": called})

    assert answer.status_code == status
    assert ("public_url or hosts" in answer.text) is (status == 421)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://127.0.0.1:8420"}, 200),
        ({}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:3000"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:3000"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
    ],
)
def test_what_a_foreign_page_sends_changes_nothing(
    client: TestClient, said: dict[str, str], status: int
) -> None:
    answer = client.post("/api/v1/inside", headers=said)

    assert answer.status_code == status


def test_behind_a_proxy_that_renames_us_our_own_page_is_ours(house: House) -> None:
    house.web = Web(listen="127.0.0.1:8420", public_url="https://news.example")
    said = {"Host": "127.0.0.1:8420", "Origin": "https://news.example"}

    assert "public_url" not in house.visitor().post("/logout", headers=said).text
    assert "another site" not in house.visitor().post("/logout", headers=said).text


def test_looking_is_no_matter_of_pages(client: TestClient) -> None:
    assert client.get("/inside", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200

"""What is around every page: language, light and dark, errors, our files."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from crawler.errors import StorageError
from crawler.storage import Store
from crawler.web.pages.preferences import local
from tests.web.conftest import PageOf


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Nothing here depends on the database."""
    return sqlite_store


def test_a_page_speaks_what_the_browser_likes(page_of: PageOf) -> None:
    spoken = {
        "de": "de",
        "de-AT,en;q=0.5": "de",
        "fr, en;q=0.7, de;q=0.8": "de",
        "fr": "en",
        "": "en",
        "de;q=x,,;q=,*": "en",
    }

    for liked, language in spoken.items():
        assert f'<html lang="{language}">' in page_of("/", language=liked), liked


def test_a_chosen_language_and_appearance_stay(client: TestClient) -> None:
    for chosen in ({"language": "de"}, {"theme": "dark"}):
        answer = client.post(
            "/preferences", data={**chosen, "back": "/?topic=1"}, follow_redirects=False
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/?topic=1")

    assert '<html lang="de" data-theme="dark">' in client.get("/").text


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", ""]
)
def test_nobody_is_led_away(path: str) -> None:
    assert local(path) == "/"


def test_a_form_on_a_page_of_others_is_refused(client: TestClient) -> None:
    for head in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ):
        answer = client.post("/preferences", data={"theme": "dark"}, headers=head)

        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


def test_what_is_missing_is_said_in_the_readers_language(page_of: PageOf) -> None:
    assert "Hier ist nichts" in page_of("/nowhere", language="de", status=404)


def test_a_number_that_is_none_is_no_fault_of_ours(page_of: PageOf) -> None:
    assert "cannot be read" in page_of("/?topic=x", status=400)


def test_programs_are_told_in_json(client: TestClient) -> None:
    assert client.get("/nowhere").json() == {"detail": "Not Found"}


def test_a_database_that_is_away_is_said(
    page_of: PageOf, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StorageError("sqlite:///secret: gone")

    monkeypatch.setattr(store, "reading", away)

    said = page_of("/", status=503)

    assert "The database does not answer" in said
    assert "secret" not in said


def test_our_files_are_kept_for_ever_under_the_hash_of_what_they_say(client: TestClient) -> None:
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)

    assert len(named) == 4
    for path in named:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-encoding"] == "gzip"
    assert client.get("/static/style.css").status_code == 404
    assert client.get("/static/..%2Fapp.py").status_code == 404


def test_nothing_on_a_page_could_run_but_our_files(client: TestClient) -> None:
    answer = client.get("/")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|<script(?! src)|\son\w+=", answer.text)

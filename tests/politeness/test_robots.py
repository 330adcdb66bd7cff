from __future__ import annotations

import pytest

from crawler.politeness.robots import rules_of, rules_without_answer

PAGE = "https://paper.example/intern/1"


def test_what_the_file_forbids_us_is_forbidden() -> None:
    body = b"User-agent: Wirewatch\nDisallow: /intern/\n\nUser-agent: *\nDisallow:\n"

    rules = rules_of(200, body, now=0, cache_s=60)

    assert not rules.allow(PAGE, "Wirewatch")
    assert rules.allow(PAGE, "Other")
    assert rules.allow("https://paper.example/a/1", "Wirewatch")


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (410, True), (429, False), (500, False), (503, False), (302, False)],
)
def test_a_missing_file_allows_and_a_broken_server_forbids(status: int, allowed: bool) -> None:
    assert rules_of(status, b"", now=0, cache_s=86400).allow(PAGE, "Wirewatch") is allowed


def test_a_refusal_for_lack_of_an_answer_is_not_believed_for_a_day() -> None:
    assert rules_of(503, b"", now=0, cache_s=86400).until == 3600
    assert rules_without_answer("time-out", now=0).until == 300
    assert not rules_without_answer("time-out", now=0).allow(PAGE, "Wirewatch")


@pytest.mark.parametrize("status", [200, 404])
def test_what_was_said_is_believed_as_long_as_the_settings_say(status: int) -> None:
    assert rules_of(status, b"", now=5, cache_s=86400).until == 5 + 86400


def test_the_crawl_delay_is_told() -> None:
    rules = rules_of(200, b"User-agent: *\nCrawl-delay: 20\n", now=0, cache_s=60)

    assert rules.delay_s("Wirewatch") == 20


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00", b"\xef\xbb\xbfUser-agent: *\nDisallow: /", b"\0" * 9]
)
def test_junk_is_read_without_complaint(body: bytes) -> None:
    rules = rules_of(200, body, now=0, cache_s=60)

    assert rules.allow(PAGE, "Wirewatch") is (b"Disallow" not in body)

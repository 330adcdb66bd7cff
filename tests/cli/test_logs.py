from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from crawler.cli import logs


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logs.begin(0, "UTC", to=stream)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("https://me:pa55@a.example/feed", "https://…@a.example/feed"),
        ("https://a.example/rss?token=abc&n=2", "https://a.example/rss?token=…&n=2"),
        ("https://a.example/rss?n=2&api_key=abc: 503", "https://a.example/rss?n=2&api_key=…: 503"),
        ("https://a.example/rss?SIG=abc#x", "https://a.example/rss?SIG=…#x"),
        ("https://a.example/?apikey=a.b.c.", "https://a.example/?apikey=…."),
        ("https://a.example/?monkey=abc", "https://a.example/?monkey=abc"),
        ("https://a.example/keys=1", "https://a.example/keys=1"),
        ("mail to a@b.example: done", "mail to a@b.example: done"),
    ],
)
def test_the_log_names_an_address_without_its_keys(
    out: io.StringIO, given: str, written: str
) -> None:
    logs.log.info("fault    %s", given)

    assert out.getvalue().rstrip("\n").endswith(written)


def test_keys_are_left_out_of_tracebacks_too(out: io.StringIO) -> None:
    error = ValueError("https://a.example/rss?key=abc")

    logs.log.error("fault", exc_info=error)

    assert "abc" not in out.getvalue()
    assert "?key=…" in out.getvalue()


def test_a_message_to_a_reader_keeps_its_links(out: io.StringIO) -> None:
    logs.log.info("https://a.example/?key=abc", extra={"is_message": True})

    assert "?key=abc" in out.getvalue()

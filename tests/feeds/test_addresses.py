from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.addresses import ADDRESS_CHARS, Refused, absolute, absolute_or_none

BASE = "https://paper.example/a/feed.xml"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://b.example/x", "https://b.example/x"),
        ("  https://b.example/x\n", "https://b.example/x"),
        ("https://b.exa\nmple/x", "https://b.example/x"),
        ("x", "https://paper.example/a/x"),
        ("/x?y=1#z", "https://paper.example/x?y=1#z"),
        ("?page=2", "https://paper.example/a/feed.xml?page=2"),
        ("//b.example/x", "https://b.example/x"),
        ("HTTP://B.example/X", "HTTP://B.example/X"),
        ("https://b.example/a b|c", "https://b.example/a%20b%7Cc"),
        ("https://b.example/Brücke", "https://b.example/Brücke"),
        ("https://b.example:8443/x", "https://b.example:8443/x"),
    ],
)
def test_a_link_becomes_an_address(link: str, address: str) -> None:
    assert absolute(link, BASE) == address


@pytest.mark.parametrize(
    "link",
    [
        *(
            "",
            " ",
            "javascript:x",
            "JaVaScript:x",
            "data:,x",
            "mailto:a@b.example",
            "ftp://b.example/",
        ),
        *("about:blank", "https://", "https:///x", "https://b.example:port/", "http://[::1"),
        *(
            "https://me@b.example/",
            "https://me:secret@b.example/",
            "java\nscript:x",
            "tag:b,2026:1",
        ),
        "/" + "x" * ADDRESS_CHARS,
    ],
)
def test_a_link_that_must_not_be_followed_is_refused(link: str) -> None:
    with pytest.raises(Refused):
        absolute(link, BASE)


def test_a_relative_link_without_a_base_leads_nowhere() -> None:
    assert absolute_or_none("x", "") is None


@given(st.text(max_size=100), st.sampled_from([BASE, "", "nonsense", "http://[::1"]))
def test_every_address_is_http_and_has_no_blanks(link: str, base: str) -> None:
    address = absolute_or_none(link, base)

    assert address is None or (
        address.lower().startswith(("http://", "https://"))
        and not {" ", "\n", '"', "<"} & set(address)
    )

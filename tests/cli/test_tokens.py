"""`tokens`: made, shown once, listed without themselves, taken back."""

from __future__ import annotations

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_a_token_is_made_listed_and_taken_back(filled: Wirewatch) -> None:
    made = filled("tokens", "add", "--topic", "floods", "--json").json
    listed = filled("tokens", "list")

    assert made["atom"].removesuffix(".atom") == made["json"].removesuffix(".json")
    assert made["atom"].rpartition("/")[2].removesuffix(".atom") not in listed.out
    assert "Floods" in listed.out
    assert filled("tokens", "revoke", "1").out == "Token 1 opens nothing any more.\n"
    assert filled("tokens", "list", "--json").json == []


def test_a_saved_query_is_a_feed_too_and_where_is_said(filled: Wirewatch) -> None:
    answer = filled("tokens", "add", "--search", "@water")

    assert answer.out.startswith("Atom       http://127.0.0.1:8420/feeds/")
    assert 'set [web] listen = "127.0.0.1:8420"' in answer.err


def test_a_token_of_the_api_says_what_it_allows(filled: Wirewatch) -> None:
    answer = filled("tokens", "add", "--api", "Data team", "--scope", "write", "--scope", "read")
    listed = filled("tokens", "list", "--json").json

    assert answer.out.startswith("ww_")
    assert f"Authorization: Bearer {answer.out.strip()}" in answer.err
    assert [(one["subject"], one["scopes"]) for one in listed] == [("Data team", ["read", "write"])]
    assert answer.out.strip() not in str(listed)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "name one: --topic NAME, --search NAME or --api WHOSE"),
        (("add", "--topic", "Floods", "--search", "x"), "name one"),
        (("add", "--topic", "Floods", "--scope", "read"), "--scope goes with --api"),
        (("add", "--api", " "), "say whose it is"),
        (("add", "--topic", "Flods"), 'did you mean "Floods"?'),
        (("add", "--search", "fire"), "there are: water"),
        (("revoke", "9"), "no token has the id 9; see: wirewatch tokens list"),
    ],
)
def test_what_cannot_be_is_said(filled: Wirewatch, words: tuple[str, ...], said: str) -> None:
    answer = filled("tokens", *words)

    assert answer.code != Code.FINE
    assert said in answer.err

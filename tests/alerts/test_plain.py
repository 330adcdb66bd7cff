"""What strangers wrote cannot act when it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.alerts.plain import cut, one_line, plain, web_link


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Storm\r\nBcc: all@example.org", "Storm Bcc: all@example.org"),
        ("Storm\u2028warning\x85for\x0ball", "Storm warning for all"),
        ("\x1b[31mred\x1b[0m \x07bell", "[31mred[0m bell"),
        ("pay \u202egnp.exe\u202c now", "pay gnp.exe now"),
        ("\u2066hidden\u2069 \ufeffmark", "hidden mark"),
        ("zero\u200bwidth, soft\u00adhyphen", "zerowidth, softhyphen"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("many \u00a0\u2009  blanks", "many blanks"),
        ("nul\x00l", "null"),
    ],
)
def test_signs_that_act_are_taken_out(written: str, shown: str) -> None:
    assert one_line(written) == shown


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍🚀 in space", "עברית", "Ünïcödé – “quoted”"])
def test_what_scripts_need_stays(text: str) -> None:
    assert one_line(text) == text


@settings(deadline=None)
@given(st.text())
def test_nothing_comes_out_that_breaks_a_line_or_cannot_be_sent(text: str) -> None:
    shown = plain(text)

    assert len(shown.splitlines()) <= 1
    assert shown.isprintable() or not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
    shown.encode()


@settings(deadline=None)
@given(st.text(), st.integers(2, 50))
def test_what_is_cut_fits(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most


def test_a_long_text_is_cut_at_a_border_of_words() -> None:
    assert cut("The river rose by two metres", 18) == "The river rose by…"
    assert cut("The river rose, by two metres", 18) == "The river rose…"


def test_a_text_without_blanks_is_cut_where_it_must_be() -> None:
    assert cut("河水一夜之间上涨了两米", 6) == "河水一夜之…"


@pytest.mark.parametrize(
    ("given_url", "link"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("javascript:alert(1)", ""),
        ("https://example.org/a\r\nb", "https://example.org/ab"),
        ("https://example.org/\u202egpj", "https://example.org/gpj"),
    ],
)
def test_only_web_addresses_are_links(given_url: str, link: str) -> None:
    assert web_link(given_url) == link

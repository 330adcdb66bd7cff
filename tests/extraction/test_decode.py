"""Bytes whose charset is declared wrongly, or not at all."""

from __future__ import annotations

import codecs

import pytest

from crawler.extraction.decode import decode

GERMAN = "<p>Für größere Städte – “heißt es” – genügt das.</p>"
POLISH = "<p>Zażółć gęślą jaźń w Łodzi</p>"
RUSSIAN = "<p>Россия и Украина договорились об обмене пленными в четверг</p>" * 3
JAPANESE = "<p>政府は新しい協定について協議を再開すると発表した。</p>" * 3


def meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param(
            GERMAN.encode(),
            "text/html; charset=iso-8859-1",
            GERMAN,
            id="utf-8 under a latin-1 header",
        ),
        pytest.param(
            (meta("iso-8859-1") + GERMAN).encode(),
            "text/html",
            GERMAN,
            id="utf-8 under a latin-1 meta",
        ),
        pytest.param(GERMAN.encode(), "", GERMAN, id="utf-8, undeclared"),
        pytest.param(
            GERMAN.encode("cp1252"), "text/html; charset=iso-8859-1", GERMAN, id="cp1252 as latin-1"
        ),
        pytest.param(
            (meta("windows-1252") + GERMAN).encode("cp1252"), "", GERMAN, id="cp1252 by meta"
        ),
        pytest.param(
            codecs.BOM_UTF8 + GERMAN.encode(),
            "text/html; charset=cp1251",
            GERMAN,
            id="utf-8 by mark",
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), "", GERMAN, id="utf-16 by mark"
        ),
        pytest.param(
            codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "", GERMAN, id="utf-16 be by mark"
        ),
        pytest.param(GERMAN.encode("utf-16-le"), "text/html", GERMAN, id="utf-16 without mark"),
        pytest.param(
            (meta("iso-8859-2") + POLISH).encode("iso-8859-2"), "", POLISH, id="latin-2 by meta"
        ),
        pytest.param(
            (meta("windows-1251") + RUSSIAN).encode("cp1251"),
            "text/html; charset=ISO-8859-1",
            RUSSIAN,
            id="cp1251 by meta under a latin-1 header",
        ),
        pytest.param(RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r", RUSSIAN, id="koi8-r"),
        pytest.param(
            RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", RUSSIAN, id="cp1251 as utf-8"
        ),
        pytest.param((meta("shift_jis") + JAPANESE).encode("cp932"), "", JAPANESE, id="shift-jis"),
        pytest.param(
            JAPANESE.encode("iso-2022-jp"),
            "text/html; charset=iso-2022-jp",
            JAPANESE,
            id="iso-2022-jp",
        ),
        pytest.param(JAPANESE.encode("euc-jp"), "text/html; charset=euc-jp", JAPANESE, id="euc-jp"),
        pytest.param(
            GERMAN.encode(), "text/html; charset=no-such-thing", GERMAN, id="an unknown name"
        ),
        pytest.param(
            GERMAN.encode("cp1252"), "text/html; charset=base64", GERMAN, id="no charset at all"
        ),
    ],
)
def test_the_text_is_read_whatever_is_declared(
    body: bytes, content_type: str, expected: str
) -> None:
    assert decode(body, content_type).endswith(expected)


def test_a_few_bad_bytes_do_not_turn_utf8_into_something_else() -> None:
    body = ("<p>" + "größer, schöner, müßiger " * 20 + "</p>").encode() + b"\xe4"

    text = decode(body, "text/html; charset=utf-8")

    assert text.count("größer, schöner, müßiger") == 20


def test_nul_characters_are_left_out() -> None:
    assert decode(b"<p>a\0b</p>") == "<p>ab</p>"


@pytest.mark.parametrize("name", ["idna", "punycode", "rot13", "hex", "unicode_escape", "utf-7"])
def test_a_codec_in_which_no_page_is_written_is_not_used(name: str) -> None:
    body = "<p>Geschäfte in Grünau</p>".encode("cp1252") * 40

    assert "Geschäfte in Grünau" in decode(body, f"text/html; charset={name}")

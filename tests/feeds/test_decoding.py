from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.decoding import text_of
from crawler.feeds.problems import Problems

WORDS = "<a>Brücke – Łódź</a>"


def decoded(body: bytes, content_type: str = "") -> tuple[str, tuple[str, ...]]:
    problems = Problems()
    return text_of(body, content_type, problems), problems.told()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_known_by_its_mark_or_its_looks(encoding: str) -> None:
    assert decoded(WORDS.encode(encoding)) == (WORDS, ())


def test_valid_utf8_is_believed_more_than_what_is_said_of_it() -> None:
    assert decoded(WORDS.encode(), "text/xml; charset=iso-8859-1") == (
        WORDS,
        ("said to be in windows-1252, but is in UTF-8",),
    )


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("windows-1251", "cp1251", "Мост"),
        ("KOI8-R", "koi8-r", "Мост"),
        ("ISO-8859-2", "iso8859-2", "Łódź"),
        ("iso-8859-1", "cp1252", "„Brücke“"),  # on the web Latin-1 means windows-1252
        ("gb2312", "gb18030", "桥梁"),
        ("Shift_JIS", "cp932", "橋①"),
        ("EUC-KR", "cp949", "다리"),
        ("ISO-2022-JP", "iso2022_jp", "橋"),
    ],
)
def test_older_encodings_are_read_by_header_or_declaration(
    label: str, encoding: str, words: str
) -> None:
    body = f"<a>{words}</a>".encode(encoding)
    declared = f'<?xml version="1.0" encoding="{label}"?>'.encode()

    assert decoded(body, f"text/xml;charset={label}")[0] == f"<a>{words}</a>"
    assert decoded(declared + body)[0].endswith(f"<a>{words}</a>")


def test_a_single_bad_byte_costs_a_single_letter() -> None:
    text, problems = decoded("Brücke".encode() + b" \xfcber " + "Łódź".encode())

    assert text == "Brücke über Łódź"
    assert len(problems) == 1


@pytest.mark.parametrize(
    "label", ["punycode", "unicode_escape", "zlib", "rot13", "idna", "utf-7", "no"]
)
def test_an_encoding_that_no_feed_is_written_in_is_not_tried(label: str) -> None:
    assert decoded(b"<a>\\u0041 +AEE- \xfc</a>", f"text/xml; charset={label}")[0] == (
        "<a>\\u0041 +AEE- ü</a>"
    )


def test_text_that_was_encoded_twice_is_mended_only_where_all_of_it_was() -> None:
    twice = WORDS.encode().decode("latin-1")

    assert decoded(twice.encode()) == (WORDS, ("was encoded twice",))
    assert decoded((twice + "ü").encode())[0] == twice + "ü"


def test_forbidden_characters_are_taken_out_and_counted() -> None:
    assert decoded(b"a\x00b\x1bc\tp\n") == (
        "abc\tp\n",
        ("2 characters that no feed may hold were taken out",),
    )


@given(
    st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=utf-8", "x; charset=gb2312"])
)
def test_any_bytes_become_text_that_xml_can_hold(body: bytes, content_type: str) -> None:
    text, _ = decoded(body, content_type)

    text.encode("utf-8")
    assert "\x00" not in text

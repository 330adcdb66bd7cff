from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.languages import language_of
from crawler.feeds.plain import line, names


@pytest.mark.parametrize(
    ("given_", "plain"),
    [
        ("Plain", "Plain"),
        ("  two\n\tlines\u00a0and  more ", "two lines and more"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("x<br/>y", "x y"),
        ("un<b>believ</b>able", "unbelievable"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("&lt;i&gt;Titel&lt;/i&gt;", "Titel"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("AT&T", "AT&T"),
        ("The <video> element", "The <video> element"),
        ("<script>alert(1)</script>Titel", "Titel"),
        ("Titel<!-- hidden -->", "Titel"),
        ("&#8222;Ja&#8220; &#x2013; &hellip;", "„Ja“ – …"),
        ('<a href="x" title="a > b">Link</a>', 'b">Link'),  # nobody writes so into a headline
    ],
)
def test_a_title_becomes_one_plain_line(given_: str, plain: str) -> None:
    assert line(given_) == plain


def test_a_literal_title_keeps_what_looks_like_a_tag() -> None:
    assert line("The <b> element &amp; others", literal=True) == "The <b> element & others"


def test_an_endless_title_is_cut() -> None:
    assert len(line("word " * 100_000)) <= 5000


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Anna Berg", ("Anna Berg",)),
        ("anna@paper.example (Anna Berg)", ("Anna Berg",)),
        ("anna@paper.berlin (Anna Berg)", ("Anna Berg",)),
        ("Anna Berg <anna@paper.example>", ("Anna Berg",)),
        ("anna@paper.example", ()),
        ("Von Anna Berg", ("Anna Berg",)),
        ("By ANNA BERG", ("ANNA BERG",)),
        ("Par Luc Morel et Anne Petit", ("Luc Morel", "Anne Petit")),
        ("Von der Leyen", ("Von der Leyen",)),
        ("Anna Berg, Jonas Feld und Mara Lind", ("Anna Berg", "Jonas Feld", "Mara Lind")),
        ("Anna Berg; Jonas Feld", ("Anna Berg", "Jonas Feld")),
        ("Anna Berg & Jonas Feld", ("Anna Berg", "Jonas Feld")),
        ("Berg, Anna", ("Berg, Anna",)),
        ("Anna Berg in Geneva", ("Anna Berg",)),
        ("Anna Berg, Anna Berg", ("Anna Berg",)),
        ("https://paper.example/authors/7", ()),
        ("<a href='x'>Anna Berg</a>", ("Anna Berg",)),
        ("dpa", ("dpa",)),
        ("4711", ()),
        ("", ()),
    ],
)
def test_a_byline_becomes_the_names_in_it(byline: str, people: tuple[str, ...]) -> None:
    assert names(byline) == people


@given(st.text(max_size=300))
def test_no_text_stops_the_cleaning(text: str) -> None:
    assert "\n" not in line(text)
    assert all(name == name.strip() and name for name in names(text))


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "de"),
        ("de-DE", "de"),
        ("EN_us", "en"),
        ("ger", "de"),
        ("English", "en"),
        ("zh-Hant-TW", "zh"),
        ("us", None),
        ("xx", None),
        ("", None),
        ("12", None),
        ("x-default", None),
    ],
)
def test_a_language_is_two_letters_or_none(tag: str, code: str | None) -> None:
    assert language_of(tag) == code

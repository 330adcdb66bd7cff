"""The standard article: a news text copied into WordPress, with its comment form."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction import extract
from crawler.items import Access
from tests.extraction import pages

BERLIN = ZoneInfo("Europe/Berlin")

pytestmark = pytest.mark.parametrize("theme", pages.THEMES)


def test_every_sentence_is_kept_with_both_sections(theme: str) -> None:
    page = pages.page(pages.THEMES[theme]())

    article = extract(page)

    for paragraph in pages.SENTENCES:
        assert paragraph in article.text
    assert pages.FIRST_HEADING in article.text
    assert pages.SECOND_HEADING in article.text
    assert article.access is Access.FULL


def test_nothing_of_the_comment_form_is_kept(theme: str) -> None:
    page = pages.page(pages.THEMES[theme]())

    article = extract(page)

    for phrase in pages.FORM:
        assert phrase not in article.text
    for around in ("Share this", "Recent Posts", "Stolz", "Rechte vorbehalten", "Impressum"):
        assert around not in article.text


def test_the_title_stands_once_without_the_name_of_the_site(theme: str) -> None:
    page = pages.page(pages.THEMES[theme]())

    article = extract(page)

    assert article.title == pages.TITLE
    assert pages.TITLE not in article.text


def test_the_line_of_its_stand_is_the_time_of_change_in_berlin(theme: str) -> None:
    page = pages.page(pages.THEMES[theme]())

    article = extract(page)

    assert article.modified_at == datetime(2026, 2, 5, 21, 2, tzinfo=BERLIN)
    assert article.modified_from == "dateline"
    # The only other date on the page is that of its picture.
    assert article.published_at in (article.modified_at, datetime(2026, 2, 5, tzinfo=BERLIN))
    assert "Stand:" not in article.text
    assert article.language == "de"


def test_a_theme_in_another_language_does_not_move_the_times(theme: str) -> None:
    html = pages.THEMES[theme]()
    english = re.sub(r'<html( lang="[^"]*")?>', '<html lang="en-US">', html)

    article = extract(pages.page(english))

    assert article.modified_at == datetime(2026, 2, 5, 21, 2, tzinfo=BERLIN)
    assert article.country is None


def test_the_caption_is_kept_apart(theme: str) -> None:
    page = pages.page(pages.THEMES[theme]())

    article = extract(page)

    assert article.image_caption == pages.CAPTION
    assert pages.CAPTION not in article.text


def test_paragraphs_are_parted_by_one_empty_line(theme: str) -> None:
    page = pages.page(pages.THEMES[theme]())

    paragraphs = extract(page).text.split("\n\n")

    assert [p.removeprefix("## ") for p in paragraphs] == [
        *pages.OPENING,
        pages.FIRST_HEADING,
        *pages.FIRST_SECTION,
        pages.SECOND_HEADING,
        *pages.SECOND_SECTION,
    ]

"""Which dates are the article's, and which are others'."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction import extract
from crawler.items import Article, Entry
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
STAND = datetime(2026, 2, 5, 21, 2, tzinfo=ZoneInfo("Europe/Berlin"))


def read(top: str = "", end: str = "", entry: Entry | None = None, lang: str = "de") -> Article:
    html = f"""<html lang="{lang}"><body><article><h1>{pages.TITLE}</h1>{top}{TEXT}</article>{end}
    </body></html>"""
    return extract(pages.page(html, url="https://kurier.example/a"), entry=entry)


@pytest.mark.parametrize(
    "other",
    [
        "<figure><img src=a.jpg><figcaption>Hafen (Archivbild vom 14. Januar 2026)</figcaption>"
        "</figure>",
        "<figure><img src=a.jpg><figcaption>14. Januar 2026</figcaption></figure>",
        '<div class="related-teaser"><p>14. Januar 2026</p></div>',
    ],
)
def test_dates_of_pictures_and_other_articles_are_not_the_articles(other: str) -> None:
    article = read(f"{other}<p>{pages.STAND}</p>", end=other)

    assert article.modified_at == STAND
    assert article.published_at == STAND


def test_a_comment_does_not_date_the_article() -> None:
    article = read(end='<ol class="comments"><li><p>5. Februar 2026, 9:15 Uhr</p></li></ol>')

    assert article.published_at is None


def test_the_feed_tells_the_publication_where_the_page_tells_only_its_stand() -> None:
    at = datetime(2026, 2, 5, 18, 0, tzinfo=UTC)
    entry = Entry(url="https://kurier.example/a", guid="1", title="", published_at=at)

    article = read(f"<p>{pages.STAND}</p>", entry=entry)

    assert (article.published_at, article.published_from) == (at, "feed")
    assert article.modified_at == STAND


@pytest.mark.parametrize("line", ["vor 3 Stunden", "gestern, 18:10 Uhr", "12. Mai", "3 hours ago"])
def test_a_relative_date_is_none(line: str) -> None:
    assert read(f"<p>{line}</p>").published_at is None


@pytest.mark.parametrize(
    "line",
    ["5 février 2026", "jeudi 5 février 2026 par Runa Telgte", "5 февраля 2026", "05.02.26"],
)
def test_a_line_that_begins_with_its_date_near_the_title_dates_the_article(line: str) -> None:
    article = read(f"<div>{line}</div>", lang="fr")

    assert article.published_at is not None
    assert article.published_at.astimezone(ZoneInfo("Europe/Paris")).date().day == 5

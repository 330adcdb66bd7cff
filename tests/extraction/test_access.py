"""Full or teaser: the page's own word first."""

from __future__ import annotations

import pytest

from crawler.extraction import extract
from crawler.items import Access
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
BOX = "<section><p>Jetzt weiterlesen mit dem Abo für 1 Euro im ersten Monat</p></section>"


@pytest.mark.parametrize(
    ("tier", "access"), [("free", Access.FULL), ("locked", Access.TEASER), ("", Access.TEASER)]
)
def test_a_box_for_subscribers_counts_unless_the_page_calls_itself_free(
    tier: str, access: Access
) -> None:
    meta = f'<meta property="article:content_tier" content="{tier}">'
    html = f"<html lang=de><head>{meta}</head><body><h1>{pages.TITLE}</h1>{TEXT}{BOX}</body></html>"

    assert extract(pages.page(html)).access is access


@pytest.mark.parametrize("counted", ["9" * 5_000, "²"], ids=["of 5,000 digits", "of no digit"])
def test_a_count_of_words_that_is_no_number_ends_nothing(counted: str) -> None:
    node = f'{{"@type": "NewsArticle", "headline": "{pages.TITLE}", "wordCount": "{counted}"}}'
    script = f'<script type="application/ld+json">{node}</script>'

    article = extract(pages.page(f"<html><head>{script}</head><body>{TEXT}</body></html>"))

    assert article.access is Access.FULL

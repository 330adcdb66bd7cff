"""Pages that carry their text in scripts only."""

from __future__ import annotations

import json

import pytest

from crawler.errors import PageError
from crawler.extraction import extract
from tests.extraction import pages

PARAGRAPHS = [f"{sentence} Nobody had expected it." for sentence in pages.SENTENCES[:6]]
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
SHELL = (
    f"<html><head><title>{pages.TITLE}</title>"
    f"<meta property='og:title' content='{pages.TITLE}'></head><body><div id=root></div>%s</body>"
)


def script(data: object, kind: str = "application/json") -> str:
    return f"<script type='{kind}' id='__NEXT_DATA__'>{json.dumps(data)}</script>"


def streamed(rows: str) -> str:
    """As the app router of Next.js sends it, in pieces."""
    pieces = [rows[at : at + 300] for at in range(0, len(rows), 300)]
    calls = (f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    return "".join(calls)


CARRIED = {
    "JSON-LD": script(
        {"@type": "NewsArticle", "headline": pages.TITLE, "articleBody": "\n\n".join(PARAGRAPHS)},
        "application/ld+json",
    ),
    "HTML in __NEXT_DATA__": script(
        {"props": {"pageProps": {"article": {"title": pages.TITLE, "body": HTML}}}}
    ),
    "blocks in __NEXT_DATA__": script(
        {"props": {"post": {"content": [{"type": "p", "text": p} for p in PARAGRAPHS]}}}
    ),
    "the app router's stream": streamed(
        f'3:{{"title":"x","html":"$24"}}\n24:T{len(HTML.encode()):x},{HTML}5:["$","div"]\n'
    ),
}


@pytest.mark.parametrize("place", CARRIED)
def test_the_text_is_read_from_the_script_where_the_markup_has_none(place: str) -> None:
    article = extract(pages.page(SHELL % CARRIED[place]))

    assert article.title == pages.TITLE
    assert article.text.split("\n\n") == PARAGRAPHS


def test_the_article_is_the_text_beside_the_pages_headline() -> None:
    terms = {"name": "terms", "html": "<p>We may change these terms at any time. </p>" * 40}
    data = {"a": terms, "b": {"title": pages.TITLE, "html": HTML}}

    article = extract(pages.page(SHELL % script(data)))

    assert article.text.split("\n\n") == PARAGRAPHS


def test_markup_with_text_is_read_before_any_script() -> None:
    other = script({"title": pages.TITLE, "html": "<p>Another text. It is long. Is it?</p>" * 30})

    article = extract(pages.page(pages.classic().replace("</body>", other + "</body>")))

    assert "Another text" not in article.text
    assert pages.SENTENCES[0] in article.text


def test_data_without_an_article_is_no_text() -> None:
    data = {"config": ["a" * 900, {"k": "{b}" * 300}], "menu": [{"text": "Home"}] * 99}

    with pytest.raises(PageError):
        extract(pages.page(SHELL % script(data)))


@pytest.mark.parametrize(
    "row", ["24:T-9,x", "24:T,x", "24:Tffffffff,x", "24:Tzz,x", ":" * 999, "3:{"]
)
def test_broken_streams_end(row: str) -> None:
    with pytest.raises(PageError):
        extract(pages.page(SHELL % streamed(f"1:[]\n{row}\n{row}\n")))

"""Who wrote it: persons, never labels of forms, commenters, photographers or houses."""

from __future__ import annotations

import json

import pytest

from crawler.extraction import extract
from crawler.items import Article
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)


def read(top: str = "", end: str = "", author: object = None, text: str = TEXT) -> Article:
    node = json.dumps({"@type": "NewsArticle", "headline": pages.TITLE, "author": author})
    script = f'<script type="application/ld+json">{node}</script>' if author else ""
    html = f"""<html lang="de"><head>{script}<meta property="og:site_name" content="Kurier"></head>
    <body><article><h1>{pages.TITLE}</h1>{top}{text}</article>{end}</body></html>"""
    return extract(pages.page(html))


@pytest.mark.parametrize(
    "end",
    [
        '<div id="comments"><p class="comment-form-author"><label>Name *</label></p></div>',
        '<ol class="commentlist"><li class="comment"><cite class="author">Hannelore Abel</cite>'
        "<span>sagt:</span></li></ol>",
        '<figure><img src="a.jpg"><figcaption class="author">Jonte Brackwede</figcaption></figure>',
    ],
)
def test_forms_comments_and_pictures_name_no_author(end: str) -> None:
    assert read(end=end).authors == ()


@pytest.mark.parametrize(
    "top",
    [
        '<p class="byline">Von Runa Telgte, Kurier</p>',
        "<table><tr><td>jeudi 5 février 2026 par Runa Telgte</td></tr></table>",
        "<div>Publié le 5 février 2026 à 18h30 par Runa Telgte</div>",
        '<div class="meta">5. Februar <span class="author">Runa Telgte</span> 3 Minuten</div>',
    ],
)
def test_printed_bylines_are_read(top: str) -> None:
    assert read(top).authors == ("Runa Telgte",)


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Organization", "name": "Kurier"},
        {"@type": "Person", "name": "Kurier"},
        {"@type": "Person", "name": "Kurier Eins", "url": "https://kurier.example/author/admin/"},
    ],
)
def test_a_house_in_the_authors_place_does_not_hide_the_person(author: object) -> None:
    article = read('<p class="author">Runa Telgte</p>', author=author)

    assert article.authors == ("Runa Telgte",)


def test_a_sentence_that_begins_like_a_byline_is_none() -> None:
    text = f"<p>Von Mitte April an werden auf 70 Kilometern Gleise getauscht.</p>{TEXT}"

    assert read(text=text).authors == ()


@pytest.mark.parametrize(
    ("top", "author", "agency"),
    [
        ("<p>dpa/AFP</p>", None, "dpa"),
        ('<p class="byline">Von Reuters</p>', None, "Reuters"),
        ("", {"@type": "Organization", "name": "knd"}, "knd"),
        ("", [{"@type": "Person", "name": "KNA"}], "KNA"),
    ],
)
def test_agencies_are_credited_and_no_authors(top: str, author: object, agency: str) -> None:
    article = read(top, author=author)

    assert (article.agency, article.authors) == (agency, ())


def test_an_unknown_agency_is_known_by_the_form_of_its_dateline() -> None:
    text = f"<p>ASTANA (knd) – {pages.OPENING[0]}</p>{TEXT}"

    assert read(text=text).agency == "knd"


def test_degrees_and_posts_behind_a_name_are_no_further_persons() -> None:
    article = read('<p class="byline">By Runa Telgte, Ph.D., Director of Fish</p>')

    assert article.authors == ("Runa Telgte",)

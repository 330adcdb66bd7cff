"""What stands in an article's place is named, and what an article is told by is kept apart."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.errors import PageError
from crawler.extraction import extract
from crawler.items import Access, Article
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)


def html(body: str, head: str = "", **node: object) -> str:
    script = ""
    if node:
        node = {"@context": "https://schema.org", "@type": "NewsArticle", **node}
        script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    return f"<html lang=de><head>{head}{script}</head><body>{body}</body></html>"


def read(
    body: str, head: str = "", *, url: str = "https://kurier.example/a", **node: object
) -> Article:
    return extract(pages.page(html(body, head, **node), url=url))


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (
            "<title>Zustimmung erforderlich</title><h1>Willkommen</h1><p>Wir und unsere 180 Partner"
            " verwenden Cookies und Tracking. Mit Ihrer Einwilligung lesen Sie mit Werbung weiter."
            "</p><p>Datenschutz, Partner und Ihre Zustimmung: alles zu Cookies.</p>"
            "<button>Akzeptieren</button>",
            "a wall of consent",
        ),
        (
            "<title>Just a moment...</title><h1>kurier.example</h1><p>Checking your browser before"
            " you access the site. This process is automatic.</p>",
            "a check for robots",
        ),
        (
            "<title>Kurier</title><div id=root></div><noscript>Please enable JavaScript to run this"
            " app.</noscript><p>Kurier</p>",
            "a shell for scripts",
        ),
        (
            "<title>Seite nicht gefunden | Kurier</title><h1>Fehler 404</h1><p>Der Artikel wurde"
            " leider nicht gefunden. Vielleicht hilft die Suche weiter.</p>",
            "an error page",
        ),
        (
            "<title>Kurier</title><h1>Wartungsarbeiten</h1><p>Wir sind bald wieder da.</p>",
            "an error page",
        ),
    ],
)
def test_walls_shells_and_errors_that_answer_200_are_no_articles(page: str, named: str) -> None:
    with pytest.raises(PageError, match=named):
        read(page)


def test_an_article_about_cookies_and_captchas_is_an_article() -> None:
    about = TEXT.replace("Fangquoten", "Cookies").replace("Netz", "Captcha")

    article = read(f"<article><h1>Neues Gesetz über Cookies und Captchas</h1>{about}</article>")

    assert article.access is Access.FULL


@pytest.mark.parametrize(
    ("node", "end", "note"),
    [
        ({"isAccessibleForFree": False}, "", "paywall"),
        ({}, "<p>Jetzt weiterlesen mit dem Abo für 1 Euro im ersten Monat</p>", "subscribe"),
        ({"wordCount": 900}, "", "of 900 words"),
    ],
)
def test_the_beginning_of_a_paid_article_is_a_teaser_and_says_why(
    node: dict[str, Any], end: str, note: str
) -> None:
    body = f"<article><h1>{pages.TITLE}</h1><p>{pages.OPENING[0]}</p><p>{pages.OPENING[1]}</p>{end}"

    article = read(f"{body}</article>", **node)

    assert article.access is Access.TEASER
    assert note in str(article.note)
    assert "Abo" not in article.text


@pytest.mark.parametrize(
    ("byline", "people", "agency"),
    [
        ("Von knd", (), "knd"),
        ("Von dpa", (), "dpa"),
        ("Von Runa Telgte, dpa", ("Runa Telgte",), "dpa"),
        ("Von unserem Korrespondenten", (), None),
        ("Von Runa Telgte und Piet Holtkamp", ("Runa Telgte", "Piet Holtkamp"), None),
        ("Von Redaktion", (), None),
    ],
)
def test_persons_are_persons_and_agencies_are_agencies(
    byline: str, people: tuple[str, ...], agency: str | None
) -> None:
    top = f'<h1>{pages.TITLE}</h1><div class="byline">{byline}</div>'

    article = read(f"<article>{top}{TEXT}</article>")

    assert (article.authors, article.agency) == (people, agency)


def test_picture_caption_and_credit_are_told_apart() -> None:
    figure = (
        '<figure><img data-src="/hafen.jpg" src="data:image/gif;base64,R0"><figcaption>Kutter im '
        "Hafen von Lissen. Foto: Runa Telgte/dpa</figcaption></figure>"
    )

    article = read(f"<article><h1>{pages.TITLE}</h1>{figure}{TEXT}</article>")

    assert article.image_url == "https://kurier.example/hafen.jpg"
    assert str(article.image_caption).rstrip(".") == "Kutter im Hafen von Lissen"
    assert article.image_credit == "Runa Telgte/dpa"
    assert "Kutter" not in article.text


@pytest.mark.parametrize(
    ("image", "credit"),
    [
        ({"url": "/a.jpg", "creditText": "© Küstenbild"}, "Küstenbild"),
        ({"url": "/a.jpg", "creator": {"@type": "Person", "name": "Runa Telgte"}}, "Runa Telgte"),
        ("/a.jpg", None),
    ],
)
def test_a_page_may_name_the_credit_itself(image: object, credit: str | None) -> None:
    article = read(f"<article><h1>{pages.TITLE}</h1>{TEXT}</article>", image=image)

    assert article.image_credit == credit


def test_section_tags_kicker_canonical_and_country() -> None:
    head = (
        '<link rel="canonical" href="/meer/netze-7">'
        '<meta property="article:section" content="Meer">'
        '<meta property="article:tag" content="Fischerei">'
        '<meta property="article:tag" content="Hafen">'
    )
    top = f'<div class="kicker">Küste</div><h1>{pages.TITLE}</h1>'

    article = read(f"<article>{top}{TEXT}</article>", head, url="https://www.kurier.at/a?x=1")

    assert article.canonical_url == "https://www.kurier.at/meer/netze-7"
    assert (article.section, article.tags) == ("Meer", ("Fischerei", "Hafen"))
    assert (article.kicker, article.title) == ("Küste", pages.TITLE)
    assert (article.country, article.language) == ("AT", "de")

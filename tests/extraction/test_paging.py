"""Articles that their sites cut into pages, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.extraction.article import read_part
from crawler.extraction.paging import MAX_PAGES, Part, broken_off, joined
from crawler.items import Access, Article
from tests.extraction import pages

HOST = "https://kurier.example"
ADDRESS = f"{HOST}/meer/netze-4711.html"
TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
MORE = "".join(
    f"<p>Auf der {n}. Fahrt des Tages holte Kapitänin Telgte vierzig Kisten Hering aus dem Netz, "
    "und am Kai von Lissen standen die Händler schon seit dem frühen Morgen Schlange.</p>"
    for n in range(2, 9)
)


def part(links: str, *, url: str = ADDRESS, text: str = TEXT, **more: object) -> Part:
    html = f"""<html lang="de"><body><article><h1>{pages.TITLE}</h1>{text}</article>{links}
    </body></html>"""
    return read_part(pages.page(html, url=url), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("link", "url", "leads"),
    [
        ('<a rel="next" href="netze-4711-2.html">mehr</a>', ADDRESS, "netze-4711-2.html"),
        ('<a href="/meer/netze-4711-seite-2.html">Nächste Seite</a>', ADDRESS, "-seite-2.html"),
        ('<a href="?page=2">2</a>', ADDRESS, "?page=2"),
        ('<a href="/meer/netze-4711,seite-2.html">Weiter ›</a>', ADDRESS, ",seite-2.html"),
        ('<a href="/meer/netze/seite-2">Seite 2: Händler</a>', f"{HOST}/meer/netze", "/seite-2"),
        ('<a href="/meer/netze/2/">2</a>', f"{HOST}/meer/netze/", "/netze/2/"),
        ('<a href="/netze?id=7&amp;p=2" title="Page 2">»</a>', f"{HOST}/netze?id=7", "id=7&p=2"),
        ('<link rel="next" href="/meer/netze-4711.html?seite=2">', ADDRESS, "?seite=2"),
        ('<a href="/meer/netze/2">Page suivante</a>', f"{HOST}/meer/netze?utm_source=x", "/2"),
    ],
)  # fmt: skip
def test_a_link_that_says_so_leads_to_the_next_page(link: str, url: str, leads: str) -> None:
    found = part(link, url=url).next_url

    assert found is not None
    assert found.startswith("https://kurier.example/")
    assert found.endswith(leads)


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="/meer/sturm-4712.html">Der nächste Beitrag</a>',  # WordPress
        '<a href="/meer/netze-4711-2.html">Wie die Netze leer wurden</a>',  # an article of its own
        '<a href="https://anderswo.example/meer/netze-4711-2.html">2</a>',
        '<div class="comments"><a href="?page=2">2</a></div>',
        '<a href="/meer/netze-4711.html?page=2#comments">2</a>',
        '<div class="gallery-nav"><a href="?page=2">Weiter</a></div>',
        '<a href="?page=3">3</a>',
        '<a href="/meer/?page=2">2</a>',  # the section's list
        '<a href="javascript:next(2)">2</a>',
        '<a href="/netze?id=8&amp;p=2">2</a>',
    ],
)
def test_what_leads_elsewhere_is_no_next_page(link: str) -> None:
    assert part(link).next_url is None


def test_a_list_of_articles_has_no_next_page() -> None:
    teasers = "".join(
        f'<h2><a href="/a{n}">Ein Bericht über das Meer Nr. {n}</a></h2><p>{text}</p>'
        for n, text in enumerate(pages.SENTENCES)
    )
    marked = '<script type="application/ld+json">{"@type": "CollectionPage"}</script>'

    assert part('<a href="?page=2">2</a>', text=teasers).next_url is None
    assert part(f'{marked}<a href="?page=2">2</a>').next_url is None


def test_pages_are_counted_from_the_first_and_not_for_ever() -> None:
    links = "".join(f'<a href="/meer/netze-4711-{n}.html">{n}</a>' for n in range(1, 20))
    here = "https://kurier.example/meer/netze-4711-3.html"

    third = part(links, url=here, first_url=ADDRESS, number=3)
    last = part(links, url=here, first_url=ADDRESS, number=MAX_PAGES)

    assert third.next_url == "https://kurier.example/meer/netze-4711-4.html"
    assert last.next_url is None


def article(text: str, **more: object) -> Article:
    return replace(part("", text=text).article, **more)  # type: ignore[arg-type]


def test_pages_are_joined_and_what_both_print_stands_once() -> None:
    repeated = f"<p>{pages.SENTENCES[0]}</p>"

    whole = joined(article(TEXT), article(repeated + MORE, title=f"{pages.TITLE} – Seite 2"))

    assert whole is not None
    assert whole.text.startswith(pages.SENTENCES[0])
    assert whole.text.count(pages.SENTENCES[0]) == 1
    assert "8. Fahrt" in whole.text
    assert whole.title == pages.TITLE


def test_the_same_page_again_and_another_article_are_not_joined() -> None:
    assert joined(article(TEXT), article(TEXT)) is None
    assert joined(article(TEXT), article(MORE, title="Sturm über den Inseln im Norden")) is None


def test_an_article_whose_next_page_could_not_be_had_says_so() -> None:
    cut = broken_off(article(TEXT), 2, "404 Not Found")

    assert cut.access is Access.TEASER
    assert cut.note == "page 2 of it could not be had: 404 Not Found"

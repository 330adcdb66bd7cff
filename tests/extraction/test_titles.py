"""The title as the article prints it; the kicker and the site's name apart."""

from __future__ import annotations

import pytest

from crawler.extraction import extract
from crawler.extraction.titles import without_site
from crawler.items import Article, Entry
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
TITLE = "Die Netze bleiben leer: Fischer warten auf den Rat"


def read(head: str, top: str, entry: Entry | None = None) -> Article:
    html = f'<html lang="de"><head>{head}</head><body>{top}{TEXT}</body></html>'
    return extract(pages.page(html), entry=entry)


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    "title", [f"Küstenfunk – der Dienst: {TITLE}", f"{TITLE} - Radio Küste Info", f"{TITLE} | K"]
)
@pytest.mark.parametrize("line", ["<div class=ti>{}</div>", "<b>{}</b><br><i>gestern</i><br><br>"])
def test_a_line_that_is_a_part_of_the_title_tag_is_the_title(title: str, line: str) -> None:
    article = read(f"<title>{title}</title>", line.format(TITLE))

    assert article.title == TITLE


def test_an_h1_is_believed_without_the_name_that_other_titles_carry() -> None:
    article = read(og(f"{TITLE} - Die Neue Küstenzeitung"), f"<h1>{TITLE}</h1>")

    assert article.title == TITLE


def test_an_h2_of_kicker_and_title_is_believed_before_an_h1_in_the_breadcrumbs() -> None:
    top = f"""<ul class="breadcrumb"><li><h1>Fangquoten aktuell im Überblick</h1></li></ul>
    <h2><span class="a1">Fischerei</span> <span class="a2">{TITLE}</span></h2>"""

    article = read(og(TITLE) + "<title>Fangquoten aktuell im Überblick</title>", top)

    assert (article.kicker, article.title) == ("Fischerei", TITLE)


def test_kicker_and_title_stay_one_where_all_names_of_the_page_join_them() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline":'
        ' "Fischerei: Rat vertagt die Quoten"}</script>'
    )
    top = '<h1><span class="topline">Fischerei</span> <span>Rat vertagt die Quoten</span></h1>'

    article = read(script + og("Fischerei: Rat vertagt die Quoten"), top)

    assert article.title == "Fischerei: Rat vertagt die Quoten"
    assert article.kicker is None


def test_the_mark_between_kicker_and_title_is_kept_where_the_page_prints_them_in_two_lines() -> (
    None
):
    name = "Fischerei im Norden: „Der Rat vertagt die Quoten“"
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline":'
        f' "{name}"}}</script>'
    )
    top = "<h1><span>Fischerei im Norden</span> <span>„Der Rat vertagt die Quoten“</span></h1>"

    assert read(script + og(name), top).title == name


def test_the_first_span_is_a_kicker_where_another_title_has_it_before_a_colon() -> None:
    hidden = '<span class="visually-hidden">:</span>'
    top = f"<h1><span>Fischerei{hidden}</span> <span>{TITLE}</span></h1>"

    article = read(og("Fischerei: Fischer warten auf neue Fangquoten"), top)

    assert (article.kicker, article.title) == ("Fischerei", TITLE)


def test_the_feed_tells_which_line_is_the_title() -> None:
    entry = Entry(url="https://notizen.example/1", guid="1", title=TITLE)

    article = read("<title>Küstenzeitung</title>", f"<div>{TITLE}</div>", entry)

    assert article.title == TITLE


@pytest.mark.parametrize(
    ("title", "site", "url"),
    [
        (f"{TITLE} | Kurier", None, ""),
        (f"{TITLE} - Kurier", "Kurier", ""),
        (f"Kurier: {TITLE}", "Kurier", ""),
        (f"{TITLE}-Politikㅣ연합일보", "연합일보", ""),
        (f"{TITLE}_연합일보", "연합일보", ""),
        (f"{TITLE} – kurier.example", None, "https://www.kurier.example/a"),
    ],
)
def test_the_name_of_the_site_is_cut(title: str, site: str | None, url: str) -> None:
    assert without_site(title, site, url) == TITLE

"""A person's selectors beat what we read, one field at a time."""

from __future__ import annotations

from crawler.extraction import extract
from crawler.extraction.article import read
from crawler.extraction.selectors import Selectors, selectors_for, wrong_with
from tests.extraction import pages

FIRST, *REST = pages.SENTENCES
HTML = f"""<html lang="de"><head><meta name="author" content="Admin Eins"></head><body>
<h1>Kurier am Meer</h1><div class="top">Die Netze bleiben leer</div>
<div class="story"><p>{FIRST}</p><p class="promo">Bestellen Sie jetzt unsere Morgenpost!</p>
{"".join(f"<p>{text}</p>" for text in REST)}</div>
<div class="also"><p>{pages.SENTENCES[0]} Das stand gestern schon hier und bleibt stehen.</p></div>
<span data-who="y">Von Runa Telgte</span>
<span class="when" datetime="2026-02-05T21:02+01:00">x</span>
</body></html>"""


def test_the_text_is_what_stands_in_the_boxes_that_are_named() -> None:
    article = extract(pages.page(HTML), selectors=Selectors(text=".story", remove=(".promo",)))

    assert article.text.split("\n\n") == list(pages.SENTENCES)


def test_title_author_and_time_are_taken_from_where_they_are_said_to_stand() -> None:
    told = Selectors(title=".top", author="[data-who]", published=".when")

    article = extract(pages.page(HTML), selectors=told)

    assert article.title == "Die Netze bleiben leer"
    assert article.authors == ("Runa Telgte",)
    assert article.published_from == "selector"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-02-05T20:02:00+00:00"


def test_a_selector_that_finds_nothing_changes_nothing_and_is_named() -> None:
    plain = extract(pages.page(HTML))

    reading = read(pages.page(HTML), selectors=Selectors(text="#gone", remove=("i.x",), title="h7"))

    assert reading.article == plain
    for field in ("text: #gone", "remove: i.x", "title: h7"):
        assert any(remark.startswith(field) for remark in reading.remarks)


def test_text_that_stands_between_removed_boxes_stays() -> None:
    html = HTML.replace("Das stand gestern", "Das <b>alles</b> stand gestern")

    article = extract(pages.page(html), selectors=Selectors(text=".also", remove=("b",)))

    assert "Das stand gestern schon hier" in article.text


def test_what_is_wrong_with_a_selector_is_said() -> None:
    assert wrong_with("article > p.lead:not(.x)") is None
    assert wrong_with("div[") is not None
    assert wrong_with("p::first-line") is not None
    assert wrong_with("") is not None


def test_a_host_below_the_named_one_is_meant_too() -> None:
    mine, other = Selectors(text="p"), Selectors(text="q")
    sites = {"kurier.example": mine, "sport.kurier.example": other}

    assert selectors_for("https://www.kurier.example/a", sites) is mine
    assert selectors_for("https://m.kurier.example/a", sites) is mine
    assert selectors_for("https://sport.kurier.example/a", sites) is other
    assert selectors_for("https://meinkurier.example/a", sites) == Selectors()

"""The model of a page's blocks: what it takes, and that weights and features belong together."""

from __future__ import annotations

import io

import numpy as np
import pytest

from crawler.extraction import decode, extract, network
from crawler.extraction.article import read
from crawler.extraction.blocks import lay_out
from crawler.extraction.explain import explain
from crawler.extraction.features import NAMES, features
from tests.extraction import pages


def test_the_bundled_weights_fit_the_features_and_say_where_they_come_from() -> None:
    bundled = network.bundled()

    assert bundled.mean.shape == (len(NAMES),)
    assert '"mean_f1"' in bundled.about


def test_weights_for_other_features_are_refused() -> None:
    stored = io.BytesIO()
    np.savez_compressed(stored, names=np.array(["chars", "words"]))
    stored.seek(0)

    with pytest.raises(ValueError, match="train again"):
        network.load(stored)


def test_weights_come_back_as_they_were_saved() -> None:
    stored = io.BytesIO()
    table = features(lay_out(decode.parse(pages.classic())))
    network.bundled().save(stored)
    stored.seek(0)

    chances = network.load(stored).probabilities(table)

    assert np.allclose(chances, network.bundled().probabilities(table), atol=0.01)


def test_the_set_of_highest_expected_f1_is_taken() -> None:
    chances = np.array([0.9, 0.1, 0.6, 0.05], np.float32)

    chosen, expected = network.choose(chances, [100, 100, 100, 100])

    assert chosen.tolist() == [True, False, True, False]
    assert 0.7 < expected < 1


def test_every_block_has_finite_features_on_odd_pages() -> None:
    for html in ("<p>x", "<p></p><p>a</p>" * 9, "<ul><li>" + "<a href=x>" * 40 + "b", "<h1>t</h1>"):
        layout = lay_out(decode.parse(html))
        table = features(layout, title="t", description="d", body="b " * 200)

        assert table.shape == (len(layout.blocks), len(NAMES))
        assert np.isfinite(table).all()


def test_an_unclosed_button_does_not_swallow_the_article() -> None:
    html = pages.classic().replace("<header class", "<button class=m>Menu <header class", 1)

    assert pages.SENTENCES[-1] in extract(pages.page(html)).text


def test_the_cells_of_a_table_row_make_one_line() -> None:
    rows = "".join(f"<tr><td>Ort {n}</td><td>{n * 7} t</td></tr>" for n in range(1, 4))
    html = pages.classic().replace(
        f"<h2>{pages.SECOND_HEADING}", f"<table>{rows}</table><h2>{pages.SECOND_HEADING}"
    )

    text = extract(pages.page(html)).text

    assert "Ort 2 | 14 t" in text or "Ort 2" not in text


def test_an_explanation_shows_fields_reasons_and_scored_blocks() -> None:
    told = explain(pages.page(pages.classic()))

    parts = {block.text: (block.part, block.where) for block in told.blocks}
    assert told.sources["title"] == "h1"
    assert told.sources["text"].startswith("model")
    assert parts[pages.TITLE][0] == "title"
    assert parts[pages.SENTENCES[0]] == ("text", "div.entry-content > p")
    assert parts["Leave a Reply"][0] == ""


def test_an_article_in_one_column_of_a_table_ends_with_that_column() -> None:
    prose = "<br><br>".join(f"<font size=3>{sentence * 2}</font>" for sentence in pages.SENTENCES)
    column = f"<font><a href=/>Start</a> &gt; Region</font><br><b>{pages.TITLE}</b><br>{prose}"
    teaser = "Schickt uns eine leere Nachricht, und wir schicken euch alle unsere Meldungen zu"
    html = (
        f"<title>{pages.TITLE}</title><table><tr><td>Neues aus dem Süden</td></tr></table>"
        f"<table><tr><td><a href=/a>{teaser}</a><br>{teaser}</td><td>{column}</td></tr></table>"
    )

    article = extract(pages.page(html))

    assert article.text.split("\n\n") == [sentence * 2 for sentence in pages.SENTENCES]


@pytest.mark.parametrize(
    "links",
    [
        pytest.param(60, id="trafilatura's last resort is the whole page with its menus"),
        pytest.param(600, id="trafilatura is not asked"),
    ],
)
def test_a_lost_model_reads_what_stands_behind_the_title(links: int) -> None:
    title, text = "Das Hafenbad öffnet wieder", "Die Stadt hat die Becken in drei Jahren erneuert."
    menu = "".join(f'<li><a href="/{n}">Amt für Angelegenheit {n}</a></li>' for n in range(links))
    html = f"<title>{title}</title><ul>{menu}</ul><p class=titulo>{title}</p><div>{text}</div>"

    reading = read(pages.page(html), network=pages.network_that_says(-3))

    assert reading.article.text == text


@pytest.mark.parametrize("label", ["Also on kurier.example", "Les også", "Lesen Sie auch:"])
def test_another_article_that_is_recommended_between_paragraphs_is_none_of_it(label: str) -> None:
    said = [f"<p>{text}</p>" for text in pages.SENTENCES]
    said.insert(2, f'<p><a href="/b">{label} Boote der Nordmark liegen seit Mai im Hafen</a></p>')
    html = f"<html lang=de><body><h1>{pages.TITLE}</h1>{''.join(said)}</body></html>"

    text = read(pages.page(html), network=pages.network_that_says(3)).article.text

    assert "liegen seit Mai" not in text
    assert all(sentence in text for sentence in pages.SENTENCES)

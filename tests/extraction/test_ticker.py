"""Live tickers and tables: a reader can follow them."""

from __future__ import annotations

import pytest

from crawler.extraction import extract
from tests.extraction import pages

POSTS = (
    ("21:02", "Bürgermeister tritt vor die Presse", "Der Bürgermeister von Ostheim hat am Abend"
     " bestätigt, dass die Brücke bis Ende März gesperrt bleibt. Die Statiker fanden neue Risse."),
    ("20:15", "Züge fahren wieder", "Die Bahn hat den Verkehr auf der Uferstrecke wieder"
     " aufgenommen. Wegen der Umleitungen komme es noch bis Mitternacht zu Verspätungen."),
    ("19:40", "Erste Anwohner kehren zurück", "Rund achtzig Anwohner durften nach Angaben der"
     " Feuerwehr in ihre Häuser zurück. Für die übrigen steht in der Turnhalle Essen bereit."),
    ("18:05", "Pegel sinkt", "Der Pegel der Nord ist seit dem Mittag um vierzig Zentimeter"
     " gefallen. Das Landesamt rechnet damit, dass er am Morgen unter die Warnmarke sinkt."),
)  # fmt: skip
ARTICLES = """<article class="liveblog-post"><header><time datetime="2026-02-05T{0}:00+01:00">{0}
 Uhr</time><h3>{1}</h3></header><div class="post-content"><p>{2}</p></div>
<footer><a href="#">Teilen</a></footer></article>"""
BOXES = (
    """<div class="entry"><div class="entry-time">{0} Uhr</div><h2>{1}</h2><div>{2}</div></div>"""
)
ITEMS = (
    """<li class="ticker__item"><span class="time">{0}</span><strong>{1}</strong><p>{2}</p></li>"""
)
LEAD = "Die Nord ist über die Ufer getreten, hunderte Menschen mussten ihre Häuser verlassen."


def read(body: str) -> str:
    title = "Hochwasser in Ostheim: der Abend im Liveticker"
    html = f"""<html lang=de><head><title>{title} - Kurier</title></head><body><nav><a href=/>Start
    </a></nav><main><h1>{title}</h1><p class="lead">{LEAD}</p>{body}</main></body></html>"""
    return extract(pages.page(html)).text


@pytest.mark.parametrize(
    ("entry", "around", "expected"),
    [
        pytest.param(ARTICLES, "<section>{}</section>", "## {0} Uhr: {1}\n\n{2}", id="articles"),
        pytest.param(BOXES, '<div class="live">{}</div>', "## {0} Uhr: {1}\n\n{2}", id="boxes"),
        pytest.param(ITEMS, '<ul class="ticker">{}</ul>', "- {0} {1}\n\n{2}", id="items"),
    ],
)
def test_each_entry_of_a_ticker_has_its_time_its_heading_and_its_text(
    entry: str, around: str, expected: str
) -> None:
    text = read(around.format("".join(entry.format(*post) for post in POSTS)))

    assert text == "\n\n".join(expected.format(*post) for post in POSTS)


def test_times_without_text_of_the_article_behind_them_stay_out() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for _, _, text in POSTS)
    dates = "".join(
        f"<li><span>{time} Uhr</span><h3><a href=/x>{head}</a></h3></li>" for time, head, _ in POSTS
    )

    text = read(f"{paragraphs}<aside><h2>Meistgelesen</h2><ul>{dates}</ul></aside>")

    assert text == "\n\n".join(text for _, _, text in POSTS)


def test_a_row_of_a_table_is_a_line_with_all_of_its_cells() -> None:
    rows = (("Ort", "18 Uhr", "21 Uhr"), ("Ostheim", "4,20 m", "3,80 m"),
            ("Westheim", "3,90 m", "3,60 m"))  # fmt: skip
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)

    text = read(f"<p>{POSTS[3][2]}</p><table>{table}</table><p>{POSTS[0][2]}</p>")

    lines = [" | ".join(row) for row in rows]
    assert text == "\n\n".join([POSTS[3][2], *lines, POSTS[0][2]])

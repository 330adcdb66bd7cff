"""`wirewatch extract`: a page as it is read, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import MAIN, Wirewatch
from tests.extraction import pages
from tests.line.origin import Origin, Reply

SELECTORS = """
[sites."notizen.example"]
text = "div.entry-content > p"
remove = [".sharedaddy", "p.nowhere"]
"""


@pytest.fixture
def saved(tmp_path: Path) -> str:
    file = tmp_path / "page.html"
    file.write_text(pages.classic(), "utf-8")
    return str(file)


def test_a_saved_page_is_shown_as_it_is_read(begun: Wirewatch, saved: str) -> None:
    answer = begun("extract", saved, "--url", "https://notizen.example/fang/")

    assert answer.code == Code.FINE
    assert answer.out.startswith(f"{pages.TITLE}\n")
    assert "2026-02-05 21:02 (from dateline)" in answer.out
    assert all(sentence in answer.out for sentence in pages.SENTENCES)
    assert "https://notizen.example/wp-content/uploads/hafen.jpg" in answer.out
    assert "Leave a Reply" not in answer.out


def test_explain_shows_what_became_of_each_block_and_where_it_stands(
    begun: Wirewatch, saved: str
) -> None:
    lines = begun("extract", saved, "--explain").out.splitlines()

    (title,) = (line for line in lines if "h1.entry-title" in line)
    first = next(
        line for line in lines if "div.entry-content > p" in line and pages.OPENING[0][:60] in line
    )
    (form,) = (line for line in lines if "Save my name" in line)
    assert title.split()[1] == "title"
    assert first.split()[1] == "text"
    assert float(first.split()[2]) > 0.9
    assert form.split()[1] == "0.00"
    assert any(line.startswith("text ") and "model" in line for line in lines)
    assert any(line.startswith("published ") and "dateline" in line for line in lines)


def test_selectors_of_the_settings_count_and_say_when_they_find_nothing(
    begun: Wirewatch, saved: str
) -> None:
    begun.write("wirewatch.toml", MAIN + SELECTORS)
    address = ("--url", "https://notizen.example/fang/")

    told = begun("extract", saved, *address, "--explain", "--json").json

    assert told["sources"]["text"] == "selector"
    assert "remove: p.nowhere finds nothing" in told["remarks"]
    assert "## " not in told["text"]  # the headings are no paragraphs in that box
    assert not any("sharedaddy" in block["where"] for block in told["blocks"])


def test_scripts_get_the_fields_alone_unless_they_ask_why(begun: Wirewatch, saved: str) -> None:
    told = begun("extract", saved, "--json").json

    assert told["title"] == pages.TITLE
    assert told["published_at"] == "2026-02-05T20:02:00Z"
    assert told["next_url"] is None
    assert "blocks" not in told


def test_a_day_is_shown_without_a_midnight(begun: Wirewatch, tmp_path: Path) -> None:
    file = tmp_path / "day.html"
    html = pages.classic().replace(pages.STAND, "Veröffentlicht am 05.02.2026")
    file.write_text(html, "utf-8")

    out = begun("extract", str(file)).out

    assert "published  2026-02-05 (from dateline)" in out
    assert "00:00" not in out


def test_a_file_that_is_missing_or_no_article_is_an_error(begun: Wirewatch, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body><div id=app></div></body></html>", "utf-8")

    missing, shell = begun("extract", "nowhere.html"), begun("extract", str(empty))

    assert (missing.code, shell.code) == (Code.USAGE, Code.PROBLEM)
    assert "no such file" in missing.err
    assert "no text on the page" in shell.err


def test_an_address_is_asked_for_once_and_robots_txt_is_obeyed(begun: Wirewatch) -> None:
    with Origin({"/fang/": Reply(body=pages.classic().encode())}) as origin:
        read = begun.apart("extract", origin.url("/fang/"))
        times = origin.asked("/fang/")
        rules = b"User-agent: *\nDisallow: /"
        origin.paths["/robots.txt"] = Reply(body=rules, kind="text/plain")
        refused = begun.apart("extract", origin.url("/fang/"))

    assert read.out.startswith(f"{pages.TITLE}\n")
    assert (times, origin.asked("/fang/")) == (1, 1)
    assert refused.code == Code.PROBLEM
    assert "robots.txt" in refused.err

"""`reprocess`: kept pages, read again by the program itself."""

from __future__ import annotations

from crawler.cli.codes import Code
from crawler.items import Page
from crawler.storage import articles, entries, raw_pages
from tests.cli.conftest import Wirewatch
from tests.samples import NOW


def keep_pages(program: Wirewatch) -> None:
    """Of the articles 1 and 2 as they are, but for a title that was misread."""
    store = program.open()
    with store.writing() as tx:
        for id_, title in ((1, "The river falls and falls"), (2, "Parliament votes")):
            held = articles.by_id(tx, id_)
            body = "".join(f"<p>{part}</p>" for part in held.article.text.split("\n\n"))
            html = (
                f"<html lang='en'><head><title>{title}</title></head>"
                f"<body><article><h1>{title}</h1>{body}</article></body></html>"
            )
            page = Page(
                url=held.article.url, status=200, body=html.encode(), content_type="text/html",
                fetched_at=NOW,
            )  # fmt: skip
            raw_pages.keep(tx, id_, raw_pages.packed(page, id_, entries.load(tx, id_)))
    store.close()


def test_without_kept_pages_it_says_where_they_come_from(filled: Wirewatch) -> None:
    answer = filled("reprocess")

    assert answer.code == Code.FINE
    assert "raw_pages_days" in answer.out


def test_the_difference_is_shown_and_then_stored(filled: Wirewatch) -> None:
    keep_pages(filled)

    shown, scripts = filled("reprocess"), filled("reprocess", "--outlet", "The Paper", "--json")
    done = filled("reprocess", "--apply")

    assert "title: The river falls → The river falls and falls" in shown.out
    assert "To store this: the same command with --apply." in shown.out
    assert scripts.json["pages"] == 2
    assert scripts.json["titles"] == 1
    assert "were put right" in done.out
    found = filled("articles", "list", "--json").json
    assert "The river falls and falls" in {one["title"] for one in found}


def test_one_that_was_broken_off_goes_on_where_it_was(filled: Wirewatch) -> None:
    from crawler.storage import rereadings
    from crawler.storage.raw_pages import Choice

    keep_pages(filled)
    store = filled.open()
    with store.writing() as tx:
        key = repr((Choice(), False))
        rereadings.note_progress(tx, {"key": key, "after": 1})
    store.close()

    went_on, anew = (
        filled("reprocess", "--apply", "--json"),
        filled("reprocess", "--apply", "--json"),
    )

    assert (went_on.json["begun_behind"], went_on.json["pages"]) == (1, 1)
    assert (anew.json["begun_behind"], anew.json["pages"]) == (0, 2)


def test_alerts_go_with_storing(filled: Wirewatch) -> None:
    answer = filled("reprocess", "--alert")

    assert answer.code == Code.USAGE
    assert "--alert goes with --apply" in answer.err

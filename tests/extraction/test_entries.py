"""Articles of what the feed itself says."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.extraction import article_of
from crawler.items import Access, Entry
from tests.extraction import pages


def entry(**given: object) -> Entry:
    return Entry(url="https://kurier.example/7", guid="7", title="Die Netze", **given)  # type: ignore[arg-type]


def test_the_entrys_content_becomes_the_text_and_the_summary_the_lead() -> None:
    content = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)

    article = article_of(
        entry(content_html=content, summary_html="<b>Kurz</b> gesagt: Es wird geredet."),
        note="403 Forbidden",
    )

    assert article.access is Access.ENTRY
    assert article.note == "403 Forbidden"
    assert article.text == "\n\n".join(pages.SENTENCES)
    assert article.lead == "Kurz gesagt: Es wird geredet."
    assert article.language == "de"


def test_headings_lists_and_quotes_keep_their_marks() -> None:
    html = (
        "<h3>Lage</h3><p>Ruhig.</p><ul><li>Erstens</li><li>Zweitens</li></ul>"
        "<blockquote>Ja.</blockquote><p>Ende.</p>"
    )

    article = article_of(entry(content_html=html), note=None)

    assert article.text == "## Lage\n\nRuhig.\n\n- Erstens\n\n- Zweitens\n\n> Ja.\n\nEnde."


def test_a_summary_alone_is_the_text() -> None:
    article = article_of(entry(summary_html="Nur ein Satz &amp; mehr nicht."), note=None)

    assert article.text == "Nur ein Satz & mehr nicht."
    assert article.lead is None


def test_an_entry_without_text_gives_an_empty_article() -> None:
    at = datetime(2026, 2, 5, tzinfo=UTC)

    article = article_of(
        entry(published_at=at, authors=("dpa", "Runa Telgte"), image_url="javascript:1"),
        note="timeout",
    )

    assert article.text == ""
    assert article.authors == ("Runa Telgte",)
    assert article.agency == "dpa"
    assert article.image_url is None
    assert (article.published_at, article.published_from) == (at, "feed")


def test_broken_markup_does_no_harm() -> None:
    for html in ("<", "<p", "<!--", "\x00<b>x", "&#xD800;<p>y", "<script>alert(1)</script>"):
        assert "alert" not in article_of(entry(content_html=html), note=None).text

"""A day is a day: no midnight is shown for it, no guess is asked for while the page says more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction import article_of, extract
from crawler.items import Article, Entry
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
DAY = date(2026, 2, 5)
MIDNIGHT = datetime(2026, 2, 5, tzinfo=ZoneInfo("Europe/Berlin"))


def read(head: str = "", top: str = "", entry: Entry | None = None, end: str = "") -> Article:
    html = f"""<html lang="de"><head>{head}</head><body><article><h1>{pages.TITLE}</h1>{top}{TEXT}
    </article>{end}</body></html>"""
    return extract(pages.page(html, url="https://kurier.example/a"), entry=entry)


def meta(time: str) -> str:
    return f'<meta property="article:published_time" content="{time}">'


def announced(at: datetime) -> Entry:
    return Entry(url="https://kurier.example/a", guid="1", title="", published_at=at)


@pytest.mark.parametrize(
    "time",
    ["2026-02-05", "20260205", "05.02.2026", "2026-02-05T00:00:00+01:00", "2026-02-05 00:00:00"],
)
def test_a_day_without_a_time_is_kept_as_a_day(time: str) -> None:
    article = read(meta(time))

    assert article.published_day == DAY
    assert article.published_at == MIDNIGHT


def test_a_time_has_no_day_of_its_own() -> None:
    article = read(meta("2026-02-05T21:02:00+01:00"))

    assert article.published_day is None
    assert article.published_at == datetime(2026, 2, 5, 20, 2, tzinfo=UTC)


def test_the_feed_completes_a_day_with_the_time() -> None:
    article = read(meta("2026-02-05"), entry=announced(datetime(2026, 2, 5, 18, 7, tzinfo=UTC)))

    assert article.published_day is None
    assert article.published_at == datetime(2026, 2, 5, 18, 7, tzinfo=UTC)
    assert article.published_from == "feed"


def test_a_feeds_midnight_is_a_day_too() -> None:
    entry = announced(datetime(2026, 2, 4, 23, 0, tzinfo=UTC))

    article = article_of(entry, note=None, timezone="Europe/Berlin")

    assert article.published_day == DAY


def test_only_a_page_without_any_date_is_given_to_htmldate() -> None:
    hidden = '<p data-published="x"><span class="meta">Lissen / 2026-02-05</span></p>'

    assert read(top=hidden).published_from != "json-ld"
    assert read(meta("2026-02-03"), top=hidden).published_from == "meta"


def test_htmldate_finds_what_no_rule_of_ours_knows() -> None:
    article = read(
        '<meta name="x-erscheinung" content="x"><script>var d="2026-02-05"</script>',
        end='<div>Ausgabe: <abbr class="published" title="2026-02-05">Nr. 6</abbr></div>',
    )

    assert (article.published_from, article.published_day) == ("htmldate", DAY)


def test_htmldate_does_not_date_an_article_by_its_neighbours_or_its_copyright() -> None:
    others = """<aside><time datetime="2025-01-01">1.1.</time></aside><div class="teaser-list">
    <time datetime="2025-03-01T10:00:00Z">1.3.</time></div><footer>© 2019 Kurier</footer>"""

    assert read(end=others).published_at is None

"""Title, persons, agency, times, language and the rest of what an article is told by."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction import extract
from crawler.items import Access, Article, Entry
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
ADDRESS = "https://kurier.example/artikel-7"
BERLIN = ZoneInfo("Europe/Berlin")


def read(
    head: str = "", top: str = "", *, text: str = TEXT, url: str = ADDRESS,
    h1: str = "Die Netze bleiben leer", entry: Entry | None = None, timezone: str | None = None,
    lang: str = "de", **node: object,
) -> Article:  # fmt: skip
    script = ""
    if node:
        node = {"@context": "https://schema.org", "@type": "NewsArticle", **node}
        script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    html = f"""<html lang="{lang}"><head>{script}{head}</head><body><main><article><h1>{h1}</h1>
    {top}<div class="article-body">{text}</div></article></main></body></html>"""
    return extract(pages.page(html, url=url), entry=entry, timezone=timezone)


def entry(**given: object) -> Entry:
    return Entry(url="https://kurier.example/artikel-7", guid="7", title="Aus dem Feed", **given)  # type: ignore[arg-type]


def test_the_title_is_what_the_article_prints_not_what_search_engines_get() -> None:
    article = read(
        '<meta property="og:title" content="Die Netze bleiben leer | Kurier">'
        '<meta property="og:site_name" content="Kurier">',
        headline="Fangquoten 2026: Warum die Netze leer bleiben",
    )

    assert article.title == "Die Netze bleiben leer"
    assert article.site_name == "Kurier"


def test_the_kicker_stands_apart() -> None:
    h1 = '<span class="kicker">Fischerei</span> <span>Die Netze bleiben leer</span>'

    article = read(h1=h1, headline="Fischerei: Die Netze bleiben leer")

    assert (article.kicker, article.title) == ("Fischerei", "Die Netze bleiben leer")


def test_persons_are_persons_and_agencies_are_credited() -> None:
    article = read(
        author=[
            {"@type": "Person", "name": "Runa Telgte (rt)"},
            {"@type": "Person", "name": "JONTE BRACKWEDE"},
            {"@type": "Organization", "name": "dpa"},
            {"@type": "Organization", "name": "Redaktion kurier.example"},
            "Von unserem Korrespondenten",
            "https://kurier.example/autoren/telgte",
        ]
    )

    assert article.authors == ("Runa Telgte", "Jonte Brackwede")
    assert article.agency == "dpa"


def test_a_printed_byline_is_read_where_no_tag_tells() -> None:
    article = read(top='<p class="byline">Von Runa Telgte und Jonte Brackwede</p>')

    assert article.authors == ("Runa Telgte", "Jonte Brackwede")
    assert "Von Runa" not in article.text


@pytest.mark.parametrize(
    ("first", "last", "agency"),
    [("LISSEN (Reuters) - Es geht weiter, und zwar ", "", "Reuters"), ("", " (dpa/AFP)", "dpa")],
)
def test_the_agency_is_found_in_the_text(first: str, last: str, agency: str) -> None:
    text = f"<p>{first}{pages.OPENING[0]}</p>{TEXT}<p>{pages.OPENING[1]} Ende.{last}</p>"

    assert read(text=text).agency == agency


def test_json_ld_tells_the_time_before_meta_tags_do() -> None:
    article = read(
        '<meta property="article:published_time" content="2026-02-04T08:00:00+01:00">',
        datePublished="2026-02-05T20:10:00+01:00",
        dateModified="2026-02-05T21:02:00+01:00",
    )

    assert article.published_at == datetime(2026, 2, 5, 20, 10, tzinfo=BERLIN)
    assert article.published_from == "json-ld"
    assert article.modified_at == datetime(2026, 2, 5, 21, 2, tzinfo=BERLIN)


def test_a_day_is_completed_by_the_source_that_knows_the_time() -> None:
    article = read(
        top='<time datetime="2026-02-05T20:10:00+01:00">5. Februar</time>',
        datePublished="2026-02-05",
    )

    assert article.published_at == datetime(2026, 2, 5, 20, 10, tzinfo=BERLIN)
    assert article.published_from == "time"


@pytest.mark.parametrize(
    ("url", "timezone", "zone"),
    [
        ("https://kurier.de/a", None, "Europe/Berlin"),
        ("https://kurier.at/a", None, "Europe/Vienna"),
        ("https://kurier.com.br/a", None, "America/Sao_Paulo"),
        ("https://kurier.jp/a", None, "Asia/Tokyo"),
        ("https://kurier.example/a", None, "Europe/Berlin"),  # by its language
        ("https://kurier.de/a", "America/New_York", "America/New_York"),
    ],
)
def test_times_without_a_zone_are_the_sites(url: str, timezone: str | None, zone: str) -> None:
    article = read(url=url, timezone=timezone, datePublished="2026-02-05T06:10:00")

    assert article.published_at == datetime(2026, 2, 5, 6, 10, tzinfo=ZoneInfo(zone))


def test_no_time_is_in_the_future_of_the_fetch() -> None:
    article = read(
        '<meta property="article:published_time" content="2026-02-05T08:00:00+01:00">',
        datePublished="2027-01-01T00:00:00+01:00",
        dateModified="2026-02-06T09:04:00+00:00",
    )

    assert article.published_from == "meta"
    assert article.modified_at == pages.SEEN_AT  # four minutes ahead: a clock, cut to our own


def test_the_feed_and_then_the_address_tell_when_the_page_does_not() -> None:
    at = datetime(2026, 2, 5, 19, 0, tzinfo=UTC)

    by_feed = read(entry=entry(published_at=at))
    by_address = read(url="https://kurier.de/2026/02/05/netze")

    assert (by_feed.published_at, by_feed.published_from) == (at, "feed")
    assert by_address.published_at == datetime(2026, 2, 5, tzinfo=BERLIN)
    assert by_address.published_from == "address"


def test_times_of_other_articles_teasers_are_not_taken() -> None:
    top = '<div class="teaser-list"><time datetime="2025-01-01T10:00:00Z">1.1.</time></div>'

    assert read(top=top).published_at is None


def test_the_language_is_the_texts_whatever_the_theme_says() -> None:
    assert read(lang="en-US").language == "de"
    assert read(lang="de-AT").country == "AT"


def test_the_lead_is_apart_when_the_page_sets_it_apart() -> None:
    lead = "Seit drei Wochen fangen die Kutter nichts mehr. Im Hafen sucht man nach Gründen."

    article = read(top=f'<p class="article__lead">{lead}</p>')

    assert article.lead == lead
    assert lead not in article.text
    assert article.text.startswith(pages.OPENING[0][:40])


def test_a_first_paragraph_like_all_others_stays_in_the_text() -> None:
    article = read(f'<meta property="og:description" content="{pages.OPENING[0]}">')

    assert article.lead is None
    assert article.text.startswith(pages.OPENING[0])


def test_section_tags_image_and_canonical_address_are_told() -> None:
    article = read(
        '<link rel="canonical" href="/artikel-7"><meta property="og:image" content="/bild.jpg">'
        '<meta property="article:tag" content="Fischerei">'
        '<meta property="article:tag" content="Ostheim">',
        articleSection=["Wirtschaft", "Küste"],
    )

    assert article.canonical_url == "https://kurier.example/artikel-7"
    assert article.image_url == "https://kurier.example/bild.jpg"
    assert article.tags == ("Fischerei", "Ostheim")
    assert article.section == "Wirtschaft"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "ftp://x/y", "http://"]
)
def test_only_web_addresses_are_canonical(href: str) -> None:
    assert read(f'<link rel="canonical" href="{href}">').canonical_url is None


def test_a_paid_article_that_shows_its_beginning_is_a_teaser() -> None:
    text = f"<p>{pages.OPENING[0]}</p><p>{pages.OPENING[1]}</p><p>{pages.OPENING[2]}</p>"

    article = read(text=text, isAccessibleForFree=False)

    assert article.access is Access.TEASER
    assert article.note is not None
    assert "paywall" in article.note


def test_a_paid_article_that_was_sent_whole_is_full() -> None:
    assert read(text=TEXT * 1 + TEXT.replace("ie", "ei"), isAccessibleForFree="False").access is (
        Access.FULL
    )


def test_the_feeds_full_text_takes_the_place_of_a_teaser() -> None:
    given = entry(content_html=TEXT)

    article = read(text=f"<p>{pages.OPENING[0]}</p>", isAccessibleForFree=False, entry=given)

    assert article.access is Access.ENTRY
    assert pages.SECOND_SECTION[0] in article.text

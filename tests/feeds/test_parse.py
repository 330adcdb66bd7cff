"""parse_feed: every format, and every oddity that has its own answer."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime

import pytest

from crawler.errors import FeedError
from crawler.feeds.parse import parse_feed

from .making import DATA, NOW, URL, item, only, read, read_file, rss


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


# The formats


def test_rss_tells_everything_that_an_entry_holds() -> None:
    feed = read_file("rss20.xml")

    first = feed.entries[0]
    assert feed.kind == "rss 2.0"
    assert first.url == "https://elbtaler.example/pegel?a=1&b=2"
    assert first.guid == "elb-4711"
    assert first.title == "Pegel steigt weiter – Stadt sperrt Ufer"
    assert first.summary_html == "<p>Das Wasser steht <em>hoch</em>.</p>"
    assert first.content_html == "<p>Das Wasser steht <em>hoch</em>.</p><p>Mehr folgt.</p>"
    assert first.authors == ("Anna Berg", "Jonas Feld")
    assert first.tags == ("Lokales", "Hochwasser")
    assert first.language == "de"
    assert first.published_at == at(2026, 2, 5, 20, 2)
    assert first.updated_at is None
    assert feed.problems == ()


def test_rss_tells_what_a_reader_of_the_feed_must_know() -> None:
    feed = read_file("rss20.xml")

    assert feed.title == "Elbtaler & Söhne"
    assert feed.home_url == "https://elbtaler.example/"
    assert feed.language == "de"
    assert feed.ttl_min == 30  # sy: twice an hour; ttl says 15
    assert feed.hub_url == "https://hub.example/"
    assert feed.self_url == "https://elbtaler.example/rss.xml"
    assert feed.skip_hours == {0, 1}
    assert feed.skip_days == {5, 6}


def test_the_widest_picture_is_the_entrys_and_an_enclosure_will_do() -> None:
    first, second = read_file("rss20.xml").entries

    assert first.image_url == "https://img.elbtaler.example/gross.jpg"
    assert second.image_url == "https://img.elbtaler.example/rathaus.jpg"


def test_a_pictures_caption_is_not_taken_for_the_article() -> None:
    caption = '<media:content url="https://i.example/1.jpg"><media:description>A bridge'
    body = rss(item(1, f"<description>Text</description>{caption}</media:description>"
                       "</media:content>"))  # fmt: skip

    entry = only(read(body))

    assert (entry.summary_html, entry.content_html) == ("Text", "")


def test_atom_tells_plain_titles_from_html_and_resolves_against_xml_base() -> None:
    feed = read_file("atom10.xml")

    first, second = feed.entries
    assert feed.kind == "atom 1.0"
    assert feed.title == "The Chronicle"
    assert feed.home_url == "https://chronicle.example/"
    assert feed.self_url == "https://chronicle.example/news/feed.atom"
    assert first.url == "https://chronicle.example/news/video-element"
    assert first.title == "The <video> element and you"
    assert first.content_html == "<p>Use it <em>well</em>.</p>"
    assert first.authors == ("Sam Stone",)
    assert first.tags == ("The web",)
    assert second.title == "L’accord"
    assert (first.language, second.language) == ("en", "fr")


def test_atom_without_published_was_published_when_it_was_updated() -> None:
    first, second = read_file("atom10.xml").entries

    assert (first.published_at, first.updated_at) == (
        at(2026, 2, 5, 18, 55),
        at(2026, 2, 5, 20, 10),
    )
    assert second.published_at == second.updated_at == at(2026, 2, 5, 8)


def test_plain_text_in_atom_becomes_html_that_says_the_same() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://a.example/1"/>'
        b'<summary type="text">3 &lt; 4 &amp; more</summary></entry></feed>'
    )

    assert only(read(body)).summary_html == "3 &lt; 4 &amp; more"


def test_rdf_has_its_date_from_dublin_core_and_its_link_from_about() -> None:
    feed = read_file("rdf.xml")

    first, second = feed.entries
    assert feed.kind == "rdf"
    assert (feed.language, feed.ttl_min) == ("de", 360)
    assert first.published_at == at(2026, 2, 5, 6, 15)
    assert first.updated_at is None
    assert first.tags == ("Chronik",)
    assert second.url == "https://traunpost.example/story/2"


def test_rss_091_with_its_document_type_and_letters_by_name_is_read() -> None:
    feed = read_file("rss091.xml")

    assert feed.kind == "rss 0.91"
    assert feed.title == "Straßenblatt"
    assert only(feed).title == "Brücke eröffnet – R&D zahlt"
    assert only(feed).url == "http://strassenblatt.example/bruecke?x=1&y=2"


@pytest.mark.parametrize(
    ("version", "kind"),
    [("0.92", "rss 0.92"), ("0.93", "rss 0.93"), ("2.0.1", "rss 2.0"), ("9", "rss"), ("", "rss")],
)
def test_the_kind_names_the_version(version: str, kind: str) -> None:
    body = rss(item()).replace(b"version='2.0'", f"version='{version}'".encode())

    assert read(body).kind == kind


def test_json_feed_is_read_with_authors_of_item_and_feed() -> None:
    feed = read_file("feed.json")

    first, second = feed.entries
    assert feed.kind == "json feed"
    assert (feed.title, feed.language) == ("Garonne", "fr")
    assert feed.hub_url == "https://hub.example/"
    assert first.url == "https://paper.example/crue"
    assert first.guid == "752484"
    assert first.authors == ("Luc Morel",)
    assert first.tags == ("Météo",)
    assert first.summary_html == "Trois &lt; quatre"
    assert first.image_url == "https://img.garonne.example/crue.jpg"
    assert (first.published_at, first.updated_at) == (at(2026, 2, 5, 8), at(2026, 2, 5, 9))
    assert second.guid == "752485"
    assert second.authors == ("La rédaction",)
    assert second.content_html == "<p>Un &lt;deux&gt;.</p><p>Trois.</p>"


def test_items_of_a_json_feed_that_are_none_are_named() -> None:
    feed = read_file("feed.json")

    assert feed.problems == (
        "an item that is no object was left out",
        "an item has no link and was left out (Rien)",
    )


@pytest.mark.parametrize(
    "thing",
    [
        {},
        [],
        {"items": []},
        {"version": 1, "items": []},
        {"version": "https://jsonfeed.org/version/1", "items": {}},
        {"version": "https://example.org/2", "items": []},
    ],
)
def test_json_that_is_no_feed_says_so(thing: object) -> None:
    with pytest.raises(FeedError, match="not a JSON Feed"):
        read(json.dumps(thing).encode())


@pytest.mark.parametrize("body", [b'{"version": ', b"[" * 100_000, b'{"a":' + b"1" * 5000 + b"}"])
def test_broken_json_says_so(body: bytes) -> None:
    with pytest.raises(FeedError, match="JSON"):
        read(body)


def test_a_json_feed_of_nonsense_types_keeps_what_can_be_used() -> None:
    body = """{"version": "https://jsonfeed.org/version/1", "title": 9, "hubs": 3, "items": [
        {"id": null, "url": "https://a.example/1", "title": 5, "authors": "x", "tags": {"a": 1},
         "date_published": 17, "image": [], "content_html": null}]}"""

    entry = only(read(body.encode()))

    assert (entry.url, entry.guid, entry.title) == ("https://a.example/1",) * 2 + ("",)


def test_a_news_sitemap_gives_its_articles_and_leaves_the_rest() -> None:
    feed = read_file("news_sitemap.xml")

    entry = only(feed)
    assert (feed.kind, feed.title) == ("news sitemap", "The Ledger")
    assert entry.url == "https://ledger.example/news/bridge"
    assert entry.title == "Bridge closed for a year"
    assert entry.tags == ("bridge", "traffic")
    assert entry.language == "en"
    assert entry.image_url == "https://img.ledger.example/bridge.jpg"
    assert (entry.published_at, entry.updated_at) == (at(2026, 2, 5, 19), at(2026, 2, 5, 20))
    assert feed.problems == ("an address without news was left out (https://ledger.example/about)",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>",
         "a list of sitemaps"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "a sitemap without news"),
        (b"<urlset/>", "a sitemap without news"),
    ],
)  # fmt: skip
def test_other_sitemaps_say_what_they_are(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read(body)


def test_a_broken_sitemap_keeps_what_was_read() -> None:
    whole = (DATA / "news_sitemap.xml").read_bytes()

    feed = read(whole[: whole.index(b"<url><loc>https://ledger.example/about")])

    assert only(feed).title == "Bridge closed for a year"
    assert feed.problems[0].startswith("the XML is broken (line ")


def test_a_feed_without_items_is_a_feed() -> None:
    feed = read(rss())

    assert (feed.title, feed.entries, feed.truncated) == ("Paper", (), False)


# What is no feed


@pytest.mark.parametrize("body", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\x00\x00"])
def test_an_empty_body_says_so(body: bytes) -> None:
    with pytest.raises(FeedError, match="an empty answer"):
        read(body)


def test_a_web_page_says_which_feeds_it_names() -> None:
    with pytest.raises(
        FeedError, match=r"a web page, not a feed; it names 6 feeds: https://rivage"
    ):
        read_file("page.html")


def test_a_web_page_without_feeds_says_so() -> None:
    with pytest.raises(FeedError, match="a web page, not a feed; it names no feed"):
        read(b"<html><body>Wartungsarbeiten</body></html>", content_type="application/rss+xml")


def test_an_opml_list_is_told_from_a_feed() -> None:
    with pytest.raises(FeedError, match="import it"):
        read_file("subscriptions.opml")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"PK\x03\x04", "zip"),
        (b"Too many requests", "it begins: Too many requests"),
        (b"<note><to>you</to></note>", "it begins: <note>"),
    ],
)
def test_anything_else_says_what_it_seems_to_be(body: bytes, what: str) -> None:
    with pytest.raises(FeedError, match=what):
        read(body)


# Broken XML


def test_of_truncated_xml_what_was_read_is_kept_and_the_break_named() -> None:
    feed = read_file("truncated.xml")

    assert [entry.title for entry in feed.entries] == ["Ganz", "Auch ganz"]
    assert feed.problems == (
        "the XML is broken (line 5: no element found)",
        "an item has no link and was left out (Halb)",
    )


def test_a_link_that_was_cut_in_half_is_never_followed() -> None:
    whole = (DATA / "rss20.xml").read_bytes()
    known = {entry.url for entry in read(whole).entries}

    for end in range(whole.index(b"<item>"), len(whole), 7):
        assert {entry.url for entry in read(whole[:end]).entries} <= known


def test_unescaped_ampersands_and_html_letters_are_mended() -> None:
    body = rss(
        "<title>Caf&eacute; R&D &nbsp; &unknown;</title><link>https://a.example/?a=1&b=2</link>"
    )

    entry = only(read(body))

    assert entry.title == "Café R&D &unknown;"
    assert entry.url == "https://a.example/?a=1&b=2"


def test_mismatched_tags_are_read_around() -> None:
    body = rss(item(1, "<description>A <b>bold</description>"), item(2))

    feed = read(body)

    assert [entry.url for entry in feed.entries] == [
        "https://paper.example/1",
        "https://paper.example/2",
    ]
    assert feed.problems[0].startswith("the XML is broken (line 1: mismatched tag")


def test_a_warning_before_the_feed_is_left_out_and_named() -> None:
    feed = read(b"Warning: mysql_connect() failed\n" + rss(item()))

    assert only(feed).url == "https://paper.example/1"
    assert feed.problems == (
        'text before the feed was left out (Warning: mysql_connect() failed <?xml version="1.0"?>)',
    )


def test_blank_lines_before_the_declaration_do_no_harm() -> None:
    feed = read(b"\r\n\n  " + rss(item()))

    assert (len(feed.entries), feed.problems) == (1, ())


def test_characters_that_xml_forbids_are_taken_out() -> None:
    feed = read(rss("<title>A\x00B\x0bC&#0;D&#xD800;E</title><link>https://a.example/1</link>"))

    assert only(feed).title == "ABCDE"
    assert feed.problems == ("2 characters that no feed may hold were taken out",)


# Hostile XML


def test_entities_that_a_feed_declares_are_never_expanded() -> None:
    feed = read_file("bomb.xml")

    assert only(feed).title == "&lol2; &file;"
    assert feed.problems == ("a document type with 5 entities was not read",)


def test_a_document_type_inside_the_feed_declares_nothing() -> None:
    inside = '<!DOCTYPE x [<!ENTITY lol "expanded">]>'

    feed = read(rss(item(1, inside + "<description>&lol;</description>")))

    assert "expanded" not in repr(feed.entries)


def test_a_bomb_in_utf16_does_not_slip_through() -> None:
    text = (DATA / "bomb.xml").read_text("utf-8")

    feed = read(text.encode("utf-16"))

    assert only(feed).title == "&lol2; &file;"


def test_external_entities_of_a_sitemap_are_not_fetched() -> None:
    body = (
        b'<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url>'
        b"<loc>https://a.example/1</loc><news><title>x&f;y</title></news></url></urlset>"
    )

    assert only(read(body)).title == "x&f;y"


# Limits


def test_beyond_the_limit_the_newest_items_are_kept() -> None:
    feed = read(rss(*(item(n) for n in range(50))), limit=20)

    assert feed.truncated
    assert [entry.title for entry in feed.entries] == [f"Story {n}" for n in range(20)]
    assert feed.problems == ("only the first 20 of 50 items were read",)


def test_only_items_count_against_the_limit() -> None:
    logo = "<image><url>https://paper.example/logo.png</url></image><description>&lt;item></description>"

    feed = read(rss(*(item(n, logo) for n in range(20)), channel=logo), limit=20)

    assert (len(feed.entries), feed.truncated) == (20, False)


def test_a_feed_that_begins_with_the_oldest_is_cut_at_its_beginning() -> None:
    days = [item(n, f"<pubDate>{n:02} Jan 2026 08:00 GMT</pubDate>") for n in range(1, 29)]

    feed = read(rss(*days), limit=5)

    assert [entry.title for entry in feed.entries] == [f"Story {n}" for n in range(24, 29)]
    assert feed.problems == ("only the last 5 of 28 items were read",)


def test_fifty_thousand_items_are_cut_before_they_are_read() -> None:
    feed = read(rss(*(item(n) for n in range(50_000))))

    assert (len(feed.entries), feed.truncated) == (2000, True)


@pytest.mark.parametrize(
    "body",
    [
        b'<feed xmlns="http://www.w3.org/2005/Atom">%s</feed>'
        % b"".join(b'<entry><link href="https://a.example/%d"/></entry>' % n for n in range(9)),
        b'<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf='
        b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/>%s</rdf:RDF>'
        % b"".join(b"<item><link>https://a.example/%d</link></item>" % n for n in range(9)),
        b"<urlset>%s</urlset>"
        % b"".join(
            b"<url><loc>https://a.example/%d</loc><news><title>x</title></news></url>" % n
            for n in range(9)
        ),
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "items": [{"url": f"https://a.example/{n}"} for n in range(9)],
            }
        ).encode(),
    ],
    ids=["atom", "rdf", "sitemap", "json"],
)
def test_every_format_is_cut_cleanly(body: bytes) -> None:
    feed = read(body, limit=4)

    assert [entry.url[-1] for entry in feed.entries] == list("0123")
    assert feed.truncated
    assert feed.problems == ("only the first 4 of 9 items were read",)


# Addresses and guids


def test_without_a_guid_the_address_stands_in() -> None:
    entry = only(read(rss(item())))

    assert entry.guid == entry.url


def test_a_guid_that_is_an_address_is_the_link_where_there_is_none() -> None:
    entry = only(read(rss("<title>A</title><guid>https://paper.example/a</guid>")))

    assert entry.url == "https://paper.example/a"


@pytest.mark.parametrize(
    "guid",
    [
        "<guid>4711</guid>",
        "<guid>tag:paper.example,2026:1</guid>",
        '<guid isPermaLink="false">https://paper.example/a</guid>',
    ],
)
def test_a_guid_that_is_no_link_is_not_followed(guid: str) -> None:
    feed = read(rss(f"<title>A</title>{guid}"))

    assert feed.entries == ()
    assert feed.problems[0].endswith("was left out (A)")


def test_guids_stay_as_the_feed_gives_them() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>/t3_42tizy</id>'
        b'<link href="/comments/42tizy"/></entry></feed>'
    )

    entry = only(read(body))

    assert (entry.guid, entry.url) == ("/t3_42tizy", "https://paper.example/comments/42tizy")


def test_relative_links_are_seen_from_the_feed() -> None:
    feed = read(rss("<title>A</title><link>../a?x=1</link>", "<link>//b.example/c</link>"))

    assert [entry.url for entry in feed.entries] == [
        "https://paper.example/a?x=1",
        "https://b.example/c",
    ]


def test_the_publishers_own_address_is_preferred_to_a_click_counter() -> None:
    body = rss("<link>https://feedproxy.example/~r/x/1</link>"
               "<feedburner:origLink>https://paper.example/1</feedburner:origLink>")  # fmt: skip

    assert only(read(body)).url == "https://paper.example/1"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("javascript:alert(1)", "a javascript: link"),
        ("data:text/html,x", "a data: link"),
        ("file:///etc/passwd", "a file: link"),
        ("https://" + "a" * 2100 + ".example/", "a link of more than 2048 characters"),
        ("https://user:secret@paper.example/", "a link with a user's name in it"),
        ("http://[::1", "a link that cannot be read"),
        ("https://:443/x", "a link that leads nowhere"),
    ],
)
def test_links_that_must_not_be_followed_are_refused_and_named(link: str, reason: str) -> None:
    feed = read(rss(f"<title>A</title><link>{link}</link>", item(2)))

    assert [entry.url for entry in feed.entries] == ["https://paper.example/2"]
    assert feed.problems == (f"an item has {reason} and was left out (A)",)


def test_an_address_comes_once_and_the_first_item_counts() -> None:
    feed = read(rss(item(1), "<title>Again</title><link>https://paper.example/1</link>", item(2)))

    assert [entry.title for entry in feed.entries] == ["Story 1", "Story 2"]
    assert feed.problems == (
        "an address came twice: the first item counts (https://paper.example/1)",
    )


def test_two_items_that_share_a_guid_are_told_apart_by_their_addresses() -> None:
    feed = read(rss(item(1, "<guid isPermaLink='false'>x</guid>"),
                    item(2, "<guid isPermaLink='false'>x</guid>")))  # fmt: skip

    assert [entry.guid for entry in feed.entries] == ["x", "https://paper.example/2"]
    assert feed.problems == ("a guid came twice: the address stands in its place (x)",)


def test_a_guid_longer_than_an_address_may_be_is_replaced() -> None:
    feed = read(rss(item(1, f"<guid isPermaLink='false'>{'x' * 3000}</guid>")))

    assert only(feed).guid == "https://paper.example/1"


def test_a_picture_at_a_bad_address_is_no_picture() -> None:
    body = rss(item(1, '<media:thumbnail url="javascript:x"/>'
                       '<media:thumbnail url="/pic.jpg"/>'))  # fmt: skip

    assert only(read(body)).image_url == "https://paper.example/pic.jpg"


def test_an_enclosure_that_is_no_picture_is_none() -> None:
    body = rss(item(1, '<enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="1"/>'))

    assert only(read(body)).image_url is None


# Dates


def test_a_date_in_the_future_is_taken_as_now_and_named() -> None:
    feed = read(rss(item(1, "<pubDate>Mon, 06 Jul 2035 10:00:00 GMT</pubDate>")))

    assert only(feed).published_at == NOW
    assert feed.problems == (
        "a date in the future was taken as now (Mon, 06 Jul 2035 10:00:00 GMT)",
    )


def test_a_date_without_a_zone_is_utc_or_in_the_zone_that_is_given() -> None:
    body = rss(item(1, "<pubDate>2026-02-05 21:02:00</pubDate>"))

    assert only(read(body)).published_at == at(2026, 2, 5, 21, 2)
    assert only(read(body, timezone="Europe/Berlin")).published_at == at(2026, 2, 5, 20, 2)


def test_a_date_that_cannot_be_read_is_named_and_none() -> None:
    feed = read(rss(item(1, "<pubDate>soon</pubDate>"), item(2, "<pubDate>later</pubDate>")))

    assert [entry.published_at for entry in feed.entries] == [None, None]
    assert feed.problems == ("a date could not be read: 2 times (first: soon)",)


# Encodings


@pytest.mark.parametrize(
    "encoded",
    [
        rss(item(1)).replace(b"Story 1", "Brücke".encode()),
        b"\xef\xbb\xbf" + rss(item(1)).replace(b"Story 1", "Brücke".encode()),
        rss(item(1), head='<?xml version="1.0" encoding="ISO-8859-1"?>').replace(
            b"Story 1", "Brücke".encode("latin-1")
        ),
        rss(item(1), head='<?xml version="1.0" encoding="utf-8"?>').replace(
            b"Story 1", "Brücke".encode("cp1252")
        ),
        rss(item(1)).decode().replace("Story 1", "Brücke").encode("utf-16"),
        rss(item(1)).decode().replace("Story 1", "Brücke").encode("utf-16-be"),
        rss(item(1)).decode().replace("Story 1", "Brücke").encode("utf-32"),
        rss(item(1)).decode().replace("Story 1", "Brücke".encode().decode("cp1252")).encode(),
    ],
    ids=["utf-8", "mark", "latin-1", "liar", "utf-16", "utf-16 unmarked", "utf-32", "twice"],
)  # fmt: skip
def test_the_same_letters_are_read_whatever_they_were_encoded_in(encoded: bytes) -> None:
    assert only(read(encoded)).title == "Brücke"


def test_the_header_tells_the_charset_where_the_feed_does_not() -> None:
    body = rss("<title>Мост</title><link>https://a.example/1</link>").decode().encode("cp1251")

    feed = parse_feed(body, url=URL, now=NOW, content_type="text/xml; charset=windows-1251")

    assert only(feed).title == "Мост"


# People and words


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("<author>mail@paper.example (Anna Berg)</author>", ("Anna Berg",)),
        ("<dc:creator>By Anna Berg, Jonas Feld</dc:creator>", ("Anna Berg", "Jonas Feld")),
        ("<dc:creator>Anna Berg</dc:creator><dc:creator>Jonas Feld</dc:creator>",
         ("Anna Berg", "Jonas Feld")),
        ("<author>noreply@paper.example</author>", ()),
        ("<author>Anna Berg &lt;anna@paper.example&gt;</author>", ("Anna Berg",)),
    ],
)  # fmt: skip
def test_authors_are_names(words: str, names: tuple[str, ...]) -> None:
    assert only(read(rss(item(1, words)))).authors == names


def test_titles_are_plain_however_often_they_were_escaped() -> None:
    body = rss("<title>&amp;lt;b&amp;gt;Tom &amp;amp;amp; Jerry&amp;lt;/b&amp;gt;\n &#8211; x"
               "</title>"
               "<link>https://a.example/1</link>")  # fmt: skip

    assert only(read(body)).title == "Tom & Jerry – x"


def test_html_is_kept_as_it_was_given() -> None:
    html = '<script>alert("x")</script><a href="/relative">y</a>'

    entry = only(read(rss(item(1, f"<content:encoded><![CDATA[{html}]]></content:encoded>"))))

    assert entry.content_html == html


def test_a_language_that_is_none_is_left_out() -> None:
    feed = read(rss(item(), channel="<language>us</language>"))

    assert (feed.language, only(feed).language) == (None, None)


def test_of_ttl_and_update_period_the_longer_counts() -> None:
    sy = '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">{}</sy:updatePeriod>'

    assert read(rss(channel="<ttl>90</ttl>")).ttl_min == 90
    assert read(rss(channel="<ttl>never</ttl>")).ttl_min is None
    assert read(rss(channel="<ttl>-5</ttl>")).ttl_min is None
    assert read(rss()).ttl_min is None
    assert read(rss(channel="<ttl>90</ttl>" + sy.format("daily"))).ttl_min == 1440


# Between processes


def test_feeds_and_their_errors_travel_between_processes() -> None:
    feed = read_file("rss20.xml")

    assert pickle.loads(pickle.dumps(feed)) == feed
    assert str(pickle.loads(pickle.dumps(FeedError("a web page")))) == "a web page"


def test_an_address_that_is_another_items_guid_is_no_guid_twice() -> None:
    feed = read(rss(item(1, "<guid>https://paper.example/2</guid>"), item(2), item(3)))

    assert len({entry.guid for entry in feed.entries}) == 3

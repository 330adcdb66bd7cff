from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.discover import MOST_LINKS, FeedLink, find_feeds, well_known

from .making import DATA, rss

PAGE = "https://rivage.example/"


def found(html: str, url: str = PAGE) -> list[str]:
    return [link.url for link in find_feeds(html.encode(), url=url)]


def declared(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_a_page_names_its_feeds_the_likeliest_first() -> None:
    links = find_feeds((DATA / "page.html").read_bytes(), url=PAGE)

    assert [(link.url.removeprefix("https://rivage.example"), link.kind) for link in links] == [
        ("/feed/", "rss"),
        ("/feed.json", "json feed"),
        ("/start/category/politik/atom.xml", "atom"),
        ("/export/nachrichten.xml", None),
        ("/sport.rss", None),
        ("/comments/feed/", "rss"),
    ]


def test_a_feed_has_the_title_that_the_page_gives_it() -> None:
    links = find_feeds((DATA / "page.html").read_bytes(), url=PAGE)

    assert links[0].title == "Rivage » Feed"
    assert links[3] == FeedLink(
        url="https://rivage.example/export/nachrichten.xml", title="Als RSS lesen", declared=False
    )


def test_what_stands_in_comments_and_scripts_is_not_named() -> None:
    urls = found("<!-- " + declared("/old.rss") + "--><script>'<a href=\"/x.rss\">'</script>")

    assert urls == []


@pytest.mark.parametrize(
    "href",
    ["/rss", "/feed/", "/index.rss", "/news/rss.xml", "/atom.xml", "/rss/politik", "/!p4608;rss/",
     "/index~rss2.xml", "/feed.json", "?feed=rss2", "/contentexport/feed/schlagzeilen"],
)  # fmt: skip
def test_links_for_readers_count_where_they_look_like_feeds(href: str) -> None:
    assert len(found(f'<a href="{href}">x</a>')) == 1


@pytest.mark.parametrize(
    "href",
    ["/feedback", "/rssreader", "/feed.png", "/article/feeding-birds", "/crossroads", "#rss",
     "javascript:feed/", "mailto:rss@a.example", "/atomkraft", ""],
)  # fmt: skip
def test_other_links_do_not(href: str) -> None:
    assert found(f'<a href="{href}">x</a>') == []


def test_a_type_that_says_little_needs_an_address_that_says_more() -> None:
    page = declared("/rss.xml", kind="application/xml") + declared("/oembed", kind="text/xml")

    assert found(page) == ["https://rivage.example/rss.xml"]


def test_a_feed_is_named_once_and_the_page_itself_is_none() -> None:
    page = declared("/feed") + declared("/feed") + '<a href="/feed">RSS</a>' + declared("/")

    assert found(page) == ["https://rivage.example/feed"]


def test_feeds_of_other_sites_come_after_the_sites_own() -> None:
    page = declared("https://other.example/feed") + declared("https://www.rivage.example/feed")

    assert found(page)[0] == "https://www.rivage.example/feed"


def test_sloppy_markup_is_read() -> None:
    page = (
        "<LINK TYPE=application/rss+xml REL=Alternate HREF=/a.rss><link rel='alternate'"
        "\n type='application/atom+xml; charset=utf-8' title='a > b' href='/b.atom'/>"
    )

    assert found(page) == ["https://rivage.example/a.rss", "https://rivage.example/b.atom"]


def test_no_page_names_more_than_fifty() -> None:
    assert len(found("".join(declared(f"/{n}.rss") for n in range(500)))) == MOST_LINKS


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", rss(), b"<", b"\x00" * 100])
def test_what_is_no_page_names_nothing(body: bytes) -> None:
    assert find_feeds(body, url=PAGE) == ()


@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=iso-8859-1"]))
def test_no_bytes_stop_it(body: bytes, content_type: str) -> None:
    for link in find_feeds(b"<html>" + body, url=PAGE, content_type=content_type):
        assert link.url.lower().startswith(("http://", "https://"))


def test_guesses_begin_with_the_usual_places() -> None:
    guesses = well_known("https://rivage.example/blog/start.html?x=1")

    assert guesses[:3] == (
        "https://rivage.example/feed/",
        "https://rivage.example/rss.xml",
        "https://rivage.example/feed",
    )
    assert "https://rivage.example/atom.xml" in guesses
    assert "https://rivage.example/blog/feed/" in guesses
    assert len(set(guesses)) == len(guesses)


def test_there_is_nothing_to_guess_from_nonsense() -> None:
    assert well_known("ftp://rivage.example/") == ()
    assert well_known("rivage") == ()

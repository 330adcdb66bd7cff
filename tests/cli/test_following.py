"""`feeds add`: from an address to a feed, on a loopback site, in a process of its own each."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>
<language>en</language>
<item><title>One</title><link>/one</link><pubDate>Thu, 05 Feb 2026 20:00:00 GMT</pubDate></item>
</channel></rss>"""
HOME = """<html><head>
<link rel="alternate" type="application/rss+xml" title="Main" href="/main.rss">
<link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.rss"></head>
<body>News</body></html>"""
PAGES = {
    "/": HOME,
    "/main.rss": RSS.format(title="Harbour News"),
    "/sport.rss": RSS.format(title="Harbour Sport"),
    "/broken.rss": "<?xml version='1.0'?><rss version='2.0'><chan",
    "/plain": "<html><body><p>No feed far and wide.</p></body></html>",
    "/dead": HOME.replace("/main.rss", "/gone.rss"),
    "/list.opml": """<opml version="2.0"><body>
        <outline text="One" xmlUrl="https://one.example/rss"/>
        <outline text="Two" xmlUrl="https://two.example/rss"/></body></opml>""",
    "/news.xml": """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
        <loc>https://paper.example/a/1</loc><news:news><news:publication>
        <news:name>Harbour Map</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2026-02-05</news:publication_date>
        <news:title>The river rises</news:title></news:news></url></urlset>""",
    "/index.xml": """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>{site}/pages.xml</loc></sitemap>
        <sitemap><loc>{site}/news.xml</loc></sitemap></sitemapindex>""",
    "/pages-only.xml": """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>{site}/pages.xml</loc></sitemap></sitemapindex>""",
    "/robots.txt": "",
}


class Site(BaseHTTPRequestHandler):
    """Answers with what stands in PAGES."""

    def do_GET(self) -> None:
        text = PAGES.get(self.path)
        self.send_response(200 if text is not None else 404)
        self.send_header("Content-Type", "text/html" if "<html" in (text or "") else "text/xml")
        self.end_headers()
        own = "http://" + self.headers["Host"]
        self.wfile.write((text or "nothing").replace("{site}", own).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Not to the terminal."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_home_page_leads_to_its_main_feed(begun: Wirewatch, site: str) -> None:
    answer = begun.apart("feeds", "add", site, "--group", "Test", "--every-min", "15")

    [feed] = begun("feeds", "list", "--json").json
    assert answer.code == Code.FINE, answer.err
    assert answer.out.startswith('Added 1 "Harbour News"')
    assert "holds       1 entry, the newest" in answer.out
    assert f"Sport  {site}/sport.rss" in answer.err
    assert (feed["url"], feed["category"], feed["language"]) == (f"{site}/main.rss", "Test", "en")
    assert feed["floor_min"] == feed["ceiling_min"] == 15.0
    assert feed["origin"] == "person"


def test_another_of_its_feeds_can_be_picked(begun: Wirewatch, site: str) -> None:
    picked = begun.apart("feeds", "add", site, "--pick", "2", "--name", "Sports", "--json")
    too_far = begun.apart("feeds", "add", site, "--pick", "3")

    assert picked.json["url"] == f"{site}/sport.rss"
    assert picked.json["name"] == "Sports"
    assert [other["title"] for other in picked.json["others"]] == ["Main"]
    assert too_far.code == Code.USAGE
    assert "--pick 3: the page names 2 only" in too_far.err


def test_a_list_of_sitemaps_leads_to_the_one_of_news(begun: Wirewatch, site: str) -> None:
    answer = begun.apart("feeds", "add", f"{site}/index.xml", "--json")
    without = begun.apart("feeds", "add", f"{site}/pages-only.xml")

    assert answer.json["url"] == f"{site}/news.xml"
    assert answer.json["kind"] == "news sitemap"
    assert without.code != Code.FINE
    assert f"a list of sitemaps, not a news sitemap; it names {site}/pages.xml" in without.err


def test_where_the_main_feed_is_gone_the_next_is_tried(begun: Wirewatch, site: str) -> None:
    answer = begun.apart("feeds", "add", f"{site}/dead")

    assert answer.code == Code.FINE
    assert f"{site}/gone.rss: 404 Not Found; trying the next" in answer.err
    assert "Harbour Sport" in answer.out


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/plain", "a web page, not a feed; it names no feed"),
        ("/broken.rss", "/broken.rss: nothing can be read in it: the XML is broken"),
        ("/nowhere", "/nowhere: 404 Not Found"),
    ],
)
def test_what_is_no_feed_says_what_it_is(
    begun: Wirewatch, site: str, path: str, message: str
) -> None:
    answer = begun.apart("feeds", "add", site + path)

    assert answer.code == Code.PROBLEM
    assert message in answer.err
    assert "Traceback" not in answer.err
    assert begun("feeds", "list", "--json").json == []


def test_an_unreachable_server_says_so(begun: Wirewatch) -> None:
    answer = begun.apart("feeds", "add", "http://127.0.0.1:9/feed")

    assert answer.code == Code.PROBLEM
    assert answer.err.startswith("wirewatch: http://127.0.0.1:9/feed: connection refused")


def test_what_is_followed_already_is_named_and_no_server_asked(filled: Wirewatch) -> None:
    answer = filled("feeds", "add", "http://paper.example/feed.xml")

    assert answer.code == Code.USAGE
    assert 'is followed already, as "The Paper" (1), from ' in answer.err
    assert "feeds.toml:3" in answer.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["x", "--language", "deutsch"], "language: must be a language of two small letters"),
        (["x", "--every-min", "0"], "must be more than 0"),
        (["ftp://x/y"], 'must be an address that begins with "http://" or "https://"'),
        (["https://me:pw@x/y"], "must not hold a user's name or password"),
        (["x", "--timezone", "Europe/Belrin"], 'did you mean "Europe/Berlin"?'),
    ],
)
def test_a_wrong_value_is_named_before_a_server_is_asked(
    begun: Wirewatch, words: list[str], message: str
) -> None:
    answer = begun("feeds", "add", *words)

    assert answer.code == Code.USAGE
    assert message in answer.err


def test_an_opml_list_at_an_address_is_taken_as_a_whole(begun: Wirewatch, site: str) -> None:
    answer = begun.apart("feeds", "add", f"{site}/list.opml", "--group", "Lists")

    feeds = begun("feeds", "list", "--json").json
    assert (answer.code, answer.out) == (
        Code.FINE,
        "2 feeds added, 0 followed already, 0 left out.\n",
    )
    assert [(feed["name"], feed["category"]) for feed in feeds] == [
        ("One", "Lists"),
        ("Two", "Lists"),
    ]


def test_a_news_sitemap_is_followed_like_a_feed(begun: Wirewatch, site: str) -> None:
    answer = begun.apart("feeds", "add", f"{site}/news.xml")

    assert answer.code == Code.FINE, answer.err
    assert answer.out.startswith('Added 1 "Harbour Map"')
    assert "kind        news sitemap" in answer.out


def test_a_look_shows_what_would_come_and_keeps_nothing(begun: Wirewatch, site: str) -> None:
    shown = begun.apart("feeds", "test", site)
    piped = begun.apart("feeds", "test", "-", "--json", say=f"{site}/list.opml\n")

    assert shown.code == Code.FINE, shown.err
    assert shown.out.startswith("Harbour News\n")
    assert "1 entry, 1 of them new to us" in shown.out
    assert "2026-02-05 20:00  One" in shown.out
    assert [feed["title"] for feed in piped.json["feeds"]] == ["One", "Two"]
    assert begun("feeds", "list", "--json").json == []

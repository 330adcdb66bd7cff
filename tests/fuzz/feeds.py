"""Feeds, lists of feeds, headers, robots.txt: what a server sends before any article."""

from __future__ import annotations

import math
from datetime import timedelta

from hypothesis import strategies as st

from crawler.errors import FeedError
from crawler.extraction import article_of
from crawler.feeds.discover import find_feeds, well_known
from crawler.feeds.headers import Asked, asked
from crawler.feeds.opml import read_opml
from crawler.feeds.pace import Look, next_look
from crawler.items import Feed, Outcome
from crawler.politeness.robots import rules_of
from crawler.reading.feeds import announce
from tests.feeds.making import DATA, NOW, read
from tests.feeds.test_hostile import assert_sound
from tests.fuzz.target import Target, damaged

_NAMES = ("rss20.xml", "atom10.xml", "rdf.xml", "rss091.xml", "feed.json", "news_sitemap.xml")
FEEDS = [(DATA / name).read_bytes() for name in _NAMES]
FEEDS += [text.decode("utf-8").encode("utf-16") for text in FEEDS[:2]]
PAGES = [(DATA / "page.html").read_bytes()]
LISTS = [(DATA / "subscriptions.opml").read_bytes()]
TOKENS = [
    *(line for line in (DATA / "pieces.txt").read_bytes().splitlines() if line),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"&#0;", b"&#x110000;", b"&#xD800;"),
    *(b"]]>", b"<![CDATA[", b"<?xml version='1.0' encoding='utf-7'?>", b"<!ENTITY a 'b'>", b"--"),
    *(b"<pubDate>", b"Thu, 32 Feb 0000 25:61:61 +9999", b"1970-01-01T00:00:00Z", b"</", b"='"),
    *(b"javascript:alert(1)", b"http://[::1", b"//x.example/\r\nHost: y", b"{", b"}", b'":', b"["),
    *(b"1e999", b"NaN", b"null", b"-1", b"xmlns:a='b'", b"\xe2\x80\xae", b"<a><a><a>"),
]
ROBOTS = [
    b"User-agent: *\nDisallow: /private\nAllow: /private/open$\nCrawl-delay: 10\n",
    b"\xef\xbb\xbfuser-agent : Wirewatch\r\ndisallow:/*?*a*b$\rSitemap: x\nUser-agent: x\n",
]
ROBOTS_TOKENS = [
    *(b"Crawl-delay: nan\n", b"Crawl-delay: 1e400\n", b"Crawl-delay: -1\n", b"*", b"$", b"%"),
    *(b"User-agent:", b"Disallow:", b"Allow: /", b"%2f", b"%zz", b"\x00", b"\r", b"#", b"?", b"*a"),
    *(b"Visit-time: 0000-2500\n", b"Request-rate: 1/0\n", b"Request-rate: 1/5 9999-0\n"),
]


def feed(body: bytes) -> None:
    """A feed with sound entries or a FeedError; and what the next steps make of its entries."""
    try:
        parsed = read(body)
    except FeedError as error:
        assert str(error)
        return
    assert_sound(parsed)
    for one in announce(parsed):
        assert one.address_key
        article = article_of(one.entry, note=None)
        article.text.encode()


def outlines(body: bytes) -> None:
    """A list of feeds, or a FeedError."""
    try:
        found = read_opml(body).outlines
    except FeedError:
        return
    assert all(one.url.lower().startswith(("http://", "https://")) for one in found)


def links(body: bytes) -> None:
    """Feeds that a page names."""
    for link in find_feeds(body, url="https://paper.example/a/"):
        assert link.url.lower().startswith(("http://", "https://"))
    well_known("https://paper.example/a/")


def headers(given: dict[str, str]) -> None:
    """What a server asks for is nothing or a number of minutes from now on."""
    wish = asked(given, now=NOW)
    for minutes in (wish.max_age_min, wish.expires_min, wish.retry_after_min):
        assert minutes is None or (minutes >= 0 and math.isfinite(minutes))
    look(Look(outcome=Outcome.TEMPORARY, asked=wish))


def robots(given: tuple[bytes, str]) -> None:
    """An answer to every address, and a pause that is a number."""
    body, url = given
    rules = rules_of(200, body, now=0.0, cache_s=60)
    for agent in ("Wirewatch", "wirewatch"):
        assert isinstance(rules.allow(url, agent), bool)
        delay = rules.delay_s(agent)
        assert delay is None or (math.isfinite(delay) and delay >= 0)


def look(given: Look, trouble: float = 0.0) -> None:
    """The next look is later than this one, and never more than a month and a bit."""
    one = Feed(id=1, url="https://a.example/", name="A", interval_min=30, trouble=trouble)
    plan = next_look(one, given, now=NOW, spread=0.5)
    assert NOW < plan.at <= NOW + timedelta(days=40), plan
    assert math.isfinite(plan.interval_min)


_WORDS = st.sampled_from(
    [
        *("max-age=", "no-cache", "0", "-1", "99999999999999999999"),
        *("Thu, 05 Feb 2026 21:00:00 GMT", "Wed, 31 Dec 9999 23:59:59 GMT"),
        *("Mon, 01 Jan 0001 00:00:00 +1400", "٣", "1e9", '"', "=", ","),
        *("Sun, 06 Nov 1994 08:49:37 -9999", "Sunday, 06-Nov-94 08:49:37 GMT", "120", " "),
        *("s-maxage=9",),
    ]
)
_VALUES = st.one_of(st.lists(_WORDS, max_size=4).map("".join), st.text(max_size=40))
_HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "Cache-Control", "Expires", "Date", "Age"]), _VALUES
)
_MINUTES = st.one_of(st.none(), st.floats(0, 1e12))
_LOOKS = st.builds(
    Look,
    outcome=st.sampled_from(Outcome),
    n_entries=st.integers(0, 2000),
    n_new=st.integers(0, 2000),
    rhythm_min=st.one_of(st.none(), st.floats(0.001, 1e9)),
    lost=st.booleans(),
    ttl_min=_MINUTES,
    asked=st.builds(Asked, max_age_min=_MINUTES, expires_min=_MINUTES, retry_after_min=_MINUTES),
    skip_hours=st.frozensets(st.integers(0, 23)),
    skip_days=st.frozensets(st.integers(0, 6)),
)
_ROBOTS_URLS = st.text("/?*$%ab2f#é.=&", max_size=60).map(lambda path: f"https://a.example/{path}")

TARGETS = (
    Target("feeds", damaged(FEEDS, TOKENS), feed),
    Target("feeds of pieces", st.lists(st.sampled_from(TOKENS), max_size=60).map(b"".join), feed),
    Target("lists of feeds", damaged(LISTS, TOKENS), outlines),
    Target("feeds that pages name", damaged(PAGES, TOKENS), links),
    Target("headers", _HEADERS, headers),
    Target("robots.txt", st.tuples(damaged(ROBOTS, ROBOTS_TOKENS), _ROBOTS_URLS), robots),
    Target("plans", st.tuples(_LOOKS, st.floats(0, 1e6)), lambda given: look(*given)),
)

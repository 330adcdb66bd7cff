"""Whatever bytes arrive: a feed, or a FeedError with a sentence, and soon."""

from __future__ import annotations

import time
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import FeedError
from crawler.feeds.discover import find_feeds
from crawler.feeds.parse import ParsedFeed, parse_feed

from .making import DATA, NOW, URL, read

RSS = b'<rss version="2.0"><channel>'
ITEM = RSS + b"<item><link>https://a.example/1</link>"
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://a.example/1"/>'
N = 300_000  # bytes: what grows with the square of this takes minutes

# Each of these took feedparser, libxml2 or a first draft of ours more than linear time.
SLOW = {
    "a name of one letter": ITEM + b"<author>" + b"a" * N + b"</author></item></channel></rss>",
    "a name in many sections": ITEM + b"<author>" + b"<![CDATA[aaaaaaaaa]]>" * (N // 21),
    "a name between comments": ITEM + b"<author>" + b"aaaaaaaa<!-- -->" * (N // 16),
    "a thousand categories": ITEM
    + b"".join(b"<category>%d</category>" % n for n in range(N // 26))
    + b"</item></channel></rss>",
    "attributes": b"<rss " + b" ".join(b'a%d=""' % n for n in range(N // 10)) + b">",
    "attributes of a page": b"<html><a " + b" ".join(b'a%d=""' % n for n in range(N // 10)) + b">",
    "namespaces": b"<rss " + b" ".join(b'xmlns:a%d="b%d"' % (n, n) for n in range(N // 20)) + b">",
    "levels": RSS + b"<a>" * (N // 3),
    "levels of markup": ATOM + b'<content type="xhtml">' + b"<div>" * (N // 5),
    "blanks between comments": ATOM + b'<content type="xhtml">' + b" <!-- -->" * (N // 9),
    "blanks before the feed": b"\n" * N + RSS,
    "open tags": RSS + b"<" * N,
    "open quotes": RSS + b"<a \"" * (N // 4),
    "open comments": RSS + b"<!--" * (N // 4),
    "open sections": RSS + b"<![CDATA[" * (N // 9),
    "ampersands": ITEM + b"<title>" + b"&" * N,
    "scripts in a title": ITEM + b"<title>" + b"&lt;script&gt;" * (N // 14) + b"</title>",
    "a date of times": ITEM + b"<pubDate>" + b"12:" * (N // 3) + b"</pubDate>",
    "brackets": b"[" * N,
    "objects": b'{"a":' * (N // 5),
    "digits": b'{"version":"https://jsonfeed.org/version/1","items":[' + b"1" * N + b"]}",
    "links of a page": b"<html>" + b'<a href="/feed">' * (N // 16),
    "dashes in a link": b'<html><a href="' + b"-" * N + b'">',
    "document types": b"<!DOCTYPE " * (N // 10),
    "entities": b"<!DOCTYPE rss [" + b'<!ENTITY a "b">' * (N // 15) + b"]>" + RSS,
    "numbers of characters": ITEM + b"<title>" + b"&#99999999999;" * (N // 14),
}  # fmt: skip


def outcome(body: bytes) -> ParsedFeed | str:
    try:
        return read(body)
    except FeedError as error:
        return str(error)


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW.keys())
def test_what_was_made_to_be_slow_is_not(body: bytes) -> None:
    start = time.process_time()

    outcome(body)
    find_feeds(body, url=URL)

    assert time.process_time() - start < 3  # a quadratic reader takes thirty and more


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (SLOW["levels"], "more than 500 deep"),
        (SLOW["attributes"] + b"</rss>", "more than 200 attributes"),
        (SLOW["namespaces"] + b"</rss>", "more than 200 namespaces"),
    ],
)
def test_what_keeps_a_parser_busy_is_refused_by_name(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read(body)


def test_what_feedparser_trips_over_is_a_feed_error() -> None:
    body = (
        RSS
        + b'<item><authors x="1"/><author>a</author><links a="b"/><link>https://a.example/1</link>'
    )

    assert isinstance(outcome(body), ParsedFeed | str)


PIECES = st.sampled_from(
    [
        *(DATA / "pieces.txt").read_bytes().splitlines(),
        *(b"\x00", b"\xff", b"\xc3\xbc", b"\xef\xbb\xbf"),
    ]
)


@settings(max_examples=300, deadline=2000)
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(b"".join)))
def test_any_bytes_give_a_feed_or_a_feed_error(body: bytes) -> None:
    for given_ in (body, RSS + body, ITEM + body, ATOM + body, b"<urlset><url>" + body):
        found = outcome(given_)

        if isinstance(found, ParsedFeed):
            assert_sound(found)
        else:
            assert found


@settings(max_examples=100, deadline=2000)
@given(
    st.sampled_from(["rss20.xml", "atom10.xml", "rdf.xml", "feed.json", "news_sitemap.xml"]),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_damaged_feeds_are_read_or_refused(name: str, damage: list[tuple[int, bytes]]) -> None:
    body = bytearray((DATA / name).read_bytes())
    for place, bytes_ in damage:
        at = place % len(body)
        body[at : at + len(bytes_)] = bytes_

    found = outcome(bytes(body))

    if isinstance(found, ParsedFeed):
        assert_sound(found)


def assert_sound(feed: ParsedFeed) -> None:
    """What everybody after us relies on."""
    urls = [entry.url for entry in feed.entries]
    guids = [entry.guid for entry in feed.entries]
    assert len(set(urls)) == len(urls)
    assert len(set(guids)) == len(guids)
    assert all(url.lower().startswith(("http://", "https://")) and len(url) <= 2048 for url in urls)
    for entry in feed.entries:
        assert "\n" not in entry.title
        for moment in (entry.published_at, entry.updated_at):
            assert moment is None or (moment.tzinfo is UTC and moment <= NOW)


@given(st.text(max_size=100))
def test_any_address_of_a_feed_will_do(url: str) -> None:
    feed = parse_feed((DATA / "rss20.xml").read_bytes(), url=url, now=NOW)

    assert len(feed.entries) == 2

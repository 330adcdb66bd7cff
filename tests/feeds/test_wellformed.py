"""The quick reader beside feedparser, which is the measure: both read the same."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import FeedError
from crawler.feeds import syndication
from crawler.feeds.parse import ParsedFeed
from crawler.feeds.wellformed import Parsed, read_wellformed

from .making import DATA, item, only, read, rss

SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ELEMENTS = (DATA / "elements.txt").read_text("utf-8").splitlines()
Frame = Callable[[str, str], str]


def in_rss(channel: str, items: str) -> str:
    return (
        f'<rss version="2.0" xmlns:atom="{ATOM}" {SPACES}><channel>{channel}{items}</channel></rss>'
    )


def in_rdf(channel: str, items: str) -> str:
    names = f'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="{RDF}" xmlns:atom="{ATOM}" {SPACES}'
    return f'<rdf:RDF xml:lang="de" {names}><channel>{channel}</channel>{items}</rdf:RDF>'


def in_atom(channel: str, items: str) -> str:
    entries = items.replace("<item", "<entry").replace("</item>", "</entry>")
    entries = entries.replace(
        "<link>https://a.example/</link>", '<link href="https://a.example/"/>'
    )
    return f'<feed xmlns="{ATOM}" xmlns:atom="{ATOM}" {SPACES}>{channel}{entries}</feed>'


def both(body: bytes) -> tuple[ParsedFeed | str, ParsedFeed | str]:
    """What is read with the quick reader allowed, and without it."""
    with_it = outcome(body)
    with patch.object(syndication, "read_wellformed", lambda _: None):
        return with_it, outcome(body)


def outcome(body: bytes) -> ParsedFeed | str:
    try:
        return read(body)
    except FeedError as error:
        return str(error)


@pytest.mark.parametrize("name", ["rss20.xml", "rdf.xml", "atom10.xml", "rss091.xml", "bomb.xml"])
def test_our_own_feeds_are_read_the_same(name: str) -> None:
    quick, measure = both((DATA / name).read_bytes())

    assert quick == measure


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("frame", [in_rss, in_rdf, in_atom])
def test_every_element_is_read_the_same(element: str, frame: Frame) -> None:
    inside = f"<item><title>A</title><link>https://a.example/</link>{element}</item>"

    quick, measure = both(frame("<title>Paper</title>" + element, inside).encode())

    assert quick == measure


PARTS = st.lists(st.sampled_from(ELEMENTS), max_size=7).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    frame=st.sampled_from([in_rss, in_rdf, in_atom]),
    channel=PARTS,
    items=st.lists(st.tuples(st.sampled_from(["", ' xml:lang="en"']), PARTS), max_size=3),
)
def test_elements_in_any_order_are_read_the_same(
    frame: Frame, channel: str, items: list[tuple[str, str]]
) -> None:
    inside = "".join(f"<item{said}>{parts}</item>" for said, parts in items)

    quick, measure = both(frame(channel, inside).encode())

    assert quick == measure


def read_quickly(body: bytes) -> Parsed | None:
    return read_wellformed(body.decode("utf-8").partition("?>")[2])


def test_the_usual_feeds_are_read_quickly() -> None:
    assert read_quickly((DATA / "rss20.xml").read_bytes())
    assert read_quickly((DATA / "rdf.xml").read_bytes().replace(b"ISO-8859-1", b"utf-8"))
    assert read_quickly(rss(item()))


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1, "<unclosed>")),
        rss(item(1, "<description>a <b>b</b></description>")),
        rss("<title>A</title>", channel='<language xml:base="https://a.example/">de</language>'),
        rss(item(1, "<description>\u0080</description>")),
        rss(item(1, "<title>again</title>")),
        b'<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#"/>',
        (DATA / "atom10.xml").read_bytes(),
    ],
)
def test_what_is_broken_or_unusual_is_left_to_feedparser(body: bytes) -> None:
    assert read_quickly(body) is None


def test_letters_that_were_mixed_up_are_mended_as_feedparser_does() -> None:
    body = rss(
        "<title>BrÃ¼cke &#195;&#188;ber</title><link>https://a.example/1</link>", item(2, "ü")
    )

    assert read(body).entries[0].title == "Brücke über"


def test_a_podcast_has_its_author() -> None:
    body = rss(
        item(1, '<i:author xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">P Q</i:author>')
    )

    assert only(read(body)).authors == ("P Q",)

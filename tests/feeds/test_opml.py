from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import FeedError
from crawler.feeds.opml import Outline, write_opml
from crawler.feeds.opml import read_opml as read_list

from .making import DATA

NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)


def read_opml(body: bytes) -> tuple[Outline, ...]:
    return read_list(body).outlines


def opml(body: str) -> bytes:
    return f"<opml version='1.0'><head/><body>{body}</body></opml>".encode()


def test_a_list_of_feeds_is_read_with_its_folders() -> None:
    outlines = read_opml((DATA / "subscriptions.opml").read_bytes())

    assert outlines == (
        Outline(
            url="https://elbtaler.example/rss.xml",
            title="Elbtaler & Söhne",
            home_url="https://elbtaler.example/",
            folder="Nachrichten/Deutschland",
            language="de",
        ),
        Outline(url="https://chronicle.example/feed.atom", title="Chronicle", folder="Nachrichten"),
        Outline(url="https://lose.example/rss", title="Lose", folder="Technik"),
    )


def test_what_is_written_is_read_again() -> None:
    outlines = read_opml((DATA / "subscriptions.opml").read_bytes())

    written = write_opml(outlines, title="Mine & yours", now=NOW)

    assert read_opml(written) == outlines
    assert b"<title>Mine &amp; yours</title>" in written
    assert b"<dateCreated>Fri, 06 Feb 2026 12:00:00 +0000</dateCreated>" in written


def test_the_same_outlines_give_the_same_bytes() -> None:
    outlines = read_opml((DATA / "subscriptions.opml").read_bytes())

    assert write_opml(outlines, title="x", now=NOW) == write_opml(outlines, title="x", now=NOW)


def test_no_feeds_make_an_empty_list() -> None:
    assert read_opml(write_opml((), title="None", now=NOW)) == ()


def test_a_folder_with_a_slash_in_its_name_stays_one_folder() -> None:
    (outline,) = read_opml(
        opml("<outline text='A/B'><outline xmlUrl='https://a.example/'/></outline>")
    )

    assert outline.folder == "A-B"


def test_bare_ampersands_as_many_programs_write_them_are_read() -> None:
    (outline,) = read_opml(opml("<outline text='R&D' xmlUrl='https://a.example/?x=1&y=2'/>"))

    assert (outline.title, outline.url) == ("R&D", "https://a.example/?x=1&y=2")


def test_a_truncated_list_keeps_what_was_read() -> None:
    whole = (DATA / "subscriptions.opml").read_bytes()

    outlines = read_opml(whole[: whole.index(b'<outline text="Nochmal"')])

    assert [outline.title for outline in outlines] == ["Elbtaler & Söhne", "Chronicle"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "OPML begins with <opml>"),
        (b"<html><body>x</body></html>", "OPML begins with <opml>"),
        (b"<rss><channel/></rss>", "OPML begins with <opml>"),
        (b"<opml><head/></opml>", "without a body"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>', "declares entities"),
        (b'<!DOCTYPE opml [<!ENTITY % a SYSTEM "http://127.0.0.1/">]><opml/>', "declares entities"),
    ],
)
def test_what_is_no_list_says_so(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read_opml(body)


def test_nesting_without_end_is_read_to_a_depth() -> None:
    deep = "<outline text='a'>" * 200 + "<outline xmlUrl='https://a.example/'/>"

    assert read_opml(opml(deep)) == ()


names = st.text(max_size=20)


@given(
    st.lists(
        st.builds(
            Outline,
            url=st.integers().map(lambda n: f"https://a.example/{n}"),
            title=names,
            folder=names,
        ),
        max_size=8,
        unique_by=lambda outline: outline.url,
    ),
    names,
)
def test_any_names_survive_the_writing(outlines: list[Outline], title: str) -> None:
    again = read_opml(write_opml(outlines, title=title, now=NOW))

    assert {outline.url for outline in again} == {outline.url for outline in outlines}


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_feed_error(body: bytes) -> None:
    for given_ in (body, b"<opml><body>" + body):
        with suppress(FeedError):
            read_opml(given_)


def test_what_cannot_be_followed_is_refused_with_a_reason() -> None:
    listed = read_list(
        opml("<outline text='A' xmlUrl='ftp://a.example/'/><outline type='rss' text='B'/>")
    )

    assert listed.outlines == ()
    assert listed.refused == (
        ("ftp://a.example/", "not an address on http or https"),
        ("B", "no address"),
    )

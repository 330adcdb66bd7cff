"""Chunks of one read are handed on together, whole, in order and before the end."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.chunks import CRUMBS_MOST, ChunkParser, OnlyCrumbs

CRUMB = b"5\r\n<rss>\r\n"


def decoder(told: list[Any]) -> Any:
    made: Any = ChunkParser._transferDecoders[b"chunked"]
    return made(told.append, lambda rest: told.append(("end", rest)))


def test_the_chunks_of_a_read_come_as_one_piece() -> None:
    told: list[Any] = []
    decoder(told).dataReceived(CRUMB * 4000)

    assert told == [b"<rss>" * 4000]


def test_what_is_left_comes_before_the_end() -> None:
    told: list[Any] = []
    one = decoder(told)
    for piece in (CRUMB[:4], CRUMB[4:] + b"3\r\nabc\r\n0\r\n", b"\r\nrest"):
        one.dataReceived(piece)

    assert b"".join(told[:-1]) == b"<rss>abc"
    assert told[-1] == ("end", b"rest")


def test_crumbs_without_end_are_not_waited_for() -> None:
    one = decoder([])
    one.dataReceived(CRUMB * CRUMBS_MOST)

    with pytest.raises(OnlyCrumbs):
        one.dataReceived(CRUMB)


def test_large_chunks_are_no_crumbs() -> None:
    one = decoder([])

    for _ in range(3):
        one.dataReceived((b"80\r\n" + b"x" * 128 + b"\r\n") * CRUMBS_MOST)

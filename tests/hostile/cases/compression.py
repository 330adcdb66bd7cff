"""What is packed, and how it is said to be."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
from backports import zstd

from tests.hostile.case import Case
from tests.hostile.world import answer, rss

XML = "text/xml"
GOOD = rss("/a/1").encode()
PACKED = gzip.compress(GOOD)
MIB = 1024 * 1024
ZEROS = b"\0" * (32 * MIB)


def again(body: bytes, times: int) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def bomb(name: str, body: bytes, encoding: str) -> Case:
    return Case(
        name=f"compression: {name}",
        feed=answer(body, kind=XML, Content_Encoding=encoding),
        outcome="soft failure",
        note="larger than allowed after unpacking",
        articles=0,
        memory_mib=80,
    )


HEAVY = (
    bomb("a bomb of gzip", gzip.compress(ZEROS), "gzip"),
    bomb("a bomb of deflate", zlib.compress(ZEROS), "deflate"),
    bomb("a bomb of brotli", brotli.compress(ZEROS, quality=1), "br"),
    bomb("a bomb of zstd", zstd.compress(ZEROS), "zstd"),
    bomb("a bomb in a bomb", again(ZEROS, 2), "gzip, gzip"),
)
CASES = (
    Case(
        name="compression: packed by gzip", feed=answer(PACKED, kind=XML, Content_Encoding="gzip")
    ),
    Case(
        name="compression: gzip in capitals and blanks",
        feed=answer(PACKED, kind=XML, Content_Encoding=" GZIP "),
    ),
    Case(
        name="compression: packed twice, and said so",
        feed=answer(again(GOOD, 2), kind=XML, Content_Encoding="gzip, gzip"),
    ),
    Case(
        name="compression: packed twelve times",
        feed=answer(again(GOOD, 12), kind=XML, Content_Encoding=", ".join(["gzip"] * 12)),
        outcome="soft failure",
        note="packed more often than anybody would",
        articles=0,
    ),
    Case(
        name="compression: packed twice, said once",
        feed=answer(again(GOOD, 2), kind=XML, Content_Encoding="gzip"),
        outcome="soft failure",
        note="a gzip file that was not unpacked",
        articles=0,
    ),
    Case(
        name="compression: deflate with its head",
        feed=answer(zlib.compress(GOOD), kind=XML, Content_Encoding="deflate"),
    ),
    Case(
        name="compression: deflate without its head",
        feed=answer(raw_deflate(GOOD), kind=XML, Content_Encoding="deflate"),
    ),
    Case(
        name="compression: packed by brotli",
        feed=answer(brotli.compress(GOOD), kind=XML, Content_Encoding="br"),
    ),
    Case(
        name="compression: packed by zstd",
        feed=answer(zstd.compress(GOOD), kind=XML, Content_Encoding="zstd"),
    ),
    Case(
        name="compression: said to be gzip, but plain",
        feed=answer(GOOD, kind=XML, Content_Encoding="gzip"),
    ),
    Case(
        name="compression: said to be brotli, but plain",
        feed=answer(GOOD, kind=XML, Content_Encoding="br"),
    ),
    Case(
        name="compression: said to be zstd, but plain",
        feed=answer(GOOD, kind=XML, Content_Encoding="zstd"),
    ),
    Case(
        name="compression: said to be deflate, but plain",
        feed=answer(GOOD, kind=XML, Content_Encoding="deflate"),
    ),
    Case(
        name="compression: packed, and not said so",
        feed=answer(PACKED, kind=XML),
        outcome="soft failure",
        note="a gzip file that was not unpacked",
        articles=0,
    ),
    Case(
        name="compression: gzip that breaks off",
        feed=answer(
            gzip.compress(rss(*(f"/a/{n}" for n in range(50))).encode())[:-40],
            kind=XML,
            Content_Encoding="gzip",
        ),
        robots=answer("User-agent: *\nDisallow: /a/\n", kind="text/plain"),
        articles=-1,
    ),
    Case(
        name="compression: gzip with a wrong sum",
        feed=answer(PACKED[:-8] + b"12345678", kind=XML, Content_Encoding="gzip"),
    ),
    Case(
        name="compression: something behind the gzip",
        feed=answer(PACKED + b"<!-- served in 3 ms -->", kind=XML, Content_Encoding="gzip"),
    ),
    Case(
        name="compression: gzip of two parts",
        feed=answer(
            gzip.compress(GOOD[:100]) + gzip.compress(GOOD[100:]), kind=XML, Content_Encoding="gzip"
        ),
    ),
    Case(
        name="compression: gzip of nothing",
        feed=answer(b"", kind=XML, Content_Encoding="gzip"),
        outcome="soft failure",
        note="an empty answer",
        articles=0,
    ),
    Case(
        name="compression: a method nobody knows",
        feed=answer(GOOD, kind=XML, Content_Encoding="x-rot13"),
    ),
    Case(
        name="compression: a charset for a method",
        feed=answer(GOOD, kind=XML, Content_Encoding="UTF-8"),
    ),
    Case(
        name="compression: identity",
        feed=answer(GOOD, kind=XML, Content_Encoding="identity"),
    ),
    Case(
        name="compression: a page that is a bomb",
        feed=answer(GOOD, kind=XML),
        paths={"/a/1": answer(gzip.compress(b"<p>word" * MIB), Content_Encoding="gzip")},
        articles={"/a/1": "entry"},
    ),
)

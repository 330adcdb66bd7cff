"""robots.txt in whatever state (RFC 9309)."""

from __future__ import annotations

import gzip

from tests.hostile.case import Case
from tests.hostile.world import (
    Behaviour,
    answer,
    drips,
    feed,
    floods,
    raw,
    resets_after,
    stalls_after,
)

PLAIN = "text/plain"
CLOSE_ALL = "User-agent: *\nDisallow: /\n"
CLOSE_PAGES = "User-agent: *\nDisallow: /a/\n"


def says(text: str | bytes, *, kind: str = PLAIN, **headers: str) -> Behaviour:
    return answer(text, kind=kind, **headers)


def opens(name: str, robots: Behaviour) -> Case:
    """All may be fetched."""
    return Case(
        name=f"robots: {name}", feed=feed("/a/1"), robots=robots, articles={"/a/1": "full"},
    )  # fmt: skip


def closes(name: str, robots: Behaviour, note: str, outcome: str = "refused") -> Case:
    """Not even the feed may be fetched."""
    return Case(
        name=f"robots: {name}", feed=feed("/a/1"), robots=robots, outcome=outcome, note=note,
        articles=0, asked={"/feed": 0, "/a/1": 0},
    )  # fmt: skip


def closes_pages(name: str, robots: Behaviour) -> Case:
    """The feed may be fetched, its pages may not."""
    return Case(
        name=f"robots: {name}", feed=feed("/a/1"), robots=robots, articles={"/a/1": "entry"},
        asked={"/a/1": 0},
    )  # fmt: skip


def refused(status: int) -> Case:
    return closes(f"{status}", answer("no", status=status), f"robots.txt answered {status}")


PADDING = "# nothing\n" * 51_000  # 510,000 bytes
CASES = (
    *(opens(f"{status}", answer("no", status=status)) for status in (400, 401, 403, 404, 410, 451)),
    *(refused(status) for status in (429, 500, 502, 503, 504, 999)),
    closes("it closes everything", says(CLOSE_ALL), "robots.txt (200) forbids it"),
    closes("it closes everything to us", says("User-agent: wirewatch\nDisallow: /"), "forbids it"),
    opens("it closes everything to others", says("User-agent: Googlebot\nDisallow: /")),
    closes_pages("it closes the pages", says(CLOSE_PAGES)),
    opens("it opens what it closed", says("User-agent: *\nDisallow: /a/\nAllow: /a/1$\n")),
    closes_pages(
        "our own group counts, not that for all",
        says("User-agent: *\nDisallow:\n\nUser-agent: Wirewatch\nDisallow: /a/\n"),
    ),
    opens(
        "our own group counts, though all is closed",
        says("User-agent: *\nDisallow: /\n\nUser-agent: Wirewatch\nDisallow:\n"),
    ),
    opens("nothing", says("")),
    opens(
        "a page in its place",
        says("<!DOCTYPE html><html><h1>Welcome</h1></html>", kind="text/html"),
    ),
    opens("204", raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    closes_pages("a mark at its beginning", says(b"\xef\xbb\xbf" + CLOSE_PAGES.encode())),
    closes_pages("lines that end in CR", says(CLOSE_PAGES.replace("\n", "\r"))),
    closes_pages(
        "capitals and blanks", says("  USER-AGENT :  *  \r\n DISALLOW  :  /a/  # all\r\n")
    ),
    closes_pages(
        "lines that mean nothing", says("Hello\n:::\n\x00\x01\n" + CLOSE_PAGES + "Foo: /\n")
    ),
    closes_pages("bytes that are no text", says(b"# \xff\xfe\xfc\n" + CLOSE_PAGES.encode())),
    closes_pages(
        "packed by gzip", says(gzip.compress(CLOSE_PAGES.encode()), Content_Encoding="gzip")
    ),
    closes_pages("500 KiB, the rule at its beginning", says(CLOSE_PAGES + PADDING)),
    closes_pages("500 KiB, the rule just before", says("# nothing\n" * 51_000 + CLOSE_PAGES)),
    opens("600 KiB, the rule behind what is read", says("# nothing\n" * 61_440 + CLOSE_PAGES)),
    closes_pages("2 MiB", says(CLOSE_PAGES + "# nothing\n" * 200_000)),
    closes_pages(
        "it never ends",
        floods(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + CLOSE_PAGES.encode(),
            b"# nothing\n" * 6000,
        ),
    ),
    closes(
        "a bomb",
        says(gzip.compress((CLOSE_PAGES + " " * 30_000_000).encode()), Content_Encoding="gzip"),
        "robots.txt could not be had: larger than allowed after unpacking",
    ),
    closes("it hangs up", raw(b""), "", "temporary failure"),
    closes("it resets the connection", resets_after(b""), "", "temporary failure"),
    closes("it never answers", stalls_after(b""), "no answer in time", "temporary failure"),
    closes(
        "it drips",
        drips(b"HTTP/1.1 200 OK\r\n\r\n", CLOSE_PAGES.encode() * 9),
        "",
        "temporary failure",
    ),
    closes("no protocol at all", raw(b"no, thank you\r\n"), "", "soft failure"),
    Case(
        name="robots: redirected five times",
        feed=feed("/a/1"),
        robots=answer(status=301, Location="/r1"),
        paths={
            **{f"/r{n}": answer(status=302, Location=f"/r{n + 1}") for n in range(1, 5)},
            "/r5": says(CLOSE_PAGES),
        },
        articles={"/a/1": "entry"},
        asked={"/a/1": 0},
    ),
    closes("redirected to an inner address", answer(status=302, Location="http://{canary}/r"), ""),
    opens("redirected in a circle", answer(status=302, Location="/robots.txt")),
    Case(
        name="robots: a pause of half a second",
        feed=feed("/a/1", "/a/2", "/a/3"),
        robots=says("User-agent: *\nCrawl-delay: 0.5\n"),
        articles=3,
        gap_s=0.5,
    ),
    closes(
        "a pause of an hour",
        says("User-agent: *\nCrawl-delay: 3600\n"),
        "robots.txt asks for 3600 s between requests",
    ),
    closes(
        "a pause of many years", says("User-agent: *\nCrawl-delay: 1e300\n"), "robots.txt asks for"
    ),
    opens("a negative pause", says("User-agent: *\nCrawl-delay: -10\n")),
    opens("a pause that is no number", says("User-agent: *\nCrawl-delay: nan\n")),
    opens("a pause without an end", says("User-agent: *\nCrawl-delay: inf\n")),
    opens("a pause that is a word", says("User-agent: *\nCrawl-delay: a while\n")),
    opens("a pause for others", says("User-agent: Bingbot\nCrawl-delay: 3600\n")),
    opens("stars that keep one busy", says("User-agent: *\nDisallow: /" + "*a" * 60 + "$\n")),
    opens(
        "ten thousand rules",
        says("User-agent: *\n" + "".join(f"Disallow: /x{n}*y\n" for n in range(10_000))),
    ),
    closes_pages("escapes of all kinds", says("User-agent: *\nDisallow: /%61/\nDisallow: /%zz\n")),
)

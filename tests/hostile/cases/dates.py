"""Dates in forty shapes, right, wrong and impossible: what is stored of each."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import answer, rss

CLOSED = answer("User-agent: *\nDisallow: /a/\n", kind="text/plain")
STANDARD = "2026-02-05 20:02:00"
SHAPES = {
    "Thu, 05 Feb 2026 21:02:00 +0100": STANDARD,
    "Thu, 05 Feb 2026 20:02:00 GMT": STANDARD,
    "Thu, 5 Feb 2026 20:02 UT": STANDARD,
    "05 Feb 2026 20:02:00 Z": STANDARD,
    "Thu,05 Feb 2026 20:02:00 +0000": STANDARD,
    "Wed, 05 Feb 2026 20:02:00 GMT": STANDARD,  # it was a Thursday
    "Thu, 05 Feb 26 20:02:00 GMT": STANDARD,
    "Thursday, 05-Feb-26 20:02:00 GMT": STANDARD,
    "Thu Feb  5 20:02:00 2026": STANDARD,
    "Thu, 05 Feb 2026 15:02:00 EST": STANDARD,
    "Thu, 05 Feb 2026 12:02:00 PST": STANDARD,
    "Thu, 05 Feb 2026 21:02:00 CET": STANDARD,
    "Thu, 05 Feb 2026 21:02:00 +01:00": STANDARD,
    "Thu, 05 Feb 2026 21:02:00 GMT+0100": STANDARD,
    "2026-02-05T20:02:00Z": STANDARD,
    "2026-02-05T21:02:00+01:00": STANDARD,
    "2026-02-05T21:02:00+0100": STANDARD,
    "2026-02-05T20:02:00.123456Z": STANDARD,
    "2026-02-05 20:02:00": STANDARD,
    "2026-02-05T20:02Z": STANDARD,
    "20260205T200200Z": STANDARD,
    "1770321720": STANDARD,
    "1770321720000": STANDARD,
    "Do, 05 Feb 2026 21:02:00 +0100": STANDARD,
    "Donnerstag, 5. Februar 2026 21:02:00 +0100": STANDARD,
    "jeu, 05 févr. 2026 21:02:00 +0100": STANDARD,
    "2026-02-05T24:00:00Z": "2026-02-06 00:00:00",
    "2026-02-05": "2026-02-05 00:00:00",
    "05.02.2026": "2026-02-05 00:00:00",
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "0": None,
    "Mon, 01 Jan 0001 00:00:00 GMT": None,
    "0000-00-00T00:00:00Z": None,
    "-0001-11-30T00:00:00Z": None,
    "Thu, 32 Feb 2026 25:61:61 GMT": None,
    "yesterday": None,
    "heute, 21 Uhr": None,
    "2026-02-05T20:02:00+99:99": STANDARD,  # no such zone: as if there were none
    "12:" * 3000: None,
    "Wed, 31 Dec 2098 23:59:59 GMT": "now",
    "9999-12-31T23:59:59Z": "now",
    "99999999999999999999": None,
}


def dated(shape: str, wanted: str | None) -> Case:
    extra = f"<pubDate>{shape}</pubDate>"
    return Case(
        name=f"dates: {shape[:40]}",
        feed=answer(rss("/a/1", extra=extra), kind="text/xml"),
        robots=CLOSED,
        articles={"/a/1": "entry"},
        published=(wanted,),
    )


CASES = tuple(dated(shape, wanted) for shape, wanted in SHAPES.items())

"""Sites that never end, never stay the same, or never tell the truth."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import Behaviour, Visit, answer, feed, in_turn, rss
from tests.line.origin import page

XML = "text/xml"


def changing(make: str) -> Behaviour:
    """A feed in which {n} is how often it was asked for."""

    async def act(visit: Visit) -> None:
        await answer(make.replace("{n}", str(visit.number)), kind=XML)(visit)

    return act


def validated(**headers: str) -> Behaviour:
    """A feed that is unchanged for who brings a validator."""

    async def act(visit: Visit) -> None:
        if {"if-none-match", "if-modified-since"} & visit.headers.keys():
            await answer(status="304 Not Modified", Content_Length="")(visit)
        else:
            await feed("/a/1", **headers)(visit)

    return act


def items(*pairs: tuple[str, str]) -> str:
    inside = "".join(
        f"<item><title>T {n}</title><guid>{guid}</guid><link>{link}</link>"
        f"<description>What is told of number {n}.</description></item>"
        for n, (guid, link) in enumerate(pairs)
    )
    return f"<rss version='2.0'><channel><title>P</title>{inside}</channel></rss>"


LINKS = "".join(f"<a href='/calendar/{n}'>{n}</a>" for n in range(1, 400))
STALE = in_turn(feed("/a/1", ETag='"same"'), answer(status="304 Not Modified", Content_Length=""))
HEAVY = (
    Case(
        name="traps: a feed of 15 MiB and 50,000 items",
        feed=answer(
            items(*((f"g{n}", f"/b/{n}" + "x" * 150) for n in range(50_000))),
            kind=XML,
            Cache_Control="max-age=3600",
        ),
        robots=answer("User-agent: *\nDisallow: /b/\n", kind="text/plain"),
        note="100 new of 100 (only the first 100 of 50000 items were read",
        articles=100,
        memory_mib=260,
    ),
    Case(
        name="traps: a feed of more than 15 MiB",
        feed=answer(rss("/a/1") + " " * 16 * 1024 * 1024, kind=XML),
        outcome="soft failure",
        note="larger than allowed",
        articles=0,
        memory_mib=80,
    ),
    Case(
        name="traps: a feed of more than 15 MiB that does not say so",
        feed=answer(rss("/a/1") + " " * 16 * 1024 * 1024, kind=XML, Content_Length=""),
        outcome="soft failure",
        note="larger than allowed",
        articles=0,
        memory_mib=80,
    ),
    Case(
        name="traps: a page of 10 MiB",
        feed=feed("/a/1", Cache_Control="max-age=3600"),
        paths={"/a/1": answer(page("/lamp").body + b"<p>more of the same</p>" * 440_000)},
        articles=1,
        memory_mib=400,
    ),
)
CASES = (
    Case(
        name="traps: a calendar without end",
        feed=feed("/a/1"),
        paths={"/a/1": answer(page("/calendar").body + LINKS.encode())},
        articles={"/a/1": "full"},
        asked={f"/calendar/{n}": 0 for n in range(1, 400)},
    ),
    Case(
        name="traps: a new session in every address",
        feed=changing(rss("/a/1?PHPSESSID=abcdef{n}")),
        articles=1,
        then="known",
    ),
    Case(
        name="traps: another spelling of an address each time",
        feed=changing(rss("/a/1?utm_source=s{n}&amp;utm_medium=rss#c{n}")),
        articles=1,
        then="known",
    ),
    Case(
        name="traps: a new page at every look",
        feed=changing(rss("/a/{n}")),
        articles={"/a/1": "full", "/a/2": "full"},
        then="new",
    ),
    Case(
        name="traps: new guids at every look",
        feed=changing(items(("g{n}", "/a/1"), ("h{n}", "/a/2"))),
        articles={"/a/1": "full", "/a/2": "full"},
        then="known",
        asked={"/a/1": 1, "/a/2": 1},
    ),
    Case(
        name="traps: one guid for all",
        feed=answer(items(("1", "/a/1"), ("1", "/a/2"), ("1", "/a/3")), kind=XML),
        articles=3,
    ),
    Case(
        name="traps: one address for all",
        feed=answer(items(("1", "/a/1"), ("2", "/a/1"), ("3", "/a/1")), kind=XML),
        articles=1,
        asked={"/a/1": 1},
    ),
    Case(
        name="traps: no guids",
        feed=answer(rss("/a/1", "/a/2"), kind=XML),
        articles=2,
    ),
    Case(
        name="traps: guids of 100,000 letters",
        feed=answer(items(("g" * 100_000, "/a/1"), ("h" * 100_000, "/a/2")), kind=XML),
        articles=2,
    ),
    Case(
        name="traps: the order changes",
        feed=in_turn(feed("/a/1", "/a/2"), feed("/a/2", "/a/1")),
        articles=2,
        then="known",
        asked={"/a/1": 1, "/a/2": 1},
    ),
    Case(
        name="traps: the feed becomes empty",
        feed=in_turn(feed("/a/1"), answer("<rss><channel></channel></rss>", kind=XML)),
        then="known",
    ),
    Case(
        name="traps: the feed becomes a page",
        feed=in_turn(feed("/a/1"), answer("<!DOCTYPE html><html><body>We moved.</body></html>")),
        then="soft failure",
    ),
    Case(
        name="traps: all items are the home page",
        feed=answer(items(("1", "/"), ("2", "/#b"), ("3", "/?utm_source=x")), kind=XML),
        paths={"/": answer(page("/home").body)},
        articles=1,
    ),
    Case(
        name="traps: a page whose items are redirected to one",
        feed=feed("/a/1", "/r/2", "/r/3"),
        paths={f"/r/{n}": answer(status=302, Location="/a/1") for n in (2, 3)},
        articles=1,
    ),
    Case(
        name="traps: an article that links to itself by another name",
        feed=feed("/a/1", "/a/1?print=1"),
        articles=-1,
    ),
    Case(
        name="traps: 304 for ever after the first look",
        feed=STALE,
        then="unchanged",
        sent={"if-none-match": b'"same"'},
    ),
    Case(
        name="traps: a validator of strange letters",
        feed=validated(ETag='W/"\xfc,\x27;q=\\"'),
        then="unchanged",
        sent={"if-none-match": 'W/"\xfc,\x27;q=\\"'.encode("latin-1")},
    ),
    Case(
        name="traps: a validator without quotation marks",
        feed=validated(ETag="abc-gzip"),
        then="unchanged",
        sent={"if-none-match": b"abc-gzip"},
    ),
    Case(
        name="traps: a validator of 10,000 letters",
        feed=validated(ETag=f'"{"e" * 10_000}"'),
        then="unchanged",
    ),
    Case(
        name="traps: a last change that is no date",
        feed=validated(Last_Modified="yesterday, at noon"),
        then="unchanged",
        sent={"if-modified-since": b"yesterday, at noon", "if-none-match": None},
    ),
    Case(
        name="traps: a last change to come",
        feed=validated(Last_Modified="Fri, 31 Dec 2099 23:59:59 GMT"),
        then="unchanged",
        sent={"if-modified-since": b"Fri, 31 Dec 2099 23:59:59 GMT"},
    ),
    Case(
        name="traps: an empty validator",
        feed=feed("/a/1", ETag=" "),
        then="unchanged",
        sent={"if-none-match": None},
    ),
    Case(
        name="traps: a new validator at every look",
        feed=in_turn(feed("/a/1", ETag='"1"'), feed("/a/1", ETag='"2"')),
        then="unchanged",
        sent={"if-none-match": b'"1"'},
    ),
    Case(
        name="traps: the same text at every address",
        feed=feed(*(f"/a/{n}" for n in range(1, 6))),
        paths={f"/a/{n}": answer(page("/samesame").body) for n in range(1, 6)},
        articles=5,
    ),
    Case(
        name="traps: a ttl of a million years",
        feed=feed("/a/1", more="<ttl>525600000000</ttl>"),
        asked={"/feed": 1},
    ),
    Case(
        name="traps: a ttl that is no number",
        feed=feed("/a/1", more="<ttl>-5</ttl><skipHours><hour>99</hour></skipHours>"),
        then="unchanged",
    ),
    Case(
        name="traps: a hub at an inner address",
        feed=feed(
            "/a/1",
            more="<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' "
            "href='http://{canary}/hub'/>",
        ),
    ),
)

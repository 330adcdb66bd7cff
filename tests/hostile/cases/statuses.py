"""Status codes, usual and not, and what they ask of us."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import answer, feed, raw, rss

BODY = rss("/a/1")
LATER = "Wed, 21 Oct 2099 07:28:00 GMT"
WHOLE = (
    f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(BODY)}\r\n"
    f"Connection: close\r\n\r\n{BODY}"
).encode()


def fails(status: int, outcome: str, **headers: str) -> Case:
    return Case(
        name=f"statuses: {status}",
        feed=answer(BODY, status=status, kind="text/xml", **headers),
        outcome=outcome,
        note=str(status),
        articles=0,
        asked={"/a/1": 0},
    )


def later(name: str, value: str, *, status: int = 429, obeyed: bool = True) -> Case:
    return Case(
        name=f"statuses: {status} with Retry-After: {name}",
        feed=answer(status=status, Retry_After=value),
        outcome="temporary failure",
        note=str(status),
        articles=0,
        asked={"/feed": 1} if obeyed else {},
    )


CASES = (
    *(fails(status, "hard failure") for status in (400, 401, 402, 403, 405, 406, 418, 421, 451)),
    *(fails(status, "soft failure") for status in (404, 300, 304, 305)),
    *(fails(status, "temporary failure") for status in (408, 425, 429, 500, 501, 502, 503, 504)),
    *(fails(status, "temporary failure") for status in (520, 599, 600, 999)),
    Case(
        name="statuses: 410",
        feed=answer("gone", status=410),
        outcome="gone",
        note="410 Gone",
        articles=0,
    ),
    *(
        Case(name=f"statuses: {status} with a body", feed=answer(BODY, status=status))
        for status in (200, 201, 203, 206, 226)
    ),
    *(
        Case(
            name=f"statuses: {status}",
            feed=raw(f"HTTP/1.1 {status} Status\r\nConnection: close\r\n\r\n".encode()),
            outcome="soft failure",
            note="an empty answer",
            articles=0,
        )
        for status in (204, 205)
    ),
    Case(
        name="statuses: 100 and then 200",
        feed=raw(b"HTTP/1.1 100 Continue\r\n\r\n", WHOLE),
    ),
    Case(
        name="statuses: 103 with hints and then 200",
        feed=raw(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", WHOLE),
        asked={"/style.css": 0},
    ),
    Case(
        name="statuses: a hundred times 102",
        feed=raw(b"HTTP/1.1 102 Processing\r\n\r\n" * 100, WHOLE),
    ),
    Case(
        name="statuses: 101 though nobody asked",
        feed=raw(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", b"\x81\x05hello"
        ),
        outcome=None,
        articles=0,
    ),
    Case(
        name="statuses: 99",
        feed=raw(b"HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n"),
        outcome=None,
        articles=0,
    ),
    Case(
        name="statuses: 1000",
        feed=raw(b"HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n"),
        outcome=None,
        articles=0,
    ),
    Case(
        name="statuses: -1",
        feed=raw(b"HTTP/1.1 -1 Odd\r\nContent-Length: 0\r\n\r\n"),
        outcome=None,
        articles=0,
    ),
    Case(
        name="statuses: a word",
        feed=raw(b"HTTP/1.1 OK fine\r\nContent-Length: 0\r\n\r\n"),
        outcome="soft failure",
        note="no answer of a web server",
        articles=0,
    ),
    Case(name="statuses: 200 without a reason", feed=raw(WHOLE.replace(b"200 OK", b"200", 1))),
    Case(
        name="statuses: 304 with a body",
        feed=raw(
            b"HTTP/1.1 304 Not Modified\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n",
            BODY.encode(),
        ),
        outcome="soft failure",
        articles=0,
    ),
    later("an hour", "3600"),
    later("a date", LATER),
    later("more than a year", "99999999999"),
    later("none", "", obeyed=False),
    later("a word", "soon", obeyed=False),
    later("a negative number", "-3600", obeyed=False),
    later("a date long gone", "Sun, 06 Nov 1994 08:49:37 GMT", obeyed=False),
    later("an hour", "3600", status=503),
    later("a date", LATER, status=503),
    Case(
        name="statuses: 200 that asks to be left alone for an hour",
        feed=feed("/a/1", Retry_After="3600"),
        asked={"/feed": 1},
    ),
    Case(
        name="statuses: 200 that is good for an hour",
        feed=feed("/a/1", Cache_Control="public, max-age=3600"),
        asked={"/feed": 1},
    ),
    Case(
        name="statuses: 200 that expires in the year 2099",
        feed=feed("/a/1", Expires=LATER),
        asked={"/feed": 1},
    ),
    Case(
        name="statuses: 200 that must not be kept",
        feed=feed("/a/1", Cache_Control="no-store, max-age=3600"),
        asked={"/feed": 2},
    ),
    Case(
        name="statuses: a feed with a ttl of an hour",
        feed=feed("/a/1", more="<ttl>60</ttl>"),
        asked={"/feed": 1},
    ),
    Case(
        name="statuses: articles that cannot be had",
        feed=feed(*(f"/a/{status}" for status in (404, 410, 403, 401, 451, 999))),
        paths={f"/a/{n}": answer("no", status=n) for n in (404, 410, 403, 401, 451, 999)},
        articles=dict.fromkeys(
            [f"/a/{status}" for status in (404, 410, 403, 401, 451, 999)], "entry"
        ),
        asked={f"/a/{status}": 1 for status in (404, 410, 403, 401, 451, 999)},
    ),
    Case(
        name="statuses: articles that may be had later",
        feed=feed("/a/500", "/a/503", "/a/429"),
        paths={
            "/a/500": answer(status=500),
            "/a/503": answer(status=503, Retry_After="3600"),
            "/a/429": answer(status=429, Retry_After=LATER),
        },
        articles=0,
    ),
    Case(
        name="statuses: 401 that offers a login",
        feed=answer(status=401, WWW_Authenticate='Basic realm="x"'),
        outcome="hard failure",
        articles=0,
    ),
    Case(
        name="statuses: a page of 200 that says it is not there",
        feed=feed("/a/1"),
        paths={
            "/a/1": answer("<title>404 - Page not found</title><h1>404</h1><p>Page not found. " * 3)
        },
        articles={"/a/1": "entry"},
    ),
)

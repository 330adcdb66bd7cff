"""HTTP and TLS, kept badly or not at all."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import (
    answer,
    drips,
    feed,
    floods,
    in_turn,
    raw,
    resets_after,
    rss,
    stalls_after,
)

BODY = rss("/a/1").encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
CLOSE = b"Connection: close\r\n"


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    parts = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + parts + end


def with_length(length: bytes, body: bytes = BODY) -> bytes:
    return OK + CLOSE + b"Content-Length: " + length + b"\r\n\r\n" + body


def broken(name: str, behaviour: object, note: str = "", outcome: str = "soft failure") -> Case:
    return Case(
        name=f"protocol: {name}",
        feed=behaviour,  # type: ignore[arg-type]
        outcome=outcome,
        note=note,
        articles=0,
    )


def good(name: str, behaviour: object) -> Case:
    return Case(name=f"protocol: {name}", feed=behaviour)  # type: ignore[arg-type]


def silent(name: str, behaviour: object, note: str) -> Case:
    return broken(name, behaviour, note, "temporary failure")


HEAVY = (
    Case(
        name="protocol: headers without end",
        feed=floods(OK, b"X-More: " + b"y" * 60_000 + b"\r\n"),
        outcome="soft failure",
        note="its headers are larger than allowed",
        articles=0,
        memory_mib=40,
    ),
    Case(
        name="protocol: small headers without end",
        feed=floods(OK, b"".join(b"X-%d: y\r\n" % n for n in range(5000))),
        outcome="soft failure",
        note="its headers are larger than allowed",
        articles=0,
        memory_mib=40,
    ),
    Case(
        name="protocol: a status line without end",
        feed=floods(b"HTTP/1.1 200 ", b"O" * 60_000),
        outcome="soft failure",
        articles=0,
        memory_mib=40,
    ),
    Case(
        name="protocol: 100 Continue without end",
        feed=floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
        outcome="soft failure",
        note="its headers are larger than allowed",
        articles=0,
        memory_mib=60,
    ),
    Case(
        name="protocol: a body without end",
        feed=floods(OK + b"\r\n", b"<item>" * 10_000),
        outcome="soft failure",
        note="larger than allowed",
        articles=0,
        memory_mib=80,
    ),
    Case(
        name="protocol: chunks without end",
        feed=floods(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\n<rss>\r\n" * 4000),
        outcome="soft failure",
        note="in crumbs",
        articles=0,
        memory_mib=80,
    ),
    Case(
        name="protocol: trailers without end",
        feed=floods(chunked(BODY, end=b"0\r\n"), b"X-More: y\r\n" * 4000),
        outcome=None,
        articles=0,
        memory_mib=60,
    ),
    Case(
        name="protocol: a chunk's size without end",
        feed=floods(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 60_000),
        outcome=None,
        articles=0,
        memory_mib=60,
    ),
    Case(
        name="protocol: a length of a terabyte",
        feed=raw(with_length(b"1099511627776")),
        outcome="soft failure",
        note="larger than allowed",
        articles=0,
        memory_mib=40,
    ),
    Case(
        name="protocol: an article without end",
        feed=feed("/a/1"),
        paths={
            "/a/1": floods(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>" * 20_000)
        },
        articles={"/a/1": "entry"},
        memory_mib=240,  # who reads its entry is loaded, too
    ),
)
CASES = (
    silent("it hangs up without a word", raw(b""), "the server hung up without an answer"),
    silent("it hangs up with a reset", resets_after(b""), ""),
    silent("a reset within the headers", resets_after(OK), ""),
    broken("a reset within the body", resets_after(with_length(b"9000")), ""),
    silent("headers that never come", stalls_after(b""), "no answer in time"),
    silent("headers that never end", stalls_after(OK), "no answer in time"),
    silent("headers that drip", drips(b"", OK * 9), "no answer in time"),
    silent(
        "a body that never comes",
        stalls_after(OK + b"Content-Length: 9\r\n\r\n"),
        "no answer in time",
    ),
    silent("a body that stops half way", stalls_after(with_length(b"9000")), "no answer in time"),
    silent("a body that drips", drips(OK + b"\r\n", BODY), "no answer in time"),
    good("no length, and an end", raw(OK + CLOSE + b"\r\n" + BODY)),
    broken("a length that is too large", raw(with_length(b"9000")), "the answer broke off"),
    Case(
        name="protocol: a length that is too small",
        feed=raw(with_length(b"200")),
        outcome=None,
        articles=-1,
    ),
    broken("a negative length", raw(with_length(b"-5"))),
    broken("a length that is a word", raw(with_length(b"all"))),
    broken("two lengths", raw(with_length(b"5\r\nContent-Length: 9"))),
    good("chunks", raw(chunked(BODY[:10], BODY[10:]))),
    good("chunks of one byte", raw(chunked(*(bytes([byte]) for byte in BODY)))),
    good("chunks with a remark", raw(chunked(BODY).replace(b"\r\n<?xml", b";x=y\r\n<?xml", 1))),
    good("chunks with a trailer", raw(chunked(BODY, end=b"0\r\nX-Sum: 1\r\n\r\n"))),
    broken(
        "a chunk's size that is a word", raw(chunked(BODY).replace(b"\r\n\r\n", b"\r\n\r\nzz", 1))
    ),
    broken(
        "a chunk of 16 exbibytes",
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n<rss>"),
    ),
    broken(
        "a negative chunk", raw(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n<rss>\r\n0\r\n\r\n")
    ),
    broken("chunks that break off", raw(chunked(BODY, end=b""))),
    Case(
        name="protocol: chunks and a length",
        feed=raw(chunked(BODY).replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n", 1)),
        outcome=None,
        articles=-1,
    ),
    broken(
        "a transfer that nobody knows", raw(OK + CLOSE + b"Transfer-Encoding: rot13\r\n\r\n" + BODY)
    ),
    silent("the year 1991", raw(BODY), ""),
    good("the year 1996", raw(b"HTTP/1.0 200 OK\r\n\r\n" + BODY)),
    Case(
        name="protocol: version 9.9",
        feed=raw(with_length(b"%d" % len(BODY)).replace(b"/1.1", b"/9.9", 1)),
        outcome=None,
        articles=-1,
    ),
    broken("an SSH server", raw(b"SSH-2.0-OpenSSH_9.9\r\n"), "no answer of a web server"),
    broken("a mail server", raw(b"220 mail.example ESMTP\r\n"), "no answer of a web server"),
    broken("bytes of no protocol", raw(bytes(range(256)) * 4)),
    silent("a TLS alert", raw(b"\x15\x03\x01\x00\x02\x02\x46"), ""),
    good("lines that end in LF", raw((OK + CLOSE + b"\r\n").replace(b"\r\n", b"\n") + BODY)),
    good("a header without a colon", raw(OK + CLOSE + b"this is none\r\n\r\n" + BODY)),
    Case(
        name="protocol: a header with NUL",
        feed=raw(OK + CLOSE + b"X-Odd: a\x00b\r\n\r\n" + BODY),
        outcome=None,
        articles=-1,
    ),
    good("a header in two lines", raw(OK + CLOSE + b"X-Long: a\r\n  b\r\n\r\n" + BODY)),
    good(
        "a header in another alphabet", raw(OK + CLOSE + "X-Ort: Übersee ☃\r\n\r\n".encode() + BODY)
    ),
    good(
        "a header of 200,000 bytes", raw(OK + CLOSE + b"X: " + b"y" * 200_000 + b"\r\n\r\n" + BODY)
    ),
    good(
        "a thousand headers",
        raw(OK + CLOSE + b"".join(b"X-%d: y\r\n" % n for n in range(1000)) + b"\r\n" + BODY),
    ),
    good(
        "a hundred cookies",
        answer(BODY, kind="text/xml", **{f"Set_Cookie{' ' * n}": f"c{n}=1" for n in range(1)}),
    ),
    good(
        "two answers to one question",
        raw(with_length(b"%d" % len(BODY)) + with_length(b"3", b"bad")),
    ),
    good("a word to come again at once", answer(BODY, kind="text/xml", Refresh="0; url=/b")),
    good("a Location that means nothing", answer(BODY, kind="text/xml", Location="/b")),
    good("no type", answer(BODY, kind="")),
    good(
        "a type of 60,000 characters",
        raw(
            (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; x="
                + b"y" * 15_000
                + b"\r\n"
                + CLOSE
                + b"\r\n"
            )
            + BODY
        ),
    ),
    good("a type that makes no sense", answer(BODY, kind='; ;; charset="";=/\\')),
    Case(
        name="protocol: it is down in the first round",
        feed=in_turn(resets_after(b""), feed("/a/1")),
        outcome="temporary failure",
        then="new",
    ),
    Case(
        name="protocol: TLS on a port without it",
        url="https://127.0.0.1:{port}/feed",
        outcome="soft failure",
        note="no TLS connection",
        articles=0,
    ),
)

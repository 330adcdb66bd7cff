"""Addresses that lead where nobody should go, or nowhere, or round in circles."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import Behaviour, answer, feed, in_turn, rss

XML = "text/xml"
# Spellings of 127.0.0.2 and its like: the canary listens there, and is not among those allowed.
INNER = {
    "in full": "127.0.0.2",
    "with two parts": "127.2",
    "as a number": "2130706434",
    "in hexadecimal": "0x7f000002",
    "in hexadecimal parts": "0x7f.0x0.0x0.0x2",
    "in octal": "0177.0.0.2",
    "as an octal number": "017700000002",
    "with a dot behind it": "127.0.0.2.",
    "mapped into version 6": "[::ffff:127.0.0.2]",
    "mapped into version 6, in hexadecimal": "[::ffff:7f00:2]",
    "in version 6": "[::1]",
    "as version 6 once had it": "[::127.0.0.2]",
    "behind a translator of versions": "[64:ff9b::7f00:2]",
    "as everything": "0.0.0.0",
    "as zero": "0",
    "as everything of version 6": "[::]",
    "in the letters of circles": "①②⑦.⓪.⓪.②",
    "with the full stops of Chinese": "127。0。0。2",
}
PRIVATE = {
    "of a cloud's metadata": "169.254.169.254",
    "of a cloud's metadata in version 6": "[fd00:ec2::254]",
    "of a private network": "10.1.2.3",
    "of another private network": "172.31.255.254",
    "of a home": "192.168.178.1",
    "of a carrier": "100.64.0.1",
    "of many": "224.0.0.1",
    "of all": "255.255.255.255",
    "that is reserved": "240.0.0.1",
    "of a link": "[fe80::1%25eth0]",
    "of 6to4 around a private one": "[2002:0a01:0203::1]",
}
REFUSED = "is not a public address; see network.allow_private"


def to(location: str, status: int = 302) -> Behaviour:
    return answer(status=status, Location=location.encode("utf-8").decode("latin-1"))


def inner(name: str, host: str) -> Case:
    return Case(
        name=f"addresses: redirected to an address {name}",
        feed=to(f"http://{host}:{{cport}}/latest/meta-data"),
        outcome="refused",
        note="not",
        articles=0,
    )


CASES = (
    *(inner(f"spelt {name}", host) for name, host in INNER.items()),
    *(inner(name, host) for name, host in PRIVATE.items()),
    Case(
        name="addresses: a feed at an inner address",
        url="http://127.0.0.2:{cport}/feed",
        outcome="refused",
        note=REFUSED,
        articles=0,
    ),
    Case(
        name="addresses: a user's name that looks like a host",
        feed=to("http://127.0.0.1:{port}@127.0.0.2:{cport}/x"),
        outcome="refused",
        articles=0,
    ),
    Case(
        name="addresses: a backslash that parts two hosts",
        feed=to("http://127.0.0.2:{cport}\\@127.0.0.1:{port}/x"),
        outcome=None,
        articles=0,
    ),
    Case(
        name="addresses: a file",
        feed=to("file:///etc/passwd"),
        outcome="soft failure",
        articles=0,
        lacks=("root:",),
    ),
    Case(name="addresses: FTP", feed=to("ftp://127.0.0.1/x"), outcome="soft failure", articles=0),
    Case(
        name="addresses: gopher",
        feed=to("gopher://127.0.0.1:25/_HELO"),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="addresses: a script",
        feed=to("javascript:alert(1)"),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="addresses: data in the address",
        feed=to("data:text/xml,<rss><channel><item><link>http://x.example/</link></item>"),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="addresses: no scheme, another host",
        feed=to("//127.0.0.2:{cport}/x"),
        outcome="refused",
        articles=0,
    ),
    Case(name="addresses: no host", feed=to("http:///feed"), outcome=None, articles=0),
    Case(name="addresses: half an address", feed=to("http://[::1"), outcome=None, articles=0),
    Case(
        name="addresses: a port that cannot be",
        feed=to("http://127.0.0.1:99999/x"),
        outcome=None,
        articles=0,
    ),
    Case(name="addresses: port 0", feed=to("http://127.0.0.1:0/x"), outcome=None, articles=0),
    Case(
        name="addresses: a name that cannot be",
        feed=to("http://" + "a" * 70 + ".example/"),
        outcome=None,
        articles=0,
    ),
    Case(
        name="addresses: 3,000 characters",
        feed=to("/x" + "y" * 3000),
        outcome="refused",
        note="2048 are allowed",
        articles=0,
        asked={"/x" + "y" * 3000: 0},
    ),
    Case(
        name="addresses: a line break in it",
        feed=to("/a/%0d%0aX-Evil:%201"),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="addresses: a redirect to itself",
        feed=to("/feed"),
        outcome="soft failure",
        note="redirected more than 4 times",
        asked={"/feed": 10},
        articles=0,
    ),
    Case(
        name="addresses: two that lead to each other",
        feed=to("/b"),
        paths={"/b": to("/feed")},
        outcome="soft failure",
        note="redirected more than 4 times",
        articles=0,
    ),
    Case(
        name="addresses: a new address each time",
        feed=to("/feed?1"),
        paths={f"/feed?{n}": to(f"/feed?{n + 1}") for n in range(1, 40)},
        outcome="soft failure",
        note="redirected more than 4 times",
        asked={"/feed?5": 0},
        articles=0,
    ),
    Case(
        name="addresses: a redirect that asks for a cookie",
        feed=answer(status=302, Location="/feed", Set_Cookie="seen=1"),
        outcome="soft failure",
        note="redirected more than 4 times",
        articles=0,
    ),
    Case(
        name="addresses: three redirects of three kinds",
        feed=to("/b", 301),
        paths={"/b": to("c", 307), "/c": to("{base}/d", 308), "/d": feed("/a/1")},
    ),
    Case(
        name="addresses: a redirect without an address",
        feed=answer(status=302),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="addresses: several choices",
        feed=answer(status=300, Location="/b"),
        paths={"/b": feed("/a/1")},
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="addresses: redirected into what robots.txt closes",
        feed=to("/closed/feed"),
        paths={"/closed/feed": feed("/a/1")},
        robots=answer("User-agent: *\nDisallow: /closed/\n", kind="text/plain"),
        outcome="refused",
        note="forbids it",
        asked={"/closed/feed": 0},
        articles=0,
    ),
    Case(
        name="addresses: an article that redirects inwards",
        feed=feed("/a/1"),
        paths={"/a/1": to("http://127.0.0.2:{cport}/latest/meta-data")},
        articles={"/a/1": "entry"},
        lacks=("secret",),
    ),
    Case(
        name="addresses: an article that redirects home",
        feed=feed("/a/1"),
        paths={"/a/1": to("/"), "/": answer("<h1>Home</h1>")},
        articles={"/a/1": "entry"},
    ),
    Case(
        name="addresses: an article at an inner address",
        feed=feed("http://127.0.0.2:{cport}/a/7"),
        articles={"/a/7": "entry"},
        lacks=("secret",),
    ),
    Case(
        name="addresses: an article at a number",
        feed=feed("http://2130706434:{cport}/a/1"),
        outcome="known",  # such a link is none, and left out
        articles=0,
        lacks=("secret",),
    ),
    Case(
        name="addresses: links that are none",
        feed=answer(
            rss(
                "javascript:alert(1)",
                "mailto:a@b.example",
                "file:///etc/passwd",
                "data:,x",
                "/a/1",
                "ftp://x.example/",
                "http://",
                "http://[",
                "http://x y/",
                "#top",
                "about:blank",
            ),
            kind=XML,
        ),
        articles=-1,
        lacks=("javascript:", "file:///", "root:"),
    ),
    Case(
        name="addresses: a link with a password",
        feed=feed("http://me:secret@127.0.0.1:{port}/a/1", "/a/2"),
        articles={"/a/2": "full"},
        lacks=("me:secret",),
    ),
    Case(
        name="addresses: a link of 5,000 characters",
        feed=feed("/a/" + "x" * 5000, "/a/2"),
        articles={"/a/2": "full"},
    ),
    Case(
        name="addresses: links in an alphabet of their own",
        feed=feed("/a/übergröße und mehr?q=ä"),
        articles=1,
    ),
    Case(
        name="addresses: a redirect back and forth that ends",
        feed=in_turn(to("/feed?x"), feed("/a/1")),
        paths={"/feed?x": to("/feed")},
    ),
)

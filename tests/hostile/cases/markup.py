"""Markup in feeds and pages that wants to be run, to hide, or to hurt."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import answer, feed, rss

PROSE = "".join(
    f"<p>On day {n} the keeper of the lighthouse wrote into book number {n} that the lamp had been "
    f"lit {n} minutes after dusk and that ship number {n} had passed the reef without harm.</p>"
    for n in range(1, 9)
)
CLOSED = answer("User-agent: *\nDisallow: /a/\n", kind="text/plain")


def page(  # noqa: PLR0917
    name: str, body: str | bytes, access: str | None, kind: str = "text/html; charset=utf-8",
    lacks: tuple[str, ...] = (), holds: tuple[str, ...] = (),
) -> Case:  # fmt: skip
    return Case(
        name=f"markup: {name}",
        feed=feed("/a/1"),
        paths={"/a/1": answer(body, kind=kind)},
        articles={"/a/1": access} if access else 1,
        lacks=lacks,
        holds=holds,
    )


def entry(name: str, item: str, lacks: tuple[str, ...] = (), holds: tuple[str, ...] = ()) -> Case:
    body = rss("/a/1").replace("<title>Report of a/1</title>", "")
    return Case(
        name=f"markup: {name}",
        feed=answer(body.replace("<item>", f"<item>{item}"), kind="text/xml"),
        robots=CLOSED,
        articles={"/a/1": "entry"},
        lacks=lacks,
        holds=holds,
    )


CASES = (
    entry(
        "a script in the title",
        "<title>&lt;script&gt;alert(1)&lt;/script&gt;News</title>",
        lacks=("<script", "alert(1)"),
        holds=("News",),
    ),
    entry(
        "a script in a section",
        "<title><![CDATA[<script>alert(1)</script>News]]></title>",
        lacks=("<script", "alert(1)"),
    ),
    entry(
        "a picture that runs",
        "<title>&lt;img src=x onerror=alert(1)&gt;News</title>",
        lacks=("onerror",),
    ),
    entry(
        "markup escaped twice",
        "<title>&amp;lt;b&amp;gt;News&amp;lt;/b&amp;gt;</title>",
        lacks=("<b>",),
    ),
    entry(
        "a title in three lines", "<title>News\n\n  of\tthe day</title>", holds=("News of the day",)
    ),
    entry("a title that turns letters round", "<title>News \u202egnp.exe\u202c</title>"),
    entry(
        "a header in the title",
        "<title>News\r\nBcc: all@x.example</title>",
        lacks=("\r\nBcc", "\nBcc"),
    ),
    entry("a formula in the title", "<title>=cmd|' /C calc'!A0</title>"),
    entry(
        "a terminal's commands in the title",
        "<title>News &#27;[2J&#155;31m</title>",
        lacks=("\x1b",),
    ),
    page("nothing", "<html><body></body></html>", "entry"),
    page("only scripts", "<script>document.write('x')</script>" * 50, "entry"),
    page(
        "a wall of consent",
        "<title>Zustimmung</title><body><p>Wir und unsere Partner verwenden "
        "Cookies und Tracking. Mit Ihrer Einwilligung oder im Pur-Abo ohne Werbung und Tracking. "
        "Datenschutz, Cookies und Einwilligung.</p>",
        "entry",
    ),
    page(
        "a robot's trap in its place",
        "<title>Just a moment...</title><h1>Checking your browser before accessing the site.</h1>",
        "entry",
    ),
    page("a PDF that says it is a page", b"%PDF-1.7\n" + b"x" * 5000, "entry"),
    page("a film", b"\x00\x00\x00\x18ftypmp42" + bytes(5000), "entry", kind="video/mp4"),
    page("JSON", '{"a": 1}', "entry", kind="application/json"),
    page(
        "it sends one elsewhere",
        f"<meta http-equiv=refresh content='0;url=http://{{canary}}/'>"
        f"<title>T</title><h1>The lighthouse</h1>{PROSE}",
        "full",
        lacks=("secret",),
    ),
    page(
        "a base at an inner address",
        f"<base href='http://{{canary}}/'><title>T</title><h1>The lighthouse</h1>{PROSE}"
        "<img src='x.png'>",
        "full",
        lacks=("secret",),
    ),
    page(
        "its own address is another site's",
        "<link rel=canonical href='https://other.example/'>"
        f"<title>T</title><h1>The lighthouse</h1>{PROSE}",
        "full",
        lacks=("other.example",),
    ),
    page(
        "a script in its text",
        f"<title>T</title><h1>The lighthouse</h1>{PROSE}"
        f"<script>var hidden = 'alert(1)';</script>{PROSE}",
        "full",
        lacks=("alert(1)",),
    ),
    page(
        "escaped markup in its text",
        f"<title>T</title><h1>The lighthouse</h1>{PROSE}"
        "<p>The tag is written &lt;script&gt; and nothing else in the whole of this long book.</p>",
        "full",
    ),
    page(
        "NUL bytes",
        f"<title>T</title><h1>The light\x00house</h1>{PROSE}".replace("lamp", "la\x00mp"),
        "full",
        lacks=("\x00",),
        holds=("lamp",),
    ),
    page(
        "UTF-16",
        f"<title>T</title><h1>Der Leuchtturm</h1>{PROSE}".encode("utf-16"),
        "full",
        holds=("lighthouse",),
    ),
    page("no end tags", f"<title>T</title><h1>The lighthouse{PROSE}".replace("</p>", ""), "full"),
    page(
        "everything in capitals",
        f"<TITLE>T</TITLE><H1>The lighthouse</H1>{PROSE}".replace("<p>", "<P>"),
        "full",
    ),
    page("a hundred thousand levels", "<div>" * 100_000 + PROSE, None),
    page(
        "a hundred thousand attributes",
        "<div " + " ".join(f"a{n}=1" for n in range(90_000)) + ">" + PROSE,
        None,
    ),
    page("a line of 900 KB", "<p>" + "word " * 180_000, None),
    page(
        "nested data without end",
        "<script type='application/ld+json'>"
        + "[" * 50_000
        + f"</script><h1>The lighthouse</h1>{PROSE}",
        "full",
    ),
    page("frames within frames", "<iframe src='/a/1'>" * 500 + PROSE, None),
    page(
        "times that cannot be",
        "<meta property='article:published_time' "
        "content='9999-99-99T99:99:99Z'><time datetime='0000-00-00'>31.02.2026 25:61</time>"
        f"<h1>The lighthouse</h1>{PROSE}",
        "full",
    ),
    page(
        "a time to come",
        "<meta property='article:published_time' content='2098-01-01T00:00:00Z'>"
        f"<h1>The lighthouse</h1>{PROSE}",
        "full",
        lacks=("2098-01-01",),
    ),
    page("letters of many alphabets", "<h1>The lighthouse</h1>" + PROSE.replace("a", "а"), None),
)

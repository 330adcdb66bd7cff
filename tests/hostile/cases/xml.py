"""XML that is broken, or made to hurt."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.world import answer, rss

XML = "text/xml"
GOOD = rss("/a/1")
ITEM = "<item><title>{title}</title><link>/a/1</link></item>"
HEAD = "<rss version='2.0'><channel><title>Paper</title>"
TAIL = "</channel></rss>"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "haha">' for n in range(10)
)


def doctype(inside: str, title: str) -> str:
    return f"<!DOCTYPE rss [{inside}]>{HEAD}{ITEM.format(title=title)}{TAIL}"


CASES = (
    Case(
        name="xml: an entity of ten billion laughs",
        feed=answer(doctype(LAUGHS, "&l9;"), kind=XML),
        outcome="new",
        lacks=("hahahaha",),
    ),
    Case(
        name="xml: one long entity, used often",
        feed=answer(doctype(f'<!ENTITY a "{"ha" * 20_000}">', "&a;" * 2000), kind=XML),
        lacks=("hahahaha",),
    ),
    Case(
        name="xml: an entity that is a file",
        feed=answer(doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), kind=XML),
        lacks=("root:",),
    ),
    Case(
        name="xml: an entity at an inner address",
        feed=answer(doctype('<!ENTITY x SYSTEM "http://{canary}/x">', "&x;"), kind=XML),
        lacks=("secret",),
    ),
    Case(
        name="xml: a document type at an address",
        feed=answer('<!DOCTYPE rss SYSTEM "/evil.dtd">' + GOOD.partition("?>")[2], kind=XML),
        asked={"/evil.dtd": 0},
    ),
    Case(
        name="xml: parameter entities",
        feed=answer(
            doctype('<!ENTITY % p SYSTEM "http://{canary}/p"> %p; <!ENTITY q "ha">', "&q;"),
            kind=XML,
        ),
        lacks=("secret",),
    ),
    Case(
        name="xml: an inclusion",
        feed=answer(
            GOOD.replace(
                "<item>",
                "<item><x:include xmlns:x='http://www.w3.org/2001/XInclude' parse='text' "
                "href='file:///etc/passwd'/>",
            ),
            kind=XML,
        ),
        lacks=("root:",),
    ),
    Case(
        name="xml: a stylesheet",
        feed=answer(
            GOOD.replace("?>", "?><?xml-stylesheet href='/style.xsl' type='text/xsl'?>", 1),
            kind=XML,
        ),
        asked={"/style.xsl": 0},
    ),
    Case(
        name="xml: a base that is an inner address",
        feed=answer(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://{canary}/'>"
            "<title>P</title><entry><title>T</title><id>1</id><link href='a/1'/>"
            "<summary>The summary of it.</summary></entry></feed>",
            kind=XML,
        ),
        articles={"/a/1": "entry"},
        note="1 new of 1",
    ),
    Case(
        name="xml: a section that never ends",
        feed=answer(GOOD.replace("<description>", "<description><![CDATA[", 1), kind=XML),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="xml: it breaks off within the second item",
        feed=answer(rss("/a/1", "/a/2").rpartition("<link>")[0], kind=XML),
    ),
    Case(
        name="xml: it breaks off within a tag",
        feed=answer(HEAD + "<item><ti", kind=XML),
        outcome="soft failure",
        note="the XML is broken",
        articles=0,
    ),
    Case(
        name="xml: two feeds behind each other",
        feed=answer(GOOD + rss("/a/2"), kind=XML),
        articles={"/a/1": "full", "/a/2": "full"},
    ),
    Case(
        name="xml: a warning of PHP before it",
        feed=answer("<br />\n<b>Warning</b>: Undefined index in <b>/x.php</b><br />\n" + GOOD),
    ),
    Case(name="xml: blank lines before it", feed=answer("\n \n\n" + GOOD, kind=XML)),
    Case(name="xml: a page's end behind it", feed=answer(GOOD + "</body></html>", kind=XML)),
    Case(
        name="xml: a prefix nobody declared",
        feed=answer(
            GOOD.replace(
                "<item>", "<item><media:content url='/x.jpg'/><dc:creator>Jo</dc:creator>"
            ),
            kind=XML,
        ),
    ),
    Case(
        name="xml: names in capitals",
        feed=answer(GOOD.replace("<rss", "<RSS").replace("</rss", "</RSS"), kind=XML),
    ),
    Case(
        name="xml: ampersands as they are",
        feed=answer(
            GOOD.replace("Report of", "Q&A: A & B &").replace("/a/1<", "/a/1?x=1&y=2<", 1), kind=XML
        ),
        articles={"/a/1?x=1&y=2": "full"},
    ),
    Case(
        name="xml: entities of HTML",
        feed=answer(GOOD.replace("What is told", "Caf&eacute;&nbsp;&ndash; told"), kind=XML),
    ),
    Case(
        name="xml: control characters and NUL",
        feed=answer(GOOD.replace("Report", "Re\x00po\x0b\x1frt"), kind=XML),
        lacks=("\x00", "\x0b"),
    ),
    Case(
        name="xml: ten thousand levels",
        feed=answer(HEAD + "<item>" + "<a>" * 10_000, kind=XML),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="xml: a thousand namespaces",
        feed=answer(
            "<rss " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(1000)) + ">" + TAIL, kind=XML
        ),
        outcome="soft failure",
        note="more than 200 namespaces",
        articles=0,
    ),
    Case(
        name="xml: ten thousand attributes",
        feed=answer("<rss " + " ".join(f"a{n}=''" for n in range(10_000)) + ">", kind=XML),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="xml: a title of half a megabyte",
        feed=answer(GOOD.replace("Report", "word " * 100_000), kind=XML),
    ),
    Case(
        name="xml: a page in the feed's place",
        feed=answer("<!DOCTYPE html><html><head><title>x</title></head><p>Hello</html>"),
        outcome="soft failure",
        note="a web page, not a feed",
        articles=0,
    ),
    Case(
        name="xml: a subscription list in the feed's place",
        feed=answer("<opml version='2.0'><body><outline xmlUrl='/x'/></body></opml>", kind=XML),
        outcome="soft failure",
        note="a list of feeds (OPML)",
        articles=0,
    ),
    Case(
        name="xml: nothing at all",
        feed=answer("", kind=XML),
        outcome="soft failure",
        note="an empty answer",
        articles=0,
    ),
    Case(
        name="xml: nothing but blanks",
        feed=answer(" \r\n\t" * 1000, kind=XML),
        outcome="soft failure",
        note="an empty answer",
        articles=0,
    ),
    Case(
        name="xml: a feed without items",
        feed=answer(HEAD + TAIL, kind=XML),
        outcome="known",
        articles=0,
    ),
    Case(
        name="xml: items without links",
        feed=answer(HEAD + "<item><title>A</title></item>" * 3 + TAIL, kind=XML),
        outcome="soft failure",
        note="no link",
        articles=0,
    ),
    Case(
        name="xml: a JSON feed of wrong types",
        feed=answer(
            '{"version":"https://jsonfeed.org/version/1.1","title":7,"items":[null,3,"x",[],'
            '{"id":1e999,"url":["/a/9"],"title":{}},{"id":"1","url":"/a/1","title":"T",'
            '"date_published":true,"authors":"x","tags":[1,null],"content_text":"Told."}]}',
            kind="application/json",
        ),
    ),
    Case(
        name="xml: JSON that is no feed",
        feed=answer('{"error":{"code":500}}', kind="application/json"),
        outcome="soft failure",
        articles=0,
    ),
    Case(
        name="xml: a picture",
        feed=answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, kind="image/png"),
        outcome="soft failure",
        note="a picture, not a feed",
        articles=0,
    ),
    Case(
        name="xml: said to be a picture, but a feed",
        feed=answer(GOOD, kind="image/jpeg"),
    ),
    Case(
        name="xml: random bytes",
        feed=answer(bytes(range(255, -1, -1)) * 500, kind=XML),
        outcome="soft failure",
        articles=0,
    ),
)

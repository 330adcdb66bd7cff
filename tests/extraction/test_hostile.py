"""Pages that are broken, huge or made to hurt: a bounded result or PageError, in bounded time."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from crawler.errors import PageError
from crawler.extraction import extract
from tests.extraction import pages

PROSE = b"<p>" + b"The council of Marden met again on Tuesday and said nothing new. " * 4 + b"</p>"
FAR_BELOW_THE_LIMIT_S = 8.0  # of CPU: the worker's limit is 10 s, and test machines are slow

HOSTILE = {
    "nothing": b"",
    "blanks": b" \n\t ",
    "only a comment": b"<!-- nothing -->",
    "NUL bytes": b"<p>a\0b</p>" * 50,
    "control characters": b"\x01\x02\x03",
    "binary": bytes(range(256)) * 400,
    "100,000 nested elements": b"<div>" * 100_000 + b"hello",
    "100,000 nested spans": b"<p>" + b"<span>" * 100_000 + b"x",
    "100,000 unclosed paragraphs": b"<p>x y z" * 100_000,
    "100,000 rows": b"<table>" + b"<tr><td>a b c<td>d" * 100_000,
    "100,000 links": b"<a href=x>word word </a>" * 100_000,
    "100,000 breaks": b"one line of text<br><br>" * 100_000,
    "100,000 attributes": b"<div " + b"".join(b"a%d=1 " % n for n in range(100_000)) + b">x</div>",
    "an attribute of 10 MB": b"<p a='" + b"x" * 10_000_000 + b"'>hey</p>",
    "10 MB of paragraphs": b"".join(b"%d%b" % (n, PROSE) for n in range(40_000)),
    "a line of 4 MB": b"word " * 800_000,
    "digits": b"<p>" + b"1" * 4_000_000,
    "angle brackets": b"<" * 1_000_000,
    "ampersands": b"&" * 1_000_000,
    "dates": b"<p>5. Februar 2026, 5. M" * 50_000,
    "50,000 titles": b"<h1>title x y z</h1>" * 50_000,
    "nested JSON-LD": b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" * 2,
    "JSON-LD of strange types": b"""<script type='application/ld+json'>[{"@type":["NewsArticle",7],
        "headline":["a"],"author":{"name":{"name":[1,null]}},"datePublished":20260205,"image":[[]],
        "keywords":{"a":1},"articleSection":{},"publisher":[],"articleBody":5,"@id":[],
        "isAccessibleForFree":{},"itemListElement":[1,null],"inLanguage":[]}]</script>"""
    + PROSE * 3,
    "lone surrogates": b"<p>\xed\xa0\x80 abc</p>" * 50,
    "lone surrogates in UTF-16":
    b"\xff\xfe" + "<p>x \ud800 x</p>".encode("utf-16-le", "surrogatepass"),
    "absurd dates": b"<meta property='article:published_time' content='99999-99-99T99:99:99Z'>"
    b"<time datetime='0000-00-00'>31.02.2026 25:61</time>" + PROSE * 3,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_escapes_but_page_errors(name: str) -> None:
    page = pages.page(HOSTILE[name], content_type="text/html")
    start = time.process_time()

    with suppress(PageError):
        article = extract(page)
        assert len(article.text) <= 400_000
        assert "\x00" not in article.text
        article.text.encode("utf-8")
    assert time.process_time() - start < FAR_BELOW_THE_LIMIT_S


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b'{"a": 1}', "application/json"),
        (b"abc", "image/jpeg"),
    ],
)
def test_other_kinds_of_files_are_no_articles(body: bytes, content_type: str) -> None:
    page = pages.page(body, content_type=content_type)

    with pytest.raises(PageError, match="not a web page"):
        extract(page)


def test_an_answer_of_404_is_no_article() -> None:
    page = pages.page(pages.classic(), status=404)

    with pytest.raises(PageError, match="404"):
        extract(page)


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Just a moment...", "Checking your browser before accessing the site.", "robots"),
        ("404 - Seite nicht gefunden", "Die Seite gibt es nicht. " * 9, "error page"),
        (
            "Zustimmung",
            "Wir und unsere Partner verwenden Cookies und Tracking. Mit Ihrer Einwilligung oder im "
            "Pur-Abo ohne Werbung und Tracking. Datenschutz, Cookies und Einwilligung.",
            "consent",
        ),
        ("App", "You need to enable JavaScript to run this app.", "scripts"),
    ],
)
def test_what_stands_in_an_articles_place_is_named(title: str, text: str, reason: str) -> None:
    page = pages.page(f"<title>{title}</title><body><h1>{title}</h1><p>{text}</p></body>")

    with pytest.raises(PageError, match=reason):
        extract(page)

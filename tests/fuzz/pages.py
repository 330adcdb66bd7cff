"""Pages: an article or PageError, and what is computed from its text."""

from __future__ import annotations

from hypothesis import strategies as st

from crawler.dedup.diff import diff
from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.passages import keys, read_passages
from crawler.errors import PageError
from crawler.extraction import extract
from crawler.items import Article
from crawler.topics.document import Document
from crawler.topics.words import fold
from tests.extraction import pages
from tests.fuzz.target import Target, damaged

JSON_LD = """<script type="application/ld+json">{"@context":"https://schema.org","@type":
"NewsArticle","headline":"H","datePublished":"2026-02-05T21:02:00+01:00","author":[{"@type":
"Person","name":"Jo Lee"}],"articleBody":"Text","isAccessibleForFree":false}</script>"""
PAGES = [theme().encode() for theme in pages.THEMES.values()]
PAGES += [pages.block().replace("</head>", JSON_LD + "</head>").encode()]
PAGES += [pages.bare().encode("utf-16"), pages.divs().encode("cp1252", "replace")]
TOKENS = [
    *(b"<p>", b"</p>", b"<div>", b"</div>", b"<article>", b"<table><tr><td>", b"<br><br>", b"<h1>"),
    *(b"<script>", b"</script>", b"<style>", b"<!--", b"-->", b"<![CDATA[", b"<svg>", b"<math>"),
    *(
        b"<template>",
        b"<noscript>",
        b"<frameset>",
        b"<select><option>",
        b"<a href='//'>",
        b"<base>",
    ),
    *(
        b"<meta charset=utf-7>",
        b"<meta charset='utf-16'>",
        b"<html lang='\xff'>",
        b"&#0;",
        b"&#xD800;",
    ),
    *(b"&#x110000;", b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\xa0"),
    *(b'{"@type":["NewsArticle"],', b"[[[[", b'"datePublished":99999999999999,', b"null", b"1e999"),
    *(b'"author":{"name":{"name":null}}', b"<time datetime='0000-13-99'>", b"31.02.2026 25:61 Uhr"),
    *(
        b"<meta property='og:title' content='",
        b"<link rel=canonical href='//[::'>",
        b"\xe2\x80\xae",
    ),
    *(
        b"<td>" * 3,
        b"<li>",
        b"<b><i><u>",
        b"word ",
        b"(dpa) ",
        b"Von Jo Lee\n",
        b"<iframe>",
        b"<x:y>",
    ),
]
CONTENT_TYPES = st.sampled_from(
    [
        *("text/html", "text/html; charset=utf-8", "text/html; charset=utf-16", ""),
        *("text/html; charset=\x00", "application/xhtml+xml; charset=iso-8859-1"),
        *("text/plain; charset=base64", "text/html;charset=hz", "text/html; charset=idna"),
        *("text/html; charset=utf-7", "text/html; charset=rot13"),
    ]
)


def page(given: tuple[bytes, str]) -> None:
    """An article that can be stored, folded, compared and matched."""
    body, content_type = given
    try:
        article = extract(pages.page(body, content_type=content_type))
    except PageError as error:
        assert str(error)
        return
    sound(article)
    document = Document.of(article, source="The Paper", now=pages.SEEN_AT)
    fingerprint(document.folded_text)
    keys(read_passages(article.text, fold))
    diff(article.text, article.text[::2])


def sound(article: Article) -> None:
    """What the database and all who read from it rely on."""
    texts = [article.title, article.text, article.lead or "", *article.authors, *article.tags]
    for text in texts:
        text.encode()
        assert "\x00" not in text
    assert "\n" not in article.title
    assert len(article.text) <= 400_000
    for url in (article.canonical_url, article.image_url):
        assert url is None or url.lower().startswith(("http://", "https://")), url
    for moment in (article.published_at, article.modified_at):
        assert moment is None or (moment.tzinfo and moment.utcoffset() is not None)


TARGETS = (Target("pages", st.tuples(damaged(PAGES, TOKENS), CONTENT_TYPES), page, limit_s=4.0),)

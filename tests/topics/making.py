"""Articles and topics for the tests of this room."""

from __future__ import annotations

from datetime import datetime

from crawler.items import Access, Article, Topic
from crawler.topics.document import Document
from crawler.topics.matching import Matcher
from crawler.topics.parsing import expand, parse
from crawler.topics.places import evidence, holds


def make_document(
    text: str = "",
    *,
    title: str = "",
    lead: str | None = None,
    language: str | None = None,
    url: str = "https://www.example.org/news/1",
    source: str = "",
    country: str | None = None,
    authors: tuple[str, ...] = (),
    section: str | None = None,
    published_at: datetime | None = None,
    now: datetime | None = None,
) -> Document:
    article = Article(
        url=url,
        title=title,
        lead=lead,
        text=text,
        access=Access.FULL,
        language=language,
        country=country,
        authors=authors,
        section=section,
        published_at=published_at,
    )
    return Document.of(article, source=source, now=now)


def make_topic(query: str, *, id: int = 1) -> Topic:
    return Topic(id=id, name=f"topic {id}", query=query, version="1")


def found(query: str, text: str | Document, saved: dict[str, str] | None = None) -> bool:
    """Does *query* match? Asked both ways: alone, and by the matcher of many topics."""
    document = make_document(text) if isinstance(text, str) else text
    tree = expand(parse(query, saved), saved or {})
    alone = holds(tree, document)
    among_many = Matcher([make_topic(query)], saved=saved).matching(document) == {1}
    assert alone == among_many, f"{query!r}: alone {alone}, among many {among_many}"
    return alone


def marked(query: str, text: str) -> list[str]:
    """The pieces of *text* that *query* is found by."""
    return [text[p.start : p.end] for p in evidence(parse(query), make_document(text))]

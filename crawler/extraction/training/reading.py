"""A known page -> its text as the program reads it."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.errors import PageError
from crawler.extraction.article import read
from crawler.extraction.network import Network
from crawler.extraction.training.corpus import KnownPage
from crawler.items import Page

SEEN_AT = datetime(2100, 1, 1, tzinfo=UTC)  # no time on any page is in its future


def as_page(known: KnownPage) -> Page:
    """The page as an answer of its server."""
    return Page(
        url=known.url or "https://unknown.invalid/",
        status=200,
        body=known.html,
        content_type="text/html; charset=utf-8",
        fetched_at=SEEN_AT,
    )


def read_text(known: KnownPage, network: Network | None = None) -> str:
    """Lead and text of the article; empty where the program finds none."""
    try:
        article = read(as_page(known), network=network).article
    except PageError:
        return ""
    return f"{article.lead or ''}\n{article.text}"

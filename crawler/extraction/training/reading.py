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
    return "\n".join(read_both(known, network))


def read_both(known: KnownPage, network: Network | None = None) -> tuple[str, str]:
    """(lead, text): some sets count the lead as text, and some do not."""
    try:
        article = read(as_page(known), network=network).article
    except PageError:
        return "", ""
    return article.lead or "", article.text

"""Entry -> Article, for when its page cannot be had: the feed's own text, called what it is."""

from __future__ import annotations

from dataclasses import replace

from crawler.extraction import body, language, names, zones
from crawler.extraction.dates import from_feed
from crawler.extraction.head import absolute, clean
from crawler.extraction.metadata import MAX_TAGS
from crawler.extraction.tidy import render, tidy
from crawler.items import Access, Article, Entry

MAX_TITLE = 500  # characters
FULLER = 1.5  # times the page's text: then the feed's own text is the better one
LEAD_SHARE = 0.5  # a summary longer than this share of the content is no summary


def article_of(entry: Entry, *, note: str | None, timezone: str | None = None) -> Article:
    """The entry's own text as an article with access ENTRY; *note* says why, for people.

    *timezone* is the site's, in which a midnight is a day without a time. Never fails; an entry
    without any text gives an article whose text is empty.
    """
    site = zones.zone(timezone) if timezone else None
    published = from_feed(entry.published_at, site) if entry.published_at else None
    modified = from_feed(entry.updated_at, site) if entry.updated_at else None
    content = tidy(body.read_fragment(entry.content_html), titles=[entry.title])
    summary = tidy(body.read_fragment(entry.summary_html), titles=[entry.title])
    text, short = render(content), " ".join(line.text for line in summary)
    lead = None
    if not text:
        text = render(summary)
    elif short and len(short) < LEAD_SHARE * len(text) and short[:80] not in text:
        lead = short
    paragraphs = [line.text for line in content or summary]
    tongue = language.tell(" ".join(paragraphs), (entry.language or "",))
    return Article(
        url=entry.url,
        title=clean(entry.title),
        text=text,
        access=Access.ENTRY,
        lead=lead,
        authors=names.persons(entry.authors),
        agency=names.agency_in_names(entry.authors) or names.agency_in_text(paragraphs),
        language=tongue.code,
        country=zones.country_of(entry.url, region=tongue.region),
        tags=entry.tags[:MAX_TAGS],
        image_url=absolute(entry.image_url or "", entry.url),
        published_at=published.at if published else None,
        published_day=published.day if published else None,
        published_from="feed" if published else None,
        modified_at=modified.at if modified else None,
        modified_day=modified.day if modified else None,
        modified_from="feed" if modified else None,
        note=note,
    )


def completed(article: Article, entry: Entry) -> tuple[Article, list[str]]:
    """What its page left open as the feed's entry says it, and the names of those fields.

    For a teaser the feed's own text, where that is the fuller one.
    """
    given = {
        "title": clean(entry.title)[:MAX_TITLE],
        "authors": names.persons(entry.authors, article.site_name or ""),
        "tags": entry.tags[:MAX_TAGS],
        "image_url": absolute(entry.image_url or "", article.url),
    }
    missing = {name: value for name, value in given.items() if value and not getattr(article, name)}
    fuller = _fuller(replace(article, **missing), entry)  # type: ignore[arg-type]
    return fuller, [*missing, *(["text"] if fuller.access is Access.ENTRY else [])]


def _fuller(article: Article, entry: Entry) -> Article:
    """The feed's own full text where the page shows only a beginning of it."""
    if article.access is not Access.TEASER or not entry.content_html:
        return article
    lines = body.read_fragment(entry.content_html)
    text = render(tidy(lines, titles=[article.title], authors=article.authors))
    if len(text) < 600 or len(text) < FULLER * len(article.text):
        return article
    return replace(
        article, text=text, access=Access.ENTRY, note=f"{article.note}; the text is the feed's"
    )

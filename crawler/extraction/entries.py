"""Entry -> Article, for when its page cannot be had: the feed's own text, called what it is."""

from __future__ import annotations

from crawler.extraction import body, language, names, zones
from crawler.extraction.head import absolute, clean
from crawler.extraction.metadata import MAX_TAGS
from crawler.extraction.tidy import render, tidy
from crawler.items import Access, Article, Entry

LEAD_SHARE = 0.5  # a summary longer than this share of the content is no summary


def article_of(entry: Entry, *, note: str | None, timezone: str | None = None) -> Article:
    """The entry's own text as an article with access ENTRY; *note* says why, for people.

    *timezone* is accepted for symmetry with `extract`: an entry's times have their zones already.
    Never fails; an entry without any text gives an article whose text is empty.
    """
    del timezone
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
        published_at=entry.published_at,
        published_from="feed" if entry.published_at else None,
        modified_at=entry.updated_at,
        modified_from="feed" if entry.updated_at else None,
        note=note,
    )

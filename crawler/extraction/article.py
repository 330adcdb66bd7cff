"""Page -> Article: the steps in their order. What each one knows stands in its own module."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.errors import PageError
from crawler.extraction import (
    access,
    body,
    bylines,
    captions,
    decode,
    language,
    metadata,
    names,
    titles,
    zones,
)
from crawler.extraction.blocks import Layout, lay_out
from crawler.extraction.head import Head, absolute, clean, read_head
from crawler.extraction.lead import take_lead
from crawler.extraction.network import Network
from crawler.extraction.tidy import Line, render, tidy
from crawler.extraction.timing import Timing, read_timing
from crawler.items import Access, Article, Entry, Page

MAX_TITLE = 500  # characters
MAX_TEXT = 400_000  # characters: the longest live tickers have some 200,000
FULLER = 1.5  # times the page's text: then the feed's own text is the better one


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with how it came about, for `explain`."""

    article: Article
    layout: Layout
    kept: frozenset[int]  # numbers of the blocks that became text, lead, title or caption
    method: str
    confidence: float
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Material:
    """What an article is made of, before anything is decided."""

    page: Page
    entry: Entry | None
    timezone: str | None
    head: Head
    layout: Layout


def extract(page: Page, *, entry: Entry | None = None, timezone: str | None = None) -> Article:
    """The article of *page*, as its readers see it.

    *entry* is the feed's item that led here: it fills what the page leaves open. *timezone* is the
    IANA zone of times that the page prints without one. Raises PageError when the page is no
    article: another kind of file, an error, a wall of consent, a check for robots, no text.
    """
    return read(page, entry=entry, timezone=timezone).article


def read(
    page: Page,
    *,
    entry: Entry | None = None,
    timezone: str | None = None,
    network: Network | None = None,
) -> Reading:
    """As `extract`, with the blocks and the reasons; *network* is one that is being tried."""
    if page.status >= 400:
        raise PageError(f"{page.url}: the server answered {page.status}")
    decode.refuse_other_kinds(page.body, page.content_type, url=page.url)
    html = decode.decode(page.body, page.content_type)
    decode.refuse_noise(html, url=page.url)
    root = decode.parse(html, url=page.url)
    head = read_head(root, page.url)
    layout = lay_out(root)
    if not layout.blocks:
        raise PageError(f"{page.url}: no text on the page")
    found = body.read_body(html, root, layout, head, network)
    return _assemble(_Material(page, entry, timezone, head, layout), found)


def _assemble(given: _Material, found: body.Body) -> Reading:
    head, layout, url = given.head, given.layout, given.page.url
    site = metadata.site_name_of(head)
    entry_title = given.entry.title if given.entry else ""
    heading = titles.heading_of(head, layout, site, entry_title)
    pictures = captions.captions_of(layout, heading.block, head)
    written = bylines.bylines_of(head, layout, heading.block, site or "", _stem(url))
    lines = tidy(
        _placed(found.lines, layout),
        titles=[heading.title, heading.kicker or "", head.title, head.first("og:title")],
        captions=[text for caption in pictures for text in (caption.printed, caption.text) if text],
        authors=written.persons,
        site=site or "",
    )
    paragraphs = [line.text for line in lines]
    access.refuse_walls(head, layout.blocks, "\n".join(paragraphs), url=url)
    last = max((line.block for line in lines), default=-1)
    how_much, note = access.judge_access(head, layout.blocks, " ".join(paragraphs), last)
    lead, lines = take_lead(lines, layout, head, heading.block)
    if not lines and not lead:
        raise PageError(f"{url}: no article was found on the page")
    kept = frozenset(line.block for line in [*lines, *([lead] if lead else [])] if line.block >= 0)
    tongue = _language(given, paragraphs)
    timing = _timing(given, tongue, heading.block, {picture.block for picture in pictures})
    article = Article(
        url=url,
        title=heading.title[:MAX_TITLE],
        text=render(lines)[:MAX_TEXT],
        access=how_much,
        canonical_url=head.canonical,
        kicker=heading.kicker,
        lead=lead.text if lead else None,
        authors=written.persons,
        agency=names.agency_in_names(written.written)
        or names.agency_in_text(paragraphs)
        or _agency_behind(layout, last),
        language=tongue.code,
        country=_country(given, tongue),
        site_name=site,
        section=metadata.section_of(head),
        tags=metadata.tags_of(head),
        image_url=metadata.image_of(head, url),
        image_caption=captions.main_caption(pictures, kept),
        published_at=timing.published.moment.at if timing.published else None,
        published_from=timing.published.source if timing.published else None,
        modified_at=timing.modified.moment.at if timing.modified else None,
        modified_from=timing.modified.source if timing.modified else None,
        note=note,
    )
    if given.entry:
        article = _completed(article, given.entry)
    remarks = (f"title from {heading.source}", f"language: {tongue.reason}", *timing.remarks)
    return Reading(article, layout, kept, found.method, found.confidence, remarks)


def _agency_behind(layout: Layout, last: int) -> str | None:
    """The agency on a line of its own behind the text, which is no part of it: "Quelle: dpa"."""
    lines = [block.text for block in layout.blocks[last + 1 : last + 4] if block.length < 60]
    credited = (names.agency_in_text([line]) for line in lines if last >= 0)
    return next((agency for agency in credited if agency), None)


def _stem(url: str) -> str:
    """The name in an address (vnexpress of www.vnexpress.net), with which sites sign too."""
    parts = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return max(parts[:-1] or [""], key=len)


def _placed(lines: tuple[Line, ...], layout: Layout) -> list[Line]:
    """Lines with their blocks' numbers, where the reader of the body did not know them."""
    if all(line.block >= 0 for line in lines):
        return list(lines)
    by_text = {clean(block.text): n for n, block in reversed(list(enumerate(layout.blocks)))}
    return [replace(line, block=by_text.get(line.text, -1)) for line in lines]


def _language(given: _Material, paragraphs: list[str]) -> language.Language:
    head, entry = given.head, given.entry
    text = " ".join(paragraphs) or " ".join(block.text for block in given.layout.blocks[:80])
    spoken = head.article.get("inLanguage")
    claims = (
        spoken if isinstance(spoken, str) else "",
        head.language,
        head.first("og:locale", "content-language", "language", "dc.language"),
        (entry.language or "") if entry else "",
    )
    return language.tell(text, claims)


def _country(given: _Material, tongue: language.Language) -> str | None:
    own = zones.country_of(given.page.url, region=tongue.region)
    return own or zones.country_of(given.head.canonical or "")


def _timing(
    given: _Material, tongue: language.Language, title_block: int, captions: set[int]
) -> Timing:
    country = _country(given, tongue)
    configured = zones.zone(given.timezone) if given.timezone else None
    return read_timing(
        given.head,
        given.layout,
        title_block=title_block,
        captions=captions,
        url=given.page.url,
        entry=given.entry,
        site=configured or zones.site_zone(country, tongue.code),
        month_first=tongue.code == "en" and country in (None, "US", "PH"),
        seen_at=given.page.fetched_at,
    )


def _completed(article: Article, entry: Entry) -> Article:
    """What the page left open as the feed's entry says it; the feed's text for a teaser."""
    article = replace(
        article,
        title=article.title or clean(entry.title)[:MAX_TITLE],
        authors=article.authors or names.persons(entry.authors, article.site_name or ""),
        tags=article.tags or entry.tags[: metadata.MAX_TAGS],
        image_url=article.image_url or absolute(entry.image_url or "", article.url),
    )
    return _fuller(article, entry)


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

"""Page -> Article: the steps in their order. What each one knows stands in its own module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from urllib.parse import urlsplit

from lxml import etree

from crawler.errors import PageError
from crawler.extraction import (
    access,
    body,
    bylines,
    captions,
    decode,
    entries,
    language,
    metadata,
    names,
    paging,
    selectors,
    titles,
    zones,
)
from crawler.extraction.blocks import Layout, lay_out
from crawler.extraction.captions import Caption
from crawler.extraction.head import Head, clean, read_head
from crawler.extraction.lead import take_lead
from crawler.extraction.network import Network
from crawler.extraction.paging import Part
from crawler.extraction.selectors import NONE, Selectors
from crawler.extraction.tidy import Line, render, tidy
from crawler.extraction.timing import Claim, Timing, read_timing
from crawler.extraction.titles import Heading
from crawler.items import Article, Entry, Page

MAX_TEXT = 400_000  # characters: the longest live tickers have some 200,000


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with how it came about, for `explain`."""

    article: Article
    layout: Layout
    kept: frozenset[int]  # numbers of the blocks that became text, lead, title or caption
    method: str
    confidence: float
    remarks: tuple[str, ...]
    chances: tuple[float, ...] = ()  # of each block, to be the article's; none for a fallback
    sources: Mapping[str, str] | None = None  # field of the article -> where it came from
    next_url: str | None = None  # of the article's next page


@dataclass(frozen=True, slots=True)
class _Material:
    """What an article is made of, before anything is decided."""

    page: Page
    entry: Entry | None
    timezone: str | None
    selectors: Selectors
    utf8: bytes  # the whole page
    root: etree._Element
    head: Head
    layout: Layout
    idle: tuple[str, ...]  # remarks about selectors that found nothing


def extract(
    page: Page,
    *,
    entry: Entry | None = None,
    timezone: str | None = None,
    selectors: Selectors = NONE,
) -> Article:
    """The article of *page*, as its readers see it.

    *entry* is the feed's item that led here: it fills what the page leaves open. *timezone* is the
    IANA zone of times that the page prints without one, *selectors* are a person's for this site.
    Raises PageError when the page is no article: another kind of file, an error, a wall of
    consent, a check for robots, no text.
    """
    return read(page, entry=entry, timezone=timezone, selectors=selectors).article


def read_part(
    page: Page,
    *,
    entry: Entry | None = None,
    timezone: str | None = None,
    selectors: Selectors = NONE,
    first_url: str | None = None,
    number: int = 1,
) -> Part:
    """As `extract`, with the address of the article's next page where the site cuts it into pages.

    For a later page *first_url* is where the first one stood, and *number* its own.
    """
    reading = read(
        page,
        entry=entry,
        timezone=timezone,
        selectors=selectors,
        first_url=first_url,
        number=number,
    )
    return Part(reading.article, reading.next_url)


def read(
    page: Page,
    *,
    entry: Entry | None = None,
    timezone: str | None = None,
    selectors: Selectors = NONE,
    network: Network | None = None,
    first_url: str | None = None,
    number: int = 1,
) -> Reading:
    """As `read_part`, with the blocks and the reasons; *network* is one that is being tried."""
    given = _gather(page, entry, timezone, selectors)
    reading = _assemble(given, _body_of(given, network))
    if paging.is_list(given.layout, sorted(reading.kept)):
        return reading
    following = paging.next_page(given.root, given.head, first_url or page.url, number)
    return replace(reading, next_url=following) if following else reading


def _gather(page: Page, entry: Entry | None, timezone: str | None, chosen: Selectors) -> _Material:
    if page.status >= 400:
        raise PageError(f"{page.url}: the server answered {page.status}")
    decode.refuse_other_kinds(page.body, page.content_type, url=page.url)
    utf8 = decode.read(page.body, page.content_type)
    decode.refuse_noise(utf8, url=page.url)
    root = decode.parse(utf8, url=page.url)
    head = read_head(root, page.url)
    idle = selectors.remove(root, chosen)
    layout = lay_out(root)
    remarks = tuple(f"remove: {selector} finds nothing" for selector in idle)
    return _Material(page, entry, timezone, chosen, utf8, root, head, layout, remarks)


def _body_of(given: _Material, network: Network | None) -> body.Body:
    """The blocks that a person's selector finds, else those that the model chooses."""
    numbers = selectors.blocks_of(given.root, given.layout, given.selectors.text)
    if numbers:
        return body.read_blocks(given.layout, numbers)
    found = body.read_body(given.utf8, given.root, given.layout, given.head, network)
    if not found.lines and not given.layout.blocks:
        raise PageError(f"{given.page.url}: no text on the page")
    return found


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was read of a page, field by field, before it is one value."""

    heading: Heading
    pictures: list[Caption]
    people: tuple[str, ...]
    written: tuple[str, ...]  # bylines as they stand there
    people_from: str
    lines: list[Line]  # the text's, tidied; the lead still among them
    remarks: tuple[str, ...]


def _assemble(given: _Material, found: body.Body) -> Reading:
    parts = _read_parts(given, found)
    head, layout, url = given.head, given.layout, given.page.url
    paragraphs = [line.text for line in parts.lines]
    access.refuse_walls(head, layout.blocks, "\n".join(paragraphs), url=url)
    last = max((line.block for line in parts.lines), default=-1)
    how_much, note = access.judge_access(head, layout.blocks, " ".join(paragraphs), last)
    lead, lines = take_lead(parts.lines, layout, head, parts.heading.block)
    if not lines and not lead:
        raise PageError(f"{url}: no article was found on the page")
    kept = frozenset(line.block for line in [*lines, *([lead] if lead else [])] if line.block >= 0)
    tongue = _language(given, paragraphs)
    timing = _timing(given, tongue, parts)
    agency, agency_from = _agency(parts, paragraphs, layout, last)
    article = Article(
        url=url,
        title=parts.heading.title[: entries.MAX_TITLE],
        text=render(lines)[:MAX_TEXT],
        access=how_much,
        canonical_url=head.canonical,
        kicker=parts.heading.kicker,
        lead=lead.text if lead else None,
        authors=parts.people,
        agency=agency,
        language=tongue.code,
        country=_country(given, tongue),
        site_name=metadata.site_name_of(head),
        section=metadata.section_of(head),
        tags=metadata.tags_of(head),
        image_url=metadata.image_of(head, url) or captions.main_image(layout, parts.pictures, url),
        image_caption=captions.main_caption(parts.pictures, kept),
        image_credit=captions.main_credit(parts.pictures, kept, head),
        note=note,
    )
    article = _timed(article, timing)
    sources = {
        "title": parts.heading.source,
        "text": _method(found),
        "access": note or "nothing says that there is more",
        "authors": parts.people_from,
        "agency": agency_from,
        "language": tongue.reason,
        "published_at": _told(timing.published),
        "modified_at": _told(timing.modified),
    }
    if given.entry:
        article, completed = entries.completed(article, given.entry)
        sources |= dict.fromkeys(completed, "feed")
    return Reading(
        article,
        layout,
        kept,
        found.method,
        found.confidence,
        (*given.idle, *parts.remarks, *timing.remarks),
        found.chances,
        sources,
    )


def _read_parts(given: _Material, found: body.Body) -> _Parts:
    head, layout = given.head, given.layout
    site = metadata.site_name_of(head)
    heading, remarks = _heading(given, site)
    pictures = captions.captions_of(layout, heading.block, head)
    written = bylines.bylines_of(head, layout, heading.block, site or "", _stem(given.page.url))
    people, people_from = written.persons, "json-ld, meta or byline"
    if given.selectors.author:
        said = selectors.texts_of(given.root, given.selectors.author)
        chosen = names.persons(said, site or "")
        people, people_from = (chosen, "selector") if said else (people, people_from)
        remarks += () if said else (f"author: {given.selectors.author} finds nothing",)
    if given.selectors.text and found.method != "selector":
        remarks += (f"text: {given.selectors.text} finds nothing; read by the model",)
    lines = tidy(
        _placed(found.lines, layout),
        titles=[heading.title, heading.kicker or "", head.title, head.first("og:title")],
        captions=[text for caption in pictures for text in (caption.printed, caption.text) if text],
        authors=people,
        site=site or "",
    )
    lines = access.without_offers(lines)
    return _Parts(heading, pictures, people, written.written, people_from, lines, remarks)


def _heading(given: _Material, site: str | None) -> tuple[Heading, tuple[str, ...]]:
    entry_title = given.entry.title if given.entry else ""
    heading = titles.heading_of(given.head, given.layout, site, entry_title)
    selector = given.selectors.title
    if not selector:
        return heading, ()
    said = selectors.texts_of(given.root, selector)
    if not said:
        return heading, (f"title: {selector} finds nothing",)
    block = next(iter(selectors.blocks_of(given.root, given.layout, selector)), heading.block)
    return Heading(said[0], heading.kicker, block, "selector"), ()


def _agency(
    parts: _Parts, paragraphs: list[str], layout: Layout, last: int
) -> tuple[str | None, str]:
    """The agency that is credited, and where."""
    if agency := names.agency_in_names(parts.written):
        return agency, "byline"
    if agency := names.agency_in_text(paragraphs):
        return agency, "text"
    agency = bylines.agency_behind(layout, last)
    return agency, "line behind the text" if agency else ""


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


def _zone(given: _Material, country: str | None, tongue: language.Language) -> tzinfo | None:
    configured = zones.zone(given.timezone) if given.timezone else None
    return configured or zones.site_zone(country, tongue.code)


def _timing(given: _Material, tongue: language.Language, parts: _Parts) -> Timing:
    country = _country(given, tongue)
    said = selectors.texts_of(given.root, given.selectors.published)
    return read_timing(
        given.head,
        given.layout,
        title_block=parts.heading.block,
        captions={picture.block for picture in parts.pictures},
        url=given.page.url,
        entry=given.entry,
        site=_zone(given, country, tongue),
        month_first=tongue.code == "en" and country in (None, "US", "PH"),
        seen_at=given.page.fetched_at,
        root=given.root,
        told=said[0] if said else "",
    )


def _timed(article: Article, timing: Timing) -> Article:
    published, modified = timing.published, timing.modified
    return replace(
        article,
        published_at=published.moment.at if published else None,
        published_day=published.moment.day if published else None,
        published_from=published.source if published else None,
        modified_at=modified.moment.at if modified else None,
        modified_day=modified.moment.day if modified else None,
        modified_from=modified.source if modified else None,
    )


def _told(claim: Claim | None) -> str:
    if claim is None:
        return ""
    precision = "to the minute" if claim.moment.timed else "the day only"
    return f"{claim.source}, {precision}"


def _method(found: body.Body) -> str:
    if found.method == "selector":
        return "selector"
    return f"{found.method}, expected F1 {found.confidence:.2f}"

"""All that a page, its feed and its address say about time -> published and modified.

The order of belief is JSON-LD, meta tags, time elements, visible datelines, the feed's entry, the
address, and only where none of them says anything, htmldate. Two corrections: a source that gives
only the day is completed by the next one that gives the time of that day; and a visible
"Stand: 05.02.2026 21:02 Uhr" is believed about the last change before any tag, because it is what
the reader is told (tags follow every save).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from lxml import etree

from crawler.extraction import datelines, dates
from crawler.extraction.blocks import HEADINGS, Layout
from crawler.extraction.dates import Moment
from crawler.extraction.guessed import guess_day
from crawler.extraction.head import Head, text_of
from crawler.extraction.marks import FIGURE, FOOT, FORM, HINT_BIT, NAV
from crawler.extraction.phrases import words
from crawler.extraction.printed import lines_of
from crawler.items import Entry

SKEW = timedelta(minutes=10)  # clocks of servers differ; what is later is not believed
LINKED_TIME = 60  # characters: a longer link around a time is another article's teaser
SAME_DAY = timedelta(hours=30)  # a day without a time against a time with its zone

PUBLISHED_META = words(
    """article:published_time og:article:published_time og:published_time datepublished
    parsely-pub-date sailthru.date article.published published_time vr:published_time
    article_date_original cxenseparse:recs:publishtime originalpublicationdate bt:pubdate
    gtm-publishdate publish-date publish_date publishdate pubdate date dc.date dc.date.issued
    dcterms.date dcterms.issued dcterms.created dc.date.created iso-8601-publish-date
    last-publish release_date publication_date shareaholic:article_published_time datecreated
    og:pubdate rnews:datepublished citation_publication_date published created pdate search.date"""
)
MODIFIED_META = words(
    """article:modified_time og:updated_time og:article:modified_time datemodified
    article:updated_time dcterms.modified dc.date.modified last-modified lastmod revised
    cxenseparse:recs:modifiedtime updated_time"""
)
PARAGRAPH = 250  # characters of a block with which the text has begun
_OTHERS = HINT_BIT["related"] | HINT_BIT["nav"]
_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?([0-2]\d|3[01])(?=[/_.-]|$)")
_DIGIT = re.compile(r"\d")
_CHANGED = re.compile(r"modif|updat|aktualis|änder", re.I)
_ELSEWHERE = re.compile(
    r"relat|teaser|card|sidebar|comment|widget|footer|most-|trending|recommend|latest|carousel|"
    r"list-item|listing",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's word: "selector", "json-ld", "meta", "time", "dateline", "feed", "address" or
    "htmldate".
    """

    source: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Timing:
    """What we believe, who said it, and what was done where sources disagree."""

    published: Claim | None
    modified: Claim | None
    remarks: tuple[str, ...] = ()


def read_timing(
    head: Head, layout: Layout, *, title_block: int, captions: Collection[int], url: str,
    entry: Entry | None, site: tzinfo | None, month_first: bool, seen_at: datetime,
    root: etree._Element | None = None, told: str = "",
) -> Timing:  # fmt: skip
    """The page's times, none later than *seen_at* (some minutes of skew are cut to it).

    *title_block* is where the title stands (or -1); the blocks *captions* date pictures; *root* is
    the page for htmldate, *told* what a person's selector found.
    """
    lines = _lines_of(layout, title_block, captions)
    visible = datelines.read_lines(lines, site, month_first=month_first)
    elements, changed_elements = _from_elements(head.times, site, month_first)
    remarks: list[str] = []
    published = _believable(
        [
            ("selector", dates.read(told, site, month_first=month_first)),
            ("json-ld", _from_node(head, site, "datePublished", "dateCreated", "uploadDate")),
            ("meta", _from_meta(head, PUBLISHED_META, site)),
            ("time", elements),
            ("dateline", visible.published),
            ("feed", _from_entry(entry.published_at if entry else None, site)),
            ("address", _from_address(url, site)),
        ],
        seen_at,
        remarks,
    )
    modified = _believable(
        [
            ("dateline", visible.changed if visible.changed and visible.changed.timed else None),
            ("json-ld", _from_node(head, site, "dateModified")),
            ("meta", _from_meta(head, MODIFIED_META, site)),
            ("time", changed_elements),
            ("dateline", visible.changed),
            ("feed", _from_entry(entry.updated_at if entry else None, site)),
        ],
        seen_at,
        remarks,
    )
    chosen = _choose(published, remarks)
    changed = _choose(modified, remarks)
    if chosen is None and changed is not None:
        remarks.append(f"published: only a time of change is known, from {changed.source}")
        chosen = changed
    if chosen is None and (guess := guess_day(root, url=url, site=site, seen_at=seen_at)):
        remarks.append("published: nothing says when; the day is htmldate's guess")
        chosen = next(iter(_believable([("htmldate", guess)], seen_at, remarks)), None)
    return Timing(chosen, changed, tuple(remarks))


def _choose(claims: list[Claim], remarks: list[str]) -> Claim | None:
    """The first claim, completed by a later one that tells more about the same day."""
    if not claims:
        return None
    first = claims[0]
    for other in claims[1:]:
        if other.source == "address":
            continue
        apart = abs(other.moment.at - first.moment.at)
        if not first.moment.timed and other.moment.timed and apart <= SAME_DAY:
            remarks.append(f"{first.source} gives the day, {other.source} the time")
            return Claim(other.source, other.moment)
        if apart > timedelta(days=1):
            remarks.append(f"{first.source} and {other.source} differ by {apart.days} days")
    if first.moment.worth == 1:
        for other in claims[1:]:
            if other.moment.worth == 2 and _same_wall_clock(first.moment, other.moment):
                remarks.append(f"{other.source} gives the zone")
                return other
    return first


def _same_wall_clock(naive: Moment, zoned: Moment) -> bool:
    """Whether two moments lie whole (quarter) hours apart: one time read in two zones."""
    apart = abs((naive.at - zoned.at).total_seconds())
    return apart <= 14 * 3600 and apart % 900 < 1


def _believable(
    claims: Iterable[tuple[str, Moment | None]], seen_at: datetime, remarks: list[str]
) -> list[Claim]:
    kept = []
    for source, moment in claims:
        if moment is None:
            continue
        # A day without a time may have begun already where the site stands.
        leeway = SKEW if moment.timed else timedelta(hours=14)
        if moment.at > seen_at + leeway:
            remarks.append(f"{source} names a time in the future: not believed")
            continue
        kept.append(Claim(source, replace(moment, at=min(moment.at, seen_at))))
    return kept


def _from_node(head: Head, site: tzinfo | None, *names: str) -> Moment | None:
    for name in names:
        value = head.article.get(name)
        if isinstance(value, str) and (moment := dates.read(value, site)):
            return moment
    return None


def _from_meta(head: Head, names: tuple[str, ...], site: tzinfo | None) -> Moment | None:
    best = None
    for name in names:
        value = head.meta.get(name)
        moment = dates.read(value, site) if value else None
        if moment and (best is None or (moment.timed and not best.timed)):
            best = moment
            if best.timed:
                break
    return best


def _from_elements(
    elements: Sequence[etree._Element], site: tzinfo | None, month_first: bool
) -> tuple[Moment | None, Moment | None]:
    """(published, changed) of the time elements that belong to the article."""
    published = changed = None
    for element in elements:
        if _stands_elsewhere(element):
            continue
        text = text_of(element)
        moment = dates.read(element.get("datetime") or "", site) or dates.read(
            text, site, month_first=month_first
        )
        if moment is None:
            continue
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {text[:40]}"
        both = "published" in marks and "updated" in marks  # WordPress, while nothing changed
        if not both and _CHANGED.search(marks):
            changed = changed or moment
        else:
            published = published or moment
    return published, changed


def _stands_elsewhere(element: etree._Element) -> bool:
    """Whether a time belongs to another article's teaser, to a comment or to a widget."""
    outer = element.getparent()
    for _ in range(7):
        if outer is None or outer.tag in ("main", "body"):
            return False
        if outer.tag in ("aside", "footer", "nav"):
            return True
        if outer.tag == "a" and len(text_of(outer)) > LINKED_TIME:
            return True
        if _ELSEWHERE.search(f"{outer.get('class') or ''} {outer.get('id') or ''}"):
            return True
        if outer.tag == "article":
            return False
        outer = outer.getparent()
    return False


def _lines_of(
    layout: Layout, title_block: int, captions: Collection[int]
) -> list[tuple[str, bool]]:
    """(line, near the title) for every short block that may date the article, in page order.

    Captions, comments, forms and the teasers of other articles have dates of their own.
    """
    blocks, boxes = layout.blocks, layout.boxes
    if title_block < 0:
        title_block = next((n for n, block in enumerate(blocks) if block.tag in HEADINGS), 0)
    first, last = title_block - datelines.BEFORE_TITLE, title_block + datelines.AFTER_TITLE
    lines: list[tuple[str, bool]] = []
    for number, block in enumerate(blocks[:1_500]):
        if block.length > datelines.MAX_LINE:
            if number > title_block and block.length >= PARAGRAPH and not block.link_length:
                last = min(last, number)  # the text has begun
            continue
        if not _DIGIT.search(block.text):
            continue
        near = first <= number <= last
        if number in captions or block.places & (NAV | FOOT | FORM | FIGURE):
            continue
        hints = boxes.hints[block.box] | boxes.hints[boxes.parent[block.box]]
        if hints & _OTHERS:
            if not near:
                continue
            near = bool(hints & HINT_BIT["about"])  # else only a labelled date is its own
        if number > title_block and _in_comments(layout, block.box, title_block):
            continue
        linked = block.link_length > block.length / 2 and block.length > LINKED_TIME
        if near:
            lines += [(line, near) for line in lines_of(layout, block)]
        elif not linked:
            lines.append((block.text, near))
    return lines


def _in_comments(layout: Layout, box: int, title_block: int) -> bool:
    """Whether a box around this one is named for comments and does not hold the title."""
    boxes = layout.boxes
    if not (boxes.hints[box] | boxes.outer_hints[box]) & HINT_BIT["comment"]:
        return False
    while box and not boxes.first[box] <= title_block < boxes.last[box]:
        if boxes.hints[box] & HINT_BIT["comment"]:
            return True
        box = boxes.parent[box]
    return False


def _from_entry(at: datetime | None, site: tzinfo | None) -> Moment | None:
    return dates.from_feed(at, site) if at else None


def _from_address(url: str, site: tzinfo | None) -> Moment | None:
    match = _ADDRESS.search(url)
    return dates.read("-".join(match.groups()), site) if match else None

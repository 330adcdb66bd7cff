"""Raw items -> entries: addresses judged, titles plain, dates aware, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from crawler.feeds import plain
from crawler.feeds.addresses import ADDRESS_CHARS, Refused, absolute, absolute_or_none
from crawler.feeds.dates import read_date
from crawler.feeds.languages import language_of
from crawler.feeds.problems import Problems
from crawler.feeds.raw import RawItem
from crawler.items import Entry

MOST_AUTHORS = 20
MOST_TAGS = 50
TAG_CHARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What items are read against."""

    url: str  # of the feed: relative links are seen from there
    now: datetime
    zone: tzinfo  # for dates that name none
    language: str | None = None  # of the feed


def entries_of(
    items: Iterable[RawItem], reading: Reading, *, problems: Problems
) -> tuple[Entry, ...]:
    """The entries in *items*, in their order, each address once and each guid once.

    An item without a usable address is left out. A guid that two addresses share is replaced by
    the address in the second.
    """
    entries: dict[str, Entry] = {}
    guids: set[str] = set()
    for item in items:
        address = _address(item, reading.url, problems)
        if address is None:
            continue
        if address in entries:
            problems.note("an address came twice: the first item counts", address)
            continue
        guid = _guid(item, address, guids, problems)
        guids.add(guid)
        entries[address] = _entry(item, address, guid, reading, problems)
    return tuple(entries.values())


def _address(item: RawItem, base: str, problems: Problems) -> str | None:
    refused = ""
    for link in item.links:
        try:
            return absolute(link, base)
        except Refused as reason:
            refused = refused or str(reason)
    name = item.title or item.guid or item.summary_html
    what = f"has {refused} and" if refused else "has no link and"
    problems.note(f"an item {what} was left out", plain.line(name))
    return None


def _guid(item: RawItem, address: str, held: set[str], problems: Problems) -> str:
    guid = " ".join(item.guid.split())
    if not guid:
        return _unheld(address, held)
    if len(guid) > ADDRESS_CHARS:
        problems.note("a guid that is too long was replaced by the address", guid)
        return _unheld(address, held)
    if guid in held:
        problems.note("a guid came twice: the address stands in its place", guid)
        return _unheld(address, held)
    return guid


def _unheld(address: str, held: set[str]) -> str:
    """The address; another item may have it for its guid."""
    while address in held:
        address += "#"
    return address


def _entry(item: RawItem, address: str, guid: str, reading: Reading, problems: Problems) -> Entry:
    images = (absolute_or_none(image, reading.url) for image in item.images if image)
    language = language_of(item.language) if item.language else None
    return Entry(
        url=address,
        guid=guid,
        title=plain.line(item.title, literal=item.title_is_literal),
        summary_html=item.summary_html,
        content_html=item.content_html,
        authors=_unique((n for text in item.authors for n in plain.names(text)), MOST_AUTHORS),
        tags=_unique(_tags(item.tags), MOST_TAGS),
        language=language or reading.language,
        image_url=next((image for image in images if image), None),
        published_at=_moment(item.published, reading, problems),
        updated_at=_moment(item.updated, reading, problems),
    )


def _moment(text: str, reading: Reading, problems: Problems) -> datetime | None:
    if not text:
        return None
    moment = read_date(text, zone=reading.zone)
    if moment is None:
        problems.note("a date could not be read", text)
    elif moment > reading.now:
        problems.note("a date in the future was taken as now", text)
        return reading.now
    return moment


def _tags(tags: Iterable[str]) -> Iterable[str]:
    cleaned = (plain.line(tag) for tag in tags if tag)
    # Addresses and "provider_name|Someone" are for machines.
    return (t for t in cleaned if len(t) <= TAG_CHARS and "|" not in t and "://" not in t)


def _unique(texts: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:most]

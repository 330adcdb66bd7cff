"""A list of feeds, as OPML, which all readers know -> which of them are new, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.alerts.plain import one_line
from crawler.config.listed import address_identity
from crawler.errors import UsageError
from crawler.feeds.opml import FeedList
from crawler.storage import Tx, health
from crawler.storage.feeds import FeedSpec
from crawler.wishes.feeds import spec_of

NAME_MAX = 80


@dataclass(slots=True)
class Harvest:
    """What becomes of a list."""

    added: list[FeedSpec] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # addresses
    refused: list[tuple[str, str]] = field(default_factory=list)  # address, why


def followed(tx: Tx) -> set[str]:
    """The addresses of all feeds that are followed, each once however it is written."""
    return {address_identity(feed.url) for feed in health.listing(tx)}


def sift(listed: FeedList, group: str | None, known: set[str]) -> Harvest:
    """The feeds of *listed* that are not among *known*; with one *group* for all if there is one.

    *known* grows by those that are new.
    """
    harvest = Harvest(refused=list(listed.refused))
    for outline in listed.outlines:
        identity = address_identity(outline.url)
        if identity in known:
            harvest.known.append(outline.url)
            continue
        table = {
            "url": outline.url,
            "name": one_line(outline.title, NAME_MAX) or None,
            "language": outline.language,
            "group": group or one_line(outline.folder, NAME_MAX) or None,
        }
        try:
            harvest.added.append(spec_of(table))
        except UsageError as error:
            harvest.refused.append((outline.url, str(error)))
        else:
            known.add(identity)
    return harvest

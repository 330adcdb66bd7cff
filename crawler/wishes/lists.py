"""A list of feeds, as OPML, which all readers know -> which of them are new; and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.alerts.plain import one_line
from crawler.config.listed import address_identity
from crawler.errors import UsageError
from crawler.feeds.opml import FeedList, Outline, write_opml
from crawler.items import Origin
from crawler.storage import Store, Tx, feeds
from crawler.storage.feeds import FeedSpec, Named
from crawler.wishes.feeds import NAME_MAX, spec_of

# Feeds kept in one transaction: a service that runs must get its turn in between.
STEP = 200


@dataclass(slots=True)
class Harvest:
    """What becomes of a list."""

    added: list[FeedSpec] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # addresses
    refused: list[tuple[str, str]] = field(default_factory=list)  # address, why


def followed(tx: Tx) -> set[str]:
    """The addresses of all feeds that are followed, each once however it is written."""
    return {address_identity(url) for _, url in feeds.addresses(tx)}


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


def keep(store: Store, specs: Sequence[FeedSpec], now: datetime) -> Iterator[int]:
    """Follow these feeds, some in one transaction; gives how many are followed so far."""
    for start in range(0, len(specs), STEP):
        some = specs[start : start + STEP]
        with store.writing() as tx:
            for spec in some:
                feeds.add(tx, spec, Origin.PERSON, now)
        yield start + len(some)


def opml_of(held: Iterable[Named], now: datetime) -> bytes:
    """Feeds as a list for other programs, groups as folders."""
    outlines = [
        Outline(
            url=feed.url,
            title=feed.name,
            home_url=feed.home_url,
            folder=feed.category or "",
            language=feed.language,
        )
        for feed in held
    ]
    return write_opml(outlines, title="Feeds of Wirewatch", now=now)

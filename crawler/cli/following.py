"""`wirewatch feeds add`: from an address that a person knows to a feed that is followed."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli import feedlists
from crawler.cli.session import AsJson, session_of
from crawler.errors import UsageError

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.feeds.discover import FeedLink
    from crawler.feeds.opml import FeedList
    from crawler.storage.feeds import FeedSpec
    from crawler.wishes.seeking import Choose, Found

MOST_SHOWN = 12


def add(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    url: Annotated[
        str, typer.Argument(help="A feed, a page that names one, or an OPML list: example.org")
    ],
    pick: Annotated[
        int | None, typer.Option(min=1, help="Of the feeds that a page names, this one.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What you call it; without, its title.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1, such as de.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1, such as DE.")] = None,
    group: Annotated[str | None, typer.Option(help="Whatever you sort feeds by.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Where its clocks are: Europe/Berlin")
    ] = None,
    every_min: Annotated[
        float | None, typer.Option("--every-min", help="Minutes between looks; without, adaptive.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Follow a feed. A home page will do: its feeds are found, the main one first. So will a news
    sitemap, and an OPML list, as a file or an address: all its feeds are followed.

    The address is asked once, as the service would ask, and must answer with a feed or a list.
    """
    if Path(url).is_file():
        feedlists.import_feeds(context, Path(url), group, as_json=as_json)
        return
    from crawler.feeds.opml import FeedList
    from crawler.wishes.feeds import checked, follow, refuse_followed, spec_at

    session = session_of(context)
    config = session.config()
    wanted: dict[str, Any] = {
        "language": language,
        "country": country,
        "group": group,
        "timezone": timezone,
    }
    wanted |= {"name": name, "every_min": every_min}
    address = address_of(url)
    checked({**wanted, "url": address})  # before a server is bothered
    with session.store(config) as store:
        with store.reading() as tx:
            refuse_followed(tx, config, address)
        found = find(address, config, chooser(pick, as_json=as_json))
        if isinstance(found, FeedList):
            feedlists.take(store, found, group=group, as_json=as_json)
            return
        spec = spec_at(found.url, found.parsed, wanted)
        with store.writing() as tx:
            number = follow(tx, spec, config, datetime.now(UTC))
        alive = _service_lives(store)
    if as_json:
        _show_json(number, spec, found)
    else:
        _tell(number, spec, found, alive=alive)


def address_of(url: str) -> str:
    """*url* with the scheme that people leave out."""
    return url.strip() if "://" in url else f"https://{url.strip()}"


def find(url: str, config: Config, choose: Choose) -> Found | FeedList:
    """The feed at *url*, the one that the page there leads to, or the list of feeds there.

    FeedError tells why there is none.
    """
    from crawler.cli.showing import hint
    from crawler.fetching import Fetcher
    from crawler.wishes.seeking import Seeker

    def rest() -> None:
        time.sleep(config.politeness.spacing_s)

    with Fetcher(config) as fetcher:
        return Seeker(fetch=fetcher.fetch, rest=rest, told=hint, choose=choose).seek(url)


def chooser(pick: int | None, *, as_json: bool) -> Choose:
    """How one of several is chosen: 0 leaves it to the order of the page."""

    def choose(links: Sequence[FeedLink]) -> int:
        if pick is not None:
            if pick > len(links):
                raise UsageError(f"--pick {pick}: the page names {len(links)} only")
            return pick
        if len(links) == 1 or as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return 0
        print("The page names these feeds:")
        _list(links)
        return int(typer.prompt("Which one?", default="1", type=int))

    return choose


def _list(links: Sequence[FeedLink]) -> None:
    from crawler.cli.wording import one_line

    for n, link in enumerate(links[:MOST_SHOWN], start=1):
        print(f"{n:>3}  {one_line(link.title) or '(no title)'}  {link.url}")


def _service_lives(store: Any) -> bool:
    from crawler.cli.status import is_alive
    from crawler.storage import beats

    with store.reading() as tx:
        return is_alive(beats.last(tx), datetime.now(UTC))


def _show_json(number: int, spec: FeedSpec, found: Found) -> None:
    from crawler.cli.showing import plain, show_json

    parsed = found.parsed
    show_json({
        "id": number,
        **plain(spec),
        "kind": parsed.kind,
        "entries": len(parsed.entries),
        "problems": parsed.problems,
        "others": [{"url": link.url, "title": link.title} for link in found.others],
    })  # fmt: skip


def _tell(number: int, spec: FeedSpec, found: Found, *, alive: bool) -> None:
    from crawler.cli.showing import hint, say, show_record
    from crawler.cli.wording import ago, count, shortened

    parsed, now = found.parsed, datetime.now(UTC)
    dates = [entry.published_at for entry in parsed.entries if entry.published_at]
    newest = f", the newest {ago(max(dates), now)}" if dates else ""
    say(f'Added {number} "{spec.name}"', "bold")
    show_record([
        ("address", spec.url),
        ("kind", parsed.kind),
        ("language", spec.language or ""),
        ("holds", f"{count(len(parsed.entries), 'entry', 'entries')}{newest}"),
        ("first", shortened(parsed.entries[0].title, 100) if parsed.entries else ""),
        ("to know", "; ".join(parsed.problems)),
        ("first look", "at once" if alive else "when the service runs: wirewatch run"),
    ])  # fmt: skip
    if found.others:
        hint(f"\nThe page names {count(len(found.others), 'other feed')}, for --pick:")
        for link in found.others[:MOST_SHOWN]:
            hint(f"  {shortened(link.title, 60) or '(no title)'}  {link.url}")

"""`wirewatch feeds test`: look at an address now and show what would come. Nothing is kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.completing import feed_names
from crawler.cli.session import AsJson, session_of
from crawler.errors import NotFound, UsageError

if TYPE_CHECKING:
    from crawler.feeds.opml import FeedList
    from crawler.storage import Store
    from crawler.wishes.seeking import Found

SHOWN = 20
ADDRESS_MAX = 2048


def look(
    context: typer.Context,
    feed: Annotated[
        str,
        typer.Argument(
            autocompletion=feed_names,
            help="A feed that is followed (number, name), or any address: a feed, a page that "
            "names one. - reads the address from standard input and leaves the database alone.",
        ),
    ],
    pick: Annotated[
        int | None, typer.Option(min=1, help="Of the feeds that a page names, this one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at a feed now and show what would come of it, without keeping anything.

    It is asked as the service would ask: robots.txt, limits and the rules of reach hold.
    """
    from crawler.cli.following import address_of, chooser, find
    from crawler.feeds.opml import FeedList

    session = session_of(context)
    config = session.config()
    if feed == "-":
        address = sys.stdin.readline(ADDRESS_MAX + 1).strip()
        if not address:
            raise UsageError("no address came on standard input")
        found, known = find(address_of(address), config, chooser(pick, as_json=True)), set[str]()
    else:
        with session.store(config) as store:
            address = _address(store, feed)
            found = find(address_of(address), config, chooser(pick, as_json=as_json))
            known = set() if isinstance(found, FeedList) else _known(store, found)
    if as_json:
        _show_json(found, known)
    elif isinstance(found, FeedList):
        print(f"A list of {len(found.outlines):,} feeds. Add them: wirewatch feeds add {address}")
    else:
        _tell(found, known)


def _address(store: Store, word: str) -> str:
    from crawler.storage import feeds
    from crawler.wishes.choosing import feed_of

    with store.reading() as tx:
        held = feeds.named(tx)
    try:
        return feed_of(word, held).url
    except NotFound:
        if "." in word:
            return word
        raise


def _known(store: Store, found: Found) -> set[str]:
    from crawler.dedup.urls import address_key
    from crawler.storage import entries

    keys = {address_key(one.url): one.url for one in found.parsed.entries}
    with store.reading() as tx:
        return {keys[key] for key in entries.known(tx, keys)}


def _show_json(found: Found | FeedList, known: set[str]) -> None:
    from crawler.cli.showing import show_json
    from crawler.feeds.opml import FeedList

    if isinstance(found, FeedList):
        show_json({
            "feeds": [
                {"url": one.url, "title": one.title, "group": one.folder, "language": one.language}
                for one in found.outlines
            ],
            "refused": [{"url": url, "reason": reason} for url, reason in found.refused],
        })  # fmt: skip
        return
    parsed = found.parsed
    show_json({
        "url": found.url,
        "kind": parsed.kind,
        "title": parsed.title,
        "home_url": parsed.home_url,
        "language": parsed.language,
        "problems": parsed.problems,
        "entries": [
            {
                "url": one.url,
                "title": one.title,
                "published_at": one.published_at,
                "is_known": one.url in known,
            }
            for one in parsed.entries
        ],
        "others": [{"url": link.url, "title": link.title} for link in found.others],
    })  # fmt: skip


def _tell(found: Found, known: set[str]) -> None:
    from crawler.cli.showing import Column, Form, say, show_record, show_rows
    from crawler.cli.wording import count, local, shortened

    parsed = found.parsed
    new = sum(one.url not in known for one in parsed.entries)
    say(shortened(parsed.title, 80) or found.url, "bold")
    show_record([
        ("address", found.url),
        ("kind", parsed.kind),
        ("language", parsed.language or ""),
        ("holds", f"{count(len(parsed.entries), 'entry', 'entries')}, {new:,} of them new to us"),
        ("to know", "; ".join(parsed.problems)),
    ])  # fmt: skip
    rows: list[dict[str, Any]] = [
        {
            "new": "" if one.url in known else "new",
            "published": local(one.published_at, "UTC"),
            "title": shortened(one.title, 100),
        }
        for one in parsed.entries[:SHOWN]
    ]
    columns = (
        Column(key="new", head=""),
        Column(key="published", head="Published (UTC)"),
        Column(key="title", head="Title", least=20),
    )
    print()
    show_rows(rows, columns, Form.TABLE, empty="It has no entries.")

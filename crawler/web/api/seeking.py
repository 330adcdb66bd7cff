"""Looks at addresses before anything is followed, as `wirewatch feeds add` makes them.

A look asks a server and takes seconds, so that it is begun by one request and told by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Body, HTTPException, Path, Response

from crawler.errors import NotFound
from crawler.feeds.opml import FeedList
from crawler.web.api.frame import EXACT, changes_of, looks_of
from crawler.web.errands import Busy, Errand
from crawler.web.looking import Looked, look
from crawler.web.state import Known, State
from crawler.wishes.feeds import checked, refuse_followed

looks, changes = looks_of("feeds"), changes_of("feeds")
KIND = "look by the api"
ENTRIES_MOST = 50
Key = Annotated[str, Path(max_length=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to look; of several feeds that a page names, *pick* is the number of one."""

    __pydantic_config__ = EXACT

    url: Annotated[str, Body(min_length=1, max_length=2048)]
    pick: Annotated[int, Body(ge=1, le=1000)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another feed that the page names."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the feed has."""

    url: str
    title: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFound:
    """A feed as it was at that moment."""

    url: str
    kind: str
    title: str | None
    home_url: str | None
    language: str | None
    problems: tuple[str, ...]
    entries: tuple[Entry, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look, and what came of it: a feed, the addresses of a list, or why there is neither.

    It is kept for an hour, in the process that made it.
    """

    key: str
    state: Literal["under way", "done", "failed"]
    url: str
    feed: FeedFound | None = None
    listed: tuple[str, ...] | None = None
    reason: str = ""


@changes.post("/feeds/looks", status_code=202)
def begin(address: Address, state: Known, response: Response) -> Look:
    """Look at an address: a feed, a page that names one, or a list. GET where it is told, until it
    is no longer under way; then POST /feeds with its `look` follows what was found.
    """
    url = address.url.strip()
    url = url if "://" in url else f"https://{url}"
    checked({"url": url})
    with state.store.reading() as tx:
        refuse_followed(tx, state.config, url)
    try:
        key = state.errands.begin(KIND, lambda: look(url, address.pick, state.config), url=url)
    except Busy as error:
        raise HTTPException(429, str(error), {"Retry-After": "60"}) from None
    response.headers["Location"] = f"/api/v1/feeds/looks/{key}"
    return Look(key=key, state="under way", url=url)


@looks.get("/feeds/looks/{key}")
def one_look(key: Key, state: Known) -> Look:
    """How a look stands."""
    errand = _held(state, key)
    url = errand.about["url"]
    if not errand.is_done:
        return Look(key=key, state="under way", url=url)
    if errand.error:
        return Look(key=key, state="failed", url=url, reason=errand.error)
    if isinstance(errand.result, FeedList):
        listed = tuple(one.url for one in errand.result.outlines)
        return Look(key=key, state="done", url=url, listed=listed)
    return Look(key=key, state="done", url=url, feed=_feed(errand.result))


def found_by(state: State, key: str) -> Looked:
    """The feed that a look found. NotFound when it found none, or is not at its end."""
    errand = _held(state, key)
    if not isinstance(errand.result, Looked):
        raise NotFound(f"the look {key} found no feed, or has not ended; GET /feeds/looks/{key}")
    return errand.result


def _held(state: State, key: str) -> Errand:
    errand = state.errands.found(key)
    if errand is None or errand.kind != KIND:
        raise NotFound(f"there is no look {key}; they are kept for an hour")
    return errand


def _feed(looked: Looked) -> FeedFound:
    parsed = looked.parsed
    return FeedFound(
        url=looked.url,
        kind=parsed.kind,
        title=parsed.title,
        home_url=parsed.home_url,
        language=parsed.language,
        problems=parsed.problems,
        entries=tuple(
            Entry(url=one.url, title=one.title, published_at=one.published_at)
            for one in parsed.entries[:ENTRIES_MOST]
        ),
        others=tuple(Link(url=url, title=title) for url, title in looked.others),
    )

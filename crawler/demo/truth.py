"""The world → the right answers: what each topic must find, what is a copy of what, what is a trap.

Addresses are those that the pages give themselves, without tracking. Nothing here looks at texts:
the answers stand in the heads of the files, where the author of the text put them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.demo.pieces import Piece
from crawler.demo.world import World

# What robots.txt of an outlet closes, told apart from its text so that a test can compare them.
CLOSED = {"elbtaler": "/intern/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a monitor that makes no mistake knows when everything has appeared."""

    articles: frozenset[str]  # every address that the feeds link, 404 and 403 among them
    readable: frozenset[str]  # those whose page can be had; of the others only the feed's text
    refused: frozenset[str]  # closed by robots.txt: the page must never be asked for
    walled: frozenset[str]  # of the readable, those that show subscribers more
    topics: Mapping[str, frozenset[str]]  # name of the topic → what it must find
    traps: Mapping[str, frozenset[str]]  # name of the topic → what only looks like it
    stories: Mapping[str, frozenset[str]]  # one story and its copies; others stand alone
    copies: Mapping[str, str]  # a reprint, word for word → the original
    edits: Mapping[str, str]  # a reprint with edits → the original
    revised: Mapping[str, float]  # an article that changes → the second at which it does
    look_alikes: tuple[frozenset[str], ...]  # one template, other numbers: to be kept apart
    alerts: frozenset[tuple[str, str]]  # (topic, story): one message for each channel

    def story_of(self, url: str) -> str:
        """The name of the story that *url* belongs to; KeyError if it is no article of ours."""
        return next(name for name, members in self.stories.items() if url in members)


def truth(world: World) -> Truth:
    """The answers for *world* on the ports that it has."""
    pieces = world.pieces
    urls = {piece.key: world.page_url(piece) for piece in pieces}
    refused = frozenset(urls[piece.key] for piece in pieces if _is_closed(world, piece))
    readable = frozenset(urls[piece.key] for piece in pieces if piece.status == 200) - refused
    return Truth(
        articles=frozenset(urls.values()),
        readable=readable,
        refused=refused,
        walled=frozenset(urls[piece.key] for piece in pieces if piece.shown is not None),
        topics=_gather((topic, urls[p.key]) for p in pieces for topic in p.topics),
        traps=_gather((p.trap_for, urls[p.key]) for p in pieces if p.trap_for),
        stories=_gather((_story(p), urls[p.key]) for p in pieces),
        copies=_links(pieces, urls, lambda piece: piece.copy_of),
        edits=_links(pieces, urls, lambda piece: piece.edited_from),
        revised={urls[p.key]: p.appears_s for p in pieces if p.revision},
        look_alikes=tuple(
            _gather((p.form, urls[p.key]) for p in pieces if p.form).values(),
        ),
        alerts=frozenset((topic, _story(p)) for p in pieces for topic in p.topics),
    )


def _story(piece: Piece) -> str:
    return piece.story or piece.key


def _is_closed(world: World, piece: Piece) -> bool:
    closed = CLOSED.get(piece.outlet)
    return closed is not None and urlsplit(world.page_url(piece)).path.startswith(closed)


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for name, url in pairs:
        groups.setdefault(name, set()).add(url)
    return {name: frozenset(urls) for name, urls in groups.items()}


def _links(
    pieces: Iterable[Piece], urls: Mapping[str, str], origin: Callable[[Piece], str]
) -> dict[str, str]:
    return {urls[piece.key]: urls[origin(piece)] for piece in pieces if origin(piece)}

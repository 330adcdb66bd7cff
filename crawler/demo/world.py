"""The news world: which outlet answers what, at any second since it began. No network, no clock.

    world = build_world()
    world.feed("bundesfunk", elapsed_s=0)           # bytes of RSS
    world.answer("bundesfunk", "/", elapsed_s=12)   # what a server sends: status, type, body

The same arguments give the same bytes, so that any clock may drive it, a virtual one too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.demo.addresses import folded, page_path
from crawler.demo.outlets import OUTLETS, Outlet
from crawler.demo.pages import article_page, list_page, picture
from crawler.demo.pieces import Piece, read_pieces
from crawler.demo.syndication import Item, write_feed

BASE_PORT = 8710
EPOCH = datetime(2026, 2, 5, 19, 30, tzinfo=UTC)
FEED_LENGTH = 25  # a feed shows the newest so many
SHOWN_MOST = 120  # pieces that an outlet still links; a world may have years of them
LAST_S = 40.0  # everything has appeared and changed by then

TURNED_AWAY = (
    "<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body><h1>Access denied</h1>"
    "<p>Automated access to this site is not permitted. Reference #18.2f4c1702</p></body></html>"
)
NOT_FOUND = (
    '<!DOCTYPE html><html lang="{language}"><head><title>404 – {name}</title></head>'
    "<body><h1>404</h1><p>{text}</p></body></html>"
)
NOT_FOUND_TEXT = {
    "de": "Diese Seite gibt es nicht (mehr).",
    "en": "We cannot find the page you are looking for.",
    "fr": "Cette page n'existe pas ou n'existe plus.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an outlet sends for one address."""

    status: int
    content_type: str
    body: bytes
    changed_at: datetime | None = None  # None: neither ETag nor Last-Modified is sent


@dataclass(frozen=True)
class World:
    """Outlets and what they publish; ``ports`` are those of the outlets, in their order."""

    outlets: tuple[Outlet, ...]
    pieces: tuple[Piece, ...]  # in the order in which they appear
    ports: tuple[int, ...]
    feed_length: int = FEED_LENGTH
    began_at: datetime = EPOCH  # second 0, for Last-Modified and build dates
    homes: Mapping[str, str] = field(default_factory=dict)  # addresses of outlets without a port

    def at(self, ports: Sequence[int]) -> World:
        """The same world on other ports."""
        return replace(self, ports=tuple(ports))

    def outlet(self, key: str) -> Outlet:
        """Raises KeyError for a name that no outlet has."""
        return self._by_key[key]

    def home_url(self, outlet: str) -> str:
        """``http://127.0.0.1:8711``, without a slash at the end."""
        if outlet in self.homes:
            return self.homes[outlet]
        return f"http://127.0.0.1:{self.ports[self.outlets.index(self.outlet(outlet))]}"

    def feed_url(self, outlet: str) -> str:
        """Where the feed of *outlet* is served."""
        return self.home_url(outlet) + self.outlet(outlet).feed_path

    def page_url(self, piece: Piece) -> str:
        """The address of the page, as the page itself gives it: without tracking."""
        return self.home_url(piece.outlet) + self._path(piece)

    def link_url(self, piece: Piece) -> str:
        """The address as the feed links it, with whatever the outlet adds."""
        site = self.outlet(piece.outlet)
        url = self.page_url(piece) + (site.amp if piece.linked_as_amp else "")
        return f"{url}{'&' if '?' in url else '?'}{site.tracking}" if site.tracking else url

    def piece_of(self, url: str) -> Piece | None:
        """The last version of the piece at *url*, with or without tracking; its AMP twin too."""
        parts = urlsplit(url)
        for outlet, port in zip(self.outlets, self.ports, strict=True):
            if parts.port == port:
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                return self._held(outlet, _without_tracking(target), float("inf"))[0]
        return None

    def current(self, outlet: str, elapsed_s: float) -> tuple[Piece, ...]:
        """What *outlet* shows at this second: one version of each piece, newest first."""
        its = self._of_outlet.get(outlet, ())
        now = bisect_right(its, elapsed_s, key=lambda piece: piece.appears_s)
        shown: dict[str, Piece] = {}
        places: dict[str, int] = {}
        for number, piece in enumerate(its[max(0, now - SHOWN_MOST) : now]):
            shown[piece.key] = piece
            places.setdefault(piece.key, number)  # a revision keeps its place
        return tuple(shown[key] for key in sorted(places, key=places.__getitem__, reverse=True))

    def feed(self, outlet: str, elapsed_s: float) -> bytes:
        """The bytes of the feed at this second."""
        site = self.outlet(outlet)
        shown = self.current(outlet, elapsed_s)[: self.feed_length]
        items = tuple(
            Item(
                piece=piece,
                url=self.link_url(piece),
                guid=f"{self.home_url(outlet)}{self._path(piece)}",
                image_url=self._picture_url(piece),
            )
            for piece in shown
        )
        return write_feed(
            site,
            items,
            home_url=self.home_url(outlet),
            changed_at=self._changed_at(shown),
        )

    def page(self, outlet: str, target: str, elapsed_s: float) -> Answer | None:
        """The article's page at this second; None when there is none (yet).

        *target* is the path with its query; tracking parameters do not matter.
        """
        site = self.outlet(outlet)
        piece, is_amp = self._held(site, _without_tracking(target), elapsed_s)
        if piece is None or piece.status == 404:
            return None
        if piece.status == 403:
            return Answer(403, "text/html", TURNED_AWAY.encode())
        others = [other for other in self.current(outlet, elapsed_s) if other.key != piece.key]
        text = article_page(
            site,
            piece,
            url=self.page_url(piece),
            home_url=self.home_url(outlet),
            image_url=self._picture_url(piece),
            is_amp=is_amp,
            related=[(self.page_url(other), other.title) for other in others[:4]],
        )
        # The page names its neighbours, so it changes with the newest of them.
        changed_at = self._changed_at((piece, *others[:4]))
        return Answer(200, site.page_type, _encoded(text, site), changed_at)

    def answer(self, outlet: str, target: str, elapsed_s: float) -> Answer:
        """What *outlet* sends for *target*: feed, page, list, picture, robots.txt, or 404."""
        site = self.outlet(outlet)
        path = urlsplit(target).path
        shown = self.current(outlet, elapsed_s)
        if path == site.feed_path:
            body = self.feed(outlet, elapsed_s)
            return Answer(200, site.feed_type, body, self._changed_at(shown))
        if path == "/robots.txt":
            return Answer(200, "text/plain", site.robots.encode())
        if found := self.page(outlet, target, elapsed_s):
            return found
        if path.startswith("/bilder/"):
            return Answer(200, "image/svg+xml", picture(site, path).encode())
        sections = {f"/{folded(name)}/": name for name in site.sections}
        if path == "/" or path in sections:
            return self._list(site, sections.get(path, ""), shown)
        text = NOT_FOUND.format(
            language=site.language, name=site.name, text=NOT_FOUND_TEXT[site.language]
        )
        return Answer(404, site.page_type, _encoded(text, site))

    def _list(self, site: Outlet, section: str, shown: tuple[Piece, ...]) -> Answer:
        chosen = [piece for piece in shown if section in ("", piece.section)]
        text = list_page(
            site,
            [(self.page_url(piece), piece) for piece in chosen],
            home_url=self.home_url(site.key),
            section=section,
        )
        return Answer(200, site.page_type, _encoded(text, site), self._changed_at(chosen))

    def _held(self, site: Outlet, path: str, elapsed_s: float) -> tuple[Piece | None, bool]:
        """The version of the piece at *path* that stands now, and whether this is its AMP twin."""
        is_amp = bool(site.amp) and path.endswith(site.amp)
        plain = path.removesuffix(site.amp) if is_amp else path
        standing = [
            piece
            for piece in self._at_path.get((site.key, plain), ())
            if piece.appears_s <= elapsed_s
        ]
        return (standing[-1] if standing else None), is_amp

    def _path(self, piece: Piece) -> str:
        return page_path(self.outlet(piece.outlet), piece)

    def _picture_url(self, piece: Piece) -> str:
        return f"{self.home_url(piece.outlet)}/bilder/{piece.slug}.svg" if piece.caption else ""

    def _changed_at(self, pieces: Sequence[Piece]) -> datetime:
        latest = max((piece.appears_s for piece in pieces), default=0.0)
        return self.began_at + timedelta(seconds=int(latest))

    @cached_property
    def _by_key(self) -> dict[str, Outlet]:
        return {outlet.key: outlet for outlet in self.outlets}

    @cached_property
    def _of_outlet(self) -> dict[str, list[Piece]]:
        found: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            found.setdefault(piece.outlet, []).append(piece)
        return found

    @cached_property
    def _at_path(self) -> dict[tuple[str, str], list[Piece]]:
        versions: dict[tuple[str, str], list[Piece]] = {}
        for piece in self.pieces:
            versions.setdefault((piece.outlet, self._path(piece)), []).append(piece)
        return versions


def build_world(base_port: int = BASE_PORT) -> World:
    """The bundled world; the first outlet has ``base_port + 1``, the next one more."""
    return World(OUTLETS, read_pieces(), tuple(range(base_port + 1, base_port + 1 + len(OUTLETS))))


def _without_tracking(target: str) -> str:
    path, _, query = target.partition("?")
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not name.startswith("utm_")
    ]
    if not kept:
        return path
    if not any(value for _, value in kept):  # ?article4711 has a name and no value
        return f"{path}?{'&'.join(name for name, _ in kept)}"
    return f"{path}?{urlencode(kept)}"


def _encoded(text: str, site: Outlet) -> bytes:
    # A letter that the old encoding lacks becomes &#8239; as every old editorial system does it.
    return text.encode(site.encoding, "xmlcharrefreplace")

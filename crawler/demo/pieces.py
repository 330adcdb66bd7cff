"""Text files → what the outlets publish, each piece with the moment it appears and its truth.

A file ``articles/<outlet>/<slug>.txt`` has lines ``name: value``, an empty line, and the text:
its first paragraph is the lead, ``## `` begins a heading, ``> `` a quotation, ``- `` an item of a
list. Paragraphs are parted by an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from crawler.demo.outlets import OUTLETS, Outlet

HERE = Path(__file__).parent
NAMES = frozenset(
    {
        *("title", "kicker", "published", "modified", "appears", "authors", "agency", "dateline"),
        *("section", "tags", "caption", "credit", "status", "path", "revises", "text-of"),
        *("wall", "amp", "form", "values", "story", "copy-of", "edited-from", "topics", "trap-for"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text of one outlet as it stands from ``appears_s`` on."""

    outlet: str  # its key
    slug: str  # the name of the page; a revision has that of the text it replaces
    title: str
    lead: str
    blocks: tuple[str, ...]  # after the lead, marked as in the file
    published_at: datetime  # aware, in the outlet's zone
    modified_at: datetime | None = None
    appears_s: float = 0.0  # seconds since the world began
    kicker: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    dateline: str = ""  # "GENF (knd)"
    section: str = ""
    tags: tuple[str, ...] = ()
    caption: str = ""
    credit: str = ""
    status: int = 200  # what its page answers
    own_path: str = ""  # in place of the outlet's pattern
    shown: int | None = None  # so many blocks of it; the rest is for subscribers
    linked_as_amp: bool = False  # the feed gives the address of the AMP twin
    revision: bool = False
    form: str = ""  # the template that its text was made from
    # The truth, for tests; no page or feed shows it.
    story: str = ""  # the event; texts of one event share it
    copy_of: str = ""  # "outlet/slug" whose text this is, word for word
    edited_from: str = ""  # "outlet/slug" whose text this is, with edits
    topics: tuple[str, ...] = ()  # the demo's topics that must find it
    trap_for: str = ""  # a topic whose words it has in another sense

    @property
    def key(self) -> str:
        """``outlet/slug``: shared by the revisions of one piece."""
        return f"{self.outlet}/{self.slug}"


def read_pieces() -> tuple[Piece, ...]:
    """All pieces of the bundled world, in the order in which they appear."""
    files = {
        f"{outlet.key}/{file.stem}": (outlet, file, *_part(file))
        for outlet in OUTLETS
        for file in sorted((HERE / "articles" / outlet.key).glob("*.txt"))
    }
    texts = {key: text for key, (_, _, _, text) in files.items()}
    pieces = [
        _piece(outlet, file, head, texts.get(head.get("text-of", ""), text))
        for outlet, file, head, text in files.values()
    ]
    return tuple(sorted(pieces, key=lambda piece: (piece.appears_s, piece.published_at, piece.key)))


def _part(file: Path) -> tuple[dict[str, str], str]:
    """The head and the text of *file*; a form is filled in."""
    top, _, text = file.read_text(encoding="utf-8").partition("\n\n")
    head = dict(_fields(top, file))
    if form := head.get("form"):
        values = dict(pair.strip().split("=", 1) for pair in head["values"].split("|"))
        pattern = (HERE / "forms" / f"{form}.txt").read_text(encoding="utf-8")
        text = Template(pattern).substitute(values)
    return head, text


def _fields(top: str, file: Path) -> Iterator[tuple[str, str]]:
    for line in top.splitlines():
        name, colon, value = line.partition(":")
        if not colon or name not in NAMES:
            known = ", ".join(sorted(NAMES))
            raise ValueError(f"{file}: {line!r} is no line of a head; known: {known}")
        yield name, value.strip()


def _piece(outlet: Outlet, file: Path, head: dict[str, str], text: str) -> Piece:
    # Not str.split: the hard blanks of French typography are part of the text.
    lead, *blocks = (re.sub(r"[ \n]+", " ", block) for block in text.strip().split("\n\n"))
    zone = ZoneInfo(outlet.timezone)
    modified = head.get("modified")
    return Piece(
        outlet=outlet.key,
        slug=head.get("revises", file.stem),
        title=head["title"],
        lead=lead,
        blocks=tuple(blocks),
        published_at=_moment(head["published"], zone),
        modified_at=_moment(modified, zone) if modified else None,
        appears_s=float(head.get("appears", 0)),
        kicker=head.get("kicker", ""),
        authors=_list(head.get("authors", "")),
        agency=head.get("agency", ""),
        dateline=head.get("dateline", ""),
        section=head["section"],
        tags=_list(head.get("tags", "")),
        caption=head.get("caption", ""),
        credit=head.get("credit", ""),
        status=int(head.get("status", outlet.page_status)),
        own_path=head.get("path", ""),
        shown=int(head["wall"]) if "wall" in head else None,
        linked_as_amp="amp" in head,
        revision="revises" in head,
        form=head.get("form", ""),
        story=head.get("story", ""),
        copy_of=head.get("copy-of", head.get("text-of", "")),
        edited_from=head.get("edited-from", ""),
        topics=_list(head.get("topics", "")),
        trap_for=head.get("trap-for", ""),
    )


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())

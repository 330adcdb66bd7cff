"""A piece → its HTML page, in the design of its outlet.

A file ``designs/<name>.html`` holds all that a design is, in parts that begin with a line
``<!--: name -->``: ``page``, ``paragraph``, ``heading``, ``quote``, ``item``, ``figure``,
``byline``, ``modified``, ``wall`` and ``link``. A part is a string.Template; values arrive escaped.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from crawler.demo.addresses import folded
from crawler.demo.dates import spell
from crawler.demo.outlets import Outlet
from crawler.demo.pieces import Piece

HERE = Path(__file__).parent / "designs"
PART = re.compile(r"^<!--: ([a-z]+) -->\n", re.MULTILINE)
MARKS = {"##": "heading", ">": "quote", "-": "item"}  # at the beginning of a block


@dataclass(frozen=True, slots=True)
class Design:
    """The parts of one file of ``designs/``."""

    parts: dict[str, Template]

    def fill(self, part: str, **values: str) -> str:
        """The part with its values; a design without it prints nothing."""
        template = self.parts.get(part)
        return template.substitute(values) if template else ""

    def block(self, block: str) -> str:
        """A paragraph, heading, quotation or item of a list, by its mark."""
        mark, _, rest = block.partition(" ")
        part = MARKS.get(mark, "paragraph")
        return self.fill(part, text=escape(block if part == "paragraph" else rest, quote=False))


@cache
def read_design(name: str) -> Design:
    """Raises FileNotFoundError for a design that does not exist."""
    _, *pieces = PART.split((HERE / f"{name}.html").read_text(encoding="utf-8"))
    names, texts = pieces[::2], pieces[1::2]
    return Design(
        {name: Template(text.strip("\n")) for name, text in zip(names, texts, strict=True)}
    )


def article_page(
    site: Outlet,
    piece: Piece,
    *,
    url: str,
    home_url: str,
    image_url: str,
    related: Sequence[tuple[str, str]],
    is_amp: bool = False,
) -> str:
    """The whole page; *related* are addresses and titles of others."""
    design = read_design("amp" if is_amp else site.design)
    modified = piece.modified_at or piece.published_at
    values = {
        **_frame(site, home_url, design),
        "url": escape(url),
        "slug": piece.slug,
        "title": escape(piece.title, quote=False),
        "title_attribute": escape(piece.title),
        "kicker": escape(piece.kicker or piece.section, quote=False),
        "section": escape(piece.section, quote=False),
        "tags": escape(", ".join(piece.tags)),
        "lead": escape(_opening(piece), quote=False),
        "description": escape(piece.lead),
        "body": "\n".join(design.block(block) for block in piece.blocks[: piece.shown]),
        "wall": "" if piece.shown is None else design.fill("wall", home_url=home_url),
        "tier": "free" if piece.shown is None else "locked",
        "amp_url": escape(url + site.amp) if site.amp else "",
        "published": spell(site.published_line, piece.published_at, site.language),
        "published_iso": piece.published_at.isoformat(),
        "modified_iso": modified.isoformat(),
        "modified": _modified(site, piece, design),
        "stand": spell(site.modified_line, modified, site.language),
        "byline": _byline(site, piece, design),
        "author": escape(", ".join(piece.authors) or piece.agency or site.name),
        "figure": _figure(piece, design, image_url),
        "image_url": image_url or f"{home_url}/bilder/logo.svg",
        "related": "\n".join(
            design.fill("link", url=escape(link), title=escape(title, quote=False))
            for link, title in related
        ),
        "json_ld": _json_ld(site, piece, url, home_url, image_url),
        "sentences": str(len(piece.blocks) + 1),
    }
    return design.fill("page", **values)


def list_page(
    site: Outlet, rows: Sequence[tuple[str, Piece]], *, home_url: str, section: str
) -> str:
    """The home page, or that of a section: titles and leads that lead to the pages."""
    shared = read_design("list")
    listed = "\n".join(
        shared.fill(
            "row",
            url=escape(url),
            title=escape(piece.title, quote=False),
            lead=escape(piece.lead, quote=False),
            section=escape(piece.section, quote=False),
        )
        for url, piece in rows
    )
    return shared.fill(
        "page",
        **_frame(site, home_url, shared),
        rows=listed,
        heading=escape(section or site.name, quote=False),
    )


def picture(site: Outlet, path: str) -> str:
    """A drawing in place of a photograph: two hills whose shape depends on *path*."""
    number = zlib.crc32(path.encode())
    left, right = 80 + number % 120, 60 + number // 7 % 140
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
        f'<rect width="640" height="360" fill="#dfe7ee"/><path d="M0 360 L200 {left} L420 360Z" '
        f'fill="{site.colour}" opacity=".55"/><path d="M220 360 L450 {right} L640 360Z" '
        f'fill="{site.colour}" opacity=".8"/></svg>'
    )


def _frame(site: Outlet, home_url: str, design: Design) -> dict[str, str]:
    navigation = "\n".join(
        design.fill("navigation", url=f"{home_url}/{folded(name)}/", name=escape(name, quote=False))
        for name in site.sections
    )
    return {
        "navigation": navigation,
        "site": escape(site.name, quote=False),
        "motto": escape(site.motto, quote=False),
        "language": site.language,
        "country": site.country,
        "home_url": home_url,
        "feed_url": home_url + site.feed_path,
        "feed_type": _advertised(site),
        "colour": site.colour,
        "charset": "ISO-8859-1" if site.encoding == "cp1252" else "utf-8",
    }


def _advertised(site: Outlet) -> str:
    """The type in the link to the feed, which says more than the header often does."""
    kinds = {"atom": "application/atom+xml", "json feed": "application/feed+json"}
    return kinds.get(site.feed_kind, "application/rss+xml")


def _opening(piece: Piece) -> str:
    return f"{piece.dateline} – {piece.lead}" if piece.dateline else piece.lead


def _byline(site: Outlet, piece: Piece, design: Design) -> str:
    names = ", ".join((*piece.authors, *((piece.agency,) if piece.agency else ())))
    if not names:
        return ""
    return design.fill("byline", by=escape(site.by.format(names), quote=False), name=escape(names))


def _modified(site: Outlet, piece: Piece, design: Design) -> str:
    if piece.modified_at is None:
        return ""
    return design.fill(
        "modified",
        line=spell(site.modified_line, piece.modified_at, site.language),
        iso=piece.modified_at.isoformat(),
    )


def _figure(piece: Piece, design: Design, image_url: str) -> str:
    if not piece.caption:
        return ""
    return design.fill(
        "figure",
        image_url=escape(image_url),
        caption=escape(piece.caption, quote=False),
        caption_attribute=escape(piece.caption),
        credit=escape(piece.credit, quote=False),
    )


def _json_ld(site: Outlet, piece: Piece, url: str, home_url: str, image_url: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": piece.title,
        "description": piece.lead,
        "datePublished": piece.published_at.isoformat(),
        "dateModified": (piece.modified_at or piece.published_at).isoformat(),
        "articleSection": piece.section,
        "inLanguage": site.language,
        "keywords": list(piece.tags),
        "author": [{"@type": "Person", "name": name} for name in piece.authors]
        or [{"@type": "Organization", "name": piece.agency or site.name}],
        "publisher": {"@type": "NewsMediaOrganization", "name": site.name, "url": f"{home_url}/"},
    }
    if image_url:
        data["image"] = [image_url]
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")

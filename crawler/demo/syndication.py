"""Pieces → the bytes of a feed: RSS 2.0, RSS 0.92, RDF, Atom or JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from crawler.demo.outlets import FeedKind, Outlet
from crawler.demo.pieces import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece as a feed links it."""

    piece: Piece
    url: str
    guid: str
    image_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is told of the feed itself."""

    site: Outlet
    home_url: str
    changed_at: datetime

    @property
    def self_url(self) -> str:
        return self.home_url + self.site.feed_path


def write_feed(
    site: Outlet, items: Sequence[Item], *, home_url: str, changed_at: datetime
) -> bytes:
    """The feed of *site* in its kind and its encoding, newest item first."""
    frame = Frame(site=site, home_url=home_url, changed_at=changed_at)
    text = WRITERS[site.feed_kind](frame, items)
    return text.encode(site.encoding, "xmlcharrefreplace")


def full_html(piece: Piece) -> str:
    """Lead and text as the simple HTML that feeds carry."""
    parts = [f"<p>{escape(piece.lead)}</p>"]
    for block in piece.blocks:
        match block.split(" ", 1):
            case ["##", text]:
                parts.append(f"<h2>{escape(text)}</h2>")
            case [">", text]:
                parts.append(f"<blockquote><p>{escape(text)}</p></blockquote>")
            case ["-", text]:
                parts.append(f"<ul><li>{escape(text)}</li></ul>")
            case _:
                parts.append(f"<p>{escape(block)}</p>")
    return "\n".join(parts)


def _rss20(frame: Frame, items: Sequence[Item]) -> str:
    site = frame.site
    rows = "\n".join(_rss20_item(site, item) for item in items)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>{escape(site.name)}</title>
<link>{frame.home_url}/</link>
<description>{escape(site.motto)}</description>
<language>{site.language}-{site.country}</language>
<lastBuildDate>{format_datetime(frame.changed_at)}</lastBuildDate>
<atom:link href={quoteattr(frame.self_url)} rel="self" type="application/rss+xml"/>
{rows}
</channel>
</rss>
"""


def _rss20_item(site: Outlet, item: Item) -> str:
    piece = item.piece
    is_link = "true" if item.guid == item.url else "false"
    lines = [
        "<item>",
        f"<title>{escape(piece.title)}</title>",
        f"<link>{escape(item.url)}</link>",
        f'<guid isPermaLink="{is_link}">{escape(item.guid)}</guid>',
        f"<description>{escape(piece.lead)}</description>",
        f"<pubDate>{format_datetime(piece.published_at)}</pubDate>",
        f"<category>{escape(piece.section)}</category>",
        *(f"<dc:creator>{escape(author)}</dc:creator>" for author in piece.authors),
        *(f"<category>{escape(tag)}</category>" for tag in piece.tags),
    ]
    if item.image_url:
        lines.append(f'<media:content url={quoteattr(item.image_url)} medium="image"/>')
    if site.full_text:
        # Two ends of a CDATA section never meet in these texts; escaping is done inside.
        lines.append(f"<content:encoded><![CDATA[{full_html(piece)}]]></content:encoded>")
    return "\n".join([*lines, "</item>"])


def _rss092(frame: Frame, items: Sequence[Item]) -> str:
    site = frame.site
    rows = "\n".join(
        f"<item>\n<title>{escape(item.piece.title)}</title>\n<link>{escape(item.url)}</link>\n"
        f"<description>{escape(item.piece.lead)}</description>\n</item>"
        for item in items
    )
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="0.92">
<channel>
<title>{escape(site.name)}</title>
<link>{frame.home_url}/</link>
<description>{escape(site.motto)}</description>
<language>{site.language}</language>
{rows}
</channel>
</rss>
"""


def _rdf(frame: Frame, items: Sequence[Item]) -> str:
    site = frame.site
    listed = "\n".join(f"<rdf:li rdf:resource={quoteattr(item.url)}/>" for item in items)
    rows = "\n".join(
        f"<item rdf:about={quoteattr(item.url)}>\n<title>{escape(item.piece.title)}</title>\n"
        f"<link>{escape(item.url)}</link>\n<description>{escape(item.piece.lead)}</description>\n"
        f"<dc:date>{item.piece.published_at.isoformat()}</dc:date>\n"
        f"<dc:subject>{escape(item.piece.section)}</dc:subject>\n"
        + "".join(f"<dc:creator>{escape(name)}</dc:creator>\n" for name in item.piece.authors)
        + "</item>"
        for item in items
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about={quoteattr(frame.self_url)}>
<title>{escape(site.name)}</title>
<link>{frame.home_url}/</link>
<description>{escape(site.motto)}</description>
<dc:language>{site.language}</dc:language>
<dc:date>{frame.changed_at.isoformat()}</dc:date>
<items>
<rdf:Seq>
{listed}
</rdf:Seq>
</items>
</channel>
{rows}
</rdf:RDF>
"""


def _atom(frame: Frame, items: Sequence[Item]) -> str:
    site = frame.site
    rows = "\n".join(_atom_entry(item) for item in items)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language}-{site.country}">
<title>{escape(site.name)}</title>
<subtitle>{escape(site.motto)}</subtitle>
<id>{frame.self_url}</id>
<link rel="self" type="application/atom+xml" href={quoteattr(frame.self_url)}/>
<link rel="alternate" type="text/html" href="{frame.home_url}/"/>
<updated>{frame.changed_at.isoformat()}</updated>
{rows}
</feed>
"""


def _atom_entry(item: Item) -> str:
    piece = item.piece
    authors = "".join(f"<author><name>{escape(name)}</name></author>\n" for name in piece.authors)
    return f"""<entry>
<title type="html">{escape(escape(piece.title))}</title>
<link rel="alternate" type="text/html" href={quoteattr(item.url)}/>
<id>{escape(item.guid)}</id>
<published>{piece.published_at.isoformat()}</published>
<updated>{(piece.modified_at or piece.published_at).isoformat()}</updated>
{authors}<category term={quoteattr(piece.section)}/>
<summary type="html">{escape(f"<p>{escape(piece.lead)}</p>")}</summary>
</entry>"""


def _json_feed(frame: Frame, items: Sequence[Item]) -> str:
    site = frame.site
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "description": site.motto,
        "home_page_url": f"{frame.home_url}/",
        "feed_url": frame.self_url,
        "language": f"{site.language}-{site.country}",
        "items": [_json_item(item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(item: Item) -> dict[str, object]:
    piece = item.piece
    row: dict[str, object] = {
        "id": item.guid,
        "url": item.url,
        "title": piece.title,
        "summary": piece.lead,
        "date_published": piece.published_at.isoformat(),
        "tags": [piece.section, *piece.tags],
    }
    if piece.modified_at:
        row["date_modified"] = piece.modified_at.isoformat()
    if piece.authors:
        row["authors"] = [{"name": name} for name in piece.authors]
    return row


WRITERS: dict[FeedKind, Callable[[Frame, Sequence[Item]], str]] = {
    "rss 2.0": _rss20,
    "rss 0.92": _rss092,
    "rdf": _rdf,
    "atom": _atom,
    "json feed": _json_feed,
}

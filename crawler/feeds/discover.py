"""Bytes of a web page -> the feeds it names, the likeliest first; and where feeds usually are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from crawler.feeds import plain
from crawler.feeds.addresses import absolute_or_none
from crawler.feeds.decoding import text_of
from crawler.feeds.problems import Problems

MOST_LINKS = 50
_PAGE_CHARS = 3_000_000
_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json feed",
}
# Types that say too little alone: the address has to look like a feed's as well.
_VAGUE_TYPES = frozenset({"application/xml", "text/xml", "application/json"})
_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|[/._~=!;-])(?:rss|rss2|rdf|atom|feed|feeds|xmlfeed|newsfeed)(?:[/._~=!;\d-]|$)|"
    r"\.(?:rss|atom|rdf)$|feed\.json$|(?:^|/)(?:index|news)\.xml$",
    re.I,
)
_SAYS_FEED = re.compile(r"\b(?:rss|atom|news-?feed|web-?feed|xml-feed|fil rss|flux rss)\b", re.I)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|commenti|reacties|replies", re.I)
_PART = re.compile(r"/(?:category|tag|author|kategorie|autor|thema|topics?|rubrique)/", re.I)
_NO_FEED = re.compile(r"feedback|/rss-?reader|\.(?:png|jpe?g|gif|svg|css|js|pdf|mp3|mp4)$", re.I)
_OUT_OF_SIGHT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\b|\Z)", re.I | re.S
)
_TAG = re.compile(
    r"""<(link|a|base)(?=[\s/])((?>[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,3000}+)>""", re.I
)
_SAID = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINK_END = re.compile(r"</?a\b", re.I)
_ANY_TAG = re.compile(r"<[^<>]*>")
_WORDS_CHARS = 600
# In the order of how often they answered in lists of working feeds.
_USUAL = (
    "/feed/", "/rss.xml", "/feed", "/rss", "/atom.xml", "/feed.xml", "/index.xml", "/rss/",
    "/feeds/", "/index.rss", "/rss/news", "/feed.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that a page names."""

    url: str  # absolute, http(s)
    title: str = ""  # plain text
    kind: str | None = None  # "rss", "atom", "rdf", "json feed"; None where the page does not say
    declared: bool = True  # by <link rel="alternate">, not merely by a link for readers


def find_feeds(body: bytes, *, url: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """The feeds that the page in *body* names, each once, 50 at most.

    Feeds that the page declares come before those it links to, the main feed before those of a
    section and of comments. A body that is no page has none; nothing is raised.
    """
    text = text_of(body, content_type, Problems())[:_PAGE_CHARS]
    tags = list(_tags(_OUT_OF_SIGHT.sub(" ", text)))
    base = _base(tags, url)
    found: dict[str, FeedLink] = {}
    for link in [*_declared(tags, base), *_linked(tags, base)]:
        found.setdefault(link.url, link)
    found.pop(url, None)
    return tuple(sorted(found.values(), key=lambda link: _unlikelihood(link, url))[:MOST_LINKS])


def well_known(url: str) -> tuple[str, ...]:
    """Addresses where a site's feed usually is, the likeliest first, for a page that names none."""
    if absolute_or_none(url, "") is None:
        return ()
    folder = urljoin(url, ".")
    below = (
        [folder + path.lstrip("/") for path in _USUAL[:6]] if urlsplit(folder).path != "/" else []
    )
    return tuple(dict.fromkeys([*(urljoin(url, path) for path in _USUAL), *below]))


class _Tag(NamedTuple):
    name: str
    said: dict[str, str]  # attributes
    words: str  # the text of a link for readers


def _tags(text: str) -> Iterator[_Tag]:
    """The tags that can name a feed.

    They are picked from the text, since on one tag of 200,000 attributes libxml2's parser of HTML
    works for half a minute.
    """
    for found in _TAG.finditer(text):
        name = found[1].lower()
        said = {
            a[1].lower(): unescape(a[2] or a[3] or a[4] or "").strip()
            for a in _SAID.finditer(found[2])
        }
        words = ""
        if name == "a" and said.get("href"):
            inside = text[found.end() : found.end() + _WORDS_CHARS]
            words = plain.line(_ANY_TAG.sub(" ", _LINK_END.split(inside, maxsplit=1)[0]))
        yield _Tag(name, said, words)


def _base(tags: list[_Tag], url: str) -> str:
    href = next((tag.said.get("href", "") for tag in tags if tag.name == "base"), "")
    return (absolute_or_none(href, url) if href else None) or url


def _declared(tags: list[_Tag], base: str) -> Iterator[FeedLink]:
    for tag in tags:
        rel = set(tag.said.get("rel", "").lower().split())
        if tag.name != "link" or not rel & {"alternate", "feed"} or "stylesheet" in rel:
            continue
        said = tag.said.get("type", "").lower().partition(";")[0].strip()
        href = tag.said.get("href", "")
        if said in _TYPES or "feed" in rel or (said in _VAGUE_TYPES and _is_feedish(href)):
            address = absolute_or_none(_without_scheme(href), base)
            # WordPress declares its own interface as an alternate in JSON.
            if address and "/wp-json/" not in address:
                title = plain.line(tag.said.get("title", ""))
                yield FeedLink(url=address, title=title, kind=_TYPES.get(said))


def _linked(tags: list[_Tag], base: str) -> Iterator[FeedLink]:
    for tag in tags:
        href = tag.said.get("href", "")
        if tag.name != "a" or not href or href.startswith("#"):
            continue
        kind = _TYPES.get(tag.said.get("type", "").lower())
        words = tag.words or plain.line(tag.said.get("title", ""))
        if not (kind or _is_feedish(href) or (".xml" in href and _SAYS_FEED.search(words))):
            continue
        address = absolute_or_none(_without_scheme(href), base)
        if address and not _NO_FEED.search(address):
            yield FeedLink(url=address, title=words, kind=kind, declared=False)


def _is_feedish(href: str) -> bool:
    return _LOOKS_LIKE_FEED.search(href.partition("#")[0][:500]) is not None


def _without_scheme(href: str) -> str:
    """feed:https://x and feed://x are old ways to open a reader."""
    href = href.strip()
    if href.lower().startswith("feed:"):
        href = href[5:]
        return "https:" + href if href.startswith("//") else href
    return href


def _unlikelihood(link: FeedLink, page_url: str) -> tuple[bool, bool, bool, bool]:
    """Sorts the likeliest first and leaves equals in the order of the page."""
    return (
        bool(_COMMENTS.search(link.url) or _COMMENTS.search(link.title)),
        not link.declared,
        bool(_PART.search(link.url)),
        _site(link.url) != _site(page_url),
    )


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")

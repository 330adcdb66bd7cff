"""A page's own words -> its site's name, section, tags and image."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.extraction.bylines import names_in
from crawler.extraction.head import Head, absolute, clean

MAX_TAGS = 12

_SECTION_NO = re.compile(
    r"^(?:home|start|startseite|news|nachrichten|aktuell|accueil|inicio|artikel|"
    r"article|archive?|all|alle)$",
    re.I,
)


def site_name_of(head: Head) -> str | None:
    """The site's name by its own word, or None."""
    name = head.first("og:site_name", "application-name", "apple-mobile-web-app-title")
    if not name:
        name = next(iter(names_in(head.article.get("publisher"), head)), "") or next(
            iter(names_in(dict(head.publisher), head)), ""
        )
    name = clean(name)[:80]
    if name.startswith(("http://", "https://")):
        name = (urlsplit(name).hostname or "").removeprefix("www.")
    return name or None


def section_of(head: Head) -> str | None:
    """The section that the page names, or the last but one of its breadcrumbs."""
    section = head.article.get("articleSection")
    if isinstance(section, list):
        section = next((s for s in section if isinstance(s, str)), "")
    name = clean(section) or head.first("article:section", "parsely-section", "section")
    if not name:
        crumbs = next((n for n in head.nodes.values() if "itemListElement" in n), head.publisher)
        trail = [clean(_crumb(item)) for item in crumbs.get("itemListElement") or () if item]
        name = next((c for c in reversed(trail[:-1]) if c and not _SECTION_NO.match(c)), "")
    return name[:80] if name and not name.startswith("http") else None


def tags_of(head: Head) -> tuple[str, ...]:
    """Keywords of the page, once each, at most a dozen."""
    words: list[str] = list(head.tags)
    keywords = head.article.get("keywords")
    for source in (keywords, head.meta.get("news_keywords"), head.meta.get("keywords")):
        if words:
            break
        if isinstance(source, str):
            words = clean(source).replace(";", ",").split(",")
        elif isinstance(source, list):
            words = [clean(word) for word in source]
    unique: dict[str, str] = {}
    for word in words:
        plain = word.strip()
        if 1 < len(plain) <= 60 and ":" not in plain:
            unique.setdefault(plain.casefold(), plain)
    return tuple(unique.values())[:MAX_TAGS]


def image_of(head: Head, url: str) -> str | None:
    """The address of the article's picture, absolute, or None."""
    own = head.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    own = own or next(iter(_addresses(head.article.get("image"))), "") or head.first("thumbnail")
    return absolute(own, url) if own else None


def _crumb(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    inner = item.get("item")
    name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else "")
    return name if isinstance(name, str) else ""


def _addresses(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [address for item in value[:5] for address in _addresses(item)]
    if isinstance(value, dict):
        address = value.get("url") or value.get("contentUrl") or value.get("@id")
        return [address] if isinstance(address, str) else []
    return []

"""A feed as its words say, before anything is believed: what every reader of a format gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One item. Strings are as given; empty means that the feed does not say it."""

    links: tuple[str, ...]  # best first; relative ones are resolved later
    guid: str = ""
    title: str = ""
    title_is_literal: bool = False  # plain text by the format's own word: "<b>" is no markup there
    summary_html: str = ""
    content_html: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    images: tuple[str, ...] = ()  # best first
    published: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed and its items, in the feed's order."""

    kind: str
    items: tuple[RawItem, ...]
    title: str = ""
    home: str = ""
    language: str = ""
    hub: str = ""
    self_link: str = ""
    ttl_min: float | None = None
    skip_hours: frozenset[int] = frozenset()  # 0-23, GMT
    skip_days: frozenset[int] = frozenset()  # Monday is 0

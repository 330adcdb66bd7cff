"""The words of the trade: what walks the line from feed to alert, in the order of the walk.

Everything here is frozen. A step that learns something returns a new value. Times are aware and
in UTC from the moment they are read; ``None`` means "we looked and there is none".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Who wanted a feed or a topic: a line in a file, or a person by command or page."""

    CONFIG = "config"
    PERSON = "person"


class Outcome(StrEnum):
    """How one look at a feed ended."""

    NEW = "new"  # entries that we did not hold
    KNOWN = "known"  # a body, but nothing in it that we did not hold
    UNCHANGED = "unchanged"  # 304, or the same bytes again
    SOFT = "soft failure"  # may heal by itself: 404, a page in place of the feed, broken XML
    HARD = "hard failure"  # the address is wrong: no such host, 401, 403, bad certificate
    TEMPORARY = "temporary failure"  # 429, 5xx, timeout: the server says or shows "later"
    REFUSED = "refused"  # robots.txt, or our own rules of safety, forbid it
    GONE = "gone"  # 410
    OUTAGE = "outage"  # our own network was down; the feed is not blamed


class Access(StrEnum):
    """How much of an article we could read."""

    FULL = "full"
    TEASER = "teaser"  # the page shows a beginning only
    ENTRY = "entry"  # the page could not be had; this is the feed's own text


class AlertKind(StrEnum):
    """What an alert tells."""

    STORY = "story"  # a topic matched an article of a story, for the first time
    UPDATE = "update"  # something became of a story that was told
    BURST = "burst"  # a topic has far more articles than on other days
    DIGEST = "digest"  # many of the others in one message
    NOTICE = "notice"  # a word about the service, to those who run it


class Relation(StrEnum):
    """What an arriving article is to those that are held."""

    NEW = "new"
    SAME = "same"  # the same address, the same text
    REVISION = "revision"  # the same address, another text
    COPY = "copy"  # another address, (nearly) the same text
    STORY = "same story"  # another text about the same event


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with all that one look at it needs."""

    id: int
    url: str
    name: str
    language: str | None = None  # ISO 639-1, as configured; the article's own language wins
    country: str | None = None  # ISO 3166-1 alpha-2
    timezone: str | None = None  # IANA name, for times that a page gives without a zone
    floor_min: float | None = None  # never look more often than this
    ceiling_min: float | None = None  # never look less often than this
    cron: str | None = None  # a fixed rhythm instead of the adaptive one
    etag: str | None = None  # byte for byte as the server gave it
    last_modified: str | None = None
    body_hash: bytes | None = None  # blake2b-128 of the last body
    interval_min: float | None = None  # the adaptive rhythm as it stands
    trouble: float = 0.0  # weight of failures since the last success
    last_full_at: datetime | None = None  # the last look without validators that had a body
    first_looked_at: datetime | None = None
    last_success_at: datetime | None = None
    last_outcome: str | None = None  # an Outcome's value
    failing_since: datetime | None = None
    run_began_at: datetime | None = None  # of looks that all ended like the last one
    condition: str = "ok"  # a Condition's value
    condition_since: datetime | None = None
    ttl_min: float | None = None  # the feed's own wishes; a 304 does not repeat them
    skip_hours: str | None = None  # GMT, parted by blanks
    skip_days: str | None = None  # Monday is 0
    moved_to: str | None = None  # where permanent redirects lead, and since when they do
    moved_since: datetime | None = None
    detour_url: str | None = None  # asked in place of url: the page that came instead names it
    hub_url: str | None = None  # WebSub: who would tell us of news, and under which name
    self_url: str | None = None
    pushed_until: datetime | None = None  # so long its hub has promised to tell us of news
    pushed_at: datetime | None = None  # when it last did
    missed: int = 0  # news that we found without the hub since then
    fence: int | None = None  # of many machines: whose turn it is; see storage/fences.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, as the feed says it. HTML is kept as given and never trusted."""

    url: str  # absolute
    guid: str  # the feed's own identifier, or the address
    title: str  # plain text
    summary_html: str = ""
    content_html: str = ""  # the feed's own full text, when it carries one
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    image_url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer of a server, as bytes."""

    url: str  # where the body was found, after redirects
    status: int
    body: bytes
    content_type: str = ""  # the header as sent, with its charset
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    moved_to: str | None = None  # where only permanent redirects (301, 308) led


class Cause(StrEnum):
    """Why there is no answer."""

    NOWHERE = "no such host"  # DNS knows no address: perhaps our fault
    UNREACHABLE = "unreachable"  # no connection, no answer in time: perhaps our fault
    CUT = "cut off"  # an answer that ended too early
    BROKEN = "broken"  # an answer that breaks HTTP or TLS, or exceeds its limits
    UNTRUSTED = "untrusted"  # a certificate that does not prove whose server this is
    REFUSED = "refused"  # robots.txt or our own rules forbid the request
    UNTOLD = "untold"  # robots.txt could not be had, which forbids it for now


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """A request that brought no page."""

    url: str
    cause: Cause
    reason: str  # for people: "no such host", "robots.txt forbids it"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a reader sees of a page.

    ``text`` is in paragraphs parted by one empty line; a heading begins with ``## ``, an item of a
    list with ``- `` and a quoted paragraph with ``> ``. Title, lead and captions are not in it.
    """

    url: str
    title: str
    text: str
    access: Access
    canonical_url: str | None = None  # the page's own word, absolute and http(s); not yet believed
    kicker: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None  # "dpa", "Reuters": who is credited
    language: str | None = None
    country: str | None = None
    site_name: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None  # who made it: "Ann Other/dpa"
    published_at: datetime | None = None
    published_day: date | None = None  # where no more than the day is known; else None
    published_from: str | None = None  # as `extraction.timing` names its sources
    modified_at: datetime | None = None
    modified_day: date | None = None
    modified_from: str | None = None
    note: str | None = None  # why it is not full, for people: "403 Forbidden", "paywall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A query that somebody follows."""

    id: int
    name: str
    query: str  # canonical form
    version: str  # hash of the canonical form
    channels: tuple[str, ...] = ()
    measure: str = "{}"  # when and how often it is told, as `measure_of` reads it


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a part of a query stands: offsets in code points into the field as it is stored."""

    field: str  # "title", "lead" or "body"
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A topic that an article matched, and the places that made it so."""

    topic_id: int
    version: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An article ready to be judged and stored: read, fingerprinted, matched."""

    article: Article
    feed_id: int
    outlet: str  # the feed's name
    country: str | None = None  # the feed's
    entry_id: int
    address_key: str  # canonical address, the key of "the same article"
    text_hash: bytes  # 16 bytes over the folded words; equal for equal texts
    shingles: tuple[int, ...]  # sampled shingle hashes, signed 64-bit, ascending
    n_words: int
    folded_title: str  # folded words parted by blanks
    folded_text: str  # lead and body
    hits: tuple[Hit, ...] = ()
    passages: tuple[int, ...] = ()  # hashes of its sentences, each once, to be counted for its site
    furniture: tuple[str, ...] = ()  # paragraphs that its site prints everywhere; no longer in it
    read_chars: int | None = None  # that its page gave; None where there was no page to read
    read_mark: str = ""  # by which its text is known again, as extraction/sites.py says
    awaits_page: bool = False  # it is the feed's own words, for a reason that may pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message that is owed to one channel."""

    id: int
    key: str  # the idempotency key: the same for every try
    kind: AlertKind = AlertKind.STORY
    topic: str  # its name; "" of a digest or notice, which have none
    channel: str
    article_id: int | None
    story_id: int | None
    attempts: int
    created_at: datetime
    due_at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)  # by kind


class Scope(StrEnum):
    """What whoever comes by HTTP may do."""

    READ = "read"  # see everything
    WRITE = "write"  # change topics, feeds, stories, alerts; see what is needed for it
    METRICS = "metrics"  # /metrics alone

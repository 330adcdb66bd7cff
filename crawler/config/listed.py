"""What feeds.toml and topics.toml list: feeds to follow and topics to watch for."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from crawler.config.alerting import AnyCount, NewsKind, QuietHours, Rhythm
from crawler.config.rhythm import cron_shape
from crawler.config.shapes import (
    STRICT,
    Count,
    Country,
    Language,
    Listed,
    Minutes,
    OneLine,
    WebAddress,
    Zone,
    one_line,
)

BURST_MIN = 5  # articles; what is less is chance


NAME_MAX = 100  # letters of a topic's name; it heads messages and columns


def topic_name(text: str) -> str:
    """*text*, if a topic can be called so."""
    one_line(text)
    if len(text.strip()) > NAME_MAX:
        raise ValueError(f"has {len(text.strip()):,} letters and may have {NAME_MAX}")
    return text


class ListedFeed(BaseModel):
    """One [[feed]]."""

    model_config = STRICT

    url: WebAddress
    """The address of the feed itself, RSS, Atom, RDF, JSON Feed or a news sitemap."""

    name: OneLine
    """What people call it; without one, the name of its host."""

    language: Language | None = None
    """ISO 639-1, for articles that do not tell their own."""

    country: Country | None = None
    """ISO 3166-1 alpha-2, where the outlet is at home."""

    group: OneLine | None = None
    """Whatever you like to sort feeds by."""

    timezone: Zone | None = None
    """For times that its pages give without a zone; without one, the clock's."""

    every_min: Minutes | None = None
    """Minutes between two looks, whatever its rhythm: floor_min and ceiling_min in one."""

    floor_min: Minutes | None = None
    """Minutes: look no more often; without one, the general floor."""

    ceiling_min: Minutes | None = None
    """Minutes: look no less often; without one, the general ceiling."""

    cron: Annotated[str, AfterValidator(cron_shape)] | None = None
    """A fixed rhythm in place of the adaptive one, such as "30 6 * * mon-fri"."""

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, table: object) -> object:
        """A name from the host, and the bounds from every_min."""
        if not isinstance(table, dict):
            return table
        filled = dict(table)
        if "name" not in table:
            filled["name"] = _host(table.get("url")) or "?"  # an address without a host is refused
        every = table.get("every_min")
        if "every_min" in table:
            for other in ("floor_min", "ceiling_min", "cron"):
                if other in table:
                    raise PydanticCustomError("at", "cannot stand beside every_min", {"key": other})
        if isinstance(every, int | float) and every > 0:
            filled["floor_min"] = filled["ceiling_min"] = every
        return filled

    @model_validator(mode="after")
    def _in_order(self) -> ListedFeed:
        if self.floor_min and self.ceiling_min and self.floor_min > self.ceiling_min:
            raise PydanticCustomError("at", "must not be above ceiling_min", {"key": "floor_min"})
        return self


class ListedTopic(BaseModel):
    """One [[topic]]."""

    model_config = STRICT

    name: Annotated[str, AfterValidator(topic_name)]
    """What people call it; it heads every alert."""

    query: Annotated[str, Field(min_length=1)]
    """What an article must say, in the language of topics."""

    channels: Annotated[tuple[str, ...], Listed] = ("log",)
    """The names of the channels that tell of it."""

    alert: Rhythm | None = None
    """When it is told; without one, as [alerts] says. So are all that follow."""

    quiet_hours: QuietHours | None = None
    """Times of the day such as "22:00-07:00" when nothing is sent."""

    per_hour_max: AnyCount | None = None
    """Messages an hour; what is more is told together at the full hour. 0: no limit."""

    updates: Annotated[tuple[NewsKind, ...], Listed] | None = None
    """What of a story that was told is told again. [] is nothing."""

    updates_outlets: AnyCount | None = None
    """So many more outlets with a text of their own are news of a story. 0: never."""

    timezone: Zone | None = None
    """Of its times; without one, the clock's."""

    burst: bool = False
    """Whether a day with far more articles than the fourteen before it is told, once."""

    burst_articles_min: Count = BURST_MIN
    """Articles that such a day must have at least."""


class SavedQuery(BaseModel):
    """One line of [queries]: a query that others name with an @."""

    model_config = STRICT

    name: str
    query: str


def address_identity(url: str) -> str:
    """The same for two ways to write one feed's address: http or https, letters of the host."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname}{port}{parts.path or '/'}{query}"


def _host(url: object) -> str | None:
    try:
        return urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return None

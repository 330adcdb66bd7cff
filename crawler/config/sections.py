"""The sections of wirewatch.toml as frozen values, each key with its unit and its default."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    ValidationInfo,
    model_validator,
)

from crawler.config.alerting import Alerts
from crawler.config.database import database_address, direct_address
from crawler.config.secrets import secret_of
from crawler.config.shapes import (
    STRICT,
    Count,
    Listed,
    Minutes,
    Reachable,
    Seconds,
    SomeSeconds,
    Zone,
    mail_address,
    network_of,
    web_address,
    without_login,
)
from crawler.config.surroundings import Surroundings
from crawler.config.upkeep import Heartbeat, Retention
from crawler.config.web import Web

DATABASE = "sqlite:///../var/wirewatch.db"


def _contact(text: str) -> str:
    if not text:
        return text
    try:
        return without_login(web_address(text)) if "://" in text else mail_address(text)
    except ValueError:
        raise ValueError("must be a web page or a mail address of those who run this") from None


def _ascii(text: str) -> str:
    # It goes into a request's header, where other letters have no agreed meaning.
    if not text.isascii():
        raise ValueError("must be written in ASCII letters")
    return text


def _product(name: str) -> str:
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        raise ValueError('must be one word of letters, digits and hyphens, such as "Wirewatch"')
    return name


def _database(given: object, info: ValidationInfo) -> object:
    around: Surroundings | None = info.context
    if around is None:
        return given
    return database_address(given, folder=around.folder, environ=around.environ)


def _direct(given: object, info: ValidationInfo) -> object:
    around: Surroundings | None = info.context
    if around is None:
        return given
    return direct_address(given, folder=around.folder, environ=around.environ)


def _proxy(given: object, info: ValidationInfo) -> object:
    around: Surroundings = info.context or Surroundings()
    if isinstance(given, str):
        return without_login(web_address(given))
    secret = secret_of(given, folder=around.folder, environ=around.environ)
    return web_address(secret.reveal())


def _spare_cores() -> int:
    """One core is left to the loop that downloads; of the rest each reads pages."""
    usable = getattr(os, "sched_getaffinity", None)  # a container may be given fewer cores
    return max(1, (len(usable(0)) if usable else os.cpu_count() or 1) - 1)


class Database(BaseModel):
    """Where everything is kept."""

    model_config = STRICT

    url: Annotated[str, BeforeValidator(_database), Field(repr=False)] = DATABASE
    """sqlite:///path, seen from the folder of this file, or postgresql://user@host/name."""

    direct_url: Annotated[
        str | None, BeforeValidator(_direct), Field(repr=False, validate_default=True)
    ] = None
    """The server's own address, where url is that of a pooler such as PgBouncer."""

    connections_max: Annotated[int, Field(ge=2)] = 8
    """Links that one process has to PostgreSQL at most, beside the one that holds its lock."""

    statement_timeout_s: Seconds = 120
    """After so long PostgreSQL ends a statement; 0 is no limit."""

    @property
    def url_shown(self) -> str:
        """The address without a password, for logs and people."""
        head, at, tail = self.url.rpartition("@")
        scheme, slashes, login = head.partition("://")
        return f"{scheme}{slashes}{login.partition(':')[0]}@{tail}" if at and login else self.url


class Identity(BaseModel):
    """What the servers that we ask are told about us."""

    model_config = STRICT

    contact: Annotated[str, AfterValidator(_contact), AfterValidator(_ascii)] = ""
    """A web page or mail address where a publisher reaches those who run this service."""

    name: Annotated[str, AfterValidator(_product)] = "Wirewatch"
    """The name before the version in the User-Agent header."""


class Politeness(BaseModel):
    """How often and how much we ask of other people's servers."""

    model_config = STRICT

    floor_min: Minutes = 10
    """Minutes: no feed is looked at more often than this."""

    first_min: Minutes = 30
    """Minutes between the looks at a feed that we do not know yet."""

    ceiling_min: Minutes = 1440
    """Minutes: no healthy feed is looked at less often than this."""

    spacing_s: Seconds = 5
    """Seconds between two requests for articles to one host, one at a time."""

    reread_after_min: Minutes = 30
    """Minutes that a page rests before a changed entry in its feed makes us read it again."""

    crawl_delay_max_s: Seconds = 120
    """Seconds: a Crawl-delay up to this is obeyed; a host that asks for more is left alone."""

    robots_cache_h: Annotated[float, Field(gt=0, le=24)] = 24
    """Hours until a robots.txt is read again; RFC 9309 allows a day at most."""

    obey_robots: bool = True
    """Whether robots.txt may forbid feeds and articles. Turn this off for your own hosts only."""

    concurrency: Count = 32
    """Requests in flight at the same time, over all hosts."""

    first_byte_s: SomeSeconds = 20
    """Seconds until a server must have begun to answer."""

    timeout_s: SomeSeconds = 30
    """Seconds until an answer must be complete."""

    page_max_mib: SomeSeconds = 10
    """MiB of an article's page after unpacking."""

    feed_max_mib: SomeSeconds = 15
    """MiB of a feed after unpacking."""

    items_max: Count = 2000
    """Items read of one feed; those at its top count."""

    redirects_max: Annotated[int, Field(ge=0, le=30)] = 10
    """Redirects followed for one request."""

    address_max: Annotated[int, Field(ge=100)] = 2048
    """Characters of an address; longer ones are left out."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.floor_min <= self.first_min <= self.ceiling_min:
            raise ValueError("floor_min, first_min and ceiling_min must rise in this order")
        if self.first_byte_s > self.timeout_s:
            raise ValueError("first_byte_s must not be longer than timeout_s")
        return self


class Network(BaseModel):
    """The way out, and what must not be reached."""

    model_config = STRICT

    proxy: Annotated[str | None, BeforeValidator(_proxy), Field(repr=False)] = None
    """The address of an HTTP proxy for all requests; it may be a secret."""

    allow_private: Annotated[tuple[Reachable, ...], Listed] = ()
    """Networks and hosts of your own that may be reached though they are not public."""

    tls_unchecked: Annotated[tuple[str, ...], Listed] = ()
    """Hosts, or host:port, whose certificates are not checked; every start says so."""

    @property
    def unchecked_hosts(self) -> frozenset[str]:
        """*tls_unchecked* in small letters."""
        return frozenset(name.casefold() for name in self.tls_unchecked)

    @property
    def private_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Of *allow_private* those that are numbers."""
        found = (network_of(text) for text in self.allow_private)
        return tuple(network for network in found if network)

    @property
    def private_hosts(self) -> frozenset[str]:
        """Of *allow_private* those that are names, in small letters."""
        return frozenset(
            name.casefold().rstrip(".") for name in self.allow_private if not network_of(name)
        )


class Work(BaseModel):
    """The processes that read feeds and pages."""

    model_config = STRICT

    processes: Count = Field(default_factory=_spare_cores)
    """Processes that read feeds and pages; without a number, one less than there are cores."""

    extraction_s: SomeSeconds = 10
    """Seconds until the reading of one page is given up."""

    extraction_mib: Annotated[int, Field(ge=128)] = 512
    """MiB of memory that the reading of one page may take."""

    lost_after_s: Annotated[float, Field(ge=2, le=600)] = 30
    """Of many workers: seconds without a sign of life after which others do a worker's work."""


class Clock(BaseModel):
    """The service's sense of time."""

    model_config = STRICT

    tick_s: Annotated[float, Field(ge=0.05, le=60)] = 1.0
    """Seconds between two looks at what is due."""

    timezone: Zone = "Europe/Berlin"
    """The time zone of people: for cron expressions and for times that a page gives without one."""


class Archive(BaseModel):
    """How articles are compared with those that are held, and watched for changes."""

    model_config = STRICT

    look_alike_weeks: Annotated[int, Field(ge=1, le=52)] = 3
    """Weeks, the present one among them, with whose articles a new one is compared."""

    relook_hours: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Listed] = (1, 6, 24, 72)
    """Hours after which an article is read again if a topic matched its story or its page could not
    be had. The latter is tried after twenty minutes, too, even with []."""

    search_timeout_s: Seconds = 10
    """Seconds that a search may take before it shows what it has found by then. 0 is no limit."""


SECTIONS: dict[str, type[BaseModel]] = {
    "database": Database,
    "identity": Identity,
    "politeness": Politeness,
    "network": Network,
    "work": Work,
    "clock": Clock,
    "archive": Archive,
    "alerts": Alerts,
    "retention": Retention,
    "heartbeat": Heartbeat,
    "web": Web,
}

"""Config: all settings as one frozen value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from crawler.config.alerting import Alerts
from crawler.config.channels import Channel, Email, Log
from crawler.config.listed import ListedFeed, ListedTopic, SavedQuery
from crawler.config.nearest import unknown
from crawler.config.sections import (
    Archive,
    Clock,
    Database,
    Identity,
    Network,
    Politeness,
    Work,
)
from crawler.config.shapes import STRICT, Listed
from crawler.config.sites import ListedSite
from crawler.config.upkeep import Heartbeat, Retention
from crawler.config.web import Web
from crawler.errors import ConfigError

LOG = Log(name="log")  # always there, so that a topic without channels is heard of


class Config(BaseModel):
    """All settings, checked. Every part has a default, so ``Config()`` is one."""

    model_config = STRICT

    folder: Path = Path("config")
    database: Database = Database()
    identity: Identity = Identity()
    politeness: Politeness = Politeness()
    network: Network = Network()
    work: Work = Field(default_factory=Work)
    clock: Clock = Clock()
    archive: Archive = Archive()
    alerts: Alerts = Alerts()
    web: Web = Web()
    retention: Retention = Retention()
    heartbeat: Heartbeat = Heartbeat()
    channels: Annotated[tuple[Channel, ...], Listed] = (LOG,)
    feeds: Annotated[tuple[ListedFeed, ...], Listed] = ()
    topics: Annotated[tuple[ListedTopic, ...], Listed] = ()
    queries: Annotated[tuple[SavedQuery, ...], Listed] = ()
    sites: Annotated[tuple[ListedSite, ...], Listed] = ()

    def channel(self, name: str) -> Channel:
        """The channel called *name*. Raises ConfigError, telling which there are."""
        for channel in self.channels:
            if channel.name == name:
                return channel
        known = [channel.name for channel in self.channels]
        raise ConfigError(unknown("channel", name, known))

    @property
    def saved(self) -> dict[str, str]:
        """The saved queries: name without its @ -> text."""
        return {query.name: query.query for query in self.queries}

    @property
    def reminders(self) -> tuple[str, ...]:
        """What works, but should not stay so; to be said at every start."""
        return tuple(_reminders(self))


def _reminders(config: Config) -> Iterator[str]:
    if not config.identity.contact:
        yield (
            "[identity] contact is empty: tell publishers how to reach you, or some will block you"
        )
    if not config.politeness.obey_robots:
        yield "[politeness] obey_robots is off: robots.txt is ignored"
    for host in config.network.tls_unchecked:
        yield (
            f"[network] tls_unchecked: the certificate of {host} is not checked, and whoever "
            "stands on the way may read and change what it sends"
        )
    for channel in config.channels:
        if isinstance(channel, Email) and channel.security == "none" and not channel.is_local:
            yield f'channel "{channel.name}": mail leaves this machine unencrypted'
    used = {name for topic in config.topics for name in topic.channels}
    for channel in config.channels:
        if channel != LOG and config.topics and channel.name not in used:
            yield f'channel "{channel.name}" is used by no topic'

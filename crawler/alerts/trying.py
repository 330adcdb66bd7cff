"""A specimen by one channel, now, and what the receiver said to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.alerts.channels import sender_of
from crawler.alerts.specimen import specimen
from crawler.alerts.templating import templates
from crawler.alerts.wording import Style, compose
from crawler.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A channel took a specimen."""

    channel: str
    key: str
    answer: str


def try_channel(name: str, config: Config, now: Callable[[], datetime]) -> Tried:
    """Send it. Raises ConfigError for an unknown channel, DeliveryError where it is not taken."""
    config.channel(name)
    at = now()
    sender = sender_of(name, config, now)
    key = f"wirewatch-specimen-{int(at.timestamp())}-{name}"
    style = Style(
        language=config.alerts.language,
        zone=ZoneInfo(config.clock.timezone),
        templates=templates(config.folder),
    )
    try:
        said = sender.send(compose(specimen(at), style), key=key)
    finally:
        sender.close()
    return Tried(channel=name, key=key, answer=said)

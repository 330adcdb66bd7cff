"""The ways by which a message leaves: a small file each, behind one small protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import crawler
from crawler.alerts.channels.command import CommandSender
from crawler.alerts.channels.log import LogSender
from crawler.alerts.channels.mail import MailSender
from crawler.alerts.channels.webhook import WebhookSender
from crawler.alerts.matter import Message
from crawler.config import Channel, Config, Email, Log, Program, Service
from crawler.errors import ConfigError, DeliveryError
from crawler.politeness.safety import Reach


class Sender(Protocol):
    """One channel. Used by one thread at a time."""

    def send(self, message: Message, *, key: str) -> str:
        """Deliver *message* and give what the receiver said to it, in a line.

        *key* is the same at every try, so that a receiver can tell a repetition. Raises
        DeliveryError; neither error nor receipt holds a secret.
        """
        ...

    def hide(self, text: str) -> str:
        """*text*, such as a traceback, without this channel's secrets."""
        ...

    def close(self) -> None:
        """Let connections go; the next send opens them again."""
        ...


def sender_of(name: str, config: Config, now: Callable[[], datetime]) -> Sender:
    """The sender of the channel called *name*; one that only refuses, when there is none."""
    for channel in config.channels:
        if channel.name == name:
            try:
                return _sender(channel, config, now)
            except ConfigError as error:  # a secret that is not set
                return NoSender(f'channel "{name}": {error}', lasting=False)
            except (ValueError, OSError) as error:
                # What it says may hold the address; one bad channel must not stop the others.
                reason = f'channel "{name}" cannot be set up ({type(error).__name__})'
                return NoSender(reason, lasting=False)
    known = ", ".join(channel.name for channel in config.channels)
    reason = f'no channel "{name}" is configured any more; wirewatch.toml has: {known}'
    # Perhaps it was only renamed: its alerts wait for days before they are given up.
    return NoSender(reason, lasting=False)


def _sender(channel: Channel, config: Config, now: Callable[[], datetime]) -> Sender:
    if isinstance(channel, Log):
        return LogSender(channel.name)
    if isinstance(channel, Email):
        return MailSender(channel, now=now)
    if isinstance(channel, Program):
        return CommandSender(channel)
    if isinstance(channel, Service):
        # Apprise takes a third of a second to load; most have no use for it.
        from crawler.alerts.channels.service import ServiceSender  # noqa: PLC0415

        return ServiceSender(channel)
    reach = Reach(
        networks=config.network.private_networks,
        hosts=config.network.private_hosts,
        address_max=config.politeness.address_max,
    )
    agent = f"{config.identity.name}/{crawler.__version__}"
    return WebhookSender(channel, reach=reach, agent=agent, now=now, proxy=config.network.proxy)


class NoSender:
    """In place of a channel that cannot be, or left the configuration while its alerts waited."""

    def __init__(self, reason: str, *, lasting: bool) -> None:
        self.reason, self.lasting = reason, lasting

    def send(self, message: Message, *, key: str) -> str:  # noqa: ARG002
        """Refuse."""
        raise DeliveryError(self.reason, lasting=self.lasting)

    def hide(self, text: str) -> str:
        """There is no secret."""
        return text

    def close(self) -> None:
        """Nothing is held."""

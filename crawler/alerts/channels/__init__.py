"""The ways by which a message leaves: a small file each, behind one small protocol."""

from __future__ import annotations

from typing import Protocol

from crawler.alerts.channels.log import LogSender
from crawler.alerts.wording import Message
from crawler.config import Channel, Config, Log
from crawler.errors import DeliveryError


class Sender(Protocol):
    """One channel. Used by one thread at a time."""

    def send(self, message: Message, *, key: str) -> str:
        """Deliver *message* and give what the receiver said to it, in a line.

        *key* is the same at every try, so that a receiver can tell a repetition. Raises
        DeliveryError; neither error nor receipt holds a secret.
        """
        ...

    def close(self) -> None:
        """Let connections go; the next send opens them again."""
        ...


def sender_of(name: str, config: Config) -> Sender:
    """The sender of the channel called *name*; one that only refuses, when there is none."""
    for channel in config.channels:
        if channel.name == name:
            return _sender(channel, config)
    return NoSender(name, [channel.name for channel in config.channels])


def _sender(channel: Channel, config: Config) -> Sender:
    if isinstance(channel, Log):
        return LogSender(channel.name)
    raise NotImplementedError(f"{channel.type} on {config.folder}")


class NoSender:
    """In place of a channel that left the configuration while its alerts waited."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.reason = (
            f'no channel "{name}" is configured any more; wirewatch.toml has: {", ".join(known)}'
        )

    def send(self, message: Message, *, key: str) -> str:  # noqa: ARG002
        """Refuse for good."""
        raise DeliveryError(self.reason, lasting=True)

    def close(self) -> None:
        """Nothing is held."""

"""A message by one of the services that Apprise knows: Slack, Matrix, Telegram, ntfy, Teams, ….

Apprise says yes or no and writes the reason into its log, so that log is read while it sends.
It shows no Retry-After: what fails is tried again at our own growing distances.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from apprise import Apprise, NotifyFormat, OverflowMode

from crawler.alerts.channels.secrecy import Curtain
from crawler.alerts.matter import Message
from crawler.config import Service
from crawler.errors import ConfigError, DeliveryError

log = logging.getLogger("apprise")


class ServiceSender:
    """Sends to one address of Apprise. Raises ConfigError when Apprise does not know it."""

    def __init__(self, channel: Service) -> None:
        url = channel.url.reveal()
        self._curtain = Curtain.of_url(url, *_pieces(url))
        found = Apprise.instantiate(url, suppress_exceptions=True)
        if found is None:
            scheme = url.partition(":")[0]
            raise ConfigError(
                f'"{scheme}://…" is no address that Apprise knows; '
                "see https://appriseit.com/services/"
            )
        # What is too long for a service comes in several messages instead of being cut.
        found.overflow_mode = OverflowMode.SPLIT
        self._plugin = found

    def send(self, message: Message, *, key: str) -> str:
        """Raises DeliveryError with what Apprise says about it."""
        with _heard() as lines:
            done = self._plugin.notify(
                title=message.subject, body=message.text, body_format=NotifyFormat.TEXT
            )
        if not done:
            said = self._curtain.shown(lines[-1]) if lines else "it gave no reason"
            raise DeliveryError(f"{self._plugin.service_name}: {said}")
        return f"{self._plugin.service_name} took {key}"

    def hide(self, text: str) -> str:
        """*text* without this channel's secrets."""
        return self._curtain.hide(text)

    def close(self) -> None:
        """Apprise keeps no connection."""


class _Ear(logging.Handler):
    """Hears what one thread says: other channels send at the same time."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was said on our own thread."""
        if record.thread == self._thread:
            self.lines.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    ear = _Ear()
    # Its own lines may hold addresses; they reach people through the curtain only.
    log.propagate = False
    log.addHandler(ear)
    try:
        yield ear.lines
    finally:
        log.removeHandler(ear)


def _pieces(url: str) -> list[str]:
    """The parts of an address, of which any may be a token."""
    rest = url.partition("://")[2]
    return [piece for piece in rest.replace("@", "/").replace(":", "/").split("/") if piece]

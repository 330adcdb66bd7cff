"""Messages that would have left, noted instead of sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.alerts.line import Line, Terms
from crawler.alerts.matter import Message
from crawler.alerts.templating import templates
from crawler.alerts.wording import Style
from crawler.config import Config
from crawler.storage import Store, alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message that left."""

    at: datetime
    channel: str
    topic: str
    gist: str
    key: str
    text: str = field(repr=False)


class Post:
    """Every channel's line, run in the loop, each with a sender that only notes."""

    def __init__(self, store: Store, config: Config, now: Callable[[], datetime]) -> None:
        self.store, self.now = store, now
        self.told: list[Told] = []
        self._terms = Terms(
            store=store,
            now=now,
            style=Style(
                language=config.alerts.language,
                zone=ZoneInfo(config.clock.timezone),
                templates=templates(config.folder),
            ),
            attempts_max=config.alerts.attempts_max,
            ended=threading.Event(),
        )
        self._lines: dict[str, Line] = {}

    def deliver_due(self) -> None:
        """Note what is due now."""
        now = self.now()
        with self.store.reading() as tx:
            names = alerts.due_channels(tx, now)
        for name in names:
            line = self._lines.setdefault(name, Line(name, _Notes(name, self), self._terms))
            if line.resting_until is None or line.resting_until <= now:
                line.run(unsettled=False)


class _Notes:
    """A channel that takes everything and keeps it."""

    def __init__(self, name: str, post: Post) -> None:
        self.name, self.post = name, post

    def send(self, message: Message, *, key: str) -> str:
        """Never fails."""
        self.post.told.append(
            Told(
                at=self.post.now(),
                channel=self.name,
                topic=message.topic,
                gist=message.gist,
                key=key,
                text=message.text,
            )
        )
        return "noted"

    def hide(self, text: str) -> str:
        """There is no secret."""
        return text

    def close(self) -> None:
        """Nothing is held."""

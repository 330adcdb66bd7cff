"""Signs of life for others: after a finished round a file is written and an address asked.

Both stay out when rounds no longer end, whatever else still moves; whoever watches gives alarm.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime, timedelta

import crawler
from crawler.alerts.channels.ping import Ping
from crawler.config import Heartbeat
from crawler.errors import DeliveryError

log = logging.getLogger("wirewatch")


class Heart:
    """Knows when the last round ended."""

    def __init__(self, settings: Heartbeat, ping: Ping | None, started_at: datetime) -> None:
        self.settings, self.ping = settings, ping
        self.started_at = started_at
        self.round_at: datetime | None = None  # when what is due was last looked up to the end
        self._pinged_at: datetime | None = None
        self._complained = ""

    def round_ended(self, now: datetime) -> None:
        """What is due has been looked up, to the end."""
        self.round_at = now

    def is_stalled(self, now: datetime) -> bool:
        """Whether no round has ended for too long."""
        last = self.round_at or self.started_at
        return now - last > timedelta(minutes=self.settings.stalled_min)

    def beat(self, now: datetime) -> None:
        """Write the file and ask the address, if a round has ended lately; never raises."""
        if self.round_at is None or self.is_stalled(now):
            return
        trouble = self._write(now) or self._ask(now)
        if trouble != self._complained:
            self._complained = trouble
            if trouble:
                log.warning("heart    %s; trying again", trouble)
            else:
                log.info("heart    file and ping work again")

    def _write(self, now: datetime) -> str:
        """The file is whole at any moment; what is in the way, if anything."""
        file = self.settings.file
        if file is None:
            return ""
        said = {
            "at": now.isoformat(),
            "round_at": self.round_at.isoformat() if self.round_at else None,
            "pid": os.getpid(),
            "version": crawler.__version__,
        }
        part = file.with_name(f"{file.name}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(said) + "\n", "utf-8")
            part.replace(file)
        except OSError as error:
            return f"{file} cannot be written ({error.strerror})"
        return ""

    def _ask(self, now: datetime) -> str:
        every = timedelta(minutes=self.settings.ping_min)
        if self.ping is None or (self._pinged_at and now - self._pinged_at < every):
            return ""
        try:
            self.ping.send()
        except DeliveryError as error:
            return f"the ping failed: {error}"
        self._pinged_at = now
        return ""

"""The log of a run as plain lines: `HH:MM:SS poll     tagesschau: 3 new of 40`."""

from __future__ import annotations

import logging
import os
import re
import sys
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from crawler.cli.wording import printable

log = logging.getLogger("wirewatch")

_MARKS = {logging.WARNING: "WARNING ", logging.ERROR: "ERROR ", logging.CRITICAL: "ERROR "}
# How systemd's journal wants to be told the importance of a line: sd-daemon(3).
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3}

# A feed of one's own may carry its key in its address; a log is read and sent on by others.
_KEYS = re.compile(
    r"(?<=[?&;])((?:[a-z]+[_.-]|access|api|auth|client|feed|private)?"
    r"(?:token|key|secret|passw(?:or)?d|pwd|auth|sig|signature|jwt)=)"
    r"[^&;#\s\"'<>)]*[^&;#\s\"'<>),.:]",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?<=://)[^/@\s\"'<>]+:[^/@\s\"'<>]*(?=@)")


def discreet(text: str) -> str:
    """*text* with the keys and passwords in its addresses left out."""
    return _LOGIN.sub("…", _KEYS.sub(r"\1…", text))


def _words(record: logging.LogRecord, text: str) -> str:
    """What a line may say; a message to a reader keeps its links as they are."""
    text = printable(text)
    return text if getattr(record, "is_message", False) else discreet(text)


class PlainLines(logging.Formatter):
    """Time in the zone of people, and a word only where somebody should look."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = ZoneInfo(zone)

    def format(self, record: logging.LogRecord) -> str:
        """One line; a traceback below it when there is one."""
        text = _words(record, super().format(record))
        time = datetime.fromtimestamp(record.created, self.zone)
        return f"{time:%H:%M:%S} {_MARKS.get(record.levelno, '')}{text}"


class JournalLines(logging.Formatter):
    """For the journal, which keeps the time itself."""

    def format(self, record: logging.LogRecord) -> str:
        """The priority before every line."""
        mark = f"<{_PRIORITIES.get(record.levelno, 3)}>"
        text = _words(record, super().format(record))
        return "\n".join(mark + line for line in text.split("\n"))


def begin(verbosity: int, zone: str, *, to: TextIO | None = None) -> logging.Handler:
    """Set logging up for the whole process; gives the one handler.

    *verbosity* -1 shows warnings only, 1 also details of our own, 2 those of the libraries.
    """
    out = to or sys.stdout
    handler = logging.StreamHandler(out)
    handler.setFormatter(JournalLines() if _is_journal(out) else PlainLines(zone))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, logging.StreamHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbosity > 1 else logging.WARNING)
    level = {-1: logging.WARNING, 0: logging.INFO}.get(verbosity, logging.DEBUG)
    log.setLevel(level)
    logging.captureWarnings(capture=True)
    return handler


def _is_journal(out: TextIO) -> bool:
    """Whether *out* is the stream that systemd says it reads (systemd.exec(5), $JOURNAL_STREAM)."""
    told = os.environ.get("JOURNAL_STREAM")
    if not told:
        return False
    try:
        state = os.fstat(out.fileno())
    except (OSError, ValueError):
        return False
    return told == f"{state.st_dev}:{state.st_ino}"

"""What the program's exit code says, and which error ends with which."""

from __future__ import annotations

from enum import IntEnum

from crawler.errors import AlreadyRunning, StorageError, UsageError, WirewatchError


class Code(IntEnum):
    """The exit codes; they are a promise to scripts."""

    FINE = 0
    PROBLEM = 1
    USAGE = 2
    DATABASE = 3
    RUNNING = 4
    FAULT = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells say it


MEANINGS = {
    Code.FINE: "all is well",
    Code.PROBLEM: "a problem was found, or a part of the work failed",
    Code.USAGE: "the command or the settings are wrong, or there is no such thing",
    Code.DATABASE: "the database cannot be used: busy, newer, older, not writable",
    Code.RUNNING: "another service works on this database",
    Code.FAULT: "a fault in Wirewatch itself",
    Code.INTERRUPTED: "interrupted (Ctrl-C) before the work was done",
}


def code_of(error: WirewatchError) -> Code:
    """How the program ends after *error*."""
    if isinstance(error, UsageError):
        return Code.USAGE
    if isinstance(error, StorageError):
        return Code.DATABASE
    return Code.RUNNING if isinstance(error, AlreadyRunning) else Code.PROBLEM

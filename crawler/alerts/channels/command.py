"""A message as JSON on the standard input of a program.

    {"key": "wirewatch-3-17-pager-19c2…", "schema": "wirewatch.alert/1", …, "subject": …, "text": …}

It is run without a shell, with PATH, HOME, LANG and TZ of ours and nothing else, once for each
message. It ends with 0: taken over; 65 (EX_DATAERR): never send this one again; anything else, or
no end in time: later again, with the same key.
"""

from __future__ import annotations

import os
import signal
import subprocess

from crawler.alerts.channels.payload import payload
from crawler.alerts.matter import Message
from crawler.alerts.plain import one_line
from crawler.config import Program
from crawler.errors import DeliveryError

REFUSED = 65  # EX_DATAERR of sysexits.h
SAID_MAX = 300
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")


class CommandSender:
    """Runs one program."""

    def __init__(self, channel: Program) -> None:
        self._command, self._timeout_s = list(channel.command), channel.timeout_s

    def send(self, message: Message, *, key: str) -> str:
        """The end of what the program says. Raises DeliveryError."""
        name = self._command[0]
        code, output = self._run(payload(message, key))
        said = one_line(output.decode("utf-8", "replace"), SAID_MAX)
        if code:
            words = f"{name} ended with {code}" + (f": {said}" if said else "")
            raise DeliveryError(words, lasting=code == REFUSED)
        return f"{name} took it" + (f": {said}" if said else "")

    def _run(self, given: bytes) -> tuple[int, bytes]:
        """How it ended and what it said."""
        name = self._command[0]
        environ = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
        try:
            program = subprocess.Popen(  # noqa: S603  # the operator named it
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environ,
                start_new_session=True,  # Ctrl-C is for us; and it ends with all its children
            )
        except OSError as error:
            raise DeliveryError(f"{name} cannot be run: {error.strerror}") from None
        with program:
            try:
                output, _ = program.communicate(given, self._timeout_s)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                raise DeliveryError(f"{name} did not end within {self._timeout_s:.0f} s") from None
        return program.returncode, output

    def hide(self, text: str) -> str:
        """There is no secret."""
        return text

    def close(self) -> None:
        """Nothing is held."""

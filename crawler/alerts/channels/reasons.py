"""Why a server could not be reached, for people: never an address or a secret in it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException

from urllib3.exceptions import HTTPError

# Everything by which the network says no.
NETWORK_ERRORS = (OSError, HTTPError, HTTPException)


def reason_of(error: BaseException) -> str:
    """What went wrong between us and the server."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    match cause:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid ({cause.verify_message})"
        case ssl.SSLError():
            return f"TLS failed ({cause.reason or 'the connection broke off'})"
        case socket.gaierror():
            return "no such host"
        case TimeoutError():
            return "no answer in time"
        case ConnectionResetError() | BrokenPipeError() | HTTPException():
            return "the connection broke off before there was an answer"
        case OSError(strerror=str() as words):
            return words[:1].lower() + words[1:]
    return "no answer in time" if "Timeout" in type(cause).__name__ else type(cause).__name__


@contextmanager
def cut_off_after(seconds: float, link: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Shut the connection when the block lasts longer, whatever still comes in by drops.

    Timeouts of sockets begin anew with every byte. Raises TimeoutError from what broke then.
    """
    late = threading.Event()

    def cut() -> None:
        late.set()
        try:
            if found := link():
                found.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it ended by itself in this moment

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except NETWORK_ERRORS as error:
        if late.is_set():
            raise TimeoutError(f"cut off after {seconds:.0f} s") from error
        raise
    finally:
        timer.cancel()

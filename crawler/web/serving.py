"""Uvicorn in a thread of its own, so that nothing it does holds up the loop of the service."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from crawler.errors import UsageError
from crawler.web.live import LISTENERS_MOST

STOP_S = 10.0
# One request with its answer. Uvicorn's own clock runs only between two requests, so that clients
# who say nothing, or read nothing, would hold all places for ever, and /health would fail.
EXCHANGE_S = 30.0


# What an answer that never ends finds in its scope: to be called when it is about to say more.
GO_ON = "wirewatch.go_on"
# Requests that are answered at the same time; beside them those who listen to live.Live.
EXCHANGES_MOST = 64


class Exchanges(H11Protocol):
    """A connection that ends when its client dawdles."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._end: asyncio.TimerHandle | None = None
        self.app = self._knowing_the_clock(self.app)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The clock of the first request begins."""
        super().connection_made(transport)
        self._wind()

    def on_response_complete(self) -> None:
        """The clock of the next one begins; by it the answer must be read, too."""
        self._wind()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """No clock is needed any more."""
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def _knowing_the_clock(self, app: Any) -> Any:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            scope[GO_ON] = self._go_on
            await app(scope, receive, send)

        return answer

    def _go_on(self) -> None:
        """An answer says more: the clock begins anew if the client has taken what was said."""
        if not self.transport.get_write_buffer_size():
            self._wind()

    def _wind(self) -> None:
        if self._end is not None:
            self._end.cancel()
        # Not close(), which waits until the client has read everything.
        self._end = self.loop.call_later(EXCHANGE_S, self.transport.abort)


class Place(NamedTuple):
    """Where we listen; as text, how an address is written."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class WebServer:
    """Answers from `start` to `stop`."""

    def __init__(
        self, app: FastAPI, place: tuple[str, int], *, proxies: Sequence[str] = ()
    ) -> None:
        """*proxies* are believed when they tell for whom they ask."""
        self._place, self._app = place, app
        # Its own lines would hold addresses, and those hold tokens.
        settings = uvicorn.Config(
            app,
            http=Exchanges,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
            timeout_keep_alive=5,
            limit_concurrency=EXCHANGES_MOST + LISTENERS_MOST,
            h11_max_incomplete_event_size=64 * 1024,
        )
        self._server = uvicorn.Server(settings)
        self._thread: threading.Thread | None = None

    def start(self) -> Place:
        """Listen; the place, with the port that was found for 0. UsageError when it is taken."""
        bound = _bound(self._place)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [bound]}, name="web", daemon=True
        )
        self._thread.start()
        host, port = bound.getsockname()[:2]
        return Place(str(host), int(port))

    @property
    def has_stopped(self) -> bool:
        """Whether nothing is answered any more."""
        return self._thread is None or not self._thread.is_alive()

    def stop(self) -> None:
        """Finish what is being answered, and listen no more."""
        self._app.state.wirewatch.live.close()
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(STOP_S)


def _bound(place: tuple[str, int]) -> socket.socket:
    host, port = place
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        reason = (error.strerror or "it cannot be used").lower()
        raise UsageError(
            f"[web] listen: {host}:{port}: {reason}. Try: another port, or end what listens there"
        ) from None
    made.listen(128)
    made.setblocking(False)
    return made

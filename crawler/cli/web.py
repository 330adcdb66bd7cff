"""`wirewatch web`: answer by HTTP without the rest of the service, as beside one that runs."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.session import session_of


def register(program: typer.Typer) -> None:
    """Put the command into the program."""
    program.command("web")(web)


def web(
    context: typer.Context,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="In place of [web] listen.")
    ] = None,
) -> None:
    """Answer readers of feeds, clicks in messages and /health, without crawling.

    `wirewatch run` does it by itself where [web] listen is set. Ctrl-C ends it.
    """
    from crawler.cli import logs
    from crawler.config.web import host_and_port
    from crawler.errors import UsageError
    from crawler.web.app import application
    from crawler.web.serving import WebServer

    session = session_of(context)
    config = session.config()
    try:
        given = {"listen": host_and_port(listen)} if listen else {}
    except ValueError as error:
        raise UsageError(f"--listen {error}") from None
    chosen = config.web.model_copy(update=given)
    place = chosen.place or ("127.0.0.1", 8420)
    logs.begin(session.verbosity, config.clock.timezone)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with session.store(config) as store:
        config = config.model_copy(update={"web": chosen})
        server = WebServer(application(store, config, lambda: datetime.now(UTC)), place)
        logs.log.info("web      http://%s:%d (Ctrl-C ends it)", *server.start())
        ended.wait()
        server.stop()

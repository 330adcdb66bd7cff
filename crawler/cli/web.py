"""`wirewatch web`: answer by HTTP without the rest of the service, and the password for it."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.session import session_of
from crawler.libraries import loading

app = typer.Typer(name="web", invoke_without_command=True)


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.add_typer(app)


@app.callback()
def web(
    context: typer.Context,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="In place of [web] listen.")
    ] = None,
) -> None:
    """Answer by HTTP without crawling: the pages, the API, readers of feeds, clicks in messages.

    `wirewatch run` does it by itself where [web] listen is set. Ctrl-C ends it. At an address that
    other machines reach it does not start without a password or a token.
    """
    if context.invoked_subcommand is not None:
        return
    from crawler.cli import logs
    from crawler.config.web import host_and_port
    from crawler.errors import UsageError
    from crawler.storage import schema

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
        with store.reading() as tx:
            late = schema.reminder(tx)
        if late:
            logs.log.warning(late)
        config = config.model_copy(update={"web": chosen})
        with loading():
            from crawler.web.app import server_of

            server = server_of(store, config, lambda: datetime.now(UTC), place)
        logs.log.info("web      http://%s (Ctrl-C ends it)", server.start())
        ended.wait()
        server.stop()


@app.command("password")
def password(
    context: typer.Context,
    remove: Annotated[bool, typer.Option("--remove", help="Ask for none any more.")] = False,
) -> None:
    """Set the password of the pages, asked for twice, or read from standard input (one line).

    It is in force at once, also for a service that runs. Whoever was logged in is logged out; the
    tokens stay. Only its hash is kept: who forgot it sets another.
    """
    from crawler.storage import passwords
    from crawler.web.access.passwords import hashed, sound

    session = session_of(context)
    config = session.config()
    with session.store(config) as store:
        if remove:
            with store.writing() as tx:
                was_there = passwords.drop(tx)
            typer.echo("There is no password any more." if was_there else "There was none.")
            return
        kept = hashed(sound(_asked()))
        with store.writing() as tx:
            passwords.keep(tx, kept)
    typer.echo("The password is set; everybody has to log in.")
    if config.web.password is not None:
        typer.echo(f"But [web] password wins: {config.web.password}.", err=True)


def _asked() -> str:
    if sys.stdin.isatty():
        given: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more")
        return given
    return sys.stdin.readline().rstrip("\r\n")

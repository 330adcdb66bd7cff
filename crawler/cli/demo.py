"""`wirewatch demo`: the service for a minute on a small news world of its own, on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.codes import Code
from crawler.cli.session import Session, session_of

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.demo.server import DemoServer
    from crawler.service import Summary

# Also a demo that was interrupted near its end goes on for so long, to send what it owes.
LEAST_S = 20.0
# How often the age of the world is written down, for the case that the demo is killed.
NOTE_S = 0.5
STATE, CONFIG, LOCK = "demo.json", "config", "demo.lock"


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    seconds: Annotated[float, typer.Option(min=1, help="How long.")] = 60.0,
    port: Annotated[
        int, typer.Option(min=0, max=65000, help="The outlets take the ports behind this one.")
    ] = 8710,
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Where its settings and database are.")
    ] = Path("var/demo"),
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew, even if the last one was interrupted.")
    ] = False,
) -> None:
    """See it work, without the internet: nine invented outlets, whose news appear while it runs.

    A demo that was interrupted, even killed, is continued; after one that ended a new one begins.
    """
    from crawler.storage.lock import file_lock

    # Before anything is touched: the database and the settings of a demo that runs are in use.
    with file_lock(folder / LOCK, lambda: f"another demo runs in {folder}; choose another --dir"):
        _live(session_of(context), folder, seconds=seconds, port=port, fresh=fresh)


def _live(session: Session, folder: Path, *, seconds: float, port: int, fresh: bool) -> None:
    from crawler.cli import logs
    from crawler.demo.server import DemoServer
    from crawler.demo.settings import write_config
    from crawler.demo.world import build_world

    elapsed_s = None if fresh else _interrupted_after(folder)
    if elapsed_s is None:
        _clear(folder)
    started_at_s = time.monotonic() - (elapsed_s or 0.0)
    with DemoServer(build_world(port), port, started_at_s=started_at_s) as server:
        write_config(folder / CONFIG, server)
        session = replace(session, folder=folder / CONFIG)
        # WIREWATCH_DATABASE is for the real service: a demo must not fill its archive.
        config = session.config(need_secrets=True, environ={})
        logs.begin(session.verbosity, config.clock.timezone)
        _greet(server, elapsed_s)
        with _noting(folder, server) as note:
            summary = _run(
                session, config, max(seconds - (elapsed_s or 0.0), min(seconds, LEAST_S))
            )
            note(ended=not summary.interrupted)
    _sum_up(session, config, summary, folder)
    if summary.interrupted:
        raise typer.Exit(Code.INTERRUPTED)


def _run(session: Session, config: Config, seconds: float) -> Summary:
    with session.upgraded_store(config) as store:
        from crawler import service

        return service.run(config, store, seconds=seconds)


def _greet(server: DemoServer, elapsed_s: float | None) -> None:
    from crawler.cli.logs import log

    first = server.world.home_url(server.world.outlets[0].key)
    log.info("demo     %d outlets on loopback, the first at %s", len(server.world.outlets), first)
    if elapsed_s is not None:
        log.info(
            "demo     the last one was interrupted after %.0f s and is continued "
            "(--fresh begins anew)",
            elapsed_s,
        )


def _interrupted_after(folder: Path) -> float | None:
    """How old the world of an interrupted demo was, in seconds; None when there is none."""
    try:
        state = json.loads((folder / STATE).read_text("utf-8"))
        return None if state["ended"] else float(state["elapsed_s"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _clear(folder: Path) -> None:
    """Take away what an earlier demo left, and nothing else."""
    from crawler.errors import StorageError

    names = [f"demo.db{end}" for end in ("", "-wal", "-shm")]
    for path in [folder / STATE, *(folder / CONFIG / name for name in names)]:
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            continue
        except OSError as error:
            raise StorageError(
                f"{path}: cannot be removed ({error.strerror}); choose another folder with --dir"
            ) from error


class _Note:
    """Writes down how old the world is; whoever reads it later finds a whole file."""

    def __init__(self, folder: Path, server: DemoServer) -> None:
        self.path, self.server = folder / STATE, server

    def __call__(self, *, ended: bool = False) -> None:
        part = self.path.with_suffix(".part")
        state = {"elapsed_s": round(self.server.elapsed_s, 1), "ended": ended}
        with suppress(OSError):
            part.write_text(json.dumps(state), "utf-8")
            part.replace(self.path)


@contextmanager
def _noting(folder: Path, server: DemoServer) -> Iterator[_Note]:
    note, stop = _Note(folder, server), threading.Event()

    def keep_noting() -> None:
        while not stop.is_set():
            note()
            stop.wait(NOTE_S)

    thread = threading.Thread(target=keep_noting, name="demo note", daemon=True)
    thread.start()

    def last_note(*, ended: bool) -> None:
        stop.set()
        thread.join()
        note(ended=ended)

    try:
        yield last_note  # type: ignore[misc]
    finally:
        stop.set()
        thread.join()


def _sum_up(session: Session, config: Config, summary: Summary, folder: Path) -> None:
    """What was found, and how to look around."""
    from crawler.cli.findings import show_findings

    with session.store(config) as store, store.reading() as tx:
        show_findings(tx, heading=f"After {summary.seconds:.0f} s:")
    where = f"wirewatch --config {folder / CONFIG}"
    print(f"\nLook around:  {where} search '\"new start\"'")
    for command in ("status", "feeds list", "articles list", "alerts list"):
        print(f"              {where} {command}")

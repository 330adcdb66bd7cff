"""The program `wirewatch`: its global options, its commands, and how errors end it."""

from __future__ import annotations

import inspect
import io
import os
import re
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import crawler
from crawler.cli import (
    alerts,
    articles,
    channels,
    check,
    crawl,
    db,
    demo,
    extract,
    feeds,
    machines,
    reprocess,
    run,
    search,
    simulate,
    status,
    stories,
    tokens,
    topics,
    web,
    why,
)
from crawler.cli.codes import MEANINGS, Code, code_of
from crawler.cli.session import Session
from crawler.cli.wording import printable
from crawler.errors import WirewatchError

GLOBAL_OPTIONS = ("--config", "--database", "--verbose", "-v", "--quiet", "-q", "--version")
EXIT_CODES = "Exit codes: " + "; ".join(
    f"{code.value} {meaning}" for code, meaning in MEANINGS.items()
)


class Door(TyperGroup):
    """The outermost group: what is raised inside becomes one message and an exit code."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        _tidy(self)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; never a traceback for what was raised on purpose."""
        try:
            return super().invoke(ctx)
        except WirewatchError as error:
            print(f"wirewatch: {printable(str(error))}", file=sys.stderr)
            raise typer.Exit(code_of(error)) from None
        except typer.TyperException as error:
            _say_where_it_goes(error)
            raise
        except (typer.Exit, typer.Abort, KeyboardInterrupt):
            raise
        except BrokenPipeError:
            # `wirewatch feeds list --json | head`: the reader has what it wanted.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(Code.FINE) from None
        except OverflowError:
            print("wirewatch: a number is larger than any that is held", file=sys.stderr)
            raise typer.Exit(Code.USAGE) from None
        except Exception:
            traceback.print_exc()
            print(
                "wirewatch: this is a fault in Wirewatch itself, not in what you did. "
                "Please report it with the lines above.",
                file=sys.stderr,
            )
            raise typer.Exit(Code.FAULT) from None


def _tidy(command: Any) -> None:
    """In the help a switch needs no "<bool>" behind it, and an argument is in capitals.

    Paragraphs flow as wide as the terminal is, and "[web]" is a section of the settings; rich would
    break lines where the source does, and take the brackets for markup.
    """
    if command.help:
        paragraphs = inspect.cleandoc(command.help).split("\n\n")
        command.help = _plain("\n\n".join(one.replace("\n", " ") for one in paragraphs))
    for one in command.params:
        if getattr(one, "help", None):
            one.help = _plain(one.help)
        if getattr(one, "is_flag", False) or getattr(one, "count", False):
            one.metavar = ""
        elif one.param_type_name == "argument" and one.metavar is None:
            one.metavar = one.name.upper()
    for below in getattr(command, "commands", {}).values():
        _tidy(below)


def _plain(text: str) -> str:
    # As rich.markup.escape, whose import every command would wait for.
    return re.sub(r"\[(?=[a-z/@#])", r"\\[", text)


def _say_where_it_goes(error: typer.TyperException) -> None:
    """A global option behind the command, a minus at the head of a query: common slips."""
    option = getattr(error, "option_name", None)
    if option in GLOBAL_OPTIONS:
        error.message = f"{option} goes before the command: wirewatch {option} …"
    elif option and getattr(getattr(error, "ctx", None), "info_name", "") == "search":
        error.message = f"{option} is no option. Does your query begin with a minus? search -- …"


app = typer.Typer(
    cls=Door,
    name="wirewatch",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"Wirewatch {crawler.__version__}")
        raise typer.Exit


@app.callback()
def options(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="DIR", help="The folder of wirewatch.toml (WIREWATCH_CONFIG)."
        ),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="sqlite:///file or postgresql://user@host/name."
        ),
    ] = None,
    verbose: Annotated[
        int,
        typer.Option(
            "--verbose", "-v", count=True, show_default=False, help="Say more; -vv still more."
        ),
    ] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
    version: Annotated[  # noqa: ARG001  # its callback has done the work
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """A scheduled news monitor: follows news feeds politely and tells you, once, when your topic
    turns up.
    """
    verbosity = -1 if quiet else min(verbose, 2)
    context.obj = Session(folder=config, database=database, verbosity=verbosity)


COMMANDS = (
    run,
    machines,
    crawl,
    demo,
    check,
    status,
    feeds,
    topics,
    search,
    articles,
    stories,
    extract,
    alerts,
    channels,
    why,
    db,
    simulate,
    reprocess,
    tokens,
    web,
)
for noun in COMMANDS:
    noun.register(app)


def main() -> None:
    """The entry point of the program."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a question mark; that is no reason to end.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="wirewatch")
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # `wirewatch search … | head`: the reader has what it wanted.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

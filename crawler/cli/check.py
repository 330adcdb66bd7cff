"""`wirewatch check`: are the settings right, and what would be followed?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, session_of

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.errors import ConfigErrors


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("check")(check)


def check(
    context: typer.Context,
    secrets: Annotated[
        bool,
        typer.Option(
            "--secrets/--no-secrets", help="Whether the secrets that channels need must be there."
        ),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Check the settings: every mistake with its file and line, and what would be followed.

    Nothing is fetched and no database is opened. Ends with 2 when something is wrong.
    """
    from crawler.alerts.sounding import sound_templates
    from crawler.cli.showing import show_json
    from crawler.errors import ConfigErrors

    try:
        config = session_of(context).config(need_secrets=secrets)
        sound_templates(config.folder, language=config.alerts.language)
    except ConfigErrors as errors:
        if not as_json:
            raise
        show_json({"ok": False, "problems": _problems(errors)})
        raise typer.Exit(Code.USAGE) from None
    if as_json:
        show_json(_document(config))
    else:
        _tell(config)


def _problems(errors: ConfigErrors) -> list[dict[str, Any]]:
    return [
        {"file": str(one.path) if one.path else None, "line": one.line, "message": one.reason}
        for one in errors.problems
    ]


def _document(config: Config) -> dict[str, Any]:
    return {
        "ok": True,
        "problems": [],
        "reminders": config.reminders,
        "folder": config.folder,
        "database": config.database.url_shown,
        "feeds": [feed.model_dump(exclude={"every_min"}) for feed in config.feeds],
        "topics": [_topic(config, topic.name) for topic in config.topics],
        "channels": [
            {"name": one.name, "type": one.type, "topics": _users(config, one.name)}
            for one in config.channels
        ],
    }


def _topic(config: Config, name: str) -> dict[str, Any]:
    from crawler.provision import topic_specs

    spec = next(spec for spec in topic_specs(config) if spec.name == name)
    return {
        "name": spec.name,
        "query": spec.query,
        "version": spec.version,
        "channels": spec.channels,
    }


def _users(config: Config, channel: str) -> list[str]:
    return [topic.name for topic in config.topics if channel in topic.channels]


def _tell(config: Config) -> None:
    from crawler.cli.showing import Column, Form, say, show_record, show_rows
    from crawler.cli.wording import count
    from crawler.provision import topic_specs

    say(f"The settings in {config.folder} are right.", "green")
    print()
    show_record([
        ("database", config.database.url_shown),
        ("time zone", config.clock.timezone),
        ("feeds", _groups(config)),
        ("channels", ", ".join(f"{one.name} ({one.type})" for one in config.channels)),
        ("queries", ", ".join(f"@{name}" for name in config.saved)),
    ])  # fmt: skip
    print()
    rows = [
        {"name": spec.name, "channels": ", ".join(spec.channels), "query": spec.query}
        for spec in topic_specs(config)
    ]
    columns = (
        Column(key="name", head="Topic", style="bold"),
        Column(key="channels", head="Channels"),
        Column(key="query", head="Query", folds=True, least=30),
    )
    show_rows(rows, columns, Form.TABLE, empty="There is no topic: nothing would be told.")
    if not config.feeds:
        say("There is no feed: nothing would be read.", "yellow")
    for reminder in config.reminders:
        say(f"Reminder: {reminder}", "yellow")
    if config.reminders:
        print(f"({count(len(config.reminders), 'reminder')}; none of them stops the service)")


def _groups(config: Config) -> str:
    """``60: Germany 20, World 12``."""
    groups = Counter(feed.group or "no group" for feed in config.feeds)
    shares = ", ".join(f"{group} {number}" for group, number in groups.most_common())
    return f"{len(config.feeds)}: {shares}" if shares else ""

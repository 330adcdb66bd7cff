"""`wirewatch alerts mute|unmute|mutes`: be silent about a topic or a story for a while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, session_of
from crawler.errors import NotFound, UsageError


def register(app: typer.Typer) -> None:
    """Put the commands into their group."""
    app.command("mute")(mute)
    app.command("unmute")(unmute)
    app.command("mutes")(mutes)


def mute(
    context: typer.Context,
    length: Annotated[str, typer.Option("--for", help="How long: 8h, 3d, 2w.")] = "1d",
    topic: Annotated[
        str | None, typer.Option(autocompletion=topic_names, help="About this topic.")
    ] = None,
    story: Annotated[int | None, typer.Option(help="About this story (its id).")] = None,
    as_json: AsJson = False,
) -> None:
    """Be silent about a topic, a story, or a story in one topic, for a while.

    What happens meanwhile is stored and counted in the next digest, and told to nobody.
    """
    from crawler.cli.showing import show_json
    from crawler.cli.wording import local
    from crawler.storage import mutes, stories, topics
    from crawler.wishes.choosing import topic_of
    from crawler.wishes.moments import moment

    session = session_of(context)
    config = session.config()
    now = datetime.now(UTC)
    until = now + (now - moment(length, now=now, zone=config.clock.timezone))
    if until <= now:
        raise UsageError(f'"{length}" is no length of time; write 8h, 3d or 2w')
    with session.store(config) as store, store.writing() as tx:
        chosen = topic_of(topic, topics.listing(tx)).topic if topic else None
        if story is not None:
            stories.by_id(tx, story)
        made = mutes.add(
            tx, topic_id=chosen.id if chosen else None, story_id=story, until=until, now=now
        )
    if as_json:
        show_json({"id": made, "until": until})
        return
    about = " in ".join(
        filter(
            None, (f"story {story}" if story else "", f'topic "{chosen.name}"' if chosen else "")
        )
    )
    typer.echo(f"Silent about {about} until {local(until, config.clock.timezone)} (mute {made}).")


def unmute(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="MUTE", help="Its id, as `alerts mutes` shows.")],
) -> None:
    """End a mute before its time."""
    from crawler.storage import mutes

    session = session_of(context)
    with session.store(session.config()) as store, store.writing() as tx:
        if not mutes.end(tx, number):
            raise NotFound(f"no mute has the id {number}; see: wirewatch alerts mutes")
    typer.echo(f"Mute {number} has ended.")


def mutes(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List what is muted at present."""
    from crawler.cli.showing import Column, form_of, row_of, show_rows
    from crawler.cli.wording import local
    from crawler.storage import mutes as held

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone = config.clock.timezone
    with session.store(config) as store, store.reading() as tx:
        rows = [row_of(one) for one in held.listing(tx, datetime.now(UTC))]
    columns = (
        Column(key="id", head="Id", right=True),
        Column(key="topic", head="Topic", least=8),
        Column(key="story_id", head="Story", right=True),
        Column(key="story", head="Title", least=20),
        Column(key="until", head="Until", say=lambda time: local(time, zone)),
    )
    show_rows(rows, columns, form, empty="Nothing is muted.")

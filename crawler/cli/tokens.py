"""`wirewatch tokens`: feeds of topics and searches for feed readers, each with a key of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, session_of
from crawler.errors import NotFound, UsageError

app = typer.Typer(
    name="tokens",
    no_args_is_help=True,
    help="Feeds of topics and searches for feed readers: make, list, revoke.",
)


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.add_typer(app)


@app.command("add")
def add(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Option(autocompletion=topic_names, help="A feed of this topic.")
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar="NAME", help="A feed of this saved query, without its @.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a token, and show the addresses of its feed: once, since only its hash is kept.

    The service answers there when [web] listen is set. Whoever has the address can read the feed.
    """
    from crawler.cli.choosing import topic_of
    from crawler.cli.showing import show_json
    from crawler.storage import tokens, topics
    from crawler.storage.tokens import TokenKind

    if (topic is None) == (search is None):
        raise UsageError("name one: --topic NAME or --search NAME")
    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.writing() as tx:
        if topic is not None:
            kind, subject = TokenKind.TOPIC, topic_of(topic, topics.listing(tx)).topic.name
        else:
            assert search is not None
            kind, subject = TokenKind.SEARCH, search.removeprefix("@")
            if subject not in (saved := topics.queries(tx)):
                known = ", ".join(sorted(saved)) or "none"
                raise NotFound(f'no query is saved as "{subject}"; there are: {known}')
        made = tokens.add(tx, kind, subject, datetime.now(UTC))
    base = config.web.url if config.web.place or config.web.public_url else "http://127.0.0.1:8420"
    found = {form: f"{base}/feeds/{made}.{form}" for form in ("atom", "json")}
    if as_json:
        show_json({"kind": kind, "subject": subject, **found})
        return
    typer.echo(f"Atom       {found['atom']}\nJSON Feed  {found['json']}")
    if not config.web.place:
        typer.echo('Nothing answers there yet: set [web] listen = "127.0.0.1:8420".', err=True)


@app.command("list")
def list_tokens(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the tokens, without themselves: what each opens, and when it was used last."""
    from crawler.cli.showing import Column, form_of, row_of, show_rows
    from crawler.cli.wording import local
    from crawler.storage import tokens

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone = config.clock.timezone
    with session.store(config) as store, store.reading() as tx:
        rows = [row_of(one) for one in tokens.listing(tx)]
    columns = (
        Column(key="id", head="Id", right=True),
        Column(key="kind", head="Opens"),
        Column(key="subject", head="Of", style="bold", least=12),
        Column(key="made_at", head="Made", say=lambda time: local(time, zone)),
        Column(key="used_at", head="Used", say=lambda time: local(time, zone) or "never"),
    )
    show_rows(rows, columns, form, empty="No token.")


@app.command("revoke")
def revoke(
    context: typer.Context,
    token: Annotated[int, typer.Argument(help="Its id, as `tokens list` shows it.")],
) -> None:
    """Take a token back: its addresses open nothing any more."""
    from crawler.storage import tokens

    session = session_of(context)
    with session.store(session.config()) as store, store.writing() as tx:
        if not tokens.revoke(tx, token):
            raise NotFound(f"no token has the id {token}; see: wirewatch tokens list")
    typer.echo(f"Token {token} opens nothing any more.")

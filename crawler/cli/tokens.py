"""`wirewatch tokens`: keys to the API, and to feeds of topics and searches for feed readers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, Session, session_of
from crawler.errors import NotFound, UsageError
from crawler.items import Scope

if TYPE_CHECKING:
    from crawler.config import Config

app = typer.Typer(
    name="tokens",
    no_args_is_help=True,
    help="Keys to the API, and to feeds of topics and searches: make, list, revoke.",
)


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.add_typer(app)


@app.command("add")
def add(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Option(autocompletion=topic_names, help="A feed of this topic.")
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar="NAME", help="A feed of this saved query, without its @.")
    ] = None,
    api: Annotated[
        str | None, typer.Option(metavar="WHOSE", help="A token of the API for this program.")
    ] = None,
    scope: Annotated[
        list[Scope] | None,
        typer.Option(help="What it allows there, besides nothing; may be given again.  [read]"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a token and show it, or the addresses of its feed: once, since only its hash is kept.

    The service answers there when [web] listen is set. Whoever has the address can read the feed.

    A token of the API may read, write (change topics, feeds, stories, alerts), or see the metrics:
    wirewatch tokens add --api "Data team" --scope read --scope write
    """
    from crawler.cli.showing import show_json
    from crawler.storage import tokens, topics
    from crawler.storage.tokens import TokenKind
    from crawler.wishes.choosing import topic_of

    if [topic, search, api].count(None) != 2:
        raise UsageError("name one: --topic NAME, --search NAME or --api WHOSE")
    if scope and api is None:
        raise UsageError("--scope goes with --api: a feed's token opens that feed alone")
    session = session_of(context)
    config = session.config()
    if api is not None:
        _add_api(session, config, api, scope or [Scope.READ], as_json=as_json)
        return
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


def _add_api(
    session: Session, config: Config, whose: str, scopes: list[Scope], *, as_json: bool
) -> None:
    from crawler.alerts.plain import one_line
    from crawler.cli.showing import show_json
    from crawler.storage import tokens

    name = one_line(whose)
    if not name:
        raise UsageError('--api: say whose it is, such as --api "Data team"')
    with session.store(config) as store, store.writing() as tx:
        made = tokens.add_api(tx, name, scopes, datetime.now(UTC))
    if as_json:
        show_json({"kind": "api", "subject": name, "scopes": sorted(set(scopes)), "token": made})
        return
    base = config.web.url if config.web.place or config.web.public_url else "http://127.0.0.1:8420"
    typer.echo(made)
    typer.echo(f"Try: curl -H 'Authorization: Bearer {made}' {base}/api/v1/status", err=True)


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
        Column(key="scopes", head="May", say=", ".join),
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

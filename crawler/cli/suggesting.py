"""`wirewatch topics suggest`: a plain form becomes a query."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsJson, Session, session_of
from crawler.errors import DatabaseOlder, UsageError

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.topics.query import Query

MOST = 200  # articles counted for each query
_PLACEHOLDER = '"another word"'  # of an example, which nobody asks the archive for


@dataclass(frozen=True, slots=True)
class Offer:
    """A query, what it does, and how many stored articles it finds, at most MOST."""

    query: str
    reason: str
    articles: int | None  # None: there is no archive yet


def suggest_query(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    phrase: Annotated[str, typer.Argument(help='Word or phrase that is wanted: "New Start"')],
    also: Annotated[
        list[str] | None,
        typer.Option(help="Must be mentioned too; given repeatedly, one of them is enough."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--not", help="Must not be mentioned; repeatedly.")
    ] = None,
    capitals: Annotated[
        bool, typer.Option("--capitals", help="Only in exactly these capitals.")
    ] = False,
    near: Annotated[
        bool, typer.Option("--near", help="What --also names must be within 30 words.")
    ] = False,
    save: Annotated[
        str | None, typer.Option(metavar="NAME", help="Watch for it from now on, by this name.")
    ] = None,
    channels: Annotated[
        list[str] | None,
        typer.Option("--channel", help="With --save: who tells of it; repeatedly."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Turn a plain wish into a query, for people who do not want to learn the language.

    Examples: wirewatch topics suggest "New Start";
    wirewatch topics suggest "New Start" --also treaty --also 'nuclear*' --near --not football;
    wirewatch topics suggest "New START" --capitals --save Treaty
    """
    from crawler.cli.showing import show_json
    from crawler.topics.suggest import compose

    if near and not also:
        raise UsageError("--near says how close --also must be; give both")
    if channels and save is None:
        raise UsageError("--channel goes with --save: a query that is not kept tells nobody")
    if not any(map(str.isalnum, phrase)):
        raise UsageError(
            "there is no word in what is wanted\nTry: wirewatch topics suggest 'New Start'"
        )
    query = compose(
        phrase, mentions=also or (), without=without or (), exact=capitals, near=near
    )  # fmt: skip
    is_plain = not (also or without or capitals)
    session = session_of(context)
    config = session.config()
    if save is not None:
        _save(session, config, save, query, channels or [], as_json=as_json)
        return
    offers = _offers(session, config, _wishes(phrase, query, is_plain=is_plain))
    if as_json:
        show_json(offers)
    else:
        _tell(offers)


def _wishes(phrase: str, query: Query, *, is_plain: bool) -> list[tuple[Query, str]]:
    """The query that was asked for, and for a phrase alone other ways to follow it."""
    from crawler.topics.parsing import parse
    from crawler.topics.suggest import suggest

    if not is_plain:
        return [(query, "what you asked for")]
    return [(parse(one.query), one.reason) for one in suggest(phrase)]


def _offers(session: Session, config: Config, wishes: Sequence[tuple[Query, str]]) -> list[Offer]:
    from crawler.storage import search

    now = datetime.now(UTC)
    try:
        with session.store(config) as store, store.reading() as tx:
            return [
                Offer(str(query), reason, None if _PLACEHOLDER in str(query) else n)
                for query, reason in wishes
                for n in [len(search.find(tx, query, now=now, limit=MOST))]
            ]
    except DatabaseOlder:
        return [Offer(str(query), reason, None) for query, reason in wishes]


def _tell(offers: Sequence[Offer]) -> None:
    from crawler.cli.showing import hint, say

    for one in offers:
        say(one.query, "bold")
        print(f"    {one.reason}{_found(one)}")
    query = shlex.quote(offers[0].query)
    hint(f"\nTry it:     wirewatch topics test {query}")
    hint(f"Follow it:  wirewatch topics add NAME {query}")


def _found(offer: Offer) -> str:
    from crawler.cli.wording import count

    if offer.articles is None:
        return ""
    least = " or more" if offer.articles == MOST else ""
    return f"; in the archive: {count(offer.articles, 'article')}{least}"


def _save(
    session: Session,
    config: Config,
    name: str,
    query: Query,
    channels: Sequence[str],
    *,
    as_json: bool,
) -> None:
    from crawler.cli.topics import kept, show_kept
    from crawler.wishes.topics import TopicWish

    wish = TopicWish(name=name, query=str(query), channels=channels)
    show_kept(kept(session, config, wish), as_json=as_json)

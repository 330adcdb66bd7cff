"""`wirewatch topics lint`: what is likely wrong with topics, with evidence from the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.codes import Code
from crawler.cli.completing import topic_names
from crawler.cli.session import AsJson, session_of

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.storage import Store, Tx
    from crawler.topics.lint import Remark
    from crawler.topics.query import Query


@dataclass(frozen=True, slots=True)
class Linted:
    """A topic and what is to be said of it."""

    topic: str
    query: str
    remarks: Sequence[Remark]


def lint_topics(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(autocompletion=topic_names, help="Only this topic.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is likely wrong with topics, with evidence from the archive.

    That is: parts that never matched, common phrases that mostly match alone, inflections and
    compounds that a word misses, wildcards that stand for too much. Each part of a query is looked
    up in the whole archive; words that it misses are sought in the newest thousand articles.
    Ends with 1 when there is something to say.
    """
    from crawler.backtest.evidence import TELLING
    from crawler.cli.showing import hint, show_json
    from crawler.storage.backtests import extent

    session = session_of(context)
    config = session.config()
    with session.store(config) as store:
        linted = _lint(store, config, name)
        with store.reading() as tx:
            articles = extent(tx).articles
    if as_json:
        show_json(linted)
    elif not linted:
        hint("There is no topic. See: wirewatch topics add")
    else:
        for one in linted:
            _tell(one)
        if articles < TELLING:
            hint(
                f"The archive has {articles:,} articles, too few to tell which parts never match; "
                f"from {TELLING:,} on that is told too."
            )
    if any(one.remarks for one in linted):
        raise typer.Exit(Code.PROBLEM)


def _lint(store: Store, config: Config, name: str | None) -> list[Linted]:
    from crawler.backtest.evidence import newest, remarks
    from crawler.cli.progress import bar

    now = datetime.now(UTC)
    with store.reading() as tx:
        chosen = _chosen(tx, config, name)
    recent = newest(store, now=now)
    linted = []
    with bar("topics") as step:
        for topic, text, query in chosen:
            linted.append(Linted(topic, text, remarks(store, query, recent, now=now)))
            step(len(linted), len(chosen))
    return linted


def _chosen(tx: Tx, config: Config, name: str | None) -> list[tuple[str, str, Query]]:
    """The topics that are followed, and those of topics.toml that will be: name, text, query."""
    from crawler.provision import topic_specs
    from crawler.storage import topics
    from crawler.topics.parsing import parse_whole
    from crawler.wishes.asking import active_topic, followed_query, unread_topics

    held = topics.listing(tx)
    unread = set(unread_topics(config, held))
    specs = [spec for spec in topic_specs(config) if spec.name in unread]
    if name is not None:
        specs = [spec for spec in specs if spec.name.casefold() == name.strip().casefold()]
    rows = [row for row in held if row.state == "active"]
    if name is not None:
        rows = [] if specs else [active_topic(tx, name, config)]
    followed = [(r.topic.name, r.topic.query, followed_query(tx, r, config)) for r in rows]
    known = {**topics.queries(tx), **config.saved}
    return followed + [(one.name, one.query, parse_whole(one.query, known)) for one in specs]


def _tell(linted: Linted) -> None:
    from crawler.cli.showing import say
    from crawler.cli.wording import one_line

    if not linted.remarks:
        say(f"{one_line(linted.topic)}: nothing to say", "bold")
        return
    say(f"{one_line(linted.topic)}", "bold")
    for one in linted.remarks:
        print(f"  {one_line(one.part)}  {one_line(one.message)}")
        if one.instead:
            print(f"      perhaps: {one_line(one.instead)}")

"""`wirewatch why`: why something was fetched or not, what was asked when, and when it is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsJson, session_of
from crawler.items import Access

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.reading.why import Robots
    from crawler.storage import Tx
    from crawler.storage.health import FeedHealth
    from crawler.storage.history import EntryRow
    from crawler.storage.hosts import HostRow
    from crawler.storage.looks import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that is known of an address, for scripts."""

    url: str
    what: str  # feed, article, host, unknown
    because: str
    feed: FeedHealth | None
    runs: Sequence[Run]
    entry: EntryRow | None
    host: HostRow | None
    robots: Robots | None


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("why")(why)


def why(
    context: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="A feed, an article, or a host: example.org")
    ],
    as_json: AsJson = False,
) -> None:
    """Say why something was fetched or was not: what was asked and when, what robots.txt says,
    and when it is asked next. Nothing is fetched to find out.
    """
    from crawler.cli.showing import say, show_json, show_record

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        answer = explain(tx, url.strip(), config, datetime.now(UTC))
    if as_json:
        show_json(answer)
        return
    say(answer.because, "bold")
    show_record(_pairs(answer, config.clock.timezone))
    _tell_runs(answer, config.clock.timezone)


def explain(tx: Tx, url: str, config: Config, now: datetime) -> Answer:
    """Look the address up; UsageError when it is none."""
    from crawler.reading.why import evidence

    found = evidence(tx, url, config, now)
    return Answer(
        url=found.url,
        what=found.what,
        because=_because(
            found.feed, found.entry, found.host, found.robots, name=found.name, now=now
        ),
        feed=found.feed,
        runs=found.runs,
        entry=found.entry,
        host=found.host,
        robots=found.robots,
    )


def _because(
    feed: FeedHealth | None,
    entry: EntryRow | None,
    host: HostRow | None,
    robots: Robots,
    *,
    name: str,
    now: datetime,
) -> str:
    """The answer in one sentence."""
    if feed is not None:
        return _of_feed(feed, robots, now)
    if entry is not None:
        return _of_article(entry, host, now)
    if robots.verdict == "forbidden":
        return f"Not fetched: {robots.note} forbids it."
    if host is not None:
        return f"No feed of ours has announced this address; {name} is asked for other things."
    return f"No feed is followed here and none has announced this; {name} was never asked."


def _of_feed(feed: FeedHealth, robots: Robots, now: datetime) -> str:
    from crawler.cli.wording import due

    if feed.state != "active":
        return f"A feed that is {feed.state}: it is not asked any more."
    if feed.health == "refused" or (robots.verdict == "forbidden" and feed.last_looked_at):
        return f"A feed that is not fetched: {feed.last_note}."
    if feed.last_looked_at is None:
        return "A feed that was not looked at yet; it is due."
    return f"A feed that is {feed.health}; next look {due(feed.next_look_at, now)}: {feed.plan}."


def _of_article(entry: EntryRow, host: HostRow | None, now: datetime) -> str:
    from crawler.cli.wording import ago, due

    if entry.state == "read" and entry.article_id is not None:
        held = f"Article {entry.article_id}, read {ago(entry.read_at, now)}"
        if entry.access == "full":
            return f"{held}."
        return f"{held}, not in full ({entry.access}{f': {entry.note}' if entry.note else ''})."
    if host is not None and host.quiet_until is not None and host.quiet_until > now:
        return f"Not read yet: its host wants to be left alone ({host.quiet_why})."
    if entry.tries:
        return (
            f"Not read yet: {entry.last_note or 'the page could not be had'} "
            f"(tried {entry.tries} times); next try {due(entry.next_try_at, now)}."
        )
    return "Announced and not read yet: it waits for its turn; one request a host at a time."


def _pairs(answer: Answer, zone: str) -> list[tuple[str, str]]:
    from crawler.cli.wording import ago, count, local, one_line, size
    from crawler.reading.why import DAYS, next_slot

    now = datetime.now(UTC)
    pairs: list[tuple[str, str]] = [("address", answer.url)]
    if feed := answer.feed:
        pairs += [
            ("feed", f"{feed.id} {one_line(feed.name)}"),
            ("last look", f"{ago(feed.last_looked_at, now)}: {feed.last_note or ''}"),
            ("failing since", local(feed.failing_since, zone)),
        ]
    if entry := answer.entry:
        pairs += [
            ("title", one_line(entry.title)),
            ("announced", f"{ago(entry.first_seen_at, now)} by {one_line(entry.feed)}"),
            ("last try", f"{ago(entry.last_try_at, now)}: {entry.last_note or ''}"
             if entry.last_try_at else ""),
            ("next look", f"{ago(entry.look_again_at, now)}, because {_sought(entry)}"
             if entry.look_again_at else ""),
        ]  # fmt: skip
    if robots := answer.robots:
        delay = f", Crawl-delay {robots.crawl_delay_s:g} s" if robots.crawl_delay_s else ""
        asked = f" (asked {ago(robots.asked_at, now)}: {robots.note}{delay})"
        pairs.append(("robots.txt", robots.verdict + (asked if robots.asked_at else "")))
    if host := answer.host:
        share = f", {host.unchanged / host.requests:.0%} unchanged" if host.requests else ""
        slot = next_slot(host)
        pairs += [
            ("host", f"{host.name}: {count(host.requests, 'request')} in {DAYS} days{share}, "
                     f"{host.throttled} too many (429, 503), {host.refused} not allowed, "
                     f"{host.failures} failed, {size(host.bytes)}"),
            ("last asked", f"{ago(host.last_at, now)}: {host.last_url}: {host.last_note}"),
            ("next slot", "now" if slot <= now else ago(slot, now)),
            ("left alone", f"until {local(host.quiet_until, zone)}: {host.quiet_why}"
             if host.quiet_until and host.quiet_until > now else ""),
        ]  # fmt: skip
    return pairs


def _tell_runs(answer: Answer, zone: str) -> None:
    from crawler.cli.feeds import show_runs

    if answer.runs:
        print()
        show_runs(answer.runs, zone)


def _sought(entry: EntryRow) -> str:
    is_read = entry.access != Access.ENTRY
    return "a topic matched its story" if is_read else "its page could not be had yet"

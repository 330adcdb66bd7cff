"""`wirewatch status`: is the service alive, are the feeds well, what came in today?"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, Session, session_of

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.storage.beats import Beat, Run
    from crawler.storage.census import Census
    from crawler.storage.processes import Process
    from crawler.storage.sites import SiteChange


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that is shown."""

    beat: Beat | None
    last_run: Run | None  # that ended cleanly
    census: Census
    place: str  # of the database
    size_bytes: int
    now: datetime
    zone: str  # of people
    troubles: int  # topics that are not followed as they were meant
    sites: Sequence[SiteChange]  # that read otherwise than they did, the latest first
    stalled: bool  # it lives, but its rounds no longer end
    processes: Sequence[Process]  # of a service on many machines


# The service gives a sign of life every 15 seconds; four missed ones are no accident.
ALIVE = timedelta(seconds=60)
SITES_SHOWN = 5


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("status")(status)


def status(
    context: typer.Context,
    alive: Annotated[
        bool,
        typer.Option(
            "--alive", help="End with 1 if no service lives, or its rounds no longer end."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show how the service, the feeds, the archive and the alerts are."""
    from crawler.cli.showing import show_json, show_record

    state = _look(session_of(context))
    if as_json:
        show_json(_document(state))
    else:
        show_record(_pairs(state))
    if alive and not (is_alive(state.beat, state.now) and not state.stalled):
        raise typer.Exit(Code.PROBLEM)


def is_alive(beat: Beat | None, now: datetime) -> bool:
    """Whether the last sign of life is fresh, and its process, if it is of this machine, there."""
    if beat is None or now - beat.beat_at >= ALIVE:
        return False
    return beat.host != socket.gethostname() or _is_process(beat.pid)


def _is_process(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _look(session: Session) -> State:
    from crawler.storage import beats, processes, sites, topics, troubles
    from crawler.storage.census import census
    from crawler.storage.space import size_bytes

    config = session.config()
    now, zone = datetime.now(UTC), config.clock.timezone
    with session.store(config) as store:
        with store.reading() as tx:
            beat, last_run = beats.last(tx), beats.last_run(tx)
            counted = census(tx, since=_midnight(now, zone), now=now)
            active = {topic.id for topic in topics.active(tx)}
            n_troubles = len(active & troubles.held(tx).keys())
            changed = sites.in_trouble(tx)
            known = processes.listing(tx)
        return State(
            beat=beat,
            last_run=last_run,
            census=counted,
            place=store.place,
            size_bytes=size_bytes(store),
            now=now,
            zone=zone,
            troubles=n_troubles,
            sites=changed,
            stalled=beat is not None and beat.is_stalled(now, _stalled_after(config)),
            processes=known,
        )


def _midnight(now: datetime, zone: str) -> datetime:
    from zoneinfo import ZoneInfo

    local = now.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _document(state: State) -> dict[str, Any]:
    from crawler.cli.showing import plain

    return {
        "service": {
            "alive": is_alive(state.beat, state.now),
            "stalled": state.stalled,
            "last": plain(state.beat),
            "last_run": plain(state.last_run),
        },
        "processes": [{**plain(one), "alive": one.lives(state.now)} for one in state.processes],
        "topics_in_trouble": state.troubles,
        "sites_in_trouble": plain(state.sites),
        "database": {"place": state.place, "size_bytes": state.size_bytes},
        **plain(state.census),
    }


def _pairs(state: State) -> list[tuple[str, str]]:
    from crawler.cli.wording import count, due, size

    counted, today = state.census, state.census.today
    followed = sum(number for health, number in counted.feeds.items() if health != "retired")
    owed = [
        f"{counted.alerts[s]:,} {s}" for s in ("waiting", "sent", "dead") if s in counted.alerts
    ]
    return [
        ("service", _life(state)),
        *_machines(state),
        ("feeds", _feeds(counted.feeds, followed)),
        ("next look", due(counted.next_look_at, state.now) if followed else ""),
        ("topics", _topics(counted.topics, state.troubles)),
        (
            "articles",
            f"{counted.articles:,} in {count(counted.stories, 'story', 'stories')}; "
            f"{count(counted.copies, 'copy', 'copies')}, {count(counted.revisions, 'revision')}",
        ),
        ("sites", _sites(state.sites)),
        ("to be read", count(counted.unread, "article") if counted.unread else ""),
        ("alerts", ", ".join(owed) or "none"),
        (
            "today",
            f"{count(today.articles, 'article')} ({count(today.copies, 'copy', 'copies')}), "
            f"{count(today.hits, 'hit')}, {count(today.alerts_sent, 'alert')} sent, "
            f"{count(today.looks, 'look')} at feeds ({today.failures:,} failed)",
        ),
        ("database", f"{state.place}, {size(state.size_bytes)}"),
    ]


def _machines(state: State) -> list[tuple[str, str]]:
    """A line for each scheduler and worker of a service on many machines."""
    from crawler.cli.wording import ago, local

    lines = []
    for one in state.processes:
        who = f"process {one.pid} on {one.host}, since {local(one.started_at, state.zone)}"
        said = one.doing if one.lives(state.now) else f"silent, {ago(one.beat_at, state.now)}"
        lines.append((one.role, f"{said} ({who})"))
    return lines


def _topics(followed: int, troubles: int) -> str:
    but = f", {troubles:,} not as meant; see: wirewatch topics list" if troubles else ""
    return f"{followed:,}{but}"


def _sites(changed: Sequence[SiteChange]) -> str:
    """Those whose pages were probably redesigned: ``2 read otherwise: a.example: …``."""
    if not changed:
        return ""
    named = "; ".join(f"{one.name} ({one.trouble})" for one in changed[:SITES_SHOWN])
    more = len(changed) - SITES_SHOWN
    return f"{len(changed):,} read otherwise than before: {named}" + (
        f" and {more:,} more" if more > 0 else ""
    )


def _feeds(by_health: dict[str, int], followed: int) -> str:
    """``60: 58 ok, 2 degraded; 3 retired``."""
    parts = [f"{n:,} {health}" for health, n in sorted(by_health.items()) if health != "retired"]
    left = f"; {by_health['retired']:,} retired" if by_health.get("retired") else ""
    return f"{followed:,}: {', '.join(parts)}{left}" if parts else f"none{left}"


def _stalled_after(config: Config) -> timedelta:
    return timedelta(minutes=config.heartbeat.stalled_min)


def _life(state: State) -> str:
    from crawler.cli.wording import ago, local

    beat = state.beat
    if beat is None:
        return f"is not running{_last_run(state)}"
    who = f"process {beat.pid} on {beat.host}, Wirewatch {beat.version}"
    if is_alive(beat, state.now):
        last = beat.round_at or beat.started_at
        since = f"since {local(beat.started_at, state.zone)}"
        if state.stalled:
            return f"stalled: {who}, {since}; its last round ended {ago(last, state.now)}"
        return f"alive: {who}, {since}"
    return f"not running; last sign of life {ago(beat.beat_at, state.now)} ({who})"


def _last_run(state: State) -> str:
    from crawler.cli.run import told
    from crawler.cli.wording import ago, span

    run = state.last_run
    if run is None:
        return ""
    length = span(run.ended_at - run.started_at)
    return f"; the last run ended {ago(run.ended_at, state.now)} after {length}: {told(run.counts)}"

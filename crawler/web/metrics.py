"""/metrics, for Prometheus: out of the database, in a dozen statements, once in five seconds."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response

import crawler
from crawler.storage import Store, Tx, alerts, beats, gauges, meters, troubles
from crawler.storage.space import size_bytes
from crawler.web.access.reader import Metering
from crawler.web.exposition import MEDIA_TYPE, Family, counter, gauge, histogram, text_of
from crawler.web.health import SILENT
from crawler.web.state import Known, State

router = APIRouter()
KEPT = timedelta(seconds=5)
# Seconds: from a minute, which alerts wait for copies of their story, to a day.
BOUNDS = (30, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400)


class Memory:
    """The last document, for several who ask at about the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._text = ""
        self._at: datetime | None = None

    def text(self, state: State) -> str:
        """Not older than KEPT."""
        with self._lock:
            now = state.now()
            if self._at is None or not timedelta() <= now - self._at < KEPT:
                self._text = text_of(families(state, now))
                self._at = now
            return self._text


@router.get("/metrics", response_class=Response)
def metrics(request: Request, state: Known, _reader: Metering) -> Response:
    """How the service does, in numbers."""
    memory: Memory = request.app.state.metrics
    return Response(memory.text(state), media_type=MEDIA_TYPE)


def families(state: State, now: datetime) -> list[Family]:
    """All that is measured."""
    with state.store.reading() as tx:
        found = [
            gauge(
                "wirewatch_build_info", "The version that answers.",
                {crawler.__version__: 1}, "version",
            ),
            *_of_service(tx, state, now),
            *_of_feeds(tx, now),
            *_of_archive(tx, now),
            *_of_alerts(tx, now),
        ]  # fmt: skip
    size = size_bytes(state.store)
    found.append(gauge("wirewatch_database_bytes", "What the database takes on its disk.", size))
    if (free := _free_bytes(state.store)) is not None:
        found.append(gauge("wirewatch_disk_free_bytes", "What is free beside it.", free))
    listeners = state.live.listeners
    found.append(gauge("wirewatch_event_listeners", "Who listens to new matches.", listeners))
    return found


def _free_bytes(store: Store) -> int | None:
    """Of the disk that holds the file; None of a server's, and where the disk is away."""
    with suppress(OSError):
        return shutil.disk_usage(store.file.parent).free if store.file else None
    return None


def _of_service(tx: Tx, state: State, now: datetime) -> Iterator[Family]:
    last = beats.last(tx)
    stalled = timedelta(minutes=state.config.heartbeat.stalled_min)
    lives = last is not None and now - last.beat_at < SILENT
    yield gauge("wirewatch_service_alive", "1: it gave a sign of life lately.", int(lives))
    works = last is not None and lives and not last.is_stalled(now, stalled)
    yield gauge("wirewatch_service_working", "1: it lives and ends its rounds.", int(works))
    if last is not None:
        age = (now - (last.round_at or last.started_at)).total_seconds()
        name, said = "wirewatch_round_age_seconds", "Since the last round ended."
        yield gauge(name, said, max(age, 0.0))
    name, said = "wirewatch_topics_in_trouble", "Topics that are not followed as they were meant."
    yield gauge(name, said, len(troubles.held(tx)))


def _of_feeds(tx: Tx, now: datetime) -> Iterator[Family]:
    by_health: dict[str, float] = {}
    for (status, condition), number in meters.feeds(tx).items():
        health = condition if status == "active" else status
        by_health[health] = by_health.get(health, 0) + number
    yield gauge("wirewatch_feeds", "Feeds by how they are.", by_health, "health")
    looks, asked = meters.looks(tx, now), meters.requests(tx, now)
    outcomes = {
        "new": looks["looks"] - looks["unchanged"] - looks["failures"],
        "unchanged": looks["unchanged"],
        "failed": looks["failures"],
    }
    name, said = "wirewatch_feed_looks_total", "Looks at feeds today (UTC) by outcome."
    yield counter(name, said, outcomes, "outcome")
    name, said = "wirewatch_feed_entries_total", "Entries that feeds announced today (UTC)."
    yield counter(name, said, looks["entries"])
    name, said = "wirewatch_requests_total", "Requests to servers today (UTC)."
    yield counter(name, said, asked["requests"])
    results = {"not_modified": asked["unchanged"], "throttled": asked["throttled"],
               "refused": asked["refused"], "failed": asked["failures"]}  # fmt: skip
    name = "wirewatch_request_results_total"
    said = "Of these: 304, 429 and 503, not allowed (and not asked), failed."
    yield counter(name, said, results, "result")
    name, said = "wirewatch_received_bytes_total", "Received from servers today (UTC)."
    yield counter(name, said, asked["bytes"])


def _of_archive(tx: Tx, now: datetime) -> Iterator[Family]:
    counted = gauges.totals(tx, now)
    yield gauge("wirewatch_articles", "Articles that are kept.", counted.articles)
    yield gauge("wirewatch_copies", "Of these, copies of others.", counted.copies)
    yield gauge("wirewatch_stories", "Stories that are kept.", counted.stories)
    yield gauge("wirewatch_revisions", "Earlier texts that are kept.", counted.revisions)
    yield gauge("wirewatch_topics", "Topics that are watched for.", counted.topics)
    yield gauge("wirewatch_hits", "Matches that are kept.", meters.hits(tx))
    waiting = {"feeds": counted.due_feeds, "articles": counted.unread}
    waiting["alerts"] = counted.waiting_alerts
    name, said = (
        "wirewatch_queue_length",
        "Feeds that are due, articles to be read, alerts to be sent.",
    )
    yield gauge(name, said, waiting, "queue")


def _of_alerts(tx: Tx, now: datetime) -> Iterator[Family]:
    yield gauge("wirewatch_alerts", "Alerts by state.", alerts.counts(tx), "state")
    struggling = alerts.struggling(tx)
    name, said = "wirewatch_channel_struggling", "Alerts that a channel refused several times."
    yield gauge(name, said, struggling, "channel")
    ways = meters.ways(tx, now)
    name = "wirewatch_publication_to_alert_seconds"
    said = "From publication to the message, of today's (UTC) alerts."
    known = [one.from_publication for one in ways if one.from_publication is not None]
    yield histogram(name, said, known, BOUNDS)
    name = "wirewatch_match_to_alert_seconds"
    said = "From the match to the message, of today's (UTC) alerts."
    yield histogram(name, said, [one.from_match for one in ways], BOUNDS)

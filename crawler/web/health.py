"""/health: whether the service lives, for a supervisor; and how what it depends on is."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from fastapi import APIRouter, Response, status

from crawler.errors import StorageError
from crawler.storage import Store, Tx, alerts, beats
from crawler.storage.beats import Beat
from crawler.web.state import LOOKS, Known, State

router = APIRouter()
# The service writes down that it lives every quarter of a minute.
SILENT = timedelta(minutes=2)
# Less, and a night may fill it.
DISK_LEAST = 512 * 1024 * 1024


@router.api_route("/health", methods=LOOKS)
def health(state: Known, response: Response) -> dict[str, str]:
    """200 when the database answers, and the service lives and finishes its rounds.

    The others are told beside it, and fail nobody: a channel that is away is no reason to start
    the service anew.
    """
    try:
        with state.store.reading() as tx:
            last, channels = beats.last(tx), _channels(tx)
    except StorageError:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        unknown = {"service": "unknown", "channels": "unknown", "disk": _disk(state.store)}
        return {"status": "failing", "database": "no answer", **unknown}
    service = _service(last, state, state.now())
    if service != "ok":
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return {
        "status": "ok" if service == "ok" else "failing",
        "database": "ok",
        "service": service,
        "disk": _disk(state.store),
        "channels": channels,
    }


def _service(last: Beat | None, state: State, now: datetime) -> str:
    if last is None or now - last.beat_at >= SILENT:
        return "silent"
    stalled = timedelta(minutes=state.config.heartbeat.stalled_min)
    return "stalled" if last.is_stalled(now, stalled) else "ok"


def _disk(store: Store) -> str:
    """That of a file; PostgreSQL minds its own."""
    if store.file is None:
        return "of the server"
    try:
        free = shutil.disk_usage(store.file.parent).free
    except OSError:
        return "no answer"
    return "ok" if free >= DISK_LEAST else f"low: {free // 1024 // 1024} MiB are free"


def _channels(tx: Tx) -> str:
    """Without their names: whoever asks here is not asked who they are."""
    found = alerts.struggling(tx)
    return f"{len(found)} take nothing at present" if found else "ok"

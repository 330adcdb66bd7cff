"""/health: whether the service lives, for a supervisor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response, status

from crawler.errors import StorageError
from crawler.storage import beats
from crawler.web.state import LOOKS, Known

router = APIRouter()
# The service writes down that it lives every quarter of a minute.
SILENT = timedelta(minutes=2)


@router.api_route("/health", methods=LOOKS)
def health(state: Known, response: Response) -> dict[str, Any]:
    """200 when the database answers, and the service lives and finishes its rounds."""
    try:
        with state.store.reading() as tx:
            last = beats.last(tx)
    except StorageError:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return {"status": "failing", "database": "no answer", "service": "unknown"}
    now, stalled = state.now(), timedelta(minutes=state.config.heartbeat.stalled_min)
    lives = last is not None and now - last.beat_at < SILENT
    works = last is not None and lives and not last.is_stalled(now, stalled)
    if not works:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return {
        "status": "ok" if works else "failing",
        "database": "ok",
        "service": "ok" if works else "stalled" if lives else "silent",
    }

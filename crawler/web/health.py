"""/health: whether the service lives, for a supervisor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response, status

from crawler.errors import StorageError
from crawler.storage import beats
from crawler.web.state import Known

router = APIRouter()
# The service writes down that it lives every quarter of a minute.
SILENT = timedelta(minutes=2)


@router.get("/health")
def health(state: Known, response: Response) -> dict[str, Any]:
    """200 when the database answers and the service has written down lately that it lives."""
    try:
        with state.store.reading() as tx:
            last = beats.last(tx)
    except StorageError:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return {"status": "failing", "database": "no answer", "service": "unknown"}
    lives = last is not None and state.now() - last.beat_at < SILENT
    if not lives:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return {
        "status": "ok" if lives else "failing",
        "database": "ok",
        "service": "ok" if lives else "silent",
    }

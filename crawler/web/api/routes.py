"""All resources in one application, and their description."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from crawler.errors import DeliveryError
from crawler.web.access.reader import Reading
from crawler.web.api import (
    alerts,
    articles,
    channels,
    drafts,
    events,
    feeds,
    mutes,
    searches,
    seeking,
    status,
    stories,
    topics,
)
from crawler.web.api.description import description_of
from crawler.web.api.frame import PREFIX
from crawler.web.problems import problem

# /topics/test, /feeds/looks and the like before /topics/{topic_id}.
ROUTERS = (
    status.looks,
    articles.looks,
    stories.looks,
    stories.changes,
    drafts.looks,
    topics.looks,
    topics.changes,
    searches.looks,
    searches.changes,
    seeking.looks,
    seeking.changes,
    feeds.looks_at,
    feeds.changes,
    alerts.looks,
    alerts.changes,
    channels.looks,
    channels.changes,
    mutes.looks,
    mutes.changes,
    events.looks,
)


def install(app: FastAPI) -> None:
    """Have *app* answer below PREFIX."""
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(DeliveryError, _not_delivered)

    app.add_api_route(f"{PREFIX}/openapi.json", _openapi, include_in_schema=False)


@cache
def _description() -> dict[str, Any]:
    return description_of(ROUTERS)


def _openapi(_reader: Reading) -> Response:
    return JSONResponse(_description())


def _not_delivered(_request: Request, error: Exception) -> Response:
    return problem(502, "not-delivered", str(error))

"""The parts put together into one application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

import crawler
from crawler.config import Config
from crawler.storage import Store
from crawler.web import feeds, health, hubs, muting
from crawler.web.headers import Headers
from crawler.web.state import State


def application(store: Store, config: Config, now: Callable[[], datetime]) -> FastAPI:
    """Everything that is answered by HTTP."""
    # No pages of documentation: they would fetch scripts from elsewhere.
    app = FastAPI(title="Wirewatch", version=crawler.__version__, docs_url=None, redoc_url=None)
    app.state.wirewatch = State(store=store, config=config, now=now)
    app.add_middleware(Headers)
    for part in (feeds, muting, hubs, health):
        app.include_router(part.router)
    return app

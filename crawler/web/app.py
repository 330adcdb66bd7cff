"""The parts put together into one application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from crawler.config import Config
from crawler.storage import Store
from crawler.web import assets, feeds, health, hubs, muting
from crawler.web.bounds import Bounds
from crawler.web.headers import Headers
from crawler.web.pages import failing, preferences
from crawler.web.pages import now as now_page
from crawler.web.state import State


def application(store: Store, config: Config, now: Callable[[], datetime]) -> FastAPI:
    """Everything that is answered by HTTP."""
    # No pages of documentation, which would fetch scripts from elsewhere, and no redirect to an
    # address without its last slash, which would take the sender's word for our name.
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    app.state.wirewatch = State(store=store, config=config, now=now)
    app.add_middleware(Bounds)
    app.add_middleware(Headers)
    failing.register(app)
    for part in (feeds, muting, hubs, health, assets):
        app.include_router(part.router)
    for page in (now_page, preferences):
        app.include_router(page.router)
    return app

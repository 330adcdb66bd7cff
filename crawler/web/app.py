"""The parts put together into one application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from crawler.config import Config
from crawler.storage import Store
from crawler.web import assets, feeds, health, hubs, metrics, muting
from crawler.web.access import login, refusals
from crawler.web.access.gate import Gate
from crawler.web.access.opening import prepare, refuse_an_open_door
from crawler.web.access.sessions import Cookies
from crawler.web.api import routes
from crawler.web.bounds import Bounds
from crawler.web.errands import Errands
from crawler.web.headers import Headers
from crawler.web.live import Live
from crawler.web.memory import Memory
from crawler.web.pages import (
    adding,
    alerts,
    article,
    channels,
    failing,
    hosts,
    preferences,
    search,
    service,
    story,
    topics,
)
from crawler.web.pages import feeds as feeds_page
from crawler.web.pages import now as now_page
from crawler.web.serving import WebServer
from crawler.web.state import State


def server_of(
    store: Store, config: Config, now: Callable[[], datetime], place: tuple[str, int]
) -> WebServer:
    """What answers at *place*. Raises UsageError where that would let in everybody."""
    refuse_an_open_door(store, config, place)
    return WebServer(application(store, config, now), place, proxies=config.web.proxies)


def application(store: Store, config: Config, now: Callable[[], datetime]) -> FastAPI:
    """Everything that is answered by HTTP.

    Raises UsageError where the settings name a password and there is none.
    """
    # No pages of documentation, which would fetch scripts from elsewhere, and no redirect to an
    # address without its last slash, which would take the sender's word for our name.
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    app.state.wirewatch = State(
        store=store,
        config=config,
        now=now,
        secret=prepare(store, config),
        errands=Errands(now),
        memory=Memory(),
        live=Live(store),
    )
    app.state.metrics = metrics.Memory()
    # The last one is the outermost.
    app.add_middleware(Bounds)
    app.add_middleware(Cookies)
    app.add_middleware(Gate, web=config.web)
    app.add_middleware(Headers)
    failing.register(app)
    refusals.install(app)
    for part in (feeds, muting, hubs, health, metrics, login, assets):
        app.include_router(part.router)
    reading = (now_page, topics, search, story, article)
    desk = (adding, hosts, feeds_page, alerts, channels, service)
    for page in (*reading, *desk, preferences):
        app.include_router(page.router)
    routes.install(app)
    return app

"""The API, asked by schemathesis for what its description allows and forbids."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from crawler.config import Config
from crawler.storage import Store, schema
from crawler.web.app import application
from crawler.web.serving import WebServer
from tests.web.api.conftest import filled
from tests.web.api.test_conforming import asked_all

# A round asks each of some fifty operations in two ways, so often.
EXAMPLES = 8
LOOPBACK = ("127.0.0.1", 0)


class Api:
    """Asked as the other targets are, and as long."""

    name = "api"

    def run(self, _examples: int, *, seed: int, brief: bool = False) -> int:
        """Ask each operation; gives how many requests that were, raises what one of them caused."""
        return asked_all(_address(), EXAMPLES, dice=seed)


@cache
def _address() -> str:
    """Of one server until the end."""
    place = Path(tempfile.mkdtemp(prefix="ww-fuzz-"))
    store = Store.connect(f"sqlite:///{place / 'wirewatch.db'}", durable=False)
    schema.upgrade(store)
    newsroom = filled(store)
    return f"http://{WebServer(application(store, Config(), newsroom.clock), LOOPBACK).start()}"

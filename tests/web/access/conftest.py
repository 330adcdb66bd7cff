"""A house with a room for readers and one for writers, to see who gets in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crawler.config import Config, Web
from crawler.storage import Store, passwords
from crawler.web.access import passwords as hashing
from crawler.web.access.reader import Metering, Posting, Reading, Writing
from crawler.web.app import application
from tests.alerts.newsroom import Clock

PASSWORD = "three words make one"


@dataclass
class House:
    """The application on one store; each visitor is a browser or program of its own."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    web: Web = field(default_factory=lambda: Web(listen="127.0.0.1:8420"))
    doors: ExitStack = field(default_factory=ExitStack)

    def visitor(self, address: str = "192.0.2.1", **headers: str) -> TestClient:
        """Of an application made anew, as after a restart of the program."""
        app = application(self.store, self.config(), self.clock)
        furnish(app)
        base = self.web.public_url or "http://127.0.0.1:8420"
        made = TestClient(
            app, base_url=base, client=(address, 5000), headers=headers, follow_redirects=False
        )
        return self.doors.enter_context(made)

    def config(self) -> Config:
        return Config(web=self.web)

    def lock(self, password: str = PASSWORD) -> None:
        with self.store.writing() as tx:
            passwords.keep(tx, hashing.hashed(password))


def furnish(app: FastAPI) -> None:
    @app.get("/inside")
    def look(reader: Reading) -> str:
        return reader.csrf

    @app.post("/inside")
    def change(reader: Posting) -> str:
        return "changed"

    @app.get("/api/v1/inside")
    def read(reader: Reading) -> str:
        return "read"

    @app.post("/api/v1/inside")
    def write(reader: Writing) -> str:
        return "written"

    @app.get("/metrics/inside")
    def count(reader: Metering) -> str:
        return "counted"


@pytest.fixture
def house(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(hashing, "COST", 16)  # the real one takes a fifth of a second
    made = House(store)
    with made.doors:
        yield made


def form_of(page: str) -> str:
    """The token in a form."""
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def log_in(client: TestClient, password: str = PASSWORD, **more: str) -> int:
    """The status that trying this password gives."""
    form = {"password": password, "csrf": form_of(client.get("/login").text), **more}
    return client.post("/login", data=form).status_code

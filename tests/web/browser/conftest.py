"""A real Chromium before a real server on loopback, one of each for all tests of this folder.

Playwright's loop counts as running for as long as a browser is open, and tests of others that run
in this process need one of their own. So everything that asks the browser runs in one thread.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from crawler.config import load
from crawler.storage import Store, schema
from crawler.web.app import application
from crawler.web.serving import WebServer
from tests.web.browser.archive import Archive, filled

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Whatever a page or the browser itself asks for elsewhere is not even looked up.
ARGUMENTS = [
    "--no-sandbox",  # in containers, and of root
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
]
SETTINGS = """
[web]
listen = "127.0.0.1:8420"
[database]
url = "sqlite:///wirewatch.db"
[network]
allow_private = ["127.0.0.1"]
[politeness]
spacing_s = 0.1
"""
THREAD = ThreadPoolExecutor(1, "browser")
Open = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that ask the browser where it is."""
    if "browser" not in pyfuncitem.fixturenames:
        return None
    wanted = pyfuncitem._fixtureinfo.argnames
    values = {name: pyfuncitem.funcargs[name] for name in wanted}
    THREAD.submit(pyfuncitem.obj, **values).result()
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process has the browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this system."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(
            "NO BROWSER: the pages were not looked at. Install Chromium "
            "(Debian, Ubuntu: apt install chromium)"
        )
    driver = THREAD.submit(sync_playwright().start).result()
    made = THREAD.submit(driver.chromium.launch, executable_path=program, args=ARGUMENTS).result()
    yield made
    THREAD.submit(made.close).result()
    THREAD.submit(driver.stop).result()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """What there is to look at."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "wirewatch.toml").write_text(SETTINGS)
    for name in ("feeds.toml", "topics.toml"):
        (folder / name).touch()
    config = load(folder, {})
    store = Store.connect(config.database.url)
    schema.upgrade(store)
    made = filled(store, config)
    yield made
    made.newsroom.close()
    store.close()


@pytest.fixture(scope="session")
def site(archive: Archive) -> Iterator[str]:
    """Where the pages are."""
    app = application(archive.newsroom.store, archive.config, lambda: datetime.now(UTC))
    server = WebServer(app, ("127.0.0.1", 0))
    host, port = server.start()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a page in a window of its own; asserts afterwards that nothing went wrong in it."""
    windows: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(path: str = "/", *, status: int = 200, clock: bool = False, **context: Any) -> Page:
        # Colours that are on their way from light to dark have no contrast to measure.
        window = browser.new_context(**{"locale": "en", "reduced_motion": "reduce", **context})
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: note(page, said.type, said.text))
        page.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
        page.on("request", lambda asked: watch(page, asked.url))
        if clock:  # that the test can put forward
            page.clock.install()
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == status, path
        return page

    def note(page: Page, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            wrong.append(f"{page.url}: {text}")

    def watch(page: Page, url: str) -> None:
        if not url.startswith(site):
            wrong.append(f"{page.url} asks for {url}")

    yield opened
    for window in windows:
        THREAD.submit(window.close).result()
    assert not wrong, "\n".join(wrong)


AXE = (Path(__file__).parent / "axe.min.js").read_text("utf-8")


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing serious or critical."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    grave = [
        f"{one['id']}: {one['help']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert not grave, f"{page.url}\n" + "\n".join(grave)

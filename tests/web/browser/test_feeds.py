"""Feeds in a browser: one is found behind a home page and followed, by keyboard alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from crawler.storage import health
from tests.web.browser.archive import NASTY, Archive
from tests.web.browser.conftest import Open, assert_accessible

HOME = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
RSS = f"""<rss version="2.0"><channel><title>Harbour News</title><language>en</language>
<item><title><![CDATA[{NASTY}]]></title><link>/one</link></item></channel></rss>"""
PAGES = {"/": HOME, "/rss": RSS}


class Site(BaseHTTPRequestHandler):
    """A home page and its feed."""

    def do_GET(self) -> None:
        text = PAGES.get(self.path)
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Type", "text/xml" if self.path == "/rss" else "text/html")
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Not to the terminal."""


@pytest.fixture
def outlet() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_feed_is_found_and_followed_by_keyboard_alone(
    open_page: Open, archive: Archive, outlet: str
) -> None:
    page = open_page("/feeds/add")
    page.get_by_label("Address").focus()
    page.keyboard.type(outlet)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What would come")).to_be_visible(timeout=60_000)
    assert_accessible(page)
    assert page.evaluate("window.ran") is None
    page.get_by_label("Name").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("The Harbour")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("Added. The service looks at it at once.")
    with archive.newsroom.store.reading() as tx:
        [feed] = [one for one in health.listing(tx) if one.name == "The Harbour"]
    assert feed.url == f"{outlet}/rss"

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("status")).to_contain_text("Paused.")
    page.get_by_text("Remove …").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("status").first).to_have_text("The Harbour is not followed any more.")


def test_what_leads_into_private_networks_is_not_asked(open_page: Open) -> None:
    page = open_page("/feeds/add", java_script_enabled=False)
    page.get_by_label("Address").fill("http://10.11.12.13/feed")
    page.get_by_role("button", name="Look there").click()

    expect(page.get_by_text("10.11.12.13 is not a public address")).to_be_visible(timeout=60_000)

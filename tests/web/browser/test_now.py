"""The first page in a browser: it renews itself, and works by keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.web.browser.archive import Archive
from tests.web.browser.conftest import Open


def read_all(page: Page) -> None:
    """So that what comes then is all that is unread."""
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("status")).to_have_text("Nothing new since your last visit")
    page.wait_for_load_state()  # its text is there before its script has started its clocks


def publish(archive: Archive, title: str, outlet: str) -> None:
    archive.newsroom.clock.now = datetime.now(UTC)
    archive.newsroom.publish(title=title, outlet=outlet)


def test_news_come_by_themselves(open_page: Open, archive: Archive) -> None:
    page = open_page("/")
    read_all(page)
    expect(page.get_by_text("live", exact=True)).to_be_visible()

    publish(archive, "A river, just now", "The Mail")

    expect(page.get_by_role("status")).to_have_text("1 new story since your last visit")
    expect(page.locator("#stream h3").first).to_have_text("A river, just now")
    assert page.title().startswith("(1) ")


def test_a_page_that_is_told_nothing_asks(open_page: Open, archive: Archive) -> None:
    page = open_page("/", clock=True)
    page.route("**/api/v1/events*", lambda route: route.fulfill(status=404))
    read_all(page)
    publish(archive, "A river, and nobody said so", "The Herald")

    page.clock.fast_forward(21_000)

    expect(page.locator("#stream h3").first).to_have_text("A river, and nobody said so")
    expect(page.get_by_text("live", exact=True)).to_be_hidden()


def test_everything_can_be_reached_by_keyboard(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    focused = page.locator(":focus")
    assert focused.evaluate("e => e.closest('main') !== null")
    assert focused.evaluate("e => getComputedStyle(e).outlineStyle") != "none"


def test_it_works_without_javascript(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="Deutsch").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Aktuell")
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(21, 24, 28)"
    )

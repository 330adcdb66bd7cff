"""What every page owes its readers, looked at in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.web.browser.conftest import Open, assert_accessible

PAGES = (
    "/",
    "/?topic=1",
    "/feeds",
    "/feeds/5",
    "/feeds/add",
    "/feeds/hosts/evil.example",
    "/feeds/why?url=https://evil.example/1?q=%2522%253E%253Cscript%253E",
    "/alerts",
    "/alerts/1",
    "/alerts/channels",
    "/alerts/mutes",
    "/service",
    "/nowhere",
)
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_grave_in_light_dark_or_on_a_telephone(
    path: str, open_page: Open
) -> None:
    page = open_page(path, status=404 if path == "/nowhere" else 200)
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert_accessible(page)
    assert not is_wider_than_the_screen(page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_that_was_planted_runs(path: str, open_page: Open) -> None:
    page = open_page(path, status=404 if path == "/nowhere" else 200)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.ran") is None
    assert (
        page.evaluate(
            "[...document.links].filter(a => !/^https?:/.test(a.protocol)).map(a => a.outerHTML)"
        )
        == []
    )
    assert page.locator("img, iframe, object, embed, svg[onload], [onload], [onerror]").count() == 0
    assert "49" not in page.locator("h1").inner_text()


def is_wider_than_the_screen(page: Page) -> bool:
    """Whether somebody would have to scroll sideways."""
    found: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return found

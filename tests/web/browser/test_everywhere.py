"""What every page owes its readers, looked at in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.web.browser.archive import Archive
from tests.web.browser.conftest import Open, assert_accessible

PAGES = (
    "/",
    "/?topic={nasty}",
    "/articles/{river}",
    "/articles/{river}?revision=1",
    "/articles/{river}/changes",
    "/articles/{planted}",
    "/stories/{river_story}",
    "/stories/{planted_story}",
    "/topics",
    "/topics/{floods}",
    "/topics/{nasty}?done=saved",
    "/topics/new?phrase=New+Start",
    "/topics/new?query=river+OR+planted",
    "/search",
    "/search?q=river+OR+planted",
    "/search/facets?q=planted",
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
)
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.mark.parametrize("pattern", PAGES)
def test_axe_finds_nothing_grave_in_light_dark_or_on_a_telephone(
    pattern: str, open_page: Open, archive: Archive
) -> None:
    page = open_page(archive.path(pattern))
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    assert not is_wider_than_the_screen(page)


def test_a_page_that_says_that_there_is_none_is_accessible_too(open_page: Open) -> None:
    assert_accessible(open_page("/nowhere", status=404))


@pytest.mark.parametrize("pattern", PAGES)
def test_nothing_that_was_planted_runs(pattern: str, open_page: Open, archive: Archive) -> None:
    page = open_page(archive.path(pattern))
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.ran") is None
    links = "[...document.links].filter(a => !/^https?:/.test(a.protocol)).map(a => a.outerHTML)"
    assert page.evaluate(links) == []
    foreign = "img, iframe, object, embed, form[action^=http], [onload], [onerror], [style]"
    assert page.locator(foreign).count() == 0


def is_wider_than_the_screen(page: Page) -> bool:
    """Whether somebody would have to scroll sideways."""
    found: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return found

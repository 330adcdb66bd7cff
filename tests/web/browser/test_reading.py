"""Reading in a browser: from the stream to a story, an article, what changed in it; searching."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from crawler.web.shown import search as shown
from tests.web.browser.archive import Archive
from tests.web.browser.conftest import Open, assert_accessible
from tests.web.conftest import in_a_hurry


def test_from_what_arrived_to_what_changed(open_page: Open) -> None:
    page = open_page("/", color_scheme="dark")
    page.get_by_role("link", name="River rises by two metres").click()
    expect(page.get_by_role("heading", name="Time line")).to_be_visible()
    expect(page.get_by_text("copied from The Paper")).to_be_visible()
    page.get_by_role("link", name="changed once").click()

    expect(page.locator("ins", has_text="three")).to_be_visible()
    expect(page.locator("del", has_text="two")).to_be_visible()
    page.get_by_role("link", name="The article", exact=True).click()
    expect(page.locator(".text mark").first).to_have_text("river")
    outside = page.get_by_role("link", name="Read it at The Paper")
    assert outside.get_attribute("href") == "https://the-paper.example/river"
    assert "noopener" in (outside.get_attribute("rel") or "")


def test_an_image_is_an_address_and_is_not_asked_for(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.path("/articles/{river}"))

    expect(page.get_by_text("https://the-paper.example/river.jpg")).to_be_visible()
    assert page.locator("img").count() == 0


def test_searching_counting_narrowing_and_keeping(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("searchbox", name="Search the archive").fill("river OR budget")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    facets = page.locator("#facets")
    expect(facets).to_contain_text(re.compile(r"Matches: \d+", re.IGNORECASE))
    facets.get_by_role("link", name="Le Matin").click()
    expect(page.locator(".items > li")).to_have_count(1)
    expect(page.locator(".items h3")).to_have_text("Le budget est voté")

    page.get_by_label("Keep this search as").fill("budget_fr")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_have_text("Kept as @budget_fr.")
    expect(page.locator(".items > li")).to_have_count(1)
    page.get_by_role("button", name="Forget budget_fr").click()
    expect(page.get_by_role("link", name="@budget_fr")).to_have_count(0)


def test_a_search_looks_further_back_when_somebody_asks(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch, looks=8)
    page = open_page("/search?q=/r.v.r/")
    expect(page.get_by_role("status")).to_contain_text("found at a glance, back to")
    few = page.locator(".items > li").count()
    assert 0 < few < 20
    further = page.get_by_role("link", name="Look further back")
    further.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".items > li")).to_have_count(20)
    expect(page.get_by_text("glance")).to_have_count(0)
    expect(page.locator("#facets")).to_contain_text(re.compile(r"Matches: \d+", re.IGNORECASE))


def test_a_glance_that_found_nothing_looks_further_by_itself(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "GLANCE_S", 1e-9)
    page = open_page("/search?q=river")

    expect(page.locator(".items > li")).to_have_count(20)
    expect(page.get_by_text("glance")).to_have_count(0)
    assert_accessible(page)


def test_what_was_found_is_downloaded(open_page: Open) -> None:
    page = open_page("/search?q=planted")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="XLSX").click()

    assert re.fullmatch(r"wirewatch-[\d-]+\.xlsx", waiting.value.suggested_filename)
    assert waiting.value.path().read_bytes()[:2] == b"PK"


def test_a_wall_shows_the_news_in_two_columns(open_page: Open) -> None:
    page = open_page("/", viewport={"width": 2560, "height": 1440})

    assert (
        page.locator(".wide .items").first.evaluate("e => getComputedStyle(e).columnCount") == "2"
    )


def test_paper_has_no_buttons(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.path("/articles/{river}"))
    page.emulate_media(media="print", color_scheme="dark")

    assert page.get_by_role("button").count() == 0
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"

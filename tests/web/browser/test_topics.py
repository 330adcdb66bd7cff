"""Topics in a browser: a draft is tried while it is written, saved, or refused with a caret."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from crawler.backtest.glance import Length
from crawler.storage import topics
from crawler.web.shown import trial
from tests.web.browser.archive import Archive
from tests.web.browser.conftest import Open, assert_accessible


def test_a_draft_shows_its_gains_and_losses_while_it_is_written(
    open_page: Open, archive: Archive
) -> None:
    page = open_page(archive.path("/topics/{budget}"), locale="de")
    box = page.get_by_label("Anfrage", exact=True)
    box.fill("parliament OR budget OR bridge")

    expect(page.locator("#trial")).to_contain_text("gewinnt")
    expect(page.locator(".gains li")).not_to_have_count(0)
    box.fill("parliament AND (")
    expect(page.get_by_role("alert")).to_contain_text("^")
    assert_accessible(page)

    box.fill("parliament OR budget OR sandbags")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Anfrage sichern").click()

    expect(page.get_by_role("status")).to_have_text("Gesichert. Von nun an gilt die neue Anfrage.")
    with archive.newsroom.store.reading() as tx:
        saved = topics.by_id(tx, archive.ids["budget"]).topic.query
    assert saved == "parliament OR budget OR sandbags"


def test_a_draft_looks_further_back_when_somebody_asks(
    open_page: Open, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "LENGTHS", (Length(60.0, 3), Length(60.0, 1_000)))
    page = open_page(archive.path("/topics/{floods}"))
    page.get_by_label("Query", exact=True).fill("river*")
    tried = page.locator("#trial")
    expect(tried).to_contain_text("3 articles in")
    further = tried.get_by_role("button", name="Look further back")
    further.focus()
    page.keyboard.press("Enter")

    expect(tried).to_contain_text("Looked through the whole archive.")
    expect(tried).to_contain_text(re.compile(r"\b\d{2} articles in"))
    expect(further).to_have_count(0)
    expect(page.get_by_label("Query", exact=True)).to_have_value("river*")


def test_a_topic_is_made_from_a_plain_wish_by_keyboard_alone(open_page: Open) -> None:
    page = open_page("/topics/new")
    page.get_by_label("Word or phrase").focus()
    page.keyboard.type("Lower Town")
    page.keyboard.press("Enter")
    take = page.get_by_role("button", name="Take this one").first
    take.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#trial")).to_contain_text("articles in")
    page.get_by_label("Name").focus()
    page.keyboard.type("The lower town")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("It is followed from now on.")
    expect(page.get_by_role("heading", level=1)).to_have_text("The lower town")

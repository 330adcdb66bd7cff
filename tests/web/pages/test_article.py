"""An article: its text with marks, why it matched, what it said before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.errors import NotFound
from crawler.items import Place
from crawler.web.shown import article as shown
from crawler.web.shown.texts import Block, blocks, pieces
from tests.alerts.newsroom import Newsroom
from tests.samples import NOW, RIVER
from tests.web.conftest import PageOf

URL = "https://the-mail.example/river"


def revised(newsroom: Newsroom) -> int:
    first = newsroom.publish(RIVER, "The Mail", url=URL, title="The river rises", lead="A night.")
    newsroom.clock.now += timedelta(hours=1)
    later = RIVER.replace("two metres", "three metres").replace("The river", "The stream")
    newsroom.publish(later, "The Mail", url=URL, title="The stream rises", lead="A night.")
    return first.article_id


def test_its_text_is_shown_with_what_matched_and_nothing_of_it_is_markup(page_of: PageOf) -> None:
    said = page_of("/articles/1")

    assert "The <mark>river</mark> &lt;b&gt;rises&lt;/b&gt;</h1>" in said
    assert "<p>The <mark>river</mark> rose by two metres during the night" in said
    assert "Why it matched" in said
    assert 'href="/articles/1?topic=1#why"' in said


def test_a_copy_names_its_original(page_of: PageOf) -> None:
    assert '<a href="/articles/1">eine Kopie</a>' in page_of("/articles/2", language="de")


def test_earlier_texts_and_what_changed_by_word(newsroom: Newsroom, page_of: PageOf) -> None:
    number = revised(newsroom)

    assert "two metres" in page_of(f"/articles/{number}?revision=1")
    assert "This is revision 1, an earlier text." in page_of(f"/articles/{number}?revision=1")
    said = page_of(f"/articles/{number}/changes")
    assert "<del>two </del><ins>three </ins>" in said
    assert "<del>river </del><ins>stream </ins>" in said
    page_of(f"/articles/{number}?revision=9", status=404)
    page_of(f"/articles/{number}/changes?to=1", status=404)
    page_of("/articles/1/changes", status=404)
    page_of("/articles/999", status=404)


def test_it_is_said_when_the_present_text_would_not_match(
    newsroom: Newsroom, page_of: PageOf
) -> None:
    said = page_of(f"/articles/{revised(newsroom)}")

    assert "It matched by an earlier wording" in said
    assert "The present text would not match." in said


def test_the_present_text_is_marked_though_an_earlier_one_matched(
    newsroom: Newsroom, page_of: PageOf
) -> None:
    first = newsroom.publish(RIVER, "The Mail", url=URL, title="Water")
    newsroom.clock.pass_s(60)
    longer = f"{RIVER}\n\nThe river fell again on Sunday, and the schools opened."
    newsroom.publish(longer, "The Mail", url=URL, title="Water")

    said = page_of(f"/articles/{first.article_id}")

    assert "<p>The <mark>river</mark> fell again on Sunday" in said


def test_a_topic_that_did_not_match_explains_nothing(newsroom: Newsroom) -> None:
    newsroom.topic("Other", "other")
    with newsroom.store.reading() as tx, pytest.raises(NotFound):
        shown.article(tx, 1, now=NOW, topic=2)


def test_of_alternatives_those_that_hold_are_told(newsroom: Newsroom, page_of: PageOf) -> None:
    newsroom.topic("Many", '(sandbags NOT football) OR stream OR "old bridge" OR glacier')
    newsroom.publish(RIVER, "The Mail")

    said = page_of("/articles/3?topic=2")

    assert "<mark>sandbags</mark>" in said
    assert "<mark>old bridge</mark>" in said
    assert "<code>glacier</code>" not in said
    assert "2 other alternatives" in said
    assert "is not there" in said


def test_a_text_is_parted_by_kinds_and_marked_across_paragraphs() -> None:
    text = "## A\u202ehead\n\n- one\n\n- two\n\n> said\n\nthe end"
    places = [Place("body", text.index("two"), text.index("said") + 2), Place("body", 5, 9999)]

    assert blocks(text, places) == (
        Block("heading", ((("Ahead", False),),)),
        Block("item", ((("one", False),), (("two", True),))),
        Block("quote", ((("sa", True), ("id", False)),)),
        Block("", ((("the end", False),),)),
    )
    assert pieces("", [], "title") == (("", False),)

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crawler.intake import Admission, Habits, note_absence
from crawler.items import Access, Hit
from crawler.storage import articles, second_looks, soundness, stories
from crawler.storage.entries import TRY_AGAIN
from crawler.storage.revisions import EventKind
from tests.intake.newsroom import HOUR, RIVER_AGAIN, Newsroom, elsewhere
from tests.samples import NOW, RIVER, make_article


def looks(newsroom: Newsroom) -> list[datetime]:
    """When articles are looked at again, from the first reading until nothing is due."""
    after, found = Habits().look_again_after, []
    for hour in range(100):
        now = NOW + hour * HOUR
        with newsroom.store.writing() as tx:
            if second_looks.are_due(tx, now):
                woken = second_looks.wake(tx, now, after=after)
                found += [now] * len(woken)
                tx.exec_driver_sql("update entry set state = 'read'")
    return found


def test_what_a_topic_matched_is_looked_at_again_four_times(newsroom: Newsroom) -> None:
    newsroom.read(make_article(), newsroom.hit())

    assert looks(newsroom) == [NOW + hours * HOUR for hours in (1, 6, 24, 72)]


def test_the_whole_story_is_looked_at_when_a_topic_matches_one_of_it(small: Newsroom) -> None:
    small.read(elsewhere())
    small.read(make_article(), small.hit())
    small.read(elsewhere(site="third"))

    assert looks(small)[:3] == [NOW + HOUR] * 3


def test_what_no_topic_matched_is_left_alone(small: Newsroom) -> None:
    small.read(make_article())

    assert looks(small) == []


def read_from_feed(newsroom: Newsroom, *hits: Hit) -> Admission:
    """The feed's own words, since the page's server fails."""
    words = make_article("The river rises.", access=Access.ENTRY)
    finding = replace(newsroom.finding(words, *hits), awaits_page=True)
    admission = newsroom.admit(finding)
    assert admission is not None
    return admission


def test_a_page_that_could_not_be_had_is_looked_for_again(newsroom: Newsroom) -> None:
    read_from_feed(newsroom)

    found = looks(newsroom)

    assert found == [NOW + hours * HOUR for hours in (1, 6, 24, 72)]  # to the hour
    assert Habits().catch_up_after < HOUR


def test_a_page_that_is_owed_is_asked_for_once_a_look(newsroom: Newsroom) -> None:
    read_from_feed(newsroom)
    with newsroom.store.writing() as tx:
        [owed] = second_looks.wake(tx, NOW + HOUR, after=Habits().look_again_after)

    assert owed.tries == len(TRY_AGAIN)


def test_when_the_page_has_come_no_other_look_is_planned(newsroom: Newsroom) -> None:
    newsroom.read(elsewhere())
    read_from_feed(newsroom)
    newsroom.now = NOW + timedelta(minutes=20)
    admission = newsroom.read(make_article())

    assert looks(newsroom) == []
    assert [one.kind for one in newsroom.events(admission.article_id)] == [EventKind.READ]


def test_what_only_the_page_tells_is_told_when_it_comes(newsroom: Newsroom) -> None:
    read_from_feed(newsroom)
    newsroom.now = NOW + timedelta(minutes=20)
    admission = newsroom.read(make_article(), newsroom.hit())

    assert (admission.hits, admission.alerts) == (("Floods",), 1)
    assert looks(newsroom) == [NOW + hours * HOUR for hours in (1, 6, 24, 72)]


@pytest.mark.parametrize("owed", [True, False])
def test_a_page_that_will_not_come_is_no_longer_looked_for(newsroom: Newsroom, owed: bool) -> None:
    read_from_feed(newsroom)
    later = NOW + timedelta(minutes=20)
    with newsroom.store.writing() as tx:
        [one] = second_looks.wake(tx, later, after=Habits().look_again_after)
    note_absence(newsroom.store, one.entry_id, "answered", gone=not owed, owed=owed, now=later)

    assert len(looks(newsroom)) == (4 if owed else 0)


def test_who_was_told_by_the_feeds_words_hears_of_no_change(newsroom: Newsroom) -> None:
    first = read_from_feed(newsroom, newsroom.hit())
    newsroom.now = NOW + timedelta(minutes=20)
    more = f"{RIVER} 41 houses stand empty, 17 more than in 2024."
    newsroom.read(make_article(more), newsroom.hit())

    kinds = [one.kind for one in newsroom.events(first.article_id)]
    assert kinds == [EventKind.READ]


def test_a_page_that_says_what_its_feed_did_counts_as_read(newsroom: Newsroom) -> None:
    words = make_article(access=Access.ENTRY, note="answered 503")
    owed = newsroom.admit(replace(newsroom.finding(words), awaits_page=True))
    newsroom.now = NOW + timedelta(minutes=20)
    admission = newsroom.read(make_article())

    with newsroom.store.reading() as tx:
        held = articles.by_id(tx, admission.article_id).article
    assert owed is not None
    assert admission.article_id == owed.article_id
    assert (held.access, held.note) == (Access.FULL, None)
    assert [one.kind for one in newsroom.events(owed.article_id)] == [EventKind.READ]


@pytest.mark.parametrize("text", [RIVER, RIVER_AGAIN])
def test_a_page_that_comes_late_joins_the_story_that_was_told(
    newsroom: Newsroom, text: str
) -> None:
    told = newsroom.read(make_article(), newsroom.hit())
    words = elsewhere("More in the evening.", access=Access.ENTRY)
    owed = newsroom.admit(replace(newsroom.finding(words), awaits_page=True))
    assert owed is not None
    newsroom.now = NOW + timedelta(minutes=20)
    late = newsroom.read(elsewhere(text, title="River floods the lower town"), newsroom.hit())

    assert (told.alerts, late.alerts) == (1, 0)
    assert (late.article_id, late.story_id) == (owed.article_id, told.story_id)
    with newsroom.store.reading() as tx:
        assert stories.by_id(tx, owed.story_id).articles == 2  # its old address leads there
    assert soundness.faults(newsroom.store) == []


def test_a_story_that_was_told_by_the_feeds_words_stays(newsroom: Newsroom) -> None:
    newsroom.read(make_article(), newsroom.hit())
    words = elsewhere("More in the evening.", access=Access.ENTRY)
    owed = newsroom.admit(replace(newsroom.finding(words, newsroom.hit()), awaits_page=True))
    assert owed is not None
    newsroom.now = NOW + timedelta(minutes=20)
    late = newsroom.read(elsewhere(), newsroom.hit())

    assert late.story_id == owed.story_id

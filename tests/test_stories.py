from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crawler.dedup.passages import keys, read_passages
from crawler.errors import NotFound, UsageError
from crawler.intake import Admission, AlertRules, Habits, admit, forget, note_absence
from crawler.items import Article, Finding, Hit, Place, Relation, Topic
from crawler.storage import (
    Store,
    alerts,
    articles,
    entries,
    mending,
    passages,
    revisions,
    second_looks,
    stories,
    topics,
)
from crawler.storage.revisions import Event
from crawler.stories import StoryMemory, appeared
from crawler.topics.words import fold
from tests.samples import (
    NOW,
    PARLIAMENT,
    RIVER,
    add_feed,
    add_topic,
    announced,
    make_article,
    make_entry,
    make_finding,
)
from tests.stories_process import admit_all

HOUR = timedelta(hours=1)
RIVER_AGAIN = (
    "Water in the lower town: after a night in which the river rose by two metres, schools are "
    "shut until Monday and the mayor wants everybody out of cellars and garages.\n\n"
    "At the old bridge firefighters piled sandbags; six metres and ten centimetres were measured "
    "there on Thursday. Between the valleys no trains run, and sandbags are running out."
)
WEATHER = (
    "The weather in the valleys on {day}: the sun shows itself for {hours} hours, and the "
    "temperature reaches {high} degrees in the lowlands and {mid} on the hills. During the night "
    "it falls to {low} degrees. The wind blows with {wind} kilometres an hour from the {side}, and "
    "up to {gale} in gusts.\n\n"
    "The chance of rain lies at {rain} per cent. The outlook for the days that follow: it stays "
    "as it is, with clouds in the morning and sunny spells in the afternoon, forecasters said."
)
MONDAY = WEATHER.format(
    day="Monday", hours=3, high=11, mid=7, low=-2, wind=24, side="west", gale=52, rain=35
)
TUESDAY = WEATHER.format(
    day="Tuesday", hours=6, high=14, mid=9, low=1, wind=18, side="south", gale=41, rain=10
)


class Newsroom:
    """A feed, a topic, a memory of words, and articles as they arrive."""

    def __init__(self, store: Store) -> None:
        self.store, self.memory, self.now = store, StoryMemory(), NOW
        with store.writing() as tx:
            self.feed_id = add_feed(tx)
            self.topic_id = add_topic(tx, "Floods", "river", "log")
            self.topics: dict[int, Topic] = {one.id: one for one in topics.active(tx)}

    @property
    def rules(self) -> AlertRules:
        return AlertRules(topics=self.topics, settle=timedelta(0), max_age=None)

    def entry_id(self, url: str) -> int:
        known = announced(make_entry(url))
        with self.store.writing() as tx:
            entries.receive(tx, self.feed_id, [known], self.now, rest=HOUR)
            found = f"select id from entry where address_key = '{known.address_key}'"
            entry_id: int = tx.exec_driver_sql(found).scalar_one()
            tx.exec_driver_sql(f"update entry set state = 'waiting' where id = {entry_id}")
        return entry_id

    def finding(self, article: Article, *hits: Hit) -> Finding:
        entry_id = self.entry_id(article.url)
        found = make_finding(article, feed_id=self.feed_id, entry_id=entry_id, hits=hits)
        counted = keys(read_passages(article.text, fold))
        return replace(found, passages=tuple(sorted(counted)))

    def read(self, article: Article, *hits: Hit) -> Admission:
        return self.admit(self.finding(article, *hits))

    def admit(self, finding: Finding) -> Admission:
        admission = admit(
            self.store,
            finding,
            known_as=[finding.address_key],
            rules=self.rules,
            now=self.now,
            memory=self.memory,
        )
        assert admission is not None
        return admission

    def hit(self, field: str = "body") -> Hit:
        return Hit(topic_id=self.topic_id, version="v1", places=(Place(field, 4, 9),))

    def events(self, article_id: int) -> list[Event]:
        with self.store.reading() as tx:
            return revisions.events_of(tx, [article_id])

    def story_of(self, article_id: int) -> int:
        with self.store.reading() as tx:
            return articles.by_id(tx, article_id).story_id


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


@pytest.fixture
def small(sqlite_store: Store) -> Newsroom:
    """On SQLite, for what does not depend on the database."""
    return Newsroom(sqlite_store)


def elsewhere(text: str = RIVER, site: str = "other", **more: object) -> Article:
    values = {"url": f"https://{site}.example/x", "title": "Other words", **more}
    return make_article(text, **values)


# The same story.


def test_another_text_about_the_event_is_the_same_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))

    assert second.relation is Relation.STORY
    assert second.story_id == first.story_id
    assert second.reason.startswith(f"tells of the same as article {first.article_id}: ")
    with newsroom.store.reading() as tx:
        stored = articles.by_id(tx, second.article_id)
    assert (stored.relation, stored.like_id) == (Relation.STORY, first.article_id)
    assert stored.original_id is None
    assert stored.likeness is not None
    assert 0.25 <= stored.likeness < 1


def test_other_news_of_the_day_is_another_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(elsewhere(PARLIAMENT, title="A budget at midnight"))

    assert second.relation is Relation.NEW
    assert second.story_id != first.story_id


def test_days_later_the_same_words_are_another_event(small: Newsroom) -> None:
    first = small.read(make_article())
    small.now = NOW + timedelta(days=5)

    second = small.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))

    assert second.story_id != first.story_id


@pytest.mark.parametrize("site", ["paper", "other"])
def test_reports_of_one_form_stay_apart(small: Newsroom, site: str) -> None:
    first = small.read(make_article(MONDAY, title="The weather in the valleys on Monday"))
    url, title = f"https://{site}.example/tue", "The weather in the valleys on Tuesday"

    second = small.read(make_article(TUESDAY, url=url, title=title))

    assert second.relation is Relation.NEW
    assert second.story_id != first.story_id


def test_a_story_alerts_once_whatever_its_texts(small: Newsroom) -> None:
    first = small.read(make_article(), small.hit())

    second = small.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"), small.hit())

    assert (second.relation, first.alerts, second.alerts) == (Relation.STORY, 1, 0)


def test_words_are_learnt_again_from_the_archive(small: Newsroom) -> None:
    small.read(make_article())
    again = StoryMemory()

    with small.store.reading() as tx:
        again.prepare(tx)

    assert again.is_ready
    assert again.vocabulary.n_articles == 1
    assert again.vocabulary.times["river"] == 1


# Copies and their original.


def test_the_agencys_own_page_is_the_original_however_late_it_comes(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(agency="Reuters"))
    second = newsroom.read(elsewhere(agency="Reuters"))

    third = newsroom.read(make_article(url="https://www.reuters.com/world/river"))

    assert third.relation is Relation.COPY
    with newsroom.store.reading() as tx:
        held = articles.load(tx, [first.article_id, second.article_id, third.article_id])
    assert [one.original_id for one in held] == [third.article_id, third.article_id, None]
    assert [one.relation for one in held] == [Relation.COPY, Relation.COPY, Relation.NEW]
    assert {one.story_id for one in held} == {first.story_id}


def test_who_published_first_is_the_original_though_we_saw_it_later(small: Newsroom) -> None:
    first = small.read(make_article(published_at=NOW - HOUR, published_from="meta"))

    earlier = NOW - 3 * HOUR
    second = small.read(elsewhere(published_at=earlier, published_from="meta"))

    with small.store.reading() as tx:
        assert articles.by_id(tx, first.article_id).original_id == second.article_id
        assert articles.by_id(tx, second.article_id).original_id is None


def test_a_day_without_a_time_makes_nobody_the_first() -> None:
    midnight = NOW.replace(hour=23, minute=0) - timedelta(days=1)

    assert appeared(midnight, "meta", NOW) == NOW
    assert appeared(NOW - HOUR, "address", NOW) == NOW
    assert appeared(NOW + HOUR, "meta", NOW) == NOW
    assert appeared(NOW - HOUR / 7, "meta", NOW) == NOW - HOUR / 7


# Sentences of a site's pages.

LINE = "Sign up for our letter in the morning and never miss what the river does to the town."


def test_sentences_are_counted_once_for_each_new_article(newsroom: Newsroom) -> None:
    for number in range(3):
        text = f"Report {number} has a sentence of its own, about matter {number}.\n\n{LINE}"
        article = make_article(
            text, url=f"https://paper.example/{number}", title=f"Matter {number}"
        )
        newsroom.read(article)
        newsroom.read(article)

    with newsroom.store.reading() as tx:
        known = passages.counts(tx, "paper.example", keys(read_passages(LINE, fold)))
    assert known.n_articles == 3
    assert list(known.times.values()) == [3]


def test_what_a_site_prints_twice_is_not_thereby_part_of_its_pages(small: Newsroom) -> None:
    for number in range(6):
        small.read(make_article(url=f"https://paper.example/section-{number}/river"))

    with small.store.reading() as tx:
        known = passages.counts(tx, "paper.example", keys(read_passages(RIVER, fold)))
    assert set(known.times.values()) == {1}


def test_a_hash_that_changes_with_what_is_known_of_a_site_makes_no_revision(
    small: Newsroom,
) -> None:
    article = make_article(f"{RIVER}\n\n{LINE}")
    first = small.read(article)
    blanked = small.finding(make_article())

    again = small.admit(replace(blanked, article=article))

    assert (again.relation, again.article_id) == (Relation.SAME, first.article_id)


def test_what_is_old_and_rare_leaves(newsroom: Newsroom) -> None:
    newsroom.read(make_article())

    later = NOW + timedelta(weeks=9)
    kept = forget(newsroom.store, now=NOW, habits=Habits())
    with newsroom.store.writing() as tx:
        tx.exec_driver_sql("analyze")  # parts that are dropped tell how many rows it saw
    gone = forget(newsroom.store, now=later, habits=Habits())

    assert kept == 0
    assert gone > 20
    with newsroom.store.reading() as tx:
        for table in ("fingerprint", "telling", "passage"):
            assert tx.exec_driver_sql(f"select count(*) from {table}").scalar_one() == 0


@pytest.mark.parametrize(("weeks", "stays"), [(1, False), (3, True)])
def test_how_long_articles_are_compared_is_a_setting(
    small: Newsroom, weeks: int, stays: bool
) -> None:
    small.read(make_article())

    forget(small.store, now=NOW + timedelta(weeks=2), habits=Habits(look_alike_weeks=weeks))

    with small.store.reading() as tx:
        held = tx.exec_driver_sql("select count(*) from fingerprint").scalar_one()
    assert bool(held) is stays


# Mended by hand.


def split(newsroom: Newsroom, *ids: int) -> int:
    with newsroom.store.writing() as tx:
        return mending.split(tx, ids, NOW)


def merge(newsroom: Newsroom, into: int, *others: int) -> int:
    with newsroom.store.writing() as tx:
        return mending.merge(tx, into, others, NOW)


def test_what_was_split_off_stays_apart_when_it_is_read_again(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(elsewhere())

    opened = split(newsroom, second.article_id)
    again = newsroom.read(elsewhere(f"{RIVER}\n\nOne more sentence was added in the evening."))

    assert (again.relation, again.story_id) == (Relation.REVISION, opened)
    assert newsroom.story_of(first.article_id) == first.story_id
    with newsroom.store.reading() as tx:
        stored = articles.by_id(tx, second.article_id)
        [lesson] = mending.mendings(tx, opened)
    assert (stored.original_id, stored.relation) == (None, Relation.NEW)
    assert stored.verdict == f"set apart from story {first.story_id} by hand"
    assert (lesson.relation, lesson.likeness, lesson.like_id) == ("copy", 1.0, first.article_id)


def test_later_arrivals_join_each_its_own_half(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))
    opened = split(newsroom, second.article_id)

    of_first = newsroom.read(elsewhere(site="third"))
    of_second = newsroom.read(elsewhere(RIVER_AGAIN, "fourth", title="River in the lower town"))

    assert of_first.story_id == first.story_id
    assert of_second.story_id == opened


def test_what_was_wrong_once_is_not_done_again_on_the_same_grounds(newsroom: Newsroom) -> None:
    newsroom.read(make_article())
    wrong = newsroom.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))
    split(newsroom, wrong.article_id)

    less_alike = RIVER_AGAIN.replace("sandbags", "pumps").replace("firefighters", "soldiers")
    third = newsroom.read(elsewhere(less_alike, "third", title="A third town has water"))

    assert third.story_id not in {wrong.story_id}


def test_copies_that_lose_their_original_get_another(newsroom: Newsroom) -> None:
    ids = [newsroom.read(elsewhere(site=f"site{n}")).article_id for n in range(3)]

    split(newsroom, ids[0])

    with newsroom.store.reading() as tx:
        held = articles.load(tx, ids)
    assert [one.original_id for one in held] == [None, None, ids[1]]


def test_split_refuses_what_makes_no_sense(small: Newsroom) -> None:
    first = small.read(make_article())
    second = small.read(elsewhere(PARLIAMENT, title="A budget at midnight"))

    with pytest.raises(UsageError, match="all articles of story"):
        split(small, first.article_id)
    with pytest.raises(UsageError, match="of several stories"):
        split(small, first.article_id, second.article_id)
    with pytest.raises(NotFound, match="no article has the id 99"):
        split(small, 99)
    with pytest.raises(NotFound, match="no story has the id 99"):
        merge(small, first.story_id, 99)
    with pytest.raises(UsageError, match="one story already"):
        merge(small, first.story_id, first.story_id)


def test_merged_stories_stay_merged_and_alert_no_second_time(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(), newsroom.hit())
    second = newsroom.read(elsewhere(PARLIAMENT, title="A budget at midnight"), newsroom.hit())

    moved = merge(newsroom, first.story_id, second.story_id)
    copy = newsroom.read(elsewhere(PARLIAMENT, "third"), newsroom.hit())
    again = newsroom.read(elsewhere(f"{PARLIAMENT} It was late."))

    assert moved == 1
    assert copy.story_id == again.story_id == first.story_id
    assert copy.alerts == 0
    with newsroom.store.reading() as tx:
        assert len(alerts.listing(tx, limit=10)) == 1  # two that waited for one channel are one
        merged = stories.by_id(tx, second.story_id)
    assert (merged.id, merged.articles) == (first.story_id, 3)


def test_a_merge_takes_a_split_back(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(elsewhere())
    opened = split(newsroom, second.article_id)

    merge(newsroom, first.story_id, opened)
    third = newsroom.read(elsewhere(site="third"))

    assert (third.relation, third.story_id) == (Relation.COPY, first.story_id)


# Revisions and events.


def test_a_revision_tells_what_it_changed(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    text = RIVER.replace("two metres", "three metres") + "\n\nKorrektur: Es waren drei Meter."

    newsroom.read(make_article(text, title="The river rises further"))

    told = [(one.kind.value, one.revision, one.detail) for one in newsroom.events(first.article_id)]
    assert told == [
        ("revised", 2, "another headline, 1 words out, 6 in"),
        ("correction", 2, "Korrektur: Es waren drei Meter."),
    ]


def test_another_headline_over_the_same_text_is_a_revision(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(make_article(title="Flood in the lower town"), newsroom.hit("title"))

    assert (second.relation, second.article_id) == (Relation.REVISION, first.article_id)
    told = [(one.kind.value, one.topic, one.detail) for one in newsroom.events(first.article_id)]
    assert told == [("revised", None, "another headline"), ("topic entered", "Floods", "headline")]


def test_a_topic_leaves_and_returns(newsroom: Newsroom) -> None:
    first = newsroom.read(
        make_article(),
        newsroom.hit("title"),
    )
    newsroom.read(make_article(f"{RIVER} More.", title="Water"), newsroom.hit("body"))
    newsroom.read(make_article(f"{RIVER} Still more.", title="Water"))

    newsroom.read(make_article(f"{RIVER} That is all.", title="Water"), newsroom.hit("body"))

    told = [
        (one.kind.value, one.revision, one.detail)
        for one in newsroom.events(first.article_id)
        if one.topic
    ]
    assert told == [
        ("topic entered", 2, "text"),
        ("topic left", 2, "headline"),
        ("topic left", 3, "text"),
        ("topic entered", 4, "text"),
    ]


def test_a_topic_that_asks_something_new_has_not_entered(small: Newsroom) -> None:
    first = small.read(make_article())
    with small.store.writing() as tx:
        tx.exec_driver_sql("update topic set changed_at = '2026-02-06 00:00:00.000000'")

    small.read(make_article(f"{RIVER} More."), small.hit())

    assert [one.kind.value for one in small.events(first.article_id)] == ["revised"]


def test_an_article_that_goes_is_an_event_once_and_keeps_its_text(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    for _ in range(2):
        entry_id = newsroom.entry_id("https://paper.example/a/1")
        gone = note_absence(newsroom.store, entry_id, "404 Not Found", gone=True, now=NOW)
    newsroom.read(make_article())

    assert gone is not None
    assert gone.reason == "404 Not Found; what was read before stays"
    kinds = [one.kind.value for one in newsroom.events(first.article_id)]
    assert kinds == ["gone", "back"]
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, first.article_id).article.text == RIVER


def test_a_page_that_was_never_read_is_no_article_that_went(small: Newsroom) -> None:
    entry_id = small.entry_id("https://paper.example/a/7")

    assert note_absence(small.store, entry_id, "404 Not Found", gone=True, now=NOW) is None


# Looked at again.


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


# Many at once.


def originals(store: Store) -> list[int]:
    with store.reading() as tx:
        found = tx.exec_driver_sql(
            "select count(*), count(original_id), count(distinct story_id) from article"
        ).one()
    return list(found)


@pytest.mark.parametrize("round_", range(3))
def test_copies_that_arrive_at_once_in_two_processes_have_one_original(
    store: Store, database_url: str, round_: int
) -> None:
    start = str(time.time() + 2.5)
    line = [sys.executable, "-m", "tests.stories_process", database_url]

    running = [subprocess.Popen([*line, name, start, "15"]) for name in ("one", "two")]

    assert [process.wait(100) for process in running] == [0, 0]
    assert originals(store) == [60, 58, 2]


def test_copies_that_arrive_at_once_in_threads_have_one_original(
    store: Store, database_url: str
) -> None:
    threads = [
        threading.Thread(target=admit_all, args=(database_url, name, 10, time.time() + 0.5))
        for name in ("one", "two", "three")
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert originals(store) == [60, 58, 2]

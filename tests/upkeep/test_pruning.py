"""What leaves the archive, what stays, and what is left of what left."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

from crawler.config import Retention
from crawler.items import Relation
from crawler.storage import articles, lookalikes, search, soundness, space
from crawler.storage.tables import metadata
from crawler.topics.parsing import parse
from crawler.upkeep.pruning import BATCH, Pruned, forecast, prune
from tests.samples import NOW
from tests.upkeep.archive import Archive, text_of

KEYS = PrimaryKeyConstraint, UniqueConstraint
TABLES = ("article_address", "event", "hit", "revision")


def titles(archive: Archive) -> set[str]:
    with archive.store.reading() as tx:
        return {one.article.title for one in articles.newest(tx, limit=1000)}


def found(archive: Archive, word: str) -> int:
    with archive.store.reading() as tx:
        return len(list(search.find(tx, parse(word), now=NOW)))


@pytest.mark.parametrize("leaves", ["article", "story"])
def test_what_hangs_on_what_leaves_is_found_by_an_index(leaves: str) -> None:
    """Else each one that leaves reads a whole table, as it did that of alerts."""
    small = {"mending.from_story_id", "mute.story_id"}  # what people did by hand
    found = set()
    for table in metadata.sorted_tables:
        keys = [one for one in table.constraints if isinstance(one, KEYS)]
        leading = {next(iter(way.columns)).name for way in (*table.indexes, *keys)}
        own = (key.parent for key in table.foreign_keys if key.column.table.name == leaves)
        found |= {str(column) for column in own if column.name not in leading}

    assert found <= small


def test_without_settings_everything_stays(archive: Archive) -> None:
    archive.put("ancient", days_ago=4000)
    archive.put("new", days_ago=0)

    assert prune(archive.store, Retention(), NOW) == Pruned()
    assert titles(archive) == {"About ancient", "About new"}


def test_what_no_topic_matched_leaves_by_age_and_the_rest_stays(archive: Archive) -> None:
    archive.put("old", days_ago=40)
    archive.put("told", days_ago=40, matched=True)
    archive.put("young", days_ago=20)
    archive.put("new", days_ago=0)

    done = prune(archive.store, Retention(articles_days=30), NOW)

    assert (done.stories, done.articles) == (1, 1)
    assert titles(archive) == {"About told", "About young", "About new"}


def test_a_story_leaves_only_when_nothing_in_it_was_matched(archive: Archive) -> None:
    first = archive.put("first", days_ago=41)
    copy = archive.put("copy", days_ago=40, text=text_of("first"), matched=True)
    archive.put("new", days_ago=0)
    assert first.story_id == copy.story_id

    prune(archive.store, Retention(articles_days=30), NOW)

    assert titles(archive) == {"About first", "About copy", "About new"}


def test_what_was_matched_leaves_when_told_so_and_not_while_it_is_owed(archive: Archive) -> None:
    archive.put("told", days_ago=400, matched=True)
    owed = archive.put("owed", days_ago=400, matched=True)
    archive.put("new", days_ago=0)
    archive.change(f"update alert set state = 'sent' where story_id <> {owed.story_id}")

    prune(archive.store, Retention(articles_days=30, matched_days=365), NOW)

    assert titles(archive) == {"About owed", "About new"}


def test_nothing_that_hung_on_it_is_left(archive: Archive) -> None:
    gone = archive.put("gone", days_ago=10, matched=True)
    archive.put("gone-too", days_ago=10, text=text_of("gone"))
    archive.put("new", days_ago=0)
    archive.change(
        "update alert set state = 'sent'",
        f"insert into revision (article_id, number, title, text, text_hash, fetched_at) "
        f"select id, 1, 't', 'x', text_hash, fetched_at from article where id = {gone.article_id}",
        f"insert into mending (kind, story_id, from_story_id, article_id, made_at) "
        f"select 'split', {gone.story_id}, {gone.story_id}, id, fetched_at from article "
        f"where id = {gone.article_id}",
    )
    assert found(archive, "gone") == 2

    prune(archive.store, Retention(articles_days=5, matched_days=5), NOW)

    assert titles(archive) == {"About new"}
    assert found(archive, "gone") == 0
    for table in TABLES:
        held = f"select count(*) from {table} where article_id not in (select id from article)"
        assert archive.number(held) == 0, table
    assert archive.number("select count(*) from mending") == 0
    assert archive.number("select count(*) from alert") == 0
    assert archive.number("select count(*) from story") == 1
    assert soundness.faults(archive.store) == []


def test_what_it_was_compared_by_finds_nobody_and_leaves_with_its_week(archive: Archive) -> None:
    gone = archive.put("leaver", days_ago=10)
    archive.put("new", days_ago=0)
    prints = f"select count(*) from fingerprint where article_id = {gone.article_id}"

    prune(archive.store, Retention(articles_days=5), NOW)
    held = archive.number(prints)
    again = archive.put("again", days_ago=0, text=text_of("leaver") + " with a few words more")
    with archive.store.judging() as tx:
        lookalikes.forget(tx, before=NOW)

    assert held > 0
    assert (again.relation, again.story_id == gone.story_id) == (Relation.NEW, False)
    assert archive.number(prints) == 0


def test_what_has_left_is_not_fetched_again_under_any_of_its_addresses(archive: Archive) -> None:
    archive.put("old", days_ago=40)
    archive.put("new", days_ago=0)
    prune(archive.store, Retention(articles_days=30), NOW)

    assert archive.announce("https://paper.example/old", title="another title") == 0
    assert archive.announce("https://paper.example/other/old") == 0
    assert archive.announce("https://paper.example/never-seen") == 1


def test_the_newest_article_and_story_always_stay(archive: Archive) -> None:
    """SQLite would give their ids again, and keys of alerts are made of ids."""
    last = archive.put("only", days_ago=40)

    prune(archive.store, Retention(articles_days=1), NOW)

    assert archive.put("next", days_ago=0).story_id > last.story_id


def test_a_database_that_is_too_large_loses_its_oldest(archive: Archive) -> None:
    for n in range(60):
        text = " ".join(text_of(f"word{n}-{part}") for part in range(60))
        archive.put(f"word{n}", days_ago=60 - n, text=text, matched=n == 0)
    with archive.store.reading() as tx:
        used = space.used_bytes(tx)
    settings = Retention(size_max_mib=used * 0.8 / 1024 / 1024)

    done = prune(archive.store, settings, NOW)

    with archive.store.reading() as tx:
        assert space.used_bytes(tx) <= used * 0.8
    assert 0 < done.stories < 40
    assert "About word0" in titles(archive)
    assert "About word1" not in titles(archive)
    assert "About word59" in titles(archive)


def test_the_forecast_says_what_goes_and_touches_nothing(archive: Archive) -> None:
    for n in range(3):
        archive.put(f"old{n}", days_ago=50 - n)
    archive.put("new", days_ago=0)

    with archive.store.reading() as tx:
        said = forecast(tx, Retention(articles_days=30), NOW, first=2)

    assert (said.by_age.stories, said.by_age.articles) == (3, 3)
    assert [one.title for one in said.first] == ["About old0", "About old1"]
    assert said.by_age.oldest == NOW - timedelta(days=50)
    assert len(titles(archive)) == 4


@pytest.mark.parametrize("days", [30])
def test_a_batch_holds_the_writer_for_less_than_a_second(archive: Archive, days: int) -> None:
    for n in range(BATCH + 5):
        archive.put(f"old{n}", days_ago=60)
    archive.put("new", days_ago=0)
    lasted, began = [], time.process_time()

    def told(_so_far: Pruned) -> None:
        nonlocal began
        lasted.append(time.process_time() - began)
        began = time.process_time()

    done = prune(archive.store, Retention(articles_days=days), NOW, told=told)

    assert done.stories == BATCH + 5
    assert len(lasted) == 2
    assert max(lasted) < 1

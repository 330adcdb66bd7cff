"""Kept pages are read again: the difference first, then the correction."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from crawler.followed import followed_topics
from crawler.intake import AlertRules, admit
from crawler.items import Access, Article, Page
from crawler.pool import Pool
from crawler.reading.finding import find
from crawler.storage import Store, articles, entries, feeds, raw_pages, search, soundness, topics
from crawler.storage.raw_pages import Choice, packed
from crawler.topics.parsing import parse
from crawler.upkeep.reprocess import Difference, Terms, reread
from tests.samples import NOW, RIVER, add_feed, announced, make_entry
from tests.upkeep.archive import Archive

HTML = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2026-02-05T18:00:00Z"></head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""


class Here:
    """In place of the processes: a reading at once."""

    async def run(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)


def page(url: str, title: str, text: str) -> Page:
    body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    html = HTML.format(title=title, body=body)
    return Page(url=url, status=200, body=html.encode(), content_type="text/html", fetched_at=NOW)


@pytest.fixture
def archive(store: Store) -> Archive:
    """Two topics, and an article whose first reading left its end out and its title wrong."""
    archive = Archive(store)
    with store.writing() as tx:
        from tests.samples import add_topic

        add_topic(tx, "Cellars", "cellars")
        add_topic(tx, "Wrong", "title:misread")
    put(archive, "river", "The river rises", RIVER, read_as=("Misread", RIVER.split("\n\n")[0]))
    return archive


def put(
    archive: Archive, name: str, title: str, text: str, *, read_as: tuple[str, str] | None = None
) -> int:
    """An article with its kept page, read as it is or otherwise."""
    url = f"https://paper.example/2026/02/{name}"
    with archive.store.writing() as tx:
        entry = make_entry(url, title=title)
        receipt = entries.receive(tx, archive.feed_id, [announced(entry)], NOW, rest=timedelta(0))
    with archive.store.reading() as tx:
        feed, followed = feeds.by_id(tx, archive.feed_id), followed_topics(tx)
    [waiting] = receipt.to_read
    was_title, was_text = read_as or (title, text)
    article = Article(url=url, title=was_title, text=was_text, access=Access.FULL)
    finding = find(article, waiting, feed, followed.matcher, now=NOW)
    rules = AlertRules(topics=followed.topics, settle=timedelta(0), max_age=None)
    raw = packed(page(url, title, text), waiting.entry_id, entry)
    admission = admit(
        archive.store, finding, known_as=[finding.address_key], rules=rules, now=NOW, page=raw
    )
    assert admission is not None
    return admission.article_id


def again(
    archive: Archive,
    choice: Choice | None = None,
    *,
    apply: bool = False,
    alert: bool = False,
    after: int = 0,
) -> tuple[list[Difference], int]:
    with archive.store.reading() as tx:
        followed = followed_topics(tx)
    rules = AlertRules(topics=followed.topics, settle=timedelta(0), max_age=None)
    terms = Terms(
        store=archive.store,
        pool=cast(Pool, Here()),
        followed=followed,
        sites={},
        now=NOW + timedelta(days=1),
        apply=apply,
        rules=rules if alert else None,
    )

    async def main() -> tuple[list[Difference], int]:
        found, alerts = [], 0
        async for difference, earned in reread(terms, choice or Choice(), after=after):
            found.append(difference)
            alerts += earned
        return found, alerts

    return asyncio.run(main())


def hits(archive: Archive) -> set[str]:
    with archive.store.reading() as tx:
        return {row.topic for row in topics.hits_of(tx, 1)}


def test_the_difference_is_told_first_and_nothing_is_stored(archive: Archive) -> None:
    [one], _ = again(archive)

    assert one.changes["title"] == ("Misread", "The river rises")
    assert one.changes["published_at"][1] == "2026-02-05T18:00+00:00"
    assert (one.words_out, one.words_in > 30) == (0, True)
    assert (one.gained, one.lost) == (("Cellars",), ("Wrong",))
    with archive.store.reading() as tx:
        assert articles.by_id(tx, 1).article.title == "Misread"


def test_it_is_put_right_in_place_without_a_revision_and_nobody_is_told(archive: Archive) -> None:
    before = archive.number("select count(*) from alert")

    again(archive, apply=True)

    with archive.store.reading() as tx:
        held = articles.by_id(tx, 1)
        assert articles.revisions(tx, 1) == []
        assert len(search.find(tx, parse("title:river cellars"), now=NOW)) == 1
        assert not search.find(tx, parse("title:misread"), now=NOW)
    assert (held.article.title, held.revision, held.fetched_at) == ("The river rises", 1, NOW)
    assert held.article.text == RIVER
    assert "Cellars" in hits(archive)
    assert archive.number("select count(*) from alert") == before
    assert soundness.faults(archive.store) == []


def test_a_hit_that_somebody_was_told_of_stays_as_one_that_no_longer_stands(
    archive: Archive,
) -> None:
    again(archive, apply=True)

    assert "Wrong" in hits(archive)
    assert archive.number("select count(*) from hit where stands_in = ''") == 1


def test_a_hit_that_nobody_was_told_of_goes(archive: Archive) -> None:
    archive.change("delete from alert")

    again(archive, apply=True)

    assert hits(archive) == {"Cellars", "Floods"}


def test_hits_that_are_gained_alert_when_asked_to(archive: Archive) -> None:
    before = archive.number("select count(*) from alert")

    _, alerts = again(archive, apply=True, alert=True)

    assert alerts == 1
    assert archive.number("select count(*) from alert") == before + 1


def test_a_second_reading_finds_nothing_left(archive: Archive) -> None:
    again(archive, apply=True)

    [one], _ = again(archive)

    assert not one.is_change


def test_it_goes_on_behind_an_article_and_keeps_to_the_choice(archive: Archive) -> None:
    put(archive, "second", "A second one", RIVER.replace("river", "lake"))
    with archive.store.writing() as tx:
        other = add_feed(tx, "https://other.example/feed")

    assert [one.article_id for one in again(archive)[0]] == [1, 2]
    assert [one.article_id for one in again(archive, after=1)[0]] == [2]
    assert again(archive, Choice(feed_ids=(other,)))[0] == []
    assert again(archive, Choice(since=NOW + timedelta(hours=1)))[0] == []


def test_a_page_that_gives_nothing_now_leaves_the_article_as_it_is(archive: Archive) -> None:
    with archive.store.writing() as tx:
        [kept] = raw_pages.kept(tx, Choice())
        empty = replace(kept.page, body=b"<html><body></body></html>")
        raw_pages.keep(tx, 1, packed(empty, kept.entry_id, kept.entry))

    [one], _ = again(archive, apply=True)

    assert one.failed
    with archive.store.reading() as tx:
        assert articles.by_id(tx, 1).article.title == "Misread"


def test_kept_pages_come_back_byte_for_byte_with_what_their_feed_said(archive: Archive) -> None:
    entry = make_entry(summary_html="<p>ä</p>", content_html="x" * 1000)
    one = page("https://paper.example/a", "ü", RIVER * 50)
    with archive.store.writing() as tx:
        raw_pages.keep(tx, 1, packed(one, 1, entry))
        [kept] = raw_pages.kept(tx, Choice())
        size = archive_bytes(tx)

    assert kept.page.body == one.body
    assert (kept.entry.summary_html, kept.entry.content_html) == ("<p>ä</p>", "x" * 1000)
    assert size < len(one.body) / 10


def archive_bytes(tx: Any) -> int:
    return int(tx.exec_driver_sql("select sum(kept_bytes) from raw_page").scalar_one())


def test_pages_leave_by_age_and_by_size_and_articles_stay(archive: Archive) -> None:
    for n in range(3):
        put(archive, f"more{n}", f"More {n}", RIVER.replace("river", f"lake{n}"))
    with archive.store.writing() as tx:
        each = archive_bytes(tx) // 4
        now: datetime = NOW
        assert raw_pages.prunable(tx, before=now, most_bytes=3 * each) == 1 or each
        gone = raw_pages.prune(tx, before=now, most_bytes=int(2.5 * each), limit=100)
        left = raw_pages.count(tx, Choice())
        rest = raw_pages.prune(tx, before=now + timedelta(days=1), most_bytes=10**9, limit=100)

    assert gone == 2
    assert left == rest == 2
    assert archive.number("select count(*) from article") == 4

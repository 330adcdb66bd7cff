"""What an alert tells is read from the database at the moment it leaves."""

from __future__ import annotations

import pytest

from crawler.errors import NotFound
from crawler.items import Origin, Relation
from crawler.storage import topics
from crawler.storage.topics import TopicSpec
from tests.alerts.newsroom import Newsroom
from tests.samples import RIVER


def test_copies_that_came_later_are_named(newsroom: Newsroom) -> None:
    newsroom.topic()
    first = newsroom.publish(RIVER, "The Paper", agency="Reuters")
    copy = newsroom.publish(RIVER + " It was cold.", "The Post", title="River in the town")

    message = newsroom.message()

    assert copy.relation is Relation.COPY
    assert copy.story_id == first.story_id
    assert "Also carried by one outlet\n  The Post: River in the town\n" in message.body
    assert "· Reuters · the original\n" in message.body


def test_the_alternatives_that_hold_are_named(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river OR tsunami OR (bridge AND sandbags)")
    newsroom.publish(RIVER)

    assert newsroom.message().details["matched"] == ["river", "bridge AND sandbags"]


def test_of_two_words_near_each_other_only_these_are_marked(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river NEAR/15 town")
    newsroom.publish(RIVER)

    (sentence, *_) = newsroom.message().details["sentences"]

    marked = [sentence["text"][start:end] for start, end in sentence["marks"]]
    assert marked == ["river", "town"]


def test_the_quotation_is_of_the_text_that_matched(newsroom: Newsroom) -> None:
    newsroom.topic()
    url = "https://the-paper.example/a"
    newsroom.publish(RIVER, url=url)
    newsroom.clock.pass_s(7200)
    changed = newsroom.publish("Correction first. " + RIVER.replace("river", "stream"), url=url)

    message = newsroom.message()

    assert changed.relation is Relation.REVISION
    assert "The *river* rose by two metres" in message.body
    assert "the text has been changed since" in message.body


def test_a_query_that_changed_since_is_not_given_as_the_reason(newsroom: Newsroom) -> None:
    newsroom.topic()
    newsroom.publish(RIVER)
    with newsroom.store.writing() as tx:
        spec = TopicSpec(name="Floods", query="rain", version="other", channels=("log",))
        topics.save(tx, spec, Origin.PERSON, newsroom.clock())

    message = newsroom.message()

    assert message.details["matched"] == []
    assert "The *river* rose" in message.body


def test_a_saved_query_that_is_gone_does_not_stop_an_alert(newsroom: Newsroom) -> None:
    newsroom.topic("Floods", "river")
    newsroom.publish(RIVER)
    with newsroom.store.writing() as tx:
        version = topics.by_name(tx, "Floods").topic.version
        spec = TopicSpec(name="Floods", query="@gone", version=version, channels=("log",))
        topics.save(tx, spec, Origin.CONFIG, newsroom.clock())

    assert newsroom.message().details["matched"] == ["@gone"]


def test_links_are_those_that_the_pages_give_of_themselves(newsroom: Newsroom) -> None:
    newsroom.topic()
    for outlet in ("The Paper", "The Post"):
        url = f"https://{outlet.lower().replace(' ', '-')}.example/river-rises-in-the-town-4711"
        newsroom.publish(RIVER, outlet, url=f"{url}?utm_source=rss", canonical_url=url)

    message = newsroom.message()

    assert "https://the-paper.example/river-rises-in-the-town-4711\n" in message.body
    assert "https://the-post.example/river-rises-in-the-town-4711\n" in message.body


def test_an_alert_that_is_gone_is_told(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound):
        newsroom.message()

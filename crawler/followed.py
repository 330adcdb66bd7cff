"""The topics in force, read from the database and made ready to match."""

from __future__ import annotations

import logging

from crawler.errors import QueryError
from crawler.items import Topic
from crawler.reading.articles import Followed
from crawler.storage import Tx, topics
from crawler.storage.troubles import TopicTrouble
from crawler.topics.matching import Matcher

log = logging.getLogger("wirewatch")


def followed_topics(tx: Tx) -> Followed:
    """All active topics, compiled; one whose query cannot be read is told and left out."""
    active, saved = topics.active(tx), topics.queries(tx)
    matcher = Matcher(active, saved=saved)
    for topic in active:
        if topic.id in matcher.refused:
            _tell_refused(topic, matcher.refused[topic.id])
    return Followed({topic.id: topic for topic in active}, matcher, saved)


def brought_up_to_date(tx: Tx, held: Followed) -> Followed:
    """*held* as the database has it now; only what changed is compiled.

    The matcher of *held* is changed in place, so nobody may match with it at the same time.
    """
    if topics.queries(tx) != held.saved:
        return followed_topics(tx)  # any topic may name one
    active = {topic.id: topic for topic in topics.active(tx)}
    for topic_id in held.topics.keys() - active.keys():
        held.matcher.remove(topic_id)
    for topic in active.values():
        before = held.topics.get(topic.id)
        if before is None or before.query != topic.query or before.version != topic.version:
            _follow(held.matcher, topic)
    return Followed(active, held.matcher, held.saved)


def troubles_of(followed: Followed) -> frozenset[TopicTrouble]:
    """The topics that are not followed, or were given up on some articles."""
    found = followed.matcher.troubles
    return frozenset(TopicTrouble(one.topic_id, one.reason, one.articles, one.url) for one in found)


def _follow(matcher: Matcher, topic: Topic) -> None:
    try:
        matcher.add(topic)
    except QueryError as error:
        matcher.remove(topic.id)  # what it asked for before is no longer wanted
        matcher.refused[topic.id] = error
        _tell_refused(topic, error)


def _tell_refused(topic: Topic, error: QueryError) -> None:
    log.error("topics   %s is not followed: %s", topic.name, error)

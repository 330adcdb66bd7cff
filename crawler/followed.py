"""The topics in force, read from the database and made ready to match."""

from __future__ import annotations

from crawler.reading.articles import Followed
from crawler.storage import Tx, topics
from crawler.topics.matching import Matcher


def followed_topics(tx: Tx) -> Followed:
    """All active topics, compiled."""
    active = topics.active(tx)
    matcher = Matcher(active, saved=topics.queries(tx))
    return Followed({topic.id: topic for topic in active}, matcher)

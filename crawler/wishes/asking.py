"""A topic's name or a query's text -> the query written out, as the archive is asked."""

from __future__ import annotations

from crawler.config import Config
from crawler.storage import Tx, topics
from crawler.storage.topics import TopicRow
from crawler.topics.parsing import parse_whole
from crawler.topics.query import Query
from crawler.wishes.choosing import topic_of


def saved_queries(tx: Tx, config: Config) -> dict[str, str]:
    """What @names mean for a draft: the files as they are now, over what the database has."""
    return {**topics.queries(tx), **config.saved}


def active_topic(tx: Tx, name: str) -> TopicRow:
    """A topic that is watched for, by its name in any case. NotFound with the nearest."""
    return topic_of(name, [row for row in topics.listing(tx) if row.state == "active"])


def followed_query(tx: Tx, row: TopicRow) -> Query:
    """What the service matches for a topic. QueryError when it names a query that has gone."""
    return parse_whole(row.topic.query, topics.queries(tx))

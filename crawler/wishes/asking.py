"""A topic's name or a query's text -> the query written out, as the archive is asked."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.config import Config
from crawler.errors import NotFound
from crawler.storage import Tx, topics
from crawler.storage.topics import TopicRow
from crawler.topics.parsing import parse_whole
from crawler.topics.query import Query
from crawler.wishes.choosing import topic_of, topic_place


def saved_queries(tx: Tx, config: Config) -> dict[str, str]:
    """What @names mean for a draft: the files as they are now, over what the database has."""
    return {**topics.queries(tx), **config.saved}


def active_topic(tx: Tx, name: str, config: Config) -> TopicRow:
    """A topic that is watched for, by its name in any case. NotFound with the nearest."""
    return known_topic([row for row in topics.listing(tx) if row.state == "active"], name, config)


def known_topic(rows: Sequence[TopicRow], name: str, config: Config) -> TopicRow:
    """One of *rows*, by its name. NotFound says where a topic stands that will be followed."""
    try:
        return topic_of(name, rows)
    except NotFound:
        sought = name.strip().casefold()
        listed = [one.name for one in config.topics if one.name.casefold() == sought]
        if not listed:
            raise
    place = topic_place(config, listed[0])
    raise NotFound(
        f'"{listed[0]}" stands in {place} and is followed from the next '
        f"start of the service on; until then: wirewatch topics test {place.rpartition(':')[0]}"
    )


def unread_topics(config: Config, rows: Sequence[TopicRow]) -> list[str]:
    """Topics of the files that are not followed yet; *rows* are all of the database."""
    known = {row.topic.name for row in rows if row.state == "active"}
    return [one.name for one in config.topics if one.name not in known]


def followed_query(tx: Tx, row: TopicRow, config: Config) -> Query:
    """What the service matches for a topic. QueryError when it names a query that has gone.

    A query of the files is known before the service has read them.
    """
    return parse_whole(row.topic.query, {**config.saved, **topics.queries(tx)})

"""Words of a request -> what storage asks for, as the commands take them."""

from __future__ import annotations

from datetime import datetime

from crawler.config.nearest import nearest
from crawler.errors import NotFound
from crawler.storage import Tx, feeds, topics
from crawler.web.state import State
from crawler.wishes.moments import moment


def since_of(state: State, since: str | None) -> datetime | None:
    """The time that is meant; UsageError for what is none."""
    if since is None:
        return None
    return moment(since, now=state.now(), zone=state.config.clock.timezone)


def topic_id_of(tx: Tx, word: str | None) -> int | None:
    """The topic that is meant; NotFound with the nearest."""
    if word is None:
        return None
    names = topics.names(tx)
    sought = word.strip().casefold()
    for topic_id, name in names.items():
        if name.casefold() == sought:
            return topic_id
    if sought.isdecimal() and sought.isascii() and int(sought) in names:
        return int(sought)
    raise NotFound(f'there is no topic "{word}"{nearest(word, list(names.values()))}')


def feed_id_of(tx: Tx, word: str | None) -> int | None:
    """The feed that is meant; NotFound where none is."""
    if word is None:
        return None
    found = feeds.find(tx, word.strip())
    if found is None:
        raise NotFound(f'there is no feed "{word}"')
    return found

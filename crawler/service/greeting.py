"""The first lines of a run."""

from __future__ import annotations

import logging

import crawler
from crawler.config import Config
from crawler.settings import user_agent
from crawler.storage import Store, feeds, schema, topics

log = logging.getLogger("wirewatch")


def greet(config: Config, store: Store) -> None:
    """The first lines: what is watched, where it is kept, who we are to servers."""
    with store.reading() as tx:
        n_feeds, followed = feeds.count(tx), topics.active(tx)
        late = schema.reminder(tx)
    names = ", ".join(topic.name for topic in followed) or "none"
    log.info("start    Wirewatch %s on %s", crawler.__version__, store.place)
    log.info("watching %d feeds for %d topics: %s", n_feeds, len(followed), names)
    log.info("asking   as %s", user_agent(config))
    if late:
        log.warning(late)
    for reminder in config.reminders:
        log.warning("remember %s", reminder)

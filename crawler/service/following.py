"""The topics in force in this process, kept as the database has them."""

from __future__ import annotations

import logging

from crawler.followed import brought_up_to_date, followed_topics, troubles_of
from crawler.reading.articles import ArticleReader, Followed
from crawler.reading.writer import Writer
from crawler.storage import Store, Tx, topics, troubles
from crawler.storage.troubles import TopicTrouble

log = logging.getLogger("wirewatch")

# How often the database is asked whether topics were changed by command or page.
EVERY_S = 2


class Following:
    """One a process that reads articles; changed on the writer's thread, where they are matched."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer: Writer  # both as soon as there are any
        self.articles: ArticleReader
        self._mark: object = None
        self._troubles: frozenset[TopicTrouble] | None = None  # as the database has them

    def begin(self) -> Followed:
        """All topics in force."""
        with self.store.reading() as tx:
            self._mark = topics.mark(tx)
            return followed_topics(tx)

    async def refresh(self) -> None:
        """Follow what was changed by command or page."""
        n_followed = await self.writer.run(self._read)
        if n_followed is not None:
            log.info("topics   read again: %d in force", n_followed)

    def keep_troubles(self, tx: Tx) -> None:
        """Write down which topics are not followed as they were meant, if that has changed."""
        found = troubles_of(self.articles.followed)
        if found != self._troubles:
            troubles.keep(tx, found)
        self._troubles = found

    def _read(self) -> int | None:
        """How many are followed now; None when nothing was changed."""
        with self.store.reading() as tx:
            mark = topics.mark(tx)
            if mark == self._mark:
                return None
            followed = brought_up_to_date(tx, self.articles.followed)
        self.articles.followed, self._mark = followed, mark
        return len(followed.topics)

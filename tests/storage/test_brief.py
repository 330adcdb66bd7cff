"""What is counted of very many articles comes from an index, and no article is read for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from crawler.items import Hit
from crawler.storage import Store, Tx, backtests, profiles, search, topics
from crawler.storage.daily import by_day
from crawler.topics.parsing import parse
from tests.samples import NOW, add_feed, add_topic
from tests.storage.test_search import put

DAY = date(2026, 2, 5)
ASKED: dict[str, Callable[[Tx, int], Any]] = {
    "outlets of a topic": lambda tx, topic_id: len(profiles.traits(tx, topic_id, limit=9)),
    "days of a topic": lambda tx, topic_id: (
        by_day(tx, topic_id, first=DAY - timedelta(days=9), last=DAY)[DAY].stories
    ),
    "stories of a draft": lambda tx, _: backtests.stories_of(tx, [1, 2, 3]),
    "counts of a search": lambda tx, _: search.facets(tx, parse("river"), now=NOW).matches,
}


@pytest.mark.parametrize("name", list(ASKED))
def test_the_index_in_brief_is_enough(store: Store, name: str) -> None:
    with store.writing() as tx:
        feed_id, topic_id = add_feed(tx), add_topic(tx)
        for number in range(3):
            id_ = put(tx, feed_id, f"a{number}", f"Day {number}", f"The river, {number}.")
            hit = Hit(topic_id=topic_id, version="v", places=())
            topics.add_hits(tx, id_, [hit], revision=1, now=NOW)

    seen: list[tuple[str, Any]] = []

    def keep(_link: object, _cursor: object, text: str, values: Any, *_rest: object) -> None:
        seen.append((text, values))

    event.listen(store.engine, "before_cursor_execute", keep)
    with store.reading() as tx:
        told = ASKED[name](tx, topic_id)
        event.remove(store.engine, "before_cursor_execute", keep)
        plans = _plans(tx, seen) if store.is_sqlite else []

    assert told == 3
    if store.is_sqlite:  # PostgreSQL reads a table of three rows as it likes
        assert any("USING COVERING INDEX ix_article_brief (id=?)" in plan for plan in plans)
        is_of_topic = name.endswith("of a topic")
        assert any("hit USING COVERING INDEX" in plan for plan in plans) == is_of_topic


def _plans(tx: Tx, seen: list[tuple[str, Any]]) -> list[str]:
    """How SQLite finds what the statements ask of articles."""
    return [
        row[3]
        for text, values in seen
        if "article " in text.casefold() and text.lstrip().lower().startswith(("select", "with"))
        for row in tx.exec_driver_sql(f"explain query plan {text}", values)
    ]

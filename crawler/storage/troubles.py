"""What a service has found out about topics that it cannot follow as they were meant; one fact."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from crawler.storage import facts
from crawler.storage.store import Tx

_FACT = "topic troubles"


@dataclass(frozen=True, slots=True, order=True)
class TopicTrouble:
    """A topic that is not followed at all, or was given up on some articles."""

    topic_id: int
    reason: str  # for people, in lines
    articles: int = 0  # on so many it was given up; 0 when it is not followed at all
    url: str = ""  # the last of these


def keep(tx: Tx, troubles: Iterable[TopicTrouble]) -> None:
    """These are all that there are now."""
    value = json.dumps([asdict(one) for one in sorted(troubles)], ensure_ascii=False)
    facts.put(tx, _FACT, value)


def held(tx: Tx) -> dict[int, TopicTrouble]:
    """As the last service left them, by topic."""
    value = facts.get(tx, _FACT)
    found = (TopicTrouble(**one) for one in json.loads(value or "[]"))
    return {one.topic_id: one for one in found}

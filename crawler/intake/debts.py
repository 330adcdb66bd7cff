"""Fresh hits of an article -> the alerts that they earn: one a topic, story and channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crawler.intake.rules import AlertRules
from crawler.items import Hit
from crawler.measure.measure import measure_of
from crawler.storage import Tx, owing, stories


def owe(
    tx: Tx, fresh: Sequence[Hit], place: tuple[int, int], rules: AlertRules, now: datetime
) -> int:
    """The alerts that new hits earn for *place* (article, story); how many."""
    article_id, story_id = place
    told = stories.told(tx, story_id) if fresh else set()  # also under the key of a merged story
    return sum(
        owing.owe(
            tx,
            topic_id=hit.topic_id,
            story_id=story_id,
            article_id=article_id,
            channels=[
                channel
                for channel in rules.topics[hit.topic_id].channels
                if (hit.topic_id, channel) not in told
            ],
            now=now,
            due=now + rules.settle,
            measure=measure_of(rules.topics[hit.topic_id].measure),
        )
        for hit in fresh
        if hit.topic_id in rules.topics
    )

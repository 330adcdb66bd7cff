"""The service killed again and again while the world's news appear, and what is left of them."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial

from crawler.demo.server import DemoServer
from crawler.demo.settings import config_files
from crawler.demo.truth import truth
from crawler.demo.world import LAST_S
from tests.line import knowledge
from tests.line.house import House

# Until everything is read after the last kill; a busy machine takes minutes.
PATIENCE_S = 240.0


class Hands:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.second = 0.0

    def __call__(self) -> float:
        return self.second


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What differs from a life without a kill; all empty when nothing was lost or doubled."""

    kills: int
    articles_missing: set[str]
    articles_extra: set[str]
    hits_wrong: dict[str, set[str]]
    alerts_missing: set[tuple[str, frozenset[str]]]
    alerts_extra: set[tuple[str, frozenset[str]]]
    messages: int
    messages_repeated: int


def live_under_fire(
    house: House, server: DemoServer, hands: Hands, *, times: int, chance: random.Random
) -> Aftermath:
    """Kill the service *times* at moments of *chance*, then let it finish."""
    files = config_files(server.world)
    house.furnish(files["feeds.toml"], files["topics.toml"], settle_s=0.3)
    answers = truth(server.world)
    for number in range(times):
        with house.running() as run:
            run.waits_for_words("asking   as", seconds=PATIENCE_S)
            hands.second = LAST_S * (number + 1) / times
            time.sleep(chance.uniform(0, 3.0))
            run.kill()
    hands.second = LAST_S
    with house.running() as run:
        # All may have been done before the last kill; who is told to end before it listens to
        # signals is ended by the system, with a code of the system's.
        run.waits_for_words("asking   as", seconds=PATIENCE_S)
        run.waits_for(partial(_is_done, house, len(answers.articles)), seconds=PATIENCE_S)
        code = run.stop()
    assert code == 0, f"code {code}:\n{run.said}"
    return _compare(house, server, times)


def _is_done(house: House, n_articles: int) -> bool:
    return (
        house.number("select count(*) from article") >= n_articles
        and house.number("select count(*) from entry where state = 'waiting'") == 0
        and house.number("select count(*) from alert where state = 'waiting'") == 0
    )


def _compare(house: House, server: DemoServer, kills: int) -> Aftermath:
    answers = truth(server.world)
    articles, wanted = knowledge.articles(house), knowledge.keys(answers.articles)
    hits, true_hits = knowledge.hits(house), knowledge.true_hits(answers)
    alerts, true_alerts = knowledge.alerts(house), knowledge.true_alerts(answers)
    told = Counter(
        line.partition("alert    ")[2]
        for run in house.runs
        for line in run.said.splitlines()
        if "alert    " in line and " → log: " in line
    )
    return Aftermath(
        kills=kills,
        articles_missing=wanted - articles,
        articles_extra=articles - wanted,
        hits_wrong={
            topic: hits.get(topic, set()) ^ true_hits.get(topic, set())
            for topic in hits | true_hits
            if hits.get(topic, set()) != true_hits.get(topic, set())
        },
        alerts_missing=true_alerts - alerts,
        alerts_extra=alerts - true_alerts,
        messages=sum(told.values()),
        messages_repeated=sum(told.values()) - len(told),
    )

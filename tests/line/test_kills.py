"""kill -9 at any moment: no article twice, no alert lost; `benchmarks.kills` does it often."""

from __future__ import annotations

import random

from crawler.demo.server import DemoServer
from tests.line.house import House
from tests.line.killing import Hands, live_under_fire


def test_a_service_that_is_killed_again_and_again_loses_and_doubles_nothing(
    house: House, server: DemoServer, hands: Hands
) -> None:
    after = live_under_fire(house, server, hands, times=2, chance=random.Random(7))

    assert after.articles_missing == set()
    assert after.articles_extra == set()
    assert after.hits_wrong == {}
    assert after.alerts_missing == set()
    assert after.alerts_extra == set()
    assert all("Traceback" not in run.said for run in house.runs)

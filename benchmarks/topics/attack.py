"""The dearest that one query can make one article: `python -m benchmarks.topics.attack`.

Every query of tests/topics/attacks.py on every text there, best of three, CPU time of this
process: what the query adds to reading the article. Promise: at most 50 ms.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from crawler.topics.matching import Matcher
from tests.topics.attacks import HUGE, QUICK, REFUSED, USUAL
from tests.topics.making import make_document, make_topic

PROMISE_MS = 50
SHOWN = 15


@dataclass(frozen=True, slots=True)
class Cost:
    """What one query took on one text."""

    query: str
    text: str
    ms: float
    units: int
    is_given_up: bool


def main() -> None:
    """Print the dearest, and how many broke the promise."""
    usual = [cost(query, text, USUAL[text]) for query in QUICK for text in USUAL]
    huge = [cost(query, text, HUGE[text]) for query in QUICK for text in HUGE]
    for title, costs in (("usual texts", usual), ("huge texts", huge)):
        given_up = sum(one.is_given_up for one in costs)
        over = sum(one.ms > PROMISE_MS for one in costs)
        print(f"\n{title}: {len(costs)} pairs, {given_up} given up, {over} over {PROMISE_MS} ms")
        print(f"  {'query':24} {'text':14} {'ms':>8} {'units':>8}")
        for one in sorted(costs, key=lambda cost: -cost.ms)[:SHOWN]:
            note = "  given up" if one.is_given_up else ""
            print(f"  {one.query:24} {one.text:14} {one.ms:8.1f} {one.units:8,}{note}")
    print(f"\nrefused with a reason when written: {len(REFUSED)} queries")


def cost(query: str, name: str, text: str) -> Cost:
    """The best of three, each with a fresh article."""
    matcher = Matcher([make_topic(QUICK[query])])
    best, units = float("inf"), 0
    for _ in range(3):
        document = make_document(text, title="the treaty of", language="de")
        began = time.process_time()
        matcher.match(document)
        best = min(best, time.process_time() - began)
        units = document.effort.spent
    return Cost(query, name, best * 1e3, units, bool(matcher.troubles))


if __name__ == "__main__":
    main()

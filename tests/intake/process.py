"""A service's intake in a process of its own: python -m tests.intake.process DATABASE START N.

Waits until the clock shows START (seconds since 1970), then admits N identical and N edited texts
as fast as it can.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from crawler.intake import AlertRules, admit
from crawler.items import Article
from crawler.storage import Store, entries
from crawler.stories import StoryMemory
from tests.samples import (
    NOW,
    PARLIAMENT,
    add_feed,
    announced,
    make_article,
    make_entry,
    make_finding,
)

RULES = AlertRules(topics={}, settle=timedelta(0), max_age=None)


def identical(name: str, number: int) -> Article:
    """The same text on many sites."""
    return make_article(url=f"https://{name}{number}.example/river")


def edited(name: str, number: int) -> Article:
    """Another text, in many wordings."""
    place = ("BERLIN", "PARIS", "VIENNA", "BERNE", "ROME")[number % 5]
    wording = ("called", "named", "termed")[number % 3]
    changed = f"{place} (dpa) – " + PARLIAMENT.replace("called", wording)
    if number % 2:
        changed += f"\n\nOur own reporter {name} was there and adds what she saw that evening."
    return make_article(changed, url=f"https://{name}{number}.example/budget", title="The budget")


def admit_all(database: str, name: str, count: int, start: float) -> None:
    """Announce, wait for the others, and admit."""
    store = Store.connect(database)
    made = [one(name, number) for number in range(count) for one in (identical, edited)]
    with store.writing() as tx:
        feed_id = add_feed(tx, f"https://{name}.example/feed")
        known = [announced(make_entry(article.url)) for article in made]
        receipt = entries.receive(tx, feed_id, known, NOW, rest=timedelta(0))
        ids = {one.url: one.entry_id for one in receipt.to_read}
    memory = StoryMemory()
    time.sleep(max(0.0, start - time.time()))
    for article in made:
        finding = make_finding(article, feed_id=feed_id, entry_id=ids[article.url])
        keys = [finding.address_key]
        admit(store, finding, known_as=keys, rules=RULES, now=NOW, memory=memory)
    store.close()


if __name__ == "__main__":
    admit_all(sys.argv[1], sys.argv[2], int(sys.argv[4]), float(sys.argv[3]))

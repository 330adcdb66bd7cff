"""What a database knows, in the words of `crawler.demo.truth`, so that the two can be compared.

Addresses are canonical keys on both sides: a feed's link may carry tracking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from crawler.dedup.urls import address_key
from crawler.demo.truth import Truth
from tests.line.house import House

Groups = set[frozenset[str]]


def keys(urls: Iterable[str]) -> set[str]:
    return {address_key(url) for url in urls}


def articles(house: House) -> set[str]:
    found = [str(url) for (url,) in house.ask("select url from v_articles")]
    assert len(found) == len(keys(found)), "an article is there twice"
    return keys(found)


def hits(house: House) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for topic, url in house.ask("select topic, url from v_topic_hits"):
        found[str(topic)].add(address_key(str(url)))
    return dict(found)


def stories(house: House) -> Groups:
    return _groups(house.ask("select story_id, url from v_articles"))


def reprints(house: House) -> Groups:
    """Each original with its copies."""
    return _groups(
        house.ask(
            "select coalesce(original_id, id), url from v_articles where is_copy = 1 or id in "
            "(select original_id from v_articles where original_id is not null)"
        )
    )


def alerts(house: House) -> set[tuple[str, frozenset[str]]]:
    """(topic, addresses of the story) of all alerts that were sent; no message twice."""
    members: dict[object, set[str]] = defaultdict(set)
    for story, url in house.ask("select story_id, url from v_articles"):
        members[story].add(address_key(str(url)))
    rows = house.ask(
        "select t.name, a.story_id, a.channel, a.state, a.key from alert a "
        "join topic t on t.id = a.topic_id"
    )
    assert len(rows) == len({(topic, story, channel) for topic, story, channel, _, _ in rows})
    assert len(rows) == len({row[4] for row in rows})
    assert {row[3] for row in rows} <= {"sent"}
    return {(str(topic), frozenset(members[story])) for topic, story, *_ in rows}


def true_stories(truth: Truth) -> Groups:
    return {frozenset(keys(members)) for members in truth.stories.values()}


def true_reprints(truth: Truth) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for copy, original in {**truth.copies, **truth.edits}.items():
        groups[original] |= {copy, original}
    return {frozenset(keys(members)) for members in groups.values()}


def true_hits(truth: Truth) -> dict[str, set[str]]:
    return {topic: keys(urls) for topic, urls in truth.topics.items()}


def true_alerts(truth: Truth) -> set[tuple[str, frozenset[str]]]:
    return {(topic, frozenset(keys(truth.stories[story]))) for topic, story in truth.alerts}


def _groups(rows: Iterable[tuple[object, ...]]) -> Groups:
    groups: Mapping[object, set[str]] = defaultdict(set)
    for name, url in rows:
        groups[name].add(address_key(str(url)))
    return {frozenset(urls) for urls in groups.values()}

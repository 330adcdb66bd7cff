"""The whole line over real HTTP: what the service knows of the bundled world is what is true."""

from __future__ import annotations

from collections import Counter
from functools import partial
from urllib.parse import urlsplit

from crawler.dedup.urls import address_key
from crawler.demo.server import DemoServer
from crawler.demo.settings import config_files
from crawler.demo.truth import Truth, truth
from crawler.demo.world import LAST_S, World
from tests.line import knowledge
from tests.line.house import House, Run
from tests.line.killing import Hands

# Each copy after its original, the revision after what it revises.
STEPS = (0.0, 12.0, 25.0, LAST_S)


def live_through(run: Run, house: House, world: World, hands: Hands) -> None:
    """Let the world's news appear in steps, each when the last one was read."""
    for second in STEPS:
        hands.second = second
        run.waits_for(partial(has_read, house, world, second))


def has_read(house: House, world: World, second: float) -> bool:
    standing = [piece for piece in world.pieces if piece.appears_s <= second]
    articles = house.number("select count(*) from article")
    revisions = house.number("select count(*) from revision")
    return articles >= len({piece.key for piece in standing}) and revisions >= sum(
        piece.revision for piece in standing
    )


def test_what_the_service_knows_at_the_end_is_what_is_true(
    house: House, server: DemoServer, hands: Hands
) -> None:
    files = config_files(server.world)
    house.furnish(files["feeds.toml"], files["topics.toml"], settle_s=0.3)
    answers = truth(server.world)

    with house.running() as run:
        live_through(run, house, server.world, hands)
        run.waits_for(
            lambda: house.number("select count(*) from alert where state = 'waiting'") == 0
        )
        assert run.stop() == 0

    assert knowledge.articles(house) == knowledge.keys(answers.articles)
    assert knowledge.hits(house) == knowledge.true_hits(answers)
    assert knowledge.reprints(house) == knowledge.true_reprints(answers)
    assert knowledge.stories(house) == knowledge.true_stories(answers)
    assert knowledge.alerts(house) == knowledge.true_alerts(answers)
    revised = house.ask("select url from article where revision = 2")
    assert knowledge.keys(str(url) for (url,) in revised) == knowledge.keys(answers.revised)
    assert run.said.count("alert    New START → log:") == sum(
        topic == "New START" for topic, _ in answers.alerts
    )
    assert "Traceback" not in run.said
    assert "WARNING" not in run.said
    behaved_well(server, answers)


def behaved_well(server: DemoServer, answers: Truth) -> None:
    """What the servers saw of us."""
    world = server.world
    feeds = {world.outlet(outlet.key).feed_path for outlet in world.outlets}
    pages = Counter(
        address_key(world.home_url(one.outlet) + one.target)
        for one in server.requests
        if urlsplit(one.target).path not in {*feeds, "/robots.txt"}
    )
    again = knowledge.keys(answers.revised)
    assert set(pages) == knowledge.keys(answers.articles - answers.refused)
    assert {key: n for key, n in pages.items() if n != 1 + (key in again)} == {}

    robots = Counter(one.outlet for one in server.requests if one.target == "/robots.txt")
    assert set(robots.values()) == {1}
    for outlet in world.outlets:
        asked = [
            one
            for one in server.requests
            if one.outlet == outlet.key and one.target == outlet.feed_path
        ]
        conditional = [one for one in asked if one.status == 304]
        assert conditional
        for one in conditional:
            assert bool(one.if_none_match) == ("etag" in outlet.validators)
            assert bool(one.if_modified_since) == ("last-modified" in outlet.validators)
    for one in server.requests:
        assert (one.user_agent or "").startswith("Wirewatch/")
        assert "cookie" not in one.headers
        assert "referer" not in one.headers

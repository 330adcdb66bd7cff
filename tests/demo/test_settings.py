"""The demo's settings are settings of ours."""

from __future__ import annotations

from pathlib import Path

from crawler.config import load
from crawler.demo.server import DemoServer
from crawler.demo.settings import write_config
from crawler.demo.world import World


def test_the_written_folder_loads_and_names_every_feed(tmp_path: Path, world: World) -> None:
    server = DemoServer(world)

    config = load(write_config(tmp_path / "demo", server), {})
    server.stop()

    assert [feed.url for feed in config.feeds] == [world.feed_url(o.key) for o in world.outlets]
    assert [topic.name for topic in config.topics] == ["New START", "Arms control", "Floods"]
    assert config.politeness.floor_min == 0.05
    assert config.politeness.spacing_s == 0.2
    assert config.alerts.max_age_days == 0
    assert config.reminders == ()


def test_writing_again_leaves_the_database_alone(tmp_path: Path, world: World) -> None:
    server = DemoServer(world)
    write_config(tmp_path, server)
    (tmp_path / "demo.db").write_bytes(b"held")

    write_config(tmp_path, server)
    server.stop()

    assert (tmp_path / "demo.db").read_bytes() == b"held"

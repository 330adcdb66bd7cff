"""The files in config/: complete, in order, and saying what the program would do without them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pydantic import BaseModel

from crawler.config import Config, load
from crawler.config.channels import CHANNELS
from crawler.config.listed import ListedFeed
from crawler.config.sections import SECTIONS

SHIPPED = Path(__file__).parents[2] / "config"
MAIN = (SHIPPED / "wirewatch.toml").read_text("utf-8")


def test_the_settings_that_we_ship_are_the_defaults() -> None:
    config = load(SHIPPED, {})

    for name in SECTIONS.keys() - {"database"}:
        assert getattr(config, name) == getattr(Config(), name)
    assert config.database.url == f"sqlite:///{SHIPPED.parent}/var/wirewatch.db"


def test_the_manners_and_limits_that_we_promise_are_the_defaults() -> None:
    config = Config()
    promised = {
        "first_min": 30, "floor_min": 10, "ceiling_min": 24 * 60, "spacing_s": 5,
        "crawl_delay_max_s": 120, "robots_cache_h": 24, "obey_robots": True, "first_byte_s": 20,
        "timeout_s": 30, "page_max_mib": 10, "feed_max_mib": 15, "items_max": 2000,
        "redirects_max": 10, "address_max": 2048,
    }  # fmt: skip

    assert {name: getattr(config.politeness, name) for name in promised} == promised
    assert (config.work.extraction_s, config.work.extraction_mib) == (10, 512)
    assert config.web.listen == ""


@pytest.mark.parametrize(
    ("section", "key"),
    [(name, key) for name, model in SECTIONS.items() for key in model.model_fields],
)
def test_every_setting_stands_in_its_section_below_a_comment(section: str, key: str) -> None:
    text = MAIN.partition(f"\n[{section}]\n")[2]
    text = re.split(r"^\[", text, maxsplit=1, flags=re.MULTILINE)[0]

    assert re.search(rf"^(# )?{key} += ", text, re.MULTILINE)
    assert text.startswith("# ")


def test_every_key_of_a_channel_stands_in_the_examples() -> None:
    for model in CHANNELS.values():
        for key in model.model_fields.keys() - {"name"}:
            assert re.search(rf"^# {key} += ", MAIN, re.MULTILINE)


def test_the_examples_of_channels_work_when_their_signs_are_taken_away(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "config")
    head, mark, rest = MAIN.partition("# [channels.desk]")
    examples = rest.partition("\n\n")[0]  # what follows has examples of its own
    examples = re.sub(r"^# ?", "", mark + examples, flags=re.MULTILINE)
    (tmp_path / "config/wirewatch.toml").write_text(head + examples, "utf-8")

    config = load(
        tmp_path / "config",
        {
            "WIREWATCH_MAIL_PASSWORD": "x",
            "WIREWATCH_HOOK_SECRET": "y",
            "WIREWATCH_CHAT": "ntfy://ntfy.example/news",
        },
    )

    assert {channel.name: channel.type for channel in config.channels} == {
        "log": "log", "desk": "email", "newsroom": "webhook", "chat": "service", "pager": "command",
    }  # fmt: skip


def test_new_start_is_watched_for_from_the_start() -> None:
    topics = load(SHIPPED, {}).topics

    assert topics[0].name == "New START"
    assert len(topics) >= 5


def test_every_setting_tells_what_it_is_and_a_number_its_unit() -> None:
    models: list[type[BaseModel]] = [*SECTIONS.values(), *CHANNELS.values(), ListedFeed]
    for model in models:
        for key, field in model.model_fields.items():
            assert field.description or key == "name"
            if field.annotation is float:
                assert key.endswith(("_s", "_min", "_h", "_days", "_mib"))

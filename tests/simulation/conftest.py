"""Settings of a rehearsal, written for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.config import Config, load
from crawler.demo.settings import FURTHER, config_files
from crawler.demo.world import build_world

Settings = Callable[..., Config]


@pytest.fixture
def demo_config(tmp_path: Path) -> Settings:
    """The demo's outlets and topics, with more settings if a test wants them."""

    def settings(more: str = "") -> Config:
        for name, text in config_files(build_world(), FURTHER + more).items():
            (tmp_path / name).write_text(text, "utf-8")
        return load(tmp_path, {})

    return settings


@pytest.fixture
def own_config(tmp_path: Path) -> Settings:
    """Settings of an operator: main file, feeds and topics as TOML."""

    def settings(main: str, feeds: str, topics: str) -> Config:
        for name, text in (
            ("wirewatch.toml", main), ("feeds.toml", feeds), ("topics.toml", topics),
        ):  # fmt: skip
            (tmp_path / name).write_text(text, "utf-8")
        return load(tmp_path, {})

    return settings

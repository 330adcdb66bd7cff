"""What a closed service leaves switched off, whatever Scrapy's next version has for a default."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import settings
from crawler.config import load

FOLDER = Path(__file__).resolve().parents[1] / "config"


@pytest.fixture
def made() -> Settings:
    return Settings(settings.settings_of(load(FOLDER, {}, need_secrets=False)))


@pytest.mark.parametrize(
    "name",
    [
        "COOKIES_ENABLED", "REFERER_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED",
        "RETRY_ENABLED", "ROBOTSTXT_OBEY", "METAREFRESH_ENABLED",
    ],
)  # fmt: skip
def test_what_opens_a_door_or_tells_of_us_is_off(made: Settings, name: str) -> None:
    assert made.getbool(name) is False


def test_what_is_switched_off_is_not_even_imported(made: Settings) -> None:
    used = {name for name, place in made.getwithbase("EXTENSIONS").items() if place is not None}

    assert used == {"scrapy.extensions.logcount.LogCount"}


def test_certificates_are_checked(made: Settings) -> None:
    assert made.getbool("DOWNLOAD_VERIFY_CERTIFICATES") is True


def test_nothing_but_the_web_is_fetched(made: Settings) -> None:
    handlers = made.getwithbase("DOWNLOAD_HANDLERS")

    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


ASK_FOR_SITES = """
import socket, sys
def refuse(*where, **_):
    sys.exit(f"asked for {where[0]}")
socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse
from crawler.dedup.urls import address_key, site_of
from crawler.spiders.news import NewsSpider
assert site_of("https://www.bbc.co.uk/news") == "bbc.co.uk"
assert address_key("https://m.outlet.example/1?utm_source=x")
"""


def test_nobody_is_asked_for_the_list_of_public_suffixes(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": "."}

    ended = subprocess.run(
        [sys.executable, "-c", ASK_FOR_SITES],
        check=False, capture_output=True, text=True, timeout=60, env=environ, cwd=FOLDER.parent,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr

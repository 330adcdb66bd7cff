"""One address at a time, as the service would ask: in a process of its own, since Twisted starts
once.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.server import DemoServer
from crawler.demo.settings import write_config
from crawler.demo.world import build_world
from tests.hostile.cases.tls import self_signed

ROOT = Path(__file__).parents[1]
SCRIPT = """
import json, sys, time
from pathlib import Path
from crawler.config import load
from crawler.errors import FeedError
from crawler.fetching import Fetcher

answers = []
config = load(Path(sys.argv[1]), {})
manners = config.politeness.model_copy(update={"first_byte_s": 1.0, "timeout_s": 60.0})
network = config.network.model_copy(update={"tls_unchecked": (sys.argv[2],)})
update = {"politeness": manners, "network": network}
with Fetcher(config.model_copy(update=update)) as fetcher:
    for url in sys.argv[3:]:
        began = time.monotonic()
        try:
            page = fetcher.fetch(url)
            answers.append([page.status, page.url, len(page.body)])
        except FeedError as error:
            answers.append([str(error), time.monotonic() - began])
print(json.dumps(answers))
"""


@contextmanager
def unknown_tls() -> Iterator[str]:
    """Where a server is whose certificate nobody vouches for."""
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        server.socket = self_signed().wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of several addresses, by name, and what the demo's server was asked."""
    folder = tmp_path_factory.mktemp("fetching")
    with (
        unknown_tls() as excepted,
        unknown_tls() as other,
        socket.create_server(("127.0.0.1", 0)) as silent,  # the system takes who comes in for it
        DemoServer(build_world(0), base_port=0) as server,
    ):
        write_config(folder, server)
        home = server.world.home_url("elbtaler")
        urls = {
            "feed": server.world.feed_url("bundesfunk"),
            "missing": f"{home}/nothing",
            "closed": f"{home}/intern/neue-druckerei.html",
            "private": "http://10.11.12.13/feed",
            "scheme": "ftp://paper.example/feed",
            "refused": "http://127.0.0.1:9/feed",
            "nowhere": "http://no-such-host.invalid/feed",
            "excepted": f"https://{excepted}/",
            "unknown": f"https://{other}/",
            "silent": f"http://127.0.0.1:{silent.getsockname()[1]}/feed",
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(folder), excepted, *urls.values()],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        asked = {(r.outlet, r.target): r.user_agent for r in server.requests}
    return {**dict(zip(urls, json.loads(done.stdout), strict=True)), "asked": asked}


def test_a_page_comes_whatever_its_status(answers: dict[str, Any]) -> None:
    assert answers["feed"][0] == 200
    assert answers["feed"][2] > 500
    assert answers["missing"][0] == 404


def test_the_server_is_asked_as_the_service_asks(answers: dict[str, Any]) -> None:
    asked = answers["asked"]

    assert asked["bundesfunk", "/index~rss2.xml"].startswith("Wirewatch/")
    assert ("bundesfunk", "/robots.txt") in asked
    assert not any(target.startswith("/intern/") for _, target in asked)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("closed", "forbids it"),
        ("private", "10.11.12.13 is not a public address; see network.allow_private"),
        ("scheme", "only http and https are fetched"),
        ("refused", "connection refused"),
        ("nowhere", "no such host"),
    ],
)
def test_what_brings_no_answer_says_why(answers: dict[str, Any], name: str, reason: str) -> None:
    assert reason in answers[name][0]


def test_an_answer_that_does_not_begin_is_not_waited_for_as_long_as_a_page(
    answers: dict[str, Any],
) -> None:
    reason, seconds = answers["silent"]

    assert "no answer in time" in reason
    assert seconds < 40  # robots.txt and nothing else is asked for, for a second; a page has 60


def test_a_certificate_is_checked_unless_its_host_is_excepted(answers: dict[str, Any]) -> None:
    assert answers["excepted"][0] == 200
    assert "its certificate is not to be trusted" in answers["unknown"][0]

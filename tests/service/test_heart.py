"""Signs of life for others."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from crawler.alerts.channels.ping import ping_of
from crawler.config import Config, Heartbeat, Network, Secret
from crawler.service.heart import Heart
from tests.samples import NOW


class Watch(HTTPServer):
    """An outside watch on loopback that counts who asked it."""

    status, asked = 200, 0


class Answering(BaseHTTPRequestHandler):
    server: Watch

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def watch() -> Iterator[Watch]:
    server = Watch(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def heart_with(watch: Watch, **more: Any) -> Heart:
    address = Secret("a test", f"http://127.0.0.1:{watch.server_port}/secret-path")
    settings = Heartbeat(ping=address, **more)
    network = Network(allow_private=(str(ip_network("127.0.0.1")),))
    return Heart(settings, ping_of(Config(heartbeat=settings, network=network)), NOW)


def test_a_file_tells_when_the_last_round_ended(tmp_path: Path) -> None:
    heart = Heart(Heartbeat(file=tmp_path / "run" / "heart.json"), None, NOW)

    heart.round_ended(NOW)
    heart.beat(NOW + timedelta(seconds=9))

    said = json.loads((tmp_path / "run" / "heart.json").read_text())
    assert said["round_at"] == NOW.isoformat()
    assert said["at"] == (NOW + timedelta(seconds=9)).isoformat()


def test_nothing_is_said_before_a_round_has_ended_and_after_none_ends_any_more(
    tmp_path: Path,
) -> None:
    file = tmp_path / "heart.json"
    heart = Heart(Heartbeat(file=file, stalled_min=10), None, NOW)

    heart.beat(NOW)
    assert not file.exists()
    heart.round_ended(NOW)
    heart.beat(NOW)
    before = file.read_text()
    heart.beat(NOW + timedelta(minutes=11))

    assert heart.is_stalled(NOW + timedelta(minutes=11))
    assert file.read_text() == before


def test_the_watch_is_asked_every_so_often(watch: Watch) -> None:
    heart = heart_with(watch, ping_min=5, stalled_min=60)
    heart.round_ended(NOW)

    for minute in range(16):
        heart.beat(NOW + timedelta(minutes=minute))

    assert watch.asked == 4


def test_a_watch_that_fails_is_asked_again_and_told_of_once(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    heart = heart_with(watch)
    heart.round_ended(NOW)
    watch.status = 503

    for second in range(3):
        heart.beat(NOW + timedelta(seconds=second))
    watch.status = 200
    heart.beat(NOW + timedelta(seconds=4))

    assert watch.asked == 4
    said = [record.getMessage() for record in caplog.records]
    assert len([one for one in said if "ping failed: 127.0.0.1 answered 503" in one]) == 1
    assert not any("secret-path" in one for one in said)


def test_a_file_that_cannot_be_written_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    heart = Heart(Heartbeat(file=tmp_path / "file" / "heart.json"), None, NOW)
    heart.round_ended(NOW)

    heart.beat(NOW)

    assert "cannot be written" in caplog.text

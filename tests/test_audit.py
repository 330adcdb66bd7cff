"""The lock file is complete, and what is known against a version in it is told."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from tests import audit


class Advisories(BaseHTTPRequestHandler):
    """Knows something about Scrapy alone."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Advisories.asked = said["queries"]
        results = [
            {"vulns": [{"id": "GHSA-1"}]} if one["package"]["name"] == "scrapy" else {}
            for one in said["queries"]
        ]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"results": results}).encode())

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def database() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Advisories) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_every_locked_version_has_its_hashes() -> None:
    lock = audit.LOCK.read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", lock[lock.index("\n", lock.index("make lock")) + 1 :])

    assert len(entries) == len(audit.pinned(lock)) > 60
    assert [one.split("==")[0] for one in entries if "--hash=sha256:" not in one] == []


def test_what_is_known_is_told_and_fails(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main([database]) == 1
    assert "audit: scrapy 2." in (told := capsys.readouterr().out)
    assert "GHSA-1" in told
    assert len(Advisories.asked) == len(audit.pinned(audit.LOCK.read_text("utf-8")))


def test_what_was_accepted_with_a_reason_passes(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(audit.ACCEPTED, "GHSA-1", "a test")

    assert audit.main([database]) == 0
    assert "nothing is known against" in capsys.readouterr().out


def test_without_a_network_it_does_not_pass_for_clean(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert audit.main([f"http://127.0.0.1:{port}/"]) == 0
    assert "NOTHING WAS AUDITED" in capsys.readouterr().out

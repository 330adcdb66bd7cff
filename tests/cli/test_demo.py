"""`demo`: a demo that is killed goes on where it was; one that ended begins anew."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.cli.codes import Code
from crawler.cli.demo import _interrupted_after
from tests.cli.conftest import Wirewatch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "demo"


def begin(wirewatch: Wirewatch, folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "crawler.cli", "demo", "--dir", str(folder), "--port", "0"]
    return subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=wirewatch.own_environ,
    )


def test_a_killed_demo_is_continued_and_then_a_fresh_one_begins(
    wirewatch: Wirewatch, folder: Path
) -> None:
    first = begin(wirewatch, folder, "--seconds", "60")
    deadline = time.monotonic() + 60
    while (_interrupted_after(folder) or 0) < 4 and time.monotonic() < deadline:
        time.sleep(0.2)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    left_s = _interrupted_after(folder)

    second = begin(wirewatch, folder, "--seconds", "8")
    out, _ = second.communicate(timeout=90)
    state = json.loads((folder / "demo.json").read_text())

    assert left_s is not None
    assert left_s >= 4
    assert second.returncode == Code.FINE, out
    assert f"the last one was interrupted after {left_s:.0f} s and is continued" in out
    assert "Look around:" in out
    assert f"wirewatch --config {folder}/config status" in out
    assert state["ended"] is True
    assert state["elapsed_s"] > left_s + 7
    assert _interrupted_after(folder) is None


def test_a_port_in_the_way_is_named(wirewatch: Wirewatch, folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1] - 1
        wirewatch.folder = folder

        answer = wirewatch("demo", "--dir", str(folder), "--port", str(port))

    assert answer.code == Code.USAGE
    assert str(port + 1) in answer.err


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"ended": false}', '{"elapsed_s": "x", "ended": 0}']
)
def test_a_damaged_note_is_no_note(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "demo.json").write_text(text)

    assert _interrupted_after(folder) is None

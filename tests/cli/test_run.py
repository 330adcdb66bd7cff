"""`run` and `crawl`: real processes, real signals, the demo's outlets on loopback."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from crawler.cli.codes import Code
from crawler.cli.run import told
from crawler.demo.server import DemoServer
from crawler.demo.world import build_world
from tests.cli.conftest import Wirewatch

FEED = '[[feed]]\nurl = "{url}"\nname = "{name}"\n'


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(build_world(0), base_port=0) as server:
        yield server


@pytest.fixture
def watching(wirewatch: Wirewatch, server: DemoServer) -> Wirewatch:
    """Two outlets of the demo; no database yet."""
    feeds = [FEED.format(url=server.world.feed_url(key), name=key) for key in ("knd", "notizen")]
    wirewatch.write("feeds.toml", "\n".join(feeds))
    return wirewatch


def test_once_over_all_feeds_for_cron(watching: Wirewatch) -> None:
    answer = watching.apart("crawl", "--once", "--json")

    counts = answer.json["counts"]
    assert answer.code == Code.FINE, answer.err
    assert counts["feed new"] == 2
    assert counts["article new"] > 4
    assert answer.json["failures"] == 0
    assert "was made (schema " in answer.err


def test_a_feed_that_cannot_be_read_is_a_partial_failure(
    watching: Wirewatch, server: DemoServer
) -> None:
    page = server.world.home_url("traunpost") + "/"
    with (watching.folder / "feeds.toml").open("a") as file:
        file.write(FEED.format(url=page, name="no feed"))

    answer = watching.apart("crawl", "--once")

    assert answer.code == Code.PROBLEM
    assert "poll     no feed: a web page, not a feed" in answer.out
    assert " done     after " in answer.out


def test_crawl_without_once_says_what_was_probably_meant(watching: Wirewatch) -> None:
    answer = watching("crawl")

    assert answer.code == Code.USAGE
    assert "wirewatch crawl --once" in answer.err
    assert "wirewatch run" in answer.err


def wait_for(program: subprocess.Popen[str], words: str) -> list[str]:
    """The lines of *program* up to the one with *words*; it is ended if that does not come."""
    assert program.stdout is not None
    lines = []
    with_patience = threading.Timer(40, program.kill)
    with_patience.start()
    try:
        for line in program.stdout:
            lines.append(line)
            if words in line:
                return lines
    finally:
        with_patience.cancel()
    raise AssertionError("".join(lines))


def test_the_service_tells_in_plain_lines_and_ends_cleanly_by_sigterm(
    watching: Wirewatch,
) -> None:
    program = watching.begin("run")
    lines = wait_for(program, " article  ")

    program.send_signal(signal.SIGTERM)
    rest, _ = program.communicate(timeout=30)

    text = "".join(lines)
    assert "database sqlite:///" in text
    assert "watching 2 feeds for 2 topics: Floods, New START" in text
    assert lines[0][2] == lines[0][5] == ":"
    assert "stopped  after " in rest
    assert program.returncode == Code.FINE


def test_a_second_service_on_the_same_database_is_refused(watching: Wirewatch) -> None:
    program = watching.begin("run")
    wait_for(program, " start ")

    second = watching.apart("run", "--seconds", "1")
    crawl = watching.apart("crawl", "--once")
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=30)

    assert second.code == crawl.code == Code.RUNNING
    assert "another service works on sqlite:///" in second.err
    assert program.returncode == Code.FINE


def test_a_second_signal_ends_at_once(watching: Wirewatch) -> None:
    program = watching.begin("run")
    wait_for(program, " start ")

    started = time.monotonic()
    program.send_signal(signal.SIGINT)
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=30)

    assert program.returncode in (Code.INTERRUPTED, Code.FINE)  # fine when the first was enough
    assert time.monotonic() - started < 20


def test_quiet_says_only_what_is_wrong(watching: Wirewatch) -> None:
    answer = watching.apart("--quiet", "run", "--seconds", "2")

    assert answer.code == Code.FINE
    assert answer.out == ""


def test_settings_with_a_typo_start_nothing(watching: Wirewatch) -> None:
    watching.write("topics.toml", '[[topic]]\nname = "X"\nqurey = "x"\n')

    answer = watching.apart("run")

    assert answer.code == Code.USAGE
    assert 'topics.toml:3: topic "X" unknown key "qurey"; did you mean "query"?' in answer.err
    assert not (watching.folder / "wirewatch.db").exists()


def test_the_last_line_tells_what_was_given_up_too() -> None:
    counts = {"feed new": 2, "alerts": 9, "alerts sent": 5, "alerts given up": 3}

    assert told(counts) == "2 looks (2 new), 5 alerts sent, 3 alerts given up"

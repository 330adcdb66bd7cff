"""`web` alone: answers until it is told to stop, and refuses what is no place."""

from __future__ import annotations

import re
import signal
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import DATABASE, Wirewatch


def test_it_answers_until_it_is_told_to_stop(filled: Wirewatch) -> None:
    with filled.begin("web", "--listen", "127.0.0.1:0") as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        with pytest.raises(urllib.error.HTTPError, match="503"):  # nobody crawls
            urllib.request.urlopen(f"{found[0]}/health", timeout=10)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_it_says_that_the_database_is_of_a_later_version(filled: Wirewatch) -> None:
    with closing(sqlite3.connect(filled.folder / DATABASE)) as link, link:
        link.execute("update alembic_version set version_num = '9999'")

    with filled.begin("web", "--listen", "127.0.0.1:0") as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.send_signal(signal.SIGTERM)

    assert "has schema 9999 of a later version, which bears this one; upgrade it, too" in said


def test_a_place_that_others_reach_needs_a_password_or_a_token(filled: Wirewatch) -> None:
    refused = filled("web", "--listen", "0.0.0.0:0")
    poor = filled("web", "password", stdin="short\n")
    made = filled("web", "password", stdin="three words make one\n")

    assert (refused.code, poor.code, made.code) == (Code.USAGE, Code.USAGE, Code.FINE)
    assert "Set a password: wirewatch web password; or listen on 127.0.0.1:0" in refused.err
    assert "at least 10 characters" in poor.err
    with filled.begin("web", "--listen", "0.0.0.0:0") as process:
        assert process.stdout is not None
        port = re.search(r"http://0\.0\.0\.0:(\d+)", process.stdout.readline())
        assert port
        address = f"http://127.0.0.1:{port[1]}/login"
        assert b'name="csrf"' in urllib.request.urlopen(address, timeout=10).read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert filled("web", "password", "--remove").out == "There is no password any more.\n"
    assert filled("web", "password", "--remove").out == "There was none.\n"


def test_a_place_that_is_none_is_refused(filled: Wirewatch) -> None:
    answer = filled("web", "--listen", "somewhere")

    assert answer.code == Code.USAGE
    assert '--listen must be an address and a port, such as "127.0.0.1:8420"' in answer.err

"""`web` alone: answers until it is told to stop, and refuses what is no place."""

from __future__ import annotations

import re
import signal
import urllib.error
import urllib.request

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_it_answers_until_it_is_told_to_stop(filled: Wirewatch) -> None:
    with filled.begin("web", "--listen", "127.0.0.1:0") as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        with pytest.raises(urllib.error.HTTPError, match="503"):  # nobody crawls
            urllib.request.urlopen(f"{found[0]}/health", timeout=10)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_place_that_is_none_is_refused(filled: Wirewatch) -> None:
    answer = filled("web", "--listen", "somewhere")

    assert answer.code == Code.USAGE
    assert '--listen must be an address and a port, such as "127.0.0.1:8420"' in answer.err

"""A program gets each message as JSON and says by its end whether it took it."""

from __future__ import annotations

import json
import sys
from datetime import UTC
from pathlib import Path

import pytest

from crawler.alerts.channels.command import CommandSender
from crawler.alerts.wording import Style, compose
from crawler.config import Program
from crawler.errors import DeliveryError
from tests.alerts.test_wording import OCCASION

MESSAGE = compose(OCCASION, Style(language="en", zone=UTC))


def sender(code: str, timeout_s: float = 30) -> CommandSender:
    return CommandSender(
        Program(name="pager", command=(sys.executable, "-c", code), timeout_s=timeout_s)
    )


def test_it_reads_the_message_and_its_words_are_the_receipt(tmp_path: Path) -> None:
    file = tmp_path / "taken.json"
    code = f"import sys; open({str(file)!r}, 'wb').write(sys.stdin.buffer.read()); print('ok\\n 1')"

    receipt = sender(code).send(MESSAGE, key="k1")

    taken = json.loads(file.read_bytes())
    assert taken["key"] == "k1"
    assert taken["text"] == MESSAGE.text
    assert taken["article"]["id"] == 17
    assert receipt.endswith("took it: ok 1")


@pytest.mark.parametrize(("code", "lasting"), [(1, False), (75, False), (65, True)])
def test_its_end_says_whether_to_try_again(code: int, lasting: bool) -> None:
    with pytest.raises(DeliveryError, match=f"ended with {code}: no") as caught:
        sender(f"print('no'); raise SystemExit({code})").send(MESSAGE, key="k1")

    assert caught.value.lasting is lasting


def test_one_that_hangs_is_ended_with_its_children() -> None:
    code = "import subprocess; subprocess.run(['sleep', '60'])"

    with pytest.raises(DeliveryError, match=r"did not end within 1 s"):
        sender(code, timeout_s=1).send(MESSAGE, key="k1")


def test_one_that_is_not_there_is_named() -> None:
    missing = CommandSender(Program(name="pager", command=("/no/such/program",)))

    with pytest.raises(DeliveryError, match="/no/such/program cannot be run: No such file"):
        missing.send(MESSAGE, key="k1")


def test_it_does_not_see_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2")

    receipt = sender("import os; print(sorted(os.environ))").send(MESSAGE, key="k1")

    assert "SMTP_PASSWORD" not in receipt
    assert "PATH" in receipt

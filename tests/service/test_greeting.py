"""What each start says."""

from __future__ import annotations

import logging

import pytest

from crawler.config import Config
from crawler.config.sections import Identity
from crawler.service.greeting import greet
from crawler.storage import Store


@pytest.mark.parametrize("contact", ["", "https://example.org/bot"])
def test_each_start_reminds_of_a_contact_that_is_missing(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture, contact: str
) -> None:
    caplog.set_level(logging.INFO, "wirewatch")

    for _ in range(2):
        greet(Config(identity=Identity(contact=contact)), sqlite_store)

    reminded = [
        line for line in caplog.messages if line.startswith("remember") and "contact" in line
    ]
    assert len(reminded) == (0 if contact else 2)
    assert (f"(+{contact})" in caplog.text) is bool(contact)

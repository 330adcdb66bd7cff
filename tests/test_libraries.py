"""The collector rests while libraries are loaded, and never longer."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from crawler.libraries import loading


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_loaded_is_not_looked_through_again() -> None:
    with loading():
        resting, loaded = gc.isenabled(), [[number] for number in range(1000)]

    assert (resting, gc.isenabled()) == (False, True)
    assert gc.get_freeze_count() >= len(loaded)


def test_a_mistake_in_the_settings_does_not_stop_the_collector() -> None:
    with pytest.raises(ValueError, match="settings"), loading():
        raise ValueError("settings")

    assert gc.isenabled()

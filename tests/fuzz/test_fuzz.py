"""A short run of what `make fuzz` does for as long as one likes."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import TARGETS

EXAMPLES = 60


@pytest.mark.parametrize("name", TARGETS)
def test_strange_input_ends_as_planned_and_soon(name: str) -> None:
    target = TARGETS[name]

    tried = target.run(EXAMPLES, seed=1)

    assert tried >= EXAMPLES // 2

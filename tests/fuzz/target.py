"""A part of the program that takes what strangers wrote, and what must hold whatever they wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st


class Runaway(AssertionError):
    """It ended, but took far longer than its input justifies."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is fed, and the check of what comes of it; an error that nobody planned fails."""

    name: str
    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    limit_s: float = 2.0  # of CPU, for one input; the inputs are a few kilobytes

    def run(self, examples: int, *, seed: int, brief: bool = False) -> int:
        """Try so many inputs; gives how many were tried, raises what one of them caused."""
        tried = 0

        @seeded(seed)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate] if brief else [Phase.generate, Phase.shrink],
        )
        @given(self.inputs)
        def attempt(given_: Any) -> None:
            nonlocal tried
            tried += 1
            began = time.process_time()
            try:
                self.check(given_)
            except RecursionError as error:  # too deep for Hypothesis to tell it
                raise AssertionError(f"too deep: {given_!r}"[:2000]) from error
            spent = time.process_time() - began
            if spent > self.limit_s:
                raise Runaway(f"{spent:.1f} s of CPU for one input")

        attempt()
        return tried


@st.composite
def damaged(
    draw: st.DrawFn, wholes: Sequence[bytes], tokens: Sequence[bytes], *, most: int = 8
) -> bytes:
    """One of *wholes* with pieces cut, doubled, exchanged, and with *tokens* thrown in."""
    body = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.sampled_from([0, 1, 3, 12, 100, 2000])))
        body = body[:start] + _piece(draw, body[start:end], wholes, tokens) + body[end:]
        body = body[:60_000]
    return body


def _piece(draw: st.DrawFn, cut: bytes, wholes: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return b""
    if kind == 1:
        return cut + draw(st.sampled_from(tokens)) * draw(st.sampled_from([1, 1, 2, 50, 700]))
    if kind == 2:
        return cut * draw(st.sampled_from([2, 3, 40]))
    if kind == 3:
        return draw(st.binary(min_size=1, max_size=6))
    if kind == 4:
        other = draw(st.sampled_from(wholes))
        start = draw(st.integers(0, len(other)))
        return other[start : start + draw(st.sampled_from([10, 200, 3000]))]
    return draw(st.sampled_from(tokens))

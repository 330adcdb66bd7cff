"""When to try again: at growing distances, never earlier than asked, never all at once. Pure."""

from __future__ import annotations

# 30 tries (alerts.attempts_max) span two days and a half: a server that is down over a weekend
# loses nothing.
FIRST_S = 15.0
LONGEST_S = 3 * 3600.0
# What a receiver may ask for (Retry-After).
WISH_MAX_S = 24 * 3600.0
# A channel that does not work rests: one message tries whether it does, the others wait.
REST_FIRST_S = 5.0
REST_LONGEST_S = 300.0


def wait_s(attempts: int, *, wish_s: float | None = None, spread: float) -> float:
    """Seconds until a message that failed *attempts* times (from 1) is tried again.

    *spread* is random, from 0 to 1: of the plain distance it gives three to five quarters.
    """
    own = _doubled(FIRST_S, attempts, LONGEST_S) * (0.75 + 0.5 * spread)
    return _obeying(own, wish_s, spread)


def rest_s(failures: int, *, wish_s: float | None = None, spread: float) -> float:
    """Seconds for which a channel that failed *failures* times in a row (from 1) is left alone."""
    own = _doubled(REST_FIRST_S, failures, REST_LONGEST_S) * (0.75 + 0.5 * spread)
    return _obeying(own, wish_s, spread)


def _doubled(first: float, times: int, longest: float) -> float:
    return min(first * 2.0 ** min(max(times, 1) - 1, 32), longest)


def _obeying(own: float, wish_s: float | None, spread: float) -> float:
    if wish_s is None or wish_s <= 0:
        return own
    # Later than asked, never earlier: not everybody comes back in the same second.
    return max(own, min(wish_s, WISH_MAX_S) * (1 + 0.1 * spread))

"""An answer that says "too much" -> how long its host is left alone. RFC 9110, 10.2.3; RFC 6585.

It is the host that is tired, not one address of it: all its feeds and pages wait.
"""

from __future__ import annotations

TOO_MUCH = frozenset({429, 503})
# Without Retry-After: a minute, and twice as long each time in a row.
FIRST_S = 60.0
MOST_S = 3600.0
WISH_MOST_S = 86_400.0
# Added at random, so that those who were sent away together do not come back together.
SPREAD = 0.1


def quiet_s(
    status: int, *, retry_after_s: float | None, in_a_row: int, spread: float
) -> float | None:
    """Seconds to leave the host alone; None when *status* does not ask for it.

    *in_a_row* counts such answers of this host, this one among them; *spread* is random, 0 to 1.
    """
    if status not in TOO_MUCH:
        return None
    if retry_after_s:
        return min(retry_after_s, WISH_MOST_S) * (1 + SPREAD * spread)
    return min(FIRST_S * 2.0 ** min(in_a_row - 1, 20), MOST_S) * (1 + spread / 2)

"""Every case, in rooms; heavy ones are looked at one by one, with an eye on the memory."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.cases import (
    addresses,
    compression,
    dates,
    encodings,
    markup,
    protocol,
    robots,
    statuses,
    tls,
    traps,
    xml,
)

ROOMS = (
    traps,
    xml,
    compression,
    encodings,
    dates,
    markup,
    statuses,
    addresses,
    robots,
    tls,
    protocol,
)
LIGHT: dict[str, Case] = {case.name: case for room in ROOMS for case in room.CASES}
HEAVY: dict[str, Case] = {
    case.name: case for room in (traps, compression, protocol) for case in room.HEAVY
}

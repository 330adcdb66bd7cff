"""All targets, by name."""

from __future__ import annotations

from tests.fuzz import addresses, configuration, dates, feeds, pages, queries

TARGETS = {
    target.name: target
    for room in (feeds, addresses, dates, pages, queries, configuration)
    for target in room.TARGETS
}

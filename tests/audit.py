"""The locked versions of all libraries -> what is publicly known to be wrong with them.

    python -m tests.audit

Asks the database of OSV (https://osv.dev), which gathers the advisories of PyPI and GitHub, and
sends it names and versions. Ends with 1 when one of them has an advisory that ACCEPTED does not
name with a reason. Without a network it says that nothing was audited.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
OSV = "https://api.osv.dev/v1/querybatch"
PATIENCE_S = 30
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.M)
# Advisories that do not concern us, each with the reason: {"GHSA-…": "we never parse that"}.
ACCEPTED: dict[str, str] = {}


def main(argv: list[str]) -> int:
    """1 when something is known."""
    pins = pinned(LOCK.read_text("utf-8"))
    try:
        found = known(pins, argv[0] if argv else OSV)
    except OSError as error:
        print(f"audit: NOTHING WAS AUDITED, since {OSV} cannot be reached: {error}")
        return 0
    for (name, version), advisories in found.items():
        print(f"audit: {name} {version}: {', '.join(advisories)} (https://osv.dev/{advisories[0]})")
    if not found:
        print(f"audit: nothing is known against {len(pins)} locked versions")
    return int(bool(found))


def pinned(lock: str) -> list[tuple[str, str]]:
    """(name, version) of each library in a lock file."""
    return [(match["name"], match["version"]) for match in _PIN.finditer(lock)]


def known(pins: list[tuple[str, str]], url: str) -> Mapping[tuple[str, str], list[str]]:
    """Ids of advisories by library, without those that are accepted. Raises OSError."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version in pins
    ]
    request = urllib.request.Request(
        url,
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        results = json.load(answer)["results"]
    told = {}
    for pin, result in zip(pins, results, strict=True):
        ids = [one["id"] for one in result.get("vulns", ()) if one["id"] not in ACCEPTED]
        if ids:
            told[pin] = ids
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

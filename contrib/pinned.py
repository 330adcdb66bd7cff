"""Of requirements.lock what the program itself needs, with its hashes.

    python contrib/pinned.py [NAME …] > FILE

The lock holds the tools of development as well. Each of its packages names what it is there "via";
from what pyproject.toml asks for, these lines lead to everything that a service needs.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

OWN = "wirewatch (pyproject.toml)"


def pinned(lock: str, project: str, *more_names: str) -> str:
    """The blocks of the lock that the project's own dependencies, and these names, lead to."""
    blocks = re.findall(r"^(([\w.-]+)(?:\[[^]]*\])?==.*?)(?=^\w|\Z)", lock, re.M | re.S)
    parents = {_name(name): _via(block) for block, name in blocks}
    asked = [*tomllib.loads(project)["project"]["dependencies"], *more_names]
    wanted = {_name(one) for one in asked}
    while True:
        more = {name for name, via in parents.items() if name not in wanted and via & wanted}
        if not more:
            break
        wanted |= more
    return "".join(block for block, name in blocks if _name(name) in wanted)


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0] if found else requirement).lower()


def _via(block: str) -> set[str]:
    said = block.partition("# via")[2]
    lines = (line.replace("#", "").strip() for line in said.split("\n"))
    return {_name(line) for line in lines if line and OWN not in line}


if __name__ == "__main__":
    folder = Path(__file__).parent.parent
    files = ("requirements.lock", "pyproject.toml")
    texts = [(folder / name).read_text("utf-8") for name in files]
    sys.stdout.write(pinned(*texts, *sys.argv[1:]))
